import { Loader } from '@mantine/core'
import { MailX } from 'lucide-react'
import { useEffect, useState } from 'react'
import { errorSentence, isNotFound } from '../../client.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import type { MessageHandlers } from './MessageActions.tsx'
import { MessageHeader } from './MessageHeader.tsx'
import classes from './MessagePane.module.css'
import { MessageTabs } from './MessageTabs.tsx'
import { NoMessage } from './NoMessage.tsx'
import { useMessage } from './useMessage.ts'

interface MessagePaneProps extends MessageHandlers {
  /** Null when none is selected. */
  readonly id: number | null
}

/** One message: who and when, and behind tabs everything there is to see of it. */
export function MessagePane({ id, ...handlers }: MessagePaneProps) {
  return id === null ? <NoMessage /> : <Message key={id} id={id} {...handlers} />
}

function Message({ id, ...handlers }: MessageHandlers & { readonly id: number }) {
  const { data: message, error, refetch } = useMessage(id)
  if (error && isNotFound(error)) {
    return (
      <EmptyState icon={MailX} title="This message is gone" role="status">
        It was deleted, by hand or because the inbox keeps only so many. Select another one.
      </EmptyState>
    )
  }
  if (message) {
    return (
      <article className={classes.pane} data-message={id} aria-label={message.subject || 'Message without a subject'}>
        <MessageHeader message={message} {...handlers} />
        <MessageTabs message={message} />
      </article>
    )
  }
  if (error) {
    return (
      <ErrorState title="The message could not be read" message={errorSentence(error)} onRetry={() => void refetch()} />
    )
  }
  return <Loading />
}

/** Most messages open faster than this would be read: it waits a moment before it shows. */
function Loading() {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 100)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className={classes.loading} role="status" aria-label="Opening the message">
      {late && <Loader size="sm" color="gray" />}
    </div>
  )
}
