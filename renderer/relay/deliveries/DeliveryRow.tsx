import { memo, type MouseEvent } from 'react'
import type { Delivery } from '../../../shared/model/delivery.ts'
import { counted, exactTime, relativeTime, timeUntil } from '../../ui/format.ts'
import type { RowPlace } from '../../ui/VirtualGrid.tsx'
import { StatusChip } from '../StatusChip.tsx'
import { wayOf } from '../words.ts'
import shared from '../../ui/listRow.module.css'
import classes from './DeliveryRow.module.css'

export interface DeliveryRowEvents {
  readonly onOpen: (id: number, event: MouseEvent) => void
  readonly onCheck: (id: number, event: MouseEvent) => void
}

interface DeliveryRowProps extends RowPlace {
  readonly delivery: Delivery | undefined
  readonly active: boolean
  readonly selected: boolean
  readonly selecting: boolean
  readonly compact: boolean
  readonly now: number
  readonly events: DeliveryRowEvents
}

/** One delivery in the list. */
export const DeliveryRow = memo(function DeliveryRow(props: DeliveryRowProps) {
  const { id, elementId, delivery, index, top, height, active, selected, selecting, compact, now, events } = props
  if (!delivery) return null
  const { recipient, subject, tries, createdAt, nextTryAt } = delivery
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
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={(event) => events.onOpen(id, event)}
    >
      <div role="gridcell" className={classes.mark}>
        <input
          type="checkbox"
          tabIndex={-1}
          className={classes.check}
          checked={selected}
          aria-label="Select this delivery"
          onClick={(event) => {
            event.stopPropagation()
            events.onCheck(id, event)
          }}
          onChange={() => {}}
        />
      </div>
      <div role="gridcell" className={classes.recipient} title={recipient}>
        <bdi>{recipient}</bdi>
      </div>
      <div role="gridcell" className={classes.status}>
        <StatusChip status={delivery.status} simulated={delivery.simulated} />
      </div>
      <div role="gridcell" className={classes.subject} title={subject}>
        <bdi>{subject || 'No subject'}</bdi>
      </div>
      <div role="gridcell" className={classes.way}>
        {wayOf(delivery)}
        {tries > 1 && ` · ${counted(tries, 'try', 'tries')}`}
        {nextTryAt !== null && (
          <time dateTime={nextTryAt} title={`Next try ${exactTime(nextTryAt)}`}>
            {` · next ${timeUntil(nextTryAt, now)}`}
          </time>
        )}
      </div>
      <div role="gridcell" className={classes.time}>
        <time dateTime={createdAt} title={exactTime(createdAt)}>
          {relativeTime(createdAt, now)}
        </time>
      </div>
    </div>
  )
})
