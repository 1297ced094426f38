import { ActionIcon, Tooltip } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { ArrowDown, ArrowLeft, ArrowUp, Download, ExternalLink, Mail, MailOpen, Send, Star, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { MessageDetail } from '../../../shared/model/message.ts'
import { client, errorSentence } from '../../client.ts'
import { useNarrow } from '../../ui/useNarrow.ts'
import { useMessageActions } from '../actions.ts'
import classes from './MessageHeader.module.css'
import { messageFilename } from './messageFilename.ts'
import { canOpenWindows, openInWindow, saveFile } from './files.ts'

/** What the list around the message can do with it. What is not given is not offered. */
export interface MessageHandlers {
  readonly onNext?: () => void
  readonly onPrevious?: () => void
  /** Back to the list, where list and message are two steps. */
  readonly onClose?: () => void
  readonly onDelete?: () => void
  readonly onRelease?: () => void
}

/** The buttons of a message, each with its key. */
export function MessageActions({ message, ...on }: MessageHandlers & { readonly message: MessageDetail }) {
  const narrow = useNarrow()
  const actions = useMessageActions()
  const download = useMutation({
    mutationFn: async () => saveFile(await client.messages.raw({ id: message.id }), messageFilename(message)),
  })
  const open = useMutation({ mutationFn: () => openRaw(message.id) })
  const failure = download.error ?? open.error
  return (
    <div className={classes.actions} role="toolbar" aria-label="Message">
      <Action label="Back to the list (Esc)" onClick={narrow ? on.onClose : undefined}>
        <ArrowLeft size={16} />
      </Action>
      <Action label="Previous message (k)" onClick={on.onPrevious}>
        <ArrowUp size={16} />
      </Action>
      <Action label="Next message (j)" onClick={on.onNext}>
        <ArrowDown size={16} />
      </Action>
      <Action
        label={message.starred ? 'Remove the star (s)' : 'Star (s)'}
        onClick={() => actions.setStarred([message.id], !message.starred)}
        pressed={message.starred}
      >
        <Star
          size={16}
          fill={message.starred ? 'var(--sand)' : 'none'}
          color={message.starred ? 'var(--sand)' : 'currentColor'}
        />
      </Action>
      <Action
        label={message.unread ? 'Mark as read (u)' : 'Mark as unread (u)'}
        onClick={() => actions.setUnread([message.id], !message.unread)}
      >
        {message.unread ? <MailOpen size={16} /> : <Mail size={16} />}
      </Action>
      <Action label="Release… (r)" onClick={on.onRelease}>
        <Send size={16} />
      </Action>
      <Action label="Delete (Delete)" onClick={on.onDelete}>
        <Trash2 size={16} />
      </Action>
      <Action label="Download .eml" onClick={() => download.mutate()} busy={download.isPending}>
        <Download size={16} />
      </Action>
      <Action
        label="Open the raw message in a new tab"
        onClick={canOpenWindows ? () => open.mutate() : undefined}
        busy={open.isPending}
      >
        <ExternalLink size={16} />
      </Action>
      {failure && (
        <span role="alert" className={classes.failure}>
          {errorSentence(failure)}
        </span>
      )}
    </div>
  )
}

interface ActionProps {
  readonly label: string
  readonly onClick: (() => void) | undefined
  readonly pressed?: boolean
  readonly busy?: boolean
  readonly children: ReactNode
}

function Action({ label, onClick, pressed, busy, children }: ActionProps) {
  if (!onClick) return null
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} aria-pressed={pressed} loading={busy} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}

/** As plain text: a browser must not be tempted to render what a stranger sent. */
async function openRaw(id: number): Promise<void> {
  openInWindow(await client.messages.raw({ id }), 'text/plain; charset=utf-8')
}
