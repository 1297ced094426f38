import { CircleAlert, CircleCheck, CircleDashed, Lock } from 'lucide-react'
import { memo } from 'react'
import type { Session } from '../../shared/model/session.ts'
import { exactTime, relativeTime } from '../ui/format.ts'
import type { RowPlace } from '../ui/VirtualGrid.tsx'
import shared from '../ui/listRow.module.css'
import classes from './SessionRow.module.css'
import { clientOf, hasFailed, resultOf } from './words.ts'

interface SessionRowProps extends RowPlace {
  readonly session: Session | undefined
  readonly active: boolean
  readonly compact: boolean
  readonly now: number
  readonly onOpen: (id: number) => void
}

/** One session in the list. */
export const SessionRow = memo(function SessionRow(props: SessionRowProps) {
  const { id, elementId, index, top, height, session, active, compact, now, onOpen } = props
  if (!session) return null
  const failed = hasFailed(session)
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
      data-compact={compact || undefined}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={() => onOpen(id)}
    >
      <div role="gridcell" className={classes.mark}>
        <Mark session={session} failed={failed} />
      </div>
      <div role="gridcell" className={classes.client} title={clientOf(session)}>
        {clientOf(session)}
      </div>
      <div role="gridcell" className={classes.address}>
        {session.remoteAddress}
      </div>
      <div role="gridcell" className={classes.result} data-failed={failed || undefined} title={resultOf(session)}>
        {resultOf(session)}
      </div>
      <div role="gridcell" className={classes.login}>
        {session.login && <span title="Login">{session.login.username}</span>}
        {session.tls && (
          <span className={classes.lock} title={session.tls.protocol}>
            <Lock size={11} aria-hidden />
            <span className="visuallyHidden">{session.tls.protocol}</span>
          </span>
        )}
      </div>
      <div role="gridcell" className={classes.time}>
        <time dateTime={session.startedAt} title={exactTime(session.startedAt)}>
          {relativeTime(session.startedAt, now)}
        </time>
      </div>
    </div>
  )
})

function Mark({ session, failed }: { session: Session; failed: boolean }) {
  if (failed) return <CircleAlert size={14} role="img" aria-label="Failed" className={classes.failed} />
  if (session.messages > 0) return <CircleCheck size={14} role="img" aria-label="Worked" className={classes.worked} />
  return <CircleDashed size={14} role="img" aria-label="No message" className={classes.idle} />
}
