import { ActionIcon, Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, Mail, Repeat, SearchX, X } from 'lucide-react'
import type { WebhookAttempt, WebhookCallDetail } from '../../../shared/model/webhook.ts'
import { client, engine, errorSentence, isNotFound } from '../../client.ts'
import { open } from '../../shell/route.ts'
import { Chip } from '../../ui/Chip.tsx'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import pane from '../../ui/detailPane.module.css'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { Facts } from '../../ui/Facts.tsx'
import { duration, exactTime } from '../../ui/format.ts'
import { fail, say } from '../../ui/say.tsx'
import { useNarrow } from '../../ui/useNarrow.ts'
import { HeaderLines } from './HeaderLines.tsx'
import classes from './webhooks.module.css'
import { callWords, prettyBody } from './words.ts'

/** One call: the request as it was sent, and every answer. */
export function CallDetail({ id, onClose }: { readonly id: number; readonly onClose: () => void }) {
  const narrow = useNarrow()
  const query = useQuery(engine.webhookCalls.get.queryOptions({ input: { id } }))
  const call = query.data
  if (query.isError && isNotFound(query.error))
    return <EmptyState icon={SearchX} title="This call is not kept any more" />
  if (query.isError && !call) {
    return (
      <ErrorState
        title="The call could not be opened"
        message={errorSentence(query.error)}
        onRetry={() => void query.refetch()}
      />
    )
  }
  const words = call && callWords[call.status]
  return (
    <article className={pane.detail} aria-label="Webhook call" aria-busy={query.isFetching}>
      <header className={pane.head}>
        {narrow && (
          <ActionIcon aria-label="Back to the list" onClick={onClose}>
            <ArrowLeft size={16} />
          </ActionIcon>
        )}
        <h2 className={pane.title}>{call ? call.type : 'Call'}</h2>
        {words && (
          <Chip tone={words.tone}>
            <words.icon size={11} aria-hidden />
            {words.word}
          </Chip>
        )}
        {call?.test && <Chip tone="plain">Test</Chip>}
        <span className={pane.space} />
        {!narrow && (
          <ActionIcon aria-label="Close (Esc)" onClick={onClose}>
            <X size={16} />
          </ActionIcon>
        )}
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls: must be reachable by keyboard */}
      <div className={classes.body} tabIndex={0} role="group" aria-label="The call">
        {call ? <Body call={call} /> : <Skeleton height={120} />}
      </div>
    </article>
  )
}

function Body({ call }: { readonly call: WebhookCallDetail }) {
  const { id, messageId, attempts, nextTryAt } = call
  const replay = async () => {
    try {
      await client.webhookCalls.replay({ id })
      say.done('Sent again', 'Under the same event id, so that a receiver knows it.')
    } catch (error) {
      fail('It was not sent again', errorSentence(error))
    }
  }
  return (
    <>
      <div className={classes.actions}>
        <Button variant="default" leftSection={<Repeat size={14} />} onClick={() => void replay()}>
          Send it again
        </Button>
        {messageId !== null && (
          <Button variant="default" leftSection={<Mail size={14} />} onClick={() => open('inbox', messageId)}>
            Open the message
          </Button>
        )}
      </div>
      <Facts
        facts={[
          { name: 'To', value: `${call.method} ${call.url}`, mono: true, copy: true },
          { name: 'Endpoint', value: call.endpointName },
          { name: 'Event id', value: call.eventId, mono: true, copy: true },
          { name: 'Since', value: exactTime(call.createdAt) },
          ...(nextTryAt === null ? [] : [{ name: 'Next try', value: exactTime(nextTryAt) }]),
        ]}
      />
      <section className={classes.section} aria-label="Body">
        <h3>Body</h3>
        <CodeBlock code={prettyBody(call.body)} label="Body of the request" />
      </section>
      {attempts.length === 0 && <p className={classes.soft}>Not called yet.</p>}
      {attempts.map((attempt, index) => (
        <Attempt key={attempt.id} attempt={attempt} nth={index + 1} />
      ))}
    </>
  )
}

function Attempt({ attempt, nth }: { readonly attempt: WebhookAttempt; readonly nth: number }) {
  const { at, milliseconds, status, problem, requestHeaders, responseHeaders, responseBody } = attempt
  const good = status !== null && status >= 200 && status < 300
  return (
    <section className={classes.section} aria-label={`Try ${nth}`}>
      <h3>Try {nth}</h3>
      <p className={classes.answer}>
        <Chip tone={good ? 'green' : 'red'}>{status === null ? 'No answer' : `HTTP ${status}`}</Chip>
        <time dateTime={at}>{exactTime(at)}</time>
        <span>{duration(milliseconds)}</span>
      </p>
      {problem !== null && <p className={classes.problem}>{problem}</p>}
      <HeaderLines title="Request headers" headers={requestHeaders} />
      {Object.keys(responseHeaders).length > 0 && <HeaderLines title="Answer headers" headers={responseHeaders} />}
      {responseBody !== '' && <CodeBlock code={prettyBody(responseBody)} label="Body of the answer" />}
    </section>
  )
}
