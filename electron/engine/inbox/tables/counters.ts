import type { MailboxCounts } from '../../../../shared/model/message.ts'
import type { ReadableDatabase, WritableDatabase } from '../../database/open.ts'

/** Kept in step by whoever adds or removes rows, in the same transaction: counting 1,000,000 rows is not free. */
export function addToCounts(db: WritableDatabase, change: { total: number; unread: number }): void {
  const add = db.command('UPDATE counters SET value = value + ? WHERE name = ?')
  if (change.total !== 0) add.run(change.total, 'total')
  if (change.unread !== 0) add.run(change.unread, 'unread')
}

export function selectCounts(db: ReadableDatabase): MailboxCounts {
  const value = db.values<number>('SELECT value FROM counters WHERE name = ?')
  return { total: value.get('total') ?? 0, unread: value.get('unread') ?? 0 }
}
