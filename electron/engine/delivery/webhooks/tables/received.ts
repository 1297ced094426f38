import type { ReceivedCall } from '../../../../../shared/model/webhook.ts'
import type { ReadableDatabase, WritableDatabase } from '../../../database/open.ts'

interface ReceivedRow {
  readonly id: number
  readonly at: number
  readonly method: string
  readonly path: string
  readonly headers: string
  readonly body: string
  readonly verified: number | null
  readonly verification: string
  readonly answered: number
}

/** Keeps it, and of all only the newest. */
export function insertReceived(db: WritableDatabase, received: Omit<ReceivedCall, 'id'>, keep: number): void {
  const { lastInsertRowid } = db
    .command(
      `INSERT INTO received_calls (at, method, path, headers, body, verified, verification, answered)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      Date.parse(received.at),
      received.method,
      received.path,
      JSON.stringify(received.headers),
      received.body,
      received.verified === null ? null : Number(received.verified),
      received.verification,
      received.answered,
    )
  db.command('DELETE FROM received_calls WHERE id <= ?').run(Number(lastInsertRowid) - keep)
}

/** Newest first. */
export function selectReceived(db: ReadableDatabase, limit: number): ReceivedCall[] {
  return db
    .query<ReceivedRow>('SELECT * FROM received_calls ORDER BY id DESC LIMIT ?')
    .all(limit)
    .map(({ at, headers, verified, ...row }) => ({
      ...row,
      at: new Date(at).toISOString(),
      headers: JSON.parse(headers) as Record<string, string>,
      verified: verified === null ? null : verified === 1,
    }))
}

export function deleteReceived(db: WritableDatabase): void {
  db.command('DELETE FROM received_calls').run()
}
