import type { Delivery, DeliveryStatus } from '../../../../shared/model/delivery.ts'
import type { EnvelopeRecipient, EnvelopeSender } from '../../../../shared/model/envelope.ts'
import type { SandboxResult } from '../../../../shared/model/routing.ts'
import { containing } from '../../database/like.ts'
import type { ReadableDatabase, SqlValue, WritableDatabase } from '../../database/open.ts'

/** What MAIL FROM and RCPT TO said besides the addresses. */
export interface EnvelopeParameters {
  readonly mail: Omit<EnvelopeSender, 'address' | 'size'>
  readonly rcpt: Omit<EnvelopeRecipient, 'address'>
}

/** A delivery that is about to be written. Times in milliseconds. */
export interface NewDelivery {
  readonly subject: string
  readonly sender: string
  readonly recipient: string
  readonly originalRecipient: string | null
  readonly parameters: EnvelopeParameters
  /** '' for simulated ones. */
  readonly upstreamId: string
  /** Null for real ones. */
  readonly result: SandboxResult | null
  readonly released: boolean
  readonly credentialId: string | null
  readonly status: 'queued' | 'held'
  readonly nextTryAt: number | null
  readonly scheduled: boolean
  /** Why it is held; '' otherwise. */
  readonly explanation: string
}

/** A row. `sending` is never on disk: it is known only to the process that does it. */
export interface StoredDelivery extends Omit<NewDelivery, 'status'> {
  readonly id: number
  readonly messageId: number
  readonly status: Exclude<DeliveryStatus, 'sending'>
  readonly tries: number
  readonly startedAt: number | null
  readonly createdAt: number
  readonly finishedAt: number | null
  readonly reply: string | null
}

interface Row {
  readonly id: number
  readonly message: number
  readonly subject: string
  readonly sender: string
  readonly recipient: string
  readonly original_recipient: string | null
  readonly parameters: string
  readonly upstream: string
  readonly result: SandboxResult | null
  readonly released: number
  readonly credential: string | null
  readonly status: StoredDelivery['status']
  readonly tries: number
  readonly next_try_at: number | null
  readonly scheduled: number
  readonly started_at: number | null
  readonly created_at: number
  readonly finished_at: number | null
  readonly reply: string | null
  readonly explanation: string
}

/** Returns its id. */
export function insertDelivery(db: WritableDatabase, messageId: number, wanted: NewDelivery, now: number): number {
  const { lastInsertRowid } = db
    .command(
      `INSERT INTO deliveries (message, subject, sender, recipient, original_recipient, parameters, upstream, result,
        released, credential, status, tries, next_try_at, scheduled, created_at, explanation)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)`,
    )
    .run(
      messageId,
      wanted.subject,
      wanted.sender,
      wanted.recipient,
      wanted.originalRecipient,
      JSON.stringify(wanted.parameters),
      wanted.upstreamId,
      wanted.result,
      wanted.released ? 1 : 0,
      wanted.credentialId,
      wanted.status,
      wanted.nextTryAt,
      wanted.scheduled ? 1 : 0,
      now,
      wanted.explanation,
    )
  return Number(lastInsertRowid)
}

export function selectDelivery(db: ReadableDatabase, id: number): StoredDelivery | null {
  const row = db.query<Row>('SELECT * FROM deliveries WHERE id = ?').get(id)
  return row ? storedOf(row) : null
}

export function selectDeliveries(db: ReadableDatabase, ids: readonly number[]): StoredDelivery[] {
  return db
    .query<Row>('SELECT d.* FROM json_each(?) j CROSS JOIN deliveries d ON d.id = j.value ORDER BY j.key')
    .all(JSON.stringify(ids))
    .map(storedOf)
}

export function selectDeliveriesOf(db: ReadableDatabase, messageId: number): StoredDelivery[] {
  return db.query<Row>('SELECT * FROM deliveries WHERE message = ? ORDER BY id').all(messageId).map(storedOf)
}

/** Ids that are due, the longest waiting first. `upstreamId` '' for simulated ones. */
export function dueIds(db: ReadableDatabase, upstreamId: string, now: number, limit: number): number[] {
  return db
    .values<number>(
      `SELECT id FROM deliveries WHERE upstream = ? AND next_try_at IS NOT NULL AND next_try_at <= ?
        ORDER BY next_try_at, id LIMIT ?`,
    )
    .all(upstreamId, now, limit)
}

