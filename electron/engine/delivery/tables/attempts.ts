import type { DeliveryAttempt } from '../../../../shared/model/delivery.ts'
import type { ReadableDatabase, WritableDatabase } from '../../database/open.ts'

/** `at` in milliseconds since 1970. */
export type NewAttempt = Omit<DeliveryAttempt, 'id' | 'at'> & { readonly at: number; readonly deliveryId: number }

interface Row {
  readonly id: number
  readonly at: number
  readonly milliseconds: number
  readonly outcome: DeliveryAttempt['outcome']
  readonly upstream_name: string | null
  readonly address: string | null
  readonly tls: string | null
  readonly reply: string
  readonly explanation: string
  readonly dialogue: string
}

export function insertAttempt(db: WritableDatabase, attempt: NewAttempt): void {
  db.command(
    `INSERT INTO attempts (delivery, at, milliseconds, outcome, upstream_name, address, tls, reply, explanation, dialogue)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    attempt.deliveryId,
    attempt.at,
    Math.round(attempt.milliseconds),
    attempt.outcome,
    attempt.upstreamName,
    attempt.address,
    attempt.tls,
    attempt.reply,
    attempt.explanation,
    attempt.dialogue,
  )
}

/** Oldest first. */
export function selectAttempts(db: ReadableDatabase, deliveryId: number): DeliveryAttempt[] {
  return db
    .query<Row>('SELECT * FROM attempts WHERE delivery = ? ORDER BY id')
    .all(deliveryId)
    .map(({ upstream_name, at, id, milliseconds, outcome, address, tls, reply, explanation, dialogue }) => ({
      id,
      at: new Date(at).toISOString(),
      milliseconds,
      outcome,
      upstreamName: upstream_name,
      address,
      tls,
      reply,
      explanation,
      dialogue,
    }))
}

/** Outcomes in steps of equal length from `since` on; steps without any are left out. */
export function countAttempts(
  db: ReadableDatabase,
  since: number,
  stepMs: number,
): { step: number; outcome: string; count: number }[] {
  return db
    .query<{ step: number; outcome: string; count: number }>(
      'SELECT (at - ?) / ? AS step, outcome, count(*) AS count FROM attempts WHERE at >= ? GROUP BY step, outcome',
    )
    .all(since, stepMs, since)
}
