import { useQuery } from '@tanstack/react-query'
import { engine } from '../client.ts'
import { counted, exactTime, relativeTime } from '../ui/format.ts'
import { useNow } from '../ui/useNow.ts'
import classes from '../ui/dialogs.module.css'
import type { Item } from './item.ts'

/** Who would notice: the newest sessions that used it. */
export function LastUses({ item }: { item: Item }) {
  const now = useNow()
  const sessions = useQuery(engine.sessions.list.queryOptions({ input: { credential: item.id, limit: 5 } }))
  const week = item.usesPerDay.slice(-7).reduce((sum, uses) => sum + uses, 0)
  return (
    <>
      <p className={classes.text}>
        {item.lastUsedAt === null
          ? 'It was never used: nothing will break.'
          : `${counted(week, 'use')} in the last seven days, ${counted(item.useCount, 'use')} in all. What used it last stops to work:`}
      </p>
      {(sessions.data?.items.length ?? 0) > 0 && (
        <ul className={classes.uses} aria-label="Last uses">
          {sessions.data?.items.map((session) => (
            <li key={session.id}>
              <time dateTime={session.startedAt} title={exactTime(session.startedAt)}>
                {relativeTime(session.startedAt, now)}
              </time>
              <span>{session.clientName ?? 'No EHLO'}</span>
              <span className="mono">{session.remoteAddress}</span>
              <span>{counted(session.messages, 'message')}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
