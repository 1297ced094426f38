import type { ReadableDatabase, WritableDatabase } from '../../../database/open.ts'

/** One event of a call, written as its format wants it. */
export function insertEvent(db: WritableDatabase, call: number, message: number | null, payload: string): void {
  db.command('INSERT INTO webhook_events (call, message, payload, forgotten) VALUES (?, ?, ?, 0)').run(
    call,
    message,
    payload,
  )
}

/** In the order in which they happened. */
export function selectPayloads(db: ReadableDatabase, call: number): string[] {
  return db.values<string>('SELECT payload FROM webhook_events WHERE call = ? ORDER BY id').all(call)
}

/** The events of one call once more, for another. */
export function copyEvents(db: WritableDatabase, from: number, to: number): void {
  db.command(
    `INSERT INTO webhook_events (call, message, payload, forgotten)
      SELECT ?, message, payload, forgotten FROM webhook_events WHERE call = ? ORDER BY id`,
  ).run(to, from)
}

/** Their messages are gone for good. */
export function forgetEventsOf(db: WritableDatabase, messages: readonly number[]): void {
  db.command(
    'UPDATE webhook_events SET forgotten = 1 WHERE message IN (SELECT value FROM json_each(?)) AND forgotten = 0',
  ).run(JSON.stringify(messages))
}

/** Calls that were told, one way or the other, and hold events of messages that are gone. */
export function selectForgotten(db: ReadableDatabase): number[] {
  return db
    .values<number>(
      `SELECT DISTINCT call FROM webhook_events WHERE forgotten = 1
        AND (SELECT status FROM webhook_calls WHERE id = call) <> 'waiting'`,
    )
    .all()
}

export function deleteForgotten(db: WritableDatabase, call: number): void {
  db.command('DELETE FROM webhook_events WHERE call = ? AND forgotten = 1').run(call)
}

export function deleteEvents(db: WritableDatabase, calls: readonly number[]): void {
  db.command('DELETE FROM webhook_events WHERE call IN (SELECT value FROM json_each(?))').run(JSON.stringify(calls))
}
