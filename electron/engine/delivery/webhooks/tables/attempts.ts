import type { WebhookAttempt } from '../../../../../shared/model/webhook.ts'
import type { ReadableDatabase, WritableDatabase } from '../../../database/open.ts'

export function insertAttempt(db: WritableDatabase, call: number, attempt: Omit<WebhookAttempt, 'id'>): void {
  db.command(
    `INSERT INTO webhook_attempts (call, at, milliseconds, request_headers, status, response_headers, response_body, problem)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    call,
    Date.parse(attempt.at),
    attempt.milliseconds,
    JSON.stringify(attempt.requestHeaders),
    attempt.status,
    JSON.stringify(attempt.responseHeaders),
    attempt.responseBody,
    attempt.problem,
  )
}

interface AttemptRow {
  readonly id: number
  readonly at: number
  readonly milliseconds: number
  readonly request_headers: string
  readonly status: number | null
  readonly response_headers: string
  readonly response_body: string
  readonly problem: string | null
}

/** Oldest first. */
export function selectAttempts(db: ReadableDatabase, call: number): WebhookAttempt[] {
  return db
    .query<AttemptRow>('SELECT * FROM webhook_attempts WHERE call = ? ORDER BY id')
    .all(call)
    .map((row) => ({
      id: row.id,
      at: new Date(row.at).toISOString(),
      milliseconds: row.milliseconds,
      requestHeaders: JSON.parse(row.request_headers) as Record<string, string>,
      status: row.status,
      responseHeaders: JSON.parse(row.response_headers) as Record<string, string>,
      responseBody: row.response_body,
      problem: row.problem,
    }))
}

export function deleteAttempts(db: WritableDatabase, calls: readonly number[]): void {
  db.command('DELETE FROM webhook_attempts WHERE call IN (SELECT value FROM json_each(?))').run(JSON.stringify(calls))
}
