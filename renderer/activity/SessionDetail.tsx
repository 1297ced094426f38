import { ActionIcon, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, SearchX, X } from 'lucide-react'
import type { Session } from '../../shared/model/session.ts'
import { engine, errorSentence, isNotFound } from '../client.ts'
import { CredentialChip } from '../credentials/CredentialChip.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorState } from '../ui/ErrorState.tsx'
import { Facts, type Fact } from '../ui/Facts.tsx'
import { counted, duration, exactTime } from '../ui/format.ts'
import { Explanation } from './Explanation.tsx'
import { Transcript } from '../ui/Transcript.tsx'
import { useNarrow } from '../ui/useNarrow.ts'
import pane from '../ui/detailPane.module.css'
import classes from './SessionDetail.module.css'
import { clientOf, endingWords, hasFailed, loginWords } from './words.ts'

/** One session: its facts, then what was said. */
export function SessionDetail({ id, onClose }: { id: number; onClose: () => void }) {
  const narrow = useNarrow()
  const query = useQuery(engine.sessions.transcript.queryOptions({ input: { id } }))
  if (query.isError && isNotFound(query.error)) {
    return <EmptyState icon={SearchX} title="This session is not kept any more" />
  }
  if (query.isError) {
    return (
      <ErrorState
        title="The session could not be opened"
        message={errorSentence(query.error)}
        onRetry={() => void query.refetch()}
      />
    )
  }
  const session = query.data?.session
  return (
    <article className={pane.detail} aria-label="Session" aria-busy={query.isFetching}>
      <header className={pane.head}>
        {narrow && (
          <ActionIcon aria-label="Back to the list" onClick={onClose}>
            <ArrowLeft size={16} />
          </ActionIcon>
        )}
        <h2 className={pane.title}>{session ? clientOf(session) : 'Session'}</h2>
        {session?.login?.credentialId && <CredentialChip id={session.login.credentialId} />}
        {session && hasFailed(session) && <Chip tone="red">Failed</Chip>}
        {session && !hasFailed(session) && session.messages > 0 && <Chip tone="green">Worked</Chip>}
        <span className={pane.space} />
        {!narrow && (
          <ActionIcon aria-label="Close (Esc)" onClick={onClose}>
            <X size={16} />
          </ActionIcon>
        )}
      </header>
      <div className={classes.body}>
        {session && query.data ? (
          <>
            {session.login && session.login.explanation !== '' && <Explanation login={session.login} />}
            <Facts facts={factsOf(session)} />
            <Transcript lines={query.data.lines} />
          </>
        ) : (
          <Skeleton height={120} />
        )}
      </div>
    </article>
  )
}

function factsOf(session: Session): Fact[] {
  const { security, listenerPort, tls, login, lastRefusal, endedAt, startedAt } = session
  const lasted = endedAt === null ? null : duration(new Date(endedAt).getTime() - new Date(startedAt).getTime())
  return [
    { name: 'Started', value: exactTime(startedAt) },
    { name: 'Ended', value: `${endingWords[session.ending]}${lasted === null ? '' : `, after ${lasted}`}` },
    { name: 'From', value: `${session.remoteAddress}:${session.remotePort}`, mono: true, copy: true },
    { name: 'Listener', value: `Port ${listenerPort}, ${security === 'tls' ? 'TLS from the start' : 'STARTTLS'}` },
    {
      name: 'Encryption',
      value: tls ? `${tls.protocol}, ${tls.cipher}${tls.serverName ? `, asked for ${tls.serverName}` : ''}` : 'None',
    },
    { name: 'Login', value: login ? loginWords(login) : 'None' },
    { name: 'Messages', value: counted(session.messages, 'message') },
    ...(lastRefusal === null
      ? []
      : [
          {
            name: session.refusals > 1 ? `Last of ${session.refusals} refusals` : 'Refusal',
            value: lastRefusal,
            mono: true,
            copy: true,
          },
        ]),
  ]
}
