import { memo } from 'react'
import type { WebhookCall } from '../../../shared/model/webhook.ts'
import { Chip } from '../../ui/Chip.tsx'
import { counted, exactTime, relativeTime, timeUntil } from '../../ui/format.ts'
import type { RowPlace } from '../../ui/VirtualGrid.tsx'
import shared from '../../ui/listRow.module.css'
import classes from './CallRow.module.css'
import { callWords } from './words.ts'

interface CallRowProps extends RowPlace {
  readonly call: WebhookCall | undefined
  readonly active: boolean
  readonly now: number
  readonly onOpen: (id: number) => void
}

/** One call in the list. */
export const CallRow = memo(function CallRow({
  id,
  elementId,
  index,
  top,
  height,
  call,
  active,
  now,
  onOpen,
}: CallRowProps) {
  if (!call) return null
  const { icon: Icon, word, tone } = callWords[call.status]
  return (
    // The grid holds the focus and has the keys; a row is only clicked.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={elementId}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={active}
      className={`${shared.row} ${classes.row}`}
      data-active={active || undefined}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={() => onOpen(id)}
    >
      <div role="gridcell" className={classes.type}>
        {call.type}
        {call.test && <span className={classes.soft}> · test</span>}
      </div>
      <div role="gridcell" className={classes.status}>
        <Chip tone={tone}>
          <Icon size={11} aria-hidden />
          {word}
        </Chip>
      </div>
      <div role="gridcell" className={classes.time}>
        <time dateTime={call.createdAt} title={exactTime(call.createdAt)}>
          {relativeTime(call.createdAt, now)}
        </time>
      </div>
      <div role="gridcell" className={classes.about}>
        {call.endpointName}
        {call.lastResult !== null && ` · ${call.lastResult}`}
      </div>
      <div role="gridcell" className={classes.tries}>
        {counted(call.tries, 'try', 'tries')}
        {call.nextTryAt !== null && ` · next ${timeUntil(call.nextTryAt, now)}`}
      </div>
    </div>
  )
})