/** Others of the same message that are due through the same upstream: they can share a transaction. */
export function dueSiblings(
  db: ReadableDatabase,
  delivery: StoredDelivery,
  now: number,
  limit: number,
): StoredDelivery[] {
  return db
    .query<Row>(
      `SELECT * FROM deliveries WHERE message = ? AND upstream = ? AND sender = ? AND parameters = ? AND id <> ?
        AND next_try_at IS NOT NULL AND next_try_at <= ? ORDER BY id LIMIT ?`,
    )
    .all(
      delivery.messageId,
      delivery.upstreamId,
      delivery.sender,
      JSON.stringify(delivery.parameters),
      delivery.id,
      now,
      limit,
    )
    .map(storedOf)
}

/** When the next one is due, whether that has passed or not; null when nothing waits. */
export function nextDue(db: ReadableDatabase, upstreamId: string): number | null {
  return (
    db
      .values<number | null>('SELECT min(next_try_at) FROM deliveries WHERE upstream = ? AND next_try_at IS NOT NULL')
      .get(upstreamId) ?? null
  )
}

export function countWaiting(db: ReadableDatabase, upstreamId: string): number {
  return (
    db
      .values<number>('SELECT count(*) FROM deliveries WHERE upstream = ? AND next_try_at IS NOT NULL')
      .get(upstreamId) ?? 0
  )
}

export function countByStatus(db: ReadableDatabase, status: StoredDelivery['status']): number {
  return db.values<number>('SELECT count(*) FROM deliveries WHERE status = ?').get(status) ?? 0
}

export function markStarted(db: WritableDatabase, ids: readonly number[], now: number): void {
  db.command('UPDATE deliveries SET started_at = ? WHERE id IN (SELECT value FROM json_each(?))').run(
    now,
    JSON.stringify(ids),
  )
}

/** Those whose try was under way when the process before this one died. */
export function selectStarted(db: ReadableDatabase): StoredDelivery[] {
  return db.query<Row>('SELECT * FROM deliveries WHERE started_at IS NOT NULL ORDER BY id').all().map(storedOf)
}

export interface DeliveryChange {
  readonly status: StoredDelivery['status']
  readonly tries: number
  readonly nextTryAt: number | null
  readonly scheduled: boolean
  readonly finishedAt: number | null
  readonly reply: string | null
  readonly explanation: string
}

/** What became of it; a try that was under way is over. */
export function updateDelivery(db: WritableDatabase, id: number, change: DeliveryChange): void {
  db.command(
    `UPDATE deliveries SET status = ?, tries = ?, next_try_at = ?, scheduled = ?, finished_at = ?, reply = ?,
      explanation = ?, started_at = NULL WHERE id = ?`,
  ).run(
    change.status,
    change.tries,
    change.nextTryAt,
    change.scheduled ? 1 : 0,
    change.finishedAt,
    change.reply,
    change.explanation,
    id,
  )
}

/** A clock that was set back must not make what waits wait for years: no wait is longer than `longestMs` from now. */
export function shortenWaits(db: WritableDatabase, now: number, longestMs: number): number {
  return db
    .command('UPDATE deliveries SET next_try_at = ? WHERE next_try_at > ? AND scheduled = 0')
    .run(now, now + longestMs).changes
}

/** Of a removed upstream: what waits for it waits for somebody now. */
export function holdThose(db: WritableDatabase, upstreamId: string, upstreamName: string): void {
  const explanation = `The upstream “${upstreamName}” was removed. Release the message through another one.`
  db.command(
    "UPDATE deliveries SET status = 'held', next_try_at = NULL, explanation = ? WHERE upstream = ? AND next_try_at IS NOT NULL",
  ).run(explanation, upstreamId)
}

/** Which of these messages are still needed: something of theirs waits or is held. */
export function neededMessages(db: ReadableDatabase, messageIds: readonly number[]): Set<number> {
  return new Set(
    db
      .values<number>(
        `SELECT DISTINCT message FROM deliveries WHERE message IN (SELECT value FROM json_each(?))
          AND (next_try_at IS NOT NULL OR status = 'held')`,
      )
      .all(JSON.stringify(messageIds)),
  )
}

