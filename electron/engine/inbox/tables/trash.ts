import type { ReadableDatabase, WritableDatabase } from '../../database/open.ts'

const columns = `id, received_at, stored_at, from_address, from_name, recipients, bcc, subject, size, starred, flags,
  credential_id, mode, session_id`

/** Moves messages out of the list. Bodies and tags stay, so that `moveBack` has everything. Returns what was moved. */
export function moveToTrash(
  db: WritableDatabase,
  ids: readonly number[],
  batch: string,
  now: number,
): { removed: number; unread: number } {
  const list = JSON.stringify(ids)
  const { changes: removed } = db
    .command(
      `INSERT INTO trash (${columns}, unread, batch, removed_at)
        SELECT ${columns}, EXISTS (SELECT 1 FROM unread u WHERE u.id = m.id), ?, ?
        FROM messages m WHERE id IN (SELECT value FROM json_each(?))`,
    )
    .run(batch, now, list)
  db.command('DELETE FROM messages WHERE id IN (SELECT value FROM json_each(?))').run(list)
  const { changes: unread } = db.command('DELETE FROM unread WHERE id IN (SELECT value FROM json_each(?))').run(list)
  return { removed, unread }
}

/** Newest first. */
export function idsOfBatch(db: ReadableDatabase, batch: string): number[] {
  return db.values<number>('SELECT id FROM trash WHERE batch = ? ORDER BY id DESC').all(batch)
}

/** The same ids, so the same places in the list. Returns what came back. */
export function moveBack(db: WritableDatabase, ids: readonly number[]): { restored: number; unread: number } {
  const list = JSON.stringify(ids)
  const { changes: restored } = db
    .command(
      `INSERT INTO messages (${columns}) SELECT ${columns} FROM trash WHERE id IN (SELECT value FROM json_each(?))`,
    )
    .run(list)
  const { changes: unread } = db
    .command('INSERT INTO unread (id) SELECT id FROM trash WHERE unread = 1 AND id IN (SELECT value FROM json_each(?))')
    .run(list)
  deleteFromTrash(db, ids)
  return { restored, unread }
}

export function trashBefore(
  db: ReadableDatabase,
  removedBefore: number,
  { after, limit }: { after: number; limit: number },
): number[] {
  return db
    .values<number>('SELECT id FROM trash WHERE removed_at < ? AND id > ? ORDER BY id LIMIT ?')
    .all(removedBefore, after, limit)
}

export function deleteFromTrash(db: WritableDatabase, ids: readonly number[]): void {
  db.command('DELETE FROM trash WHERE id IN (SELECT value FROM json_each(?))').run(JSON.stringify(ids))
}
