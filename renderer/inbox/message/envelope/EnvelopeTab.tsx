import { useQuery } from '@tanstack/react-query'
import { FileInput } from 'lucide-react'
import type { ReactNode } from 'react'
import type { MessageDetail } from '../../../../shared/model/message.ts'
import type { Session } from '../../../../shared/model/session.ts'
import { engine, errorSentence } from '../../../client.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { ErrorState } from '../../../ui/ErrorState.tsx'
import { counted, duration, exactTime } from '../../../ui/format.ts'
import { Transcript } from '../../../ui/Transcript.tsx'
import { Scroll } from '../Scroll.tsx'
import { compareRecipients } from './compareRecipients.ts'
import { recipientParameters, senderParameters } from './describeParameters.ts'
import { endingSentence, loginSentence, tlsSentence } from './describeSession.ts'
import classes from './EnvelopeTab.module.css'

const mostRecipients = 200

/** From and to as spoken in SMTP, the session that brought the message, and every line of it. */
export function EnvelopeTab({ message }: { readonly message: MessageDetail }) {
  return (
    <Scroll className={classes.tab} label="Envelope and transcript">
      <EnvelopeFacts message={message} />
      {message.session ? (
        <>
          <SessionFacts session={message.session} />
          <TranscriptOf messageId={message.id} />
        </>
      ) : (
        <EmptyState icon={FileInput} title="No session">
          This message was imported from a file. It did not come over SMTP.
        </EmptyState>
      )}
    </Scroll>
  )
}

function EnvelopeFacts({ message }: { readonly message: MessageDetail }) {
  const { mailFrom, recipients } = message.envelope
  const { blind, onlyNamed } = compareRecipients(message)
  return (
    <section>
      <h3>Envelope</h3>
      <dl className={classes.facts}>
        <Fact name="MAIL FROM">
          <Spoken address={mailFrom.address} parameters={senderParameters(mailFrom)} />
        </Fact>
        {recipients.slice(0, mostRecipients).map((recipient, index) => (
          // The same recipient may be named twice.
          // oxlint-disable-next-line react/no-array-index-key
          <Fact key={index} name="RCPT TO">
            <Spoken address={recipient.address} parameters={recipientParameters(recipient)} />
            {blind.includes(recipient.address) && (
              <span
                className={classes.bcc}
                title="In the envelope, but in no To or Cc: this recipient got a blind copy."
              >
                Bcc
              </span>
            )}
          </Fact>
        ))}
      </dl>
      {recipients.length > mostRecipients && (
        <p className={classes.note}>{counted(recipients.length - mostRecipients, 'more recipient')}.</p>
      )}
      {onlyNamed.length > 0 && (
        <p className={classes.note}>
          Named in To or Cc, but not in this envelope: {onlyNamed.slice(0, 20).join(', ')}
          {onlyNamed.length > 20 && ` and ${onlyNamed.length - 20} more`}. This transaction did not send to them.
        </p>
      )}
    </section>
  )
}

function Spoken({ address, parameters }: { readonly address: string; readonly parameters: readonly string[] }) {
  return (
    <>
      <code>&lt;{address}&gt;</code>
      {address === '' && <span className={classes.soft}>null sender: a bounce or notification</span>}
      {parameters.map((parameter) => (
        <code key={parameter} className={classes.parameter}>
          {parameter}
        </code>
      ))}
      {address !== '' && <CopyButton text={address} label={`Copy ${address}`} />}
    </>
  )
}

function SessionFacts({ session }: { readonly session: Session }) {
  const took = session.endedAt === null ? null : Date.parse(session.endedAt) - Date.parse(session.startedAt)
  return (
    <section>
      <h3>Session</h3>
      <dl className={classes.facts}>
        <Fact name="Client">
          <code>
            {session.remoteAddress}:{session.remotePort}
          </code>
          {session.clientName !== null && (
            <>
              <span className={classes.soft}>calls itself</span> <code>{session.clientName}</code>
            </>
          )}
        </Fact>
        <Fact name="Listener">
          <span>
            port <code>{session.listenerPort}</code>, {session.security === 'tls' ? 'implicit TLS' : 'STARTTLS'}
          </span>
        </Fact>
        <Fact name="TLS">{tlsSentence(session)}</Fact>
        <Fact name="Login">{loginSentence(session.login)}</Fact>
        <Fact name="Started">
          {exactTime(session.startedAt)}
          {took !== null && <span className={classes.soft}>took {duration(took)}</span>}
        </Fact>
        <Fact name="Ended">{endingSentence(session)}</Fact>
        <Fact name="Messages">
          {counted(session.messages, 'message')}
          {session.refusals > 0 && <span className={classes.refusals}>{counted(session.refusals, 'refusal')}</span>}
        </Fact>
        {session.lastRefusal !== null && (
          <Fact name="Last refusal">
            <code>{session.lastRefusal}</code>
          </Fact>
        )}
      </dl>
    </section>
  )
}

function TranscriptOf({ messageId }: { readonly messageId: number }) {
  const { data, error, refetch } = useQuery(engine.messages.transcript.queryOptions({ input: { id: messageId } }))
  return (
    <section>
      <h3>Transcript</h3>
      {error ? (
        <ErrorState
          title="The transcript could not be read"
          message={errorSentence(error)}
          onRetry={() => void refetch()}
        />
      ) : data ? (
        <Transcript lines={data.lines} />
      ) : (
        <p role="status" className={classes.soft}>
          Reading the transcript…
        </p>
      )}
    </section>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