/** Of messages that are gone for good. */
export function deleteDeliveriesOf(db: WritableDatabase, messageIds: readonly number[]): void {
  const ids = JSON.stringify(messageIds)
  db.command(
    'DELETE FROM attempts WHERE delivery IN (SELECT id FROM deliveries WHERE message IN (SELECT value FROM json_each(?)))',
  ).run(ids)
  db.command('DELETE FROM deliveries WHERE message IN (SELECT value FROM json_each(?))').run(ids)
}

export interface DeliveryFilter {
  readonly status?: readonly DeliveryStatus[] | undefined
  readonly messageId?: number | undefined
  readonly upstreamId?: string | undefined
  readonly simulated?: boolean | undefined
  readonly search?: string | undefined
}

/** Newest first. */
export function findDeliveries(
  db: ReadableDatabase,
  filter: DeliveryFilter,
  { limit, before }: { limit: number; before: number },
): StoredDelivery[] {
  const { sql, values } = conditions(filter)
  return db
    .query<Row>(`SELECT * FROM deliveries WHERE ${sql} AND id < ? ORDER BY id DESC LIMIT ?`)
    .all(...values, before, limit)
    .map(storedOf)
}

export function findDeliveryIds(db: ReadableDatabase, filter: DeliveryFilter): number[] {
  const { sql, values } = conditions(filter)
  return db.values<number>(`SELECT id FROM deliveries WHERE ${sql} ORDER BY id`).all(...values)
}

export function countDeliveries(db: ReadableDatabase, filter: DeliveryFilter): number {
  const { sql, values } = conditions(filter)
  return db.values<number>(`SELECT count(*) FROM deliveries WHERE ${sql}`).get(...values) ?? 0
}

function conditions(filter: DeliveryFilter): { sql: string; values: SqlValue[] } {
  const parts: string[] = []
  const values: SqlValue[] = []
  if (filter.status && filter.status.length > 0) {
    parts.push('status IN (SELECT value FROM json_each(?))')
    // What is being sent is on disk as what it was before.
    values.push(JSON.stringify(filter.status.flatMap((one) => (one === 'sending' ? ['queued', 'deferred'] : [one]))))
  }
  if (filter.messageId !== undefined) {
    parts.push('message = ?')
    values.push(filter.messageId)
  }
  if (filter.upstreamId !== undefined) {
    parts.push('upstream = ?')
    values.push(filter.upstreamId)
  }
  if (filter.simulated !== undefined) parts.push(filter.simulated ? "upstream = ''" : "upstream <> ''")
  const search = filter.search?.trim() ?? ''
  if (search !== '') {
    const pattern = containing(search)
    parts.push("(recipient LIKE ? ESCAPE '\\' OR sender LIKE ? ESCAPE '\\' OR subject LIKE ? ESCAPE '\\')")
    values.push(pattern, pattern, pattern)
  }
  return { sql: parts.length === 0 ? '1' : parts.join(' AND '), values }
}

/** In the contract's words. */
export function deliveryOf(row: StoredDelivery, sending: boolean, upstreamName: string | null): Delivery {
  return {
    id: row.id,
    messageId: row.messageId,
    subject: row.subject,
    sender: row.sender,
    recipient: row.recipient,
    originalRecipient: row.originalRecipient,
    status: sending ? 'sending' : row.status,
    simulated: row.upstreamId === '',
    upstreamId: upstreamName === null ? null : row.upstreamId,
    upstreamName,
    released: row.released,
    credentialId: row.credentialId,
    tries: row.tries,
    createdAt: new Date(row.createdAt).toISOString(),
    nextTryAt: row.nextTryAt === null ? null : new Date(row.nextTryAt).toISOString(),
    finishedAt: row.finishedAt === null ? null : new Date(row.finishedAt).toISOString(),
    reply: row.reply,
    explanation: row.explanation,
  }
}

function storedOf(row: Row): StoredDelivery {
  return {
    id: row.id,
    messageId: row.message,
    subject: row.subject,
    sender: row.sender,
    recipient: row.recipient,
    originalRecipient: row.original_recipient,
    parameters: JSON.parse(row.parameters) as EnvelopeParameters,
    upstreamId: row.upstream,
    result: row.result,
    released: row.released === 1,
    credentialId: row.credential,
    status: row.status,
    tries: row.tries,
    nextTryAt: row.next_try_at,
    scheduled: row.scheduled === 1,
    startedAt: row.started_at,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    reply: row.reply,
    explanation: row.explanation,
  }
}
