import type { Envelope } from '../../../shared/model/envelope.ts'
import type { MessageFlag, MessageSummary } from '../../../shared/model/message.ts'
import type { Mode } from '../../../shared/model/mode.ts'
import type { WritableDatabase } from '../database/open.ts'
import { summarise } from './header/summary.ts'
import { outcomeOf } from './outcome.ts'
import { insertBody } from './tables/bodies.ts'
import { insertExpiry } from './tables/expiry.ts'
import { insertMessage, type NewMessage } from './tables/messages.ts'
import { setTags } from './tables/tags.ts'
import { insertUnread } from './tables/unread.ts'

/** A message on its way in: everything that is written for it, before it has an id. */
export interface Arrival {
  readonly bytes: Buffer
  readonly envelope: Envelope
  readonly row: NewMessage
  /** Of the credential that sent it, and those that the message asks for. */
  readonly tags: readonly string[]
  /** When it goes, because it asked for that, in milliseconds; null as the settings say. */
  readonly expiresAt: number | null
}

/** Reads the header and puts together what the list will show. Never throws: any bytes are a message. */
export function arrivalOf(
  bytes: Buffer,
  envelope: Envelope,
  facts: {
    receivedAt: number
    storedAt: number
    flags: readonly MessageFlag[]
    credentialId: string | null
    mode: Mode
    sessionId: number | null
    tags: readonly string[]
    expiresAt: number | null
  },
): Arrival {
  const header = summarise(bytes)
  const recipients = envelope.recipients.map((recipient) => recipient.address)
  const to = header.to.length > 0 ? header.to : recipients.map((address) => ({ name: '', address }))
  const row: NewMessage = {
    receivedAt: facts.receivedAt,
    storedAt: facts.storedAt,
    from: header.from,
    to,
    bcc: namedNowhere(recipients, to),
    subject: header.subject,
    size: bytes.length,
    flags: facts.flags.length > 0 ? [...facts.flags, ...header.flags] : header.flags,
    credentialId: facts.credentialId,
    mode: facts.mode,
    sessionId: facts.sessionId,
  }
  return { bytes, envelope, row, tags: facts.tags, expiresAt: facts.expiresAt }
}

/** Writes a message within the caller's transaction, but not the counters. Returns its id. */
export function insertArrival(db: WritableDatabase, { bytes, envelope, row, tags, expiresAt }: Arrival): number {
  const id = insertMessage(db, row)
  insertBody(db, id, envelope, bytes)
  insertUnread(db, id)
  if (tags.length > 0) setTags(db, id, tags)
  if (expiresAt !== null) insertExpiry(db, id, expiresAt)
  return id
}

/** The summary as the list shows it, from what was just written: nothing is asked back from the database. */
export function summaryOfArrival(
  id: number,
  { row, tags }: Arrival,
  deliveries: readonly { status: string; simulated: boolean }[],
): MessageSummary {
  return {
    id,
    receivedAt: new Date(row.receivedAt).toISOString(),
    from: row.from,
    to: [...row.to],
    subject: row.subject,
    size: row.size,
    unread: true,
    starred: false,
    tags: [...tags],
    attachments: null,
    snippet: null,
    credentialId: row.credentialId,
    mode: row.mode,
    ...outcomeOf(deliveries),
    flags: [...row.flags],
  }
}

function namedNowhere(recipients: readonly string[], to: readonly { address: string }[]): string[] {
  // The common case first: one recipient, named in To.
  if (recipients.length === 1 && recipients[0] === to[0]?.address) return []
  const named = new Set(to.map(({ address }) => address.toLowerCase()))
  return recipients.filter((address) => !named.has(address.toLowerCase()))
}
