import type { WebhookCall, WebhookFormat } from '../../../../../shared/model/webhook.ts'
import type { ReadableDatabase, SqlValue, WritableDatabase } from '../../../database/open.ts'

export interface CallRow {
  readonly id: number
  readonly endpoint: string
  readonly format: WebhookFormat
  readonly event_id: string
  readonly type: string
  readonly message: number | null
  readonly size: number
  readonly gathering: number
  readonly status: WebhookCall['status']
  readonly tries: number
  readonly created_at: number
  readonly scheduled_at: number
  readonly next_try_at: number | null
  readonly last_result: string | null
  readonly test: number
}

export type NewCall = Pick<
  CallRow,
  'endpoint' | 'format' | 'event_id' | 'type' | 'message' | 'size' | 'gathering' | 'created_at' | 'test'
> & { readonly next_try_at: number }

/** Returns its id. */
export function insertCall(db: WritableDatabase, call: NewCall): number {
  const { lastInsertRowid } = db
    .command(
      `INSERT INTO webhook_calls (endpoint, format, event_id, type, message, size, gathering, status, tries, created_at,
        scheduled_at, next_try_at, test) VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', 0, ?, ?, ?, ?)`,
    )
    .run(
      call.endpoint,
      call.format,
      call.event_id,
      call.type,
      call.message,
      call.size,
      call.gathering,
      call.created_at,
      call.created_at,
      call.next_try_at,
      call.test,
    )
  return Number(lastInsertRowid)
}

export function selectCall(db: ReadableDatabase, id: number): CallRow | null {
  return db.query<CallRow>('SELECT * FROM webhook_calls WHERE id = ?').get(id) ?? null
}

/** The call to which further events of the endpoint are added. */
export function selectGathering(db: ReadableDatabase, endpoint: string): CallRow | null {
  return db.query<CallRow>('SELECT * FROM webhook_calls WHERE endpoint = ? AND gathering = 1').get(endpoint) ?? null
}

/** One more event is in it. */
export function growCall(db: WritableDatabase, id: number, grown: Pick<CallRow, 'type' | 'message' | 'size'>): void {
  db.command('UPDATE webhook_calls SET type = ?, message = ?, size = ? WHERE id = ?').run(
    grown.type,
    grown.message,
    grown.size,
    id,
  )
}

/** From now on its events are those that it has. */
export function endGathering(db: WritableDatabase, id: number): void {
  db.command('UPDATE webhook_calls SET gathering = 0 WHERE id = ?').run(id)
}

/** What an endpoint is to be told now, longest due first. */
export function selectDue(db: ReadableDatabase, endpoint: string, now: number, limit: number): CallRow[] {
  return db
    .query<CallRow>(
      `SELECT * FROM webhook_calls WHERE endpoint = ? AND status = 'waiting' AND next_try_at <= ?
        ORDER BY next_try_at, id LIMIT ?`,
    )
    .all(endpoint, now, limit)
}

/** When something is due that is not yet; null when nothing waits. */
export function selectNextTime(db: ReadableDatabase, endpoint: string, now: number): number | null {
  return (
    db
      .values<number>(
        `SELECT next_try_at FROM webhook_calls WHERE endpoint = ? AND status = 'waiting' AND next_try_at > ?
          ORDER BY next_try_at LIMIT 1`,
      )
      .get(endpoint, now) ?? null
  )
}

/** It stays as it is and is tried at another time. */
export function scheduleCall(db: WritableDatabase, id: number, now: number, nextTryAt: number): void {
  db.command('UPDATE webhook_calls SET scheduled_at = ?, next_try_at = ?, gathering = 0 WHERE id = ?').run(
    now,
    nextTryAt,
    id,
  )
}

/** After a try. `nextTryAt` null: it was the last. */
export function saveTry(
  db: WritableDatabase,
  id: number,
  after: { status: WebhookCall['status']; now: number; nextTryAt: number | null; result: string },
): void {
  db.command(
    `UPDATE webhook_calls SET status = ?, tries = tries + 1, scheduled_at = ?, next_try_at = ?, last_result = ?
      WHERE id = ?`,
  ).run(after.status, after.now, after.nextTryAt, after.result, id)
}

/** Everything an endpoint still waits for is given up. */
export function failWaiting(db: WritableDatabase, endpoint: string, result: string): void {
  db.command(
    `UPDATE webhook_calls SET status = 'failed', gathering = 0, next_try_at = NULL, last_result = ?
      WHERE endpoint = ? AND status = 'waiting'`,
  ).run(result, endpoint)
}

/** The clock was set back: waits begin anew at `now` instead of lasting until a time that was. */
export function restartWaits(db: WritableDatabase, now: number): void {
  db.command(
    `UPDATE webhook_calls SET next_try_at = ? + max(0, next_try_at - scheduled_at), scheduled_at = ?
      WHERE status = 'waiting' AND scheduled_at > ?`,
  ).run(now, now, now)
}

export interface CallFilter {
  readonly endpointId?: string | undefined
  readonly status?: WebhookCall['status'] | undefined
  readonly messageId?: number | undefined
}

/** Newest first, below `before`. */
export function selectCalls(db: ReadableDatabase, filter: CallFilter, before: number, limit: number): CallRow[] {
  const { sql, values } = conditionOf(filter)
  return db
    .query<CallRow>(`SELECT * FROM webhook_calls WHERE ${sql} AND id < ? ORDER BY id DESC LIMIT ?`)
    .all(...values, before, limit)
}

export function countCalls(db: ReadableDatabase, filter: CallFilter): number {
  const { sql, values } = conditionOf(filter)
  return db.values<number>(`SELECT count(*) FROM webhook_calls WHERE ${sql}`).get(...values) ?? 0
}

/** Some that need not be kept: of endpoints that are gone, told before a time, or beyond a number. */
export function selectOutlived(db: ReadableDatabase, keep: { since: number; newest: number }, limit: number): number[] {
  return db
    .values<number>(
      `SELECT id FROM webhook_calls WHERE endpoint NOT IN (SELECT id FROM webhook_endpoints) OR (status <> 'waiting' AND
        (created_at < ? OR id <= (SELECT id FROM webhook_calls ORDER BY id DESC LIMIT 1 OFFSET ?))) LIMIT ?`,
    )
    .all(keep.since, keep.newest, limit)
}

export function deleteCalls(db: WritableDatabase, ids: readonly number[]): void {
  db.command('DELETE FROM webhook_calls WHERE id IN (SELECT value FROM json_each(?))').run(JSON.stringify(ids))
}

function conditionOf({ endpointId, status, messageId }: CallFilter): { sql: string; values: SqlValue[] } {
  const conditions = ['endpoint IN (SELECT id FROM webhook_endpoints)']
  const values: SqlValue[] = []
  if (endpointId !== undefined) {
    conditions.push('endpoint = ?')
    values.push(endpointId)
  }
  if (status !== undefined) {
    conditions.push('status = ?')
    values.push(status)
  }
  if (messageId !== undefined) {
    conditions.push('id IN (SELECT call FROM webhook_events WHERE message = ?)')
    values.push(messageId)
  }
  return { sql: conditions.join(' AND '), values }
}
