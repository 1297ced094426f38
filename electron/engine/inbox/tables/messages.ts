import type { Mailbox } from '../../../../shared/model/address.ts'
import type { MessageFlag, MessageSummary } from '../../../../shared/model/message.ts'
import type { Mode } from '../../../../shared/model/mode.ts'
import type { ReadableDatabase, WritableDatabase } from '../../database/open.ts'
import { outcomeOf } from '../outcome.ts'
import { decodeMailboxes, encodeMailboxes } from './mailboxes.ts'

/** What a row of `messages` says before it has an id. */
export interface NewMessage {
  readonly receivedAt: number
  readonly storedAt: number
  readonly from: Mailbox | null
  readonly to: readonly Mailbox[]
  /** Envelope recipients that no header names. */
  readonly bcc: readonly string[]
  readonly subject: string
  readonly size: number
  readonly flags: readonly MessageFlag[]
  readonly credentialId: string | null
  readonly mode: Mode
  readonly sessionId: number | null
}

export interface MessageRow {
  readonly id: number
  readonly received_at: number
  readonly from_address: string | null
  readonly from_name: string
  readonly recipients: string
  readonly subject: string
  readonly size: number
  readonly starred: number
  readonly flags: string
  readonly credential_id: string | null
  readonly mode: Mode
  readonly unread: number
  readonly attachments: number | null
  readonly snippet: string | null
  readonly tags: string | null
  /** `delivered,bounced simulated`; null when there are none. */
  readonly deliveries: string | null
}

const summaryColumns = `m.id, m.received_at, m.from_address, m.from_name, m.recipients, m.subject, m.size, m.starred, m.flags,
  m.credential_id, m.mode, u.id IS NOT NULL AS unread, p.attachments, p.snippet,
  (SELECT group_concat(tag, char(10)) FROM tags t WHERE t.message = m.id) AS tags,
  (SELECT group_concat(DISTINCT status || CASE upstream WHEN '' THEN ' simulated' ELSE '' END) FROM deliveries d
    WHERE d.message = m.id) AS deliveries`

/** Returns the id. */
export function insertMessage(db: WritableDatabase, message: NewMessage): number {
  const { lastInsertRowid } = db
    .command(
      `INSERT INTO messages (received_at, stored_at, from_address, from_name, recipients, bcc, subject, size, starred, flags,
        credential_id, mode, session_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)`,
    )
    .run(
      message.receivedAt,
      message.storedAt,
      message.from === null ? null : message.from.address,
      message.from === null ? '' : message.from.name,
      encodeMailboxes(message.to),
      message.bcc.join('\n'),
      message.subject,
      message.size,
      message.flags.join(' '),
      message.credentialId,
      message.mode,
      message.sessionId,
    )
  return Number(lastInsertRowid)
}

/** In the order of the ids asked for; those that are gone are left out. */
export function selectSummaries(db: ReadableDatabase, ids: readonly number[]): MessageSummary[] {
  const rows = db
    .query<MessageRow>(
      `SELECT ${summaryColumns} FROM json_each(?) j CROSS JOIN messages m ON m.id = j.value
        LEFT JOIN unread u ON u.id = m.id LEFT JOIN search.previews p ON p.id = m.id ORDER BY j.key`,
    )
    .all(JSON.stringify(ids))
  return rows.map(summaryOf)
}

export function selectSummary(db: ReadableDatabase, id: number): MessageSummary | null {
  return selectSummaries(db, [id])[0] ?? null
}

/** Of a message in the list or in the trash: what is on its way out needs it there as well. */
export function selectFacts(
  db: ReadableDatabase,
  id: number,
): { subject: string; receivedAt: number; credentialId: string | null } | null {
  const columns = 'subject, received_at AS receivedAt, credential_id AS credentialId'
  return (
    db
      .query<{ subject: string; receivedAt: number; credentialId: string | null }>(
        `SELECT ${columns} FROM messages WHERE id = ? UNION ALL SELECT ${columns} FROM trash WHERE id = ? LIMIT 1`,
      )
      .get(id, id) ?? null
  )
}

export function selectSessionOf(db: ReadableDatabase, id: number): { readonly sessionId: number | null } | null {
  const row = db.query<{ session_id: number | null }>('SELECT session_id FROM messages WHERE id = ?').get(id)
  return row ? { sessionId: row.session_id } : null
}

/** Returns how many rows changed. */
export function setStarred(db: WritableDatabase, ids: readonly number[], starred: boolean): number {
  return db
    .command('UPDATE messages SET starred = ? WHERE id IN (SELECT value FROM json_each(?))')
    .run(starred ? 1 : 0, JSON.stringify(ids)).changes
}

/** Which of these ids are (still) messages. */
export function existingIds(db: ReadableDatabase, ids: readonly number[]): number[] {
  return db
    .values<number>('SELECT id FROM messages WHERE id IN (SELECT value FROM json_each(?))')
    .all(JSON.stringify(ids))
}

/** The oldest messages without a star, oldest first. */
export function oldestUnstarred(
  db: ReadableDatabase,
  { after, limit }: { after: number; limit: number },
): { id: number; stored_at: number }[] {
  return db
    .query<{ id: number; stored_at: number }>(
      'SELECT id, stored_at FROM messages WHERE starred = 0 AND id > ? ORDER BY id LIMIT ?',
    )
    .all(after, limit)
}

export function deleteMessages(db: WritableDatabase, ids: readonly number[]): number {
  return db.command('DELETE FROM messages WHERE id IN (SELECT value FROM json_each(?))').run(JSON.stringify(ids))
    .changes
}

function deliveriesOf(text: string | null): { status: string; simulated: boolean }[] {
  if (text === null) return []
  return text
    .split(',')
    .map((one) => ({ status: one.replace(' simulated', ''), simulated: one.endsWith(' simulated') }))
}

function summaryOf(row: MessageRow): MessageSummary {
  return {
    id: row.id,
    receivedAt: new Date(row.received_at).toISOString(),
    from: row.from_address === null ? null : { name: row.from_name, address: row.from_address },
    to: decodeMailboxes(row.recipients),
    subject: row.subject,
    size: row.size,
    unread: row.unread === 1,
    starred: row.starred === 1,
    tags: row.tags === null ? [] : row.tags.split('\n'),
    attachments: row.attachments,
    snippet: row.snippet,
    credentialId: row.credential_id,
    mode: row.mode,
    ...outcomeOf(deliveriesOf(row.deliveries)),
    flags: row.flags === '' ? [] : (row.flags.split(' ') as MessageFlag[]),
  }
}
