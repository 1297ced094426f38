import type { ReadableDatabase, WritableDatabase } from '../../database/open.ts'

/** A message that asked to be removed at a time of its own, in milliseconds. */
export function insertExpiry(db: WritableDatabase, id: number, at: number): void {
  db.command('INSERT INTO message_expiry (id, at) VALUES (?, ?)').run(id, at)
}

/** Messages whose time has come and that are not starred, without the first `skip`. */
export function expiredIds(db: ReadableDatabase, now: number, limit: number, skip: number): number[] {
  return db
    .values<number>(
      'SELECT e.id FROM message_expiry e JOIN messages m ON m.id = e.id WHERE e.at <= ? AND m.starred = 0 ORDER BY e.at, e.id LIMIT ? OFFSET ?',
    )
    .all(now, limit, skip)
}

export function deleteExpiry(db: WritableDatabase, ids: readonly number[]): void {
  db.command('DELETE FROM message_expiry WHERE id IN (SELECT value FROM json_each(?))').run(JSON.stringify(ids))
}
