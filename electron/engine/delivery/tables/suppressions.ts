import type { Suppression } from '../../../../shared/model/delivery.ts'
import { containing } from '../../database/like.ts'
import type { ReadableDatabase, WritableDatabase } from '../../database/open.ts'

interface Row {
  readonly address: string
  readonly simulated: number
  readonly reason: string
  readonly created_at: number
  readonly expires_at: number | null
  readonly message: number | null
}

/** Times in milliseconds. */
export interface NewSuppression {
  readonly address: string
  readonly simulated: boolean
  readonly reason: string
  readonly createdAt: number
  readonly expiresAt: number | null
  readonly messageId: number | null
}

/** How addresses are compared here: without regard to case, as providers do. */
export function suppressionKey(address: string): string {
  return address.toLowerCase()
}

/** Returns whether it was not there before, had expired, or stays for good now. */
export function insertSuppression(db: WritableDatabase, wanted: NewSuppression): boolean {
  const address = suppressionKey(wanted.address)
  db.command('DELETE FROM suppressions WHERE address = ? AND expires_at <= ?').run(address, wanted.createdAt)
  return (
    db
      .command(
        `INSERT INTO suppressions (address, simulated, reason, created_at, expires_at, message) VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET reason = excluded.reason, expires_at = NULL
          WHERE excluded.expires_at IS NULL AND suppressions.expires_at IS NOT NULL`,
      )
      .run(address, wanted.simulated ? 1 : 0, wanted.reason, wanted.createdAt, wanted.expiresAt, wanted.messageId)
      .changes > 0
  )
}

/** Why this address is not sent to; null when it is. A simulated bounce counts for simulated deliveries alone. */
export function suppressedBecause(
  db: ReadableDatabase,
  address: string,
  how: { simulated: boolean; now: number },
): string | null {
  return (
    db
      .values<string>(
        'SELECT reason FROM suppressions WHERE address = ? AND simulated <= ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY simulated LIMIT 1',
      )
      .get(suppressionKey(address), how.simulated ? 1 : 0, how.now) ?? null
  )
}

export function selectSuppressions(
  db: ReadableDatabase,
  { search, limit, cursor }: { search: string; limit: number; cursor?: string | undefined },
): Suppression[] {
  return db
    .query<Row>(
      `SELECT * FROM suppressions WHERE address LIKE ? ESCAPE '\\' AND (address || ' ' || simulated) > ?
        ORDER BY address, simulated LIMIT ?`,
    )
    .all(containing(search.toLowerCase()), cursor ?? '', limit)
    .map(suppressionOf)
}

export function selectSuppression(db: ReadableDatabase, address: string, simulated: boolean): Suppression | null {
  const row = db
    .query<Row>('SELECT * FROM suppressions WHERE address = ? AND simulated = ?')
    .get(suppressionKey(address), simulated ? 1 : 0)
  return row ? suppressionOf(row) : null
}

/** A place in the list that stays valid while others come and go. */
export function cursorAfter({ address, simulated }: Suppression): string {
  return `${address} ${simulated ? 1 : 0}`
}

export function countSuppressions(db: ReadableDatabase, search: string): number {
  return (
    db
      .values<number>("SELECT count(*) FROM suppressions WHERE address LIKE ? ESCAPE '\\'")
      .get(containing(search.toLowerCase())) ?? 0
  )
}

/** Returns how many went: the real one, the simulated one, or both. */
export function deleteSuppression(db: WritableDatabase, address: string): number {
  return db.command('DELETE FROM suppressions WHERE address = ?').run(suppressionKey(address)).changes
}

function suppressionOf(row: Row): Suppression {
  return {
    address: row.address,
    reason: row.reason,
    simulated: row.simulated === 1,
    createdAt: new Date(row.created_at).toISOString(),
    expiresAt: row.expires_at === null ? null : new Date(row.expires_at).toISOString(),
    messageId: row.message,
  }
}
