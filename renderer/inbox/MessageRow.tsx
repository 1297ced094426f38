import { Paperclip, Star } from 'lucide-react'
import { memo, type MouseEvent } from 'react'
import type { Mailbox } from '../../shared/model/address.ts'
import type { MessageSummary } from '../../shared/model/message.ts'
import { counted, exactTime, fileSize, relativeTime } from '../ui/format.ts'
import type { RowPlace } from '../ui/VirtualGrid.tsx'
import { Flags } from './Flags.tsx'
import shared from '../ui/listRow.module.css'
import classes from './MessageRow.module.css'

export interface RowEvents {
  readonly onOpen: (id: number, event: MouseEvent) => void
  readonly onCheck: (id: number, event: MouseEvent) => void
  readonly onStar: (id: number) => void
}

interface MessageRowProps extends RowPlace {
  /** Undefined while it is being fetched. */
  readonly message: MessageSummary | undefined
  readonly active: boolean
  readonly selected: boolean
  readonly selecting: boolean
  readonly compact: boolean
  readonly now: number
  readonly events: RowEvents
}

/** One message in the list. Its controls have keys of their own (x, s), so Tab passes them by. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { id, elementId, message, index, top, height, active, selected, selecting, compact, now, events } = props
  return (
    // The grid holds the focus and has the keys; a row is only clicked.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={elementId}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={selected}
      className={`${shared.row} ${classes.row}`}
      data-active={active || undefined}
      data-selected={selected || undefined}
      data-selecting={selecting || undefined}
      data-compact={compact || undefined}
      data-unread={message?.unread || undefined}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={(event) => events.onOpen(id, event)}
    >
      <div role="gridcell" className={classes.mark}>
        {message?.unread && <span className={classes.dot} role="img" aria-label="Unread" />}
        <input
          type="checkbox"
          tabIndex={-1}
          className={classes.check}
          checked={selected}
          aria-label="Select this message"
          onClick={(event) => {
            event.stopPropagation()
            events.onCheck(id, event)
          }}
          onChange={() => {}}
        />
      </div>
      {message ? <Cells message={message} now={now} onStar={events.onStar} /> : <Skeleton />}
    </div>
  )
})

function Cells({ message, now, onStar }: { message: MessageSummary; now: number; onStar: (id: number) => void }) {
  return (
    <>
      <div role="gridcell" className={classes.from} title={fullName(message.from)}>
        {message.from ? message.from.name || message.from.address || 'No sender' : 'No sender'}
      </div>
      <div role="gridcell" className={classes.to} title={message.to.map(fullName).join(', ')}>
        {recipients(message.to)}
      </div>
      <div role="gridcell" className={classes.subject}>
        <span className={classes.title}>{message.subject || 'No subject'}</span>
        {message.snippet && <span className={classes.snippet}>{message.snippet}</span>}
      </div>
      <div role="gridcell" className={classes.facts}>
        <Flags message={message} />
        {message.tags.map((tag) => (
          <span key={tag} className={classes.tag}>
            {tag}
          </span>
        ))}
        {(message.attachments ?? 0) > 0 && (
          <span className={classes.clip} title={counted(message.attachments ?? 0, 'attachment')}>
            <Paperclip size={12} aria-hidden />
            <span className="visuallyHidden">{counted(message.attachments ?? 0, 'attachment')}</span>
          </span>
        )}
      </div>
      <div role="gridcell" className={classes.size}>
        {fileSize(message.size)}
      </div>
      <div role="gridcell" className={classes.time}>
        <time dateTime={message.receivedAt} title={exactTime(message.receivedAt)}>
          {relativeTime(message.receivedAt, now)}
        </time>
      </div>
      <div role="gridcell" className={classes.star}>
        <button
          type="button"
          tabIndex={-1}
          aria-pressed={message.starred}
          aria-label="Star"
          onClick={(event) => {
            event.stopPropagation()
            onStar(message.id)
          }}
        >
          <Star size={14} fill={message.starred ? 'currentColor' : 'none'} aria-hidden />
        </button>
      </div>
    </>
  )
}

function Skeleton() {
  return (
    <div role="gridcell" className={classes.skeleton} aria-label="Loading">
      <span style={{ width: '34%' }} />
      <span style={{ width: '72%' }} />
    </div>
  )
}

function recipients(to: readonly Mailbox[]): string {
  const [first, ...others] = to
  if (!first) return 'no recipient'
  return others.length === 0 ? first.address : `${first.address} +${others.length}`
}

function fullName(mailbox: Mailbox | null): string {
  if (!mailbox) return ''
  return mailbox.name ? `${mailbox.name} <${mailbox.address}>` : mailbox.address
}
