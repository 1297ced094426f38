import type { WritableDatabase } from '../../database/open.ts'

export function insertUnread(db: WritableDatabase, id: number): void {
  db.command('INSERT INTO unread (id) VALUES (?)').run(id)
}

/** Returns how many were read before. Ids that are no messages are left out. */
export function markUnread(db: WritableDatabase, ids: readonly number[]): number {
  return db
    .command('INSERT OR IGNORE INTO unread (id) SELECT id FROM messages WHERE id IN (SELECT value FROM json_each(?))')
    .run(JSON.stringify(ids)).changes
}

/** Returns how many were unread before. */
export function markRead(db: WritableDatabase, ids: readonly number[]): number {
  return db.command('DELETE FROM unread WHERE id IN (SELECT value FROM json_each(?))').run(JSON.stringify(ids)).changes
}
