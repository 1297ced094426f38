import { z } from 'zod'
import { Mailbox } from './address.ts'
import { Envelope } from './envelope.ts'
import { Mode } from './mode.ts'
import { Session } from './session.ts'

/**
 * What became of the message as a whole. Captured: it went nowhere. The others are those of its deliveries, real or
 * simulated; `mixed` when they differ.
 */
export const Outcome = z.enum([
  'captured',
  'queued',
  'deferred',
  'held',
  'delivered',
  'bounced',
  'failed',
  'suppressed',
  'cancelled',
  'mixed',
])
export type Outcome = z.infer<typeof Outcome>

/** Facts about how a message came, shown as chips; each has a sentence in the UI. */
export const MessageFlag = z.enum([
  /** Logged in with a name that no credential has; accepted because the login mode is lenient. */
  'unknownLogin',
  /** Came from a file, not over SMTP. */
  'imported',
  /** Header section could not be read to its end (too long, broken line, missing blank line). */
  'malformedHeader',
  /** A line of more than 998 octets (RFC 5322 2.1.1). */
  'longLines',
])
export type MessageFlag = z.infer<typeof MessageFlag>

/** Everything a list row shows; carried by announcements so that the window asks nothing back. */
export const MessageSummary = z.object({
  /** Grows with arrival; never used twice in a data folder. */
  id: z.number().int(),
  receivedAt: z.iso.datetime(),
  /** Header From; null when there is none or it cannot be read. */
  from: Mailbox.nullable(),
  /** Header To and Cc; the envelope's recipients when there is neither. */
  to: z.array(Mailbox),
  subject: z.string(),
  /** Bytes, exactly as received. */
  size: z.number().int(),
  unread: z.boolean(),
  starred: z.boolean(),
  tags: z.array(z.string()),
  /** Number of attachments; null until the message was read in full (soon after capture). */
  attachments: z.number().int().nullable(),
  /** First words of the text; null until the message was read in full. */
  snippet: z.string().nullable(),
  credentialId: z.string().nullable(),
  mode: Mode,
  outcome: Outcome,
  /** The outcome is pretended: nothing left this machine. */
  simulated: z.boolean(),
  flags: z.array(MessageFlag),
})
export type MessageSummary = z.infer<typeof MessageSummary>

/** A leaf of the MIME tree. `id` is stable for a message and is what `/parts/{partId}` takes. */
export const MessagePart = z.object({
  id: z.string(),
  contentType: z.string(),
  filename: z.string().nullable(),
  disposition: z.enum(['inline', 'attachment']).nullable(),
  /** Without the angle brackets. */
  contentId: z.string().nullable(),
  /** Decoded bytes. */
  size: z.number().int(),
})
export type MessagePart = z.infer<typeof MessagePart>

export const HeaderField = z.object({ name: z.string(), value: z.string() })
export type HeaderField = z.infer<typeof HeaderField>

/** Something about the message that its reader should know: a limit reached, a broken encoding. */
export const ReadingFinding = z.object({ id: z.string(), text: z.string() })
export type ReadingFinding = z.infer<typeof ReadingFinding>

export const MessageLink = z.object({ url: z.string(), text: z.string() })
export type MessageLink = z.infer<typeof MessageLink>

export const MessageDetail = MessageSummary.extend({
  envelope: Envelope,
  /** Every header field in order, unfolded and decoded. */
  headers: z.array(HeaderField),
  text: z.string().nullable(),
  html: z.string().nullable(),
  parts: z.array(MessagePart),
  links: z.array(MessageLink),
  /** Sign-in and confirmation codes found in the text, likeliest first. */
  codes: z.array(z.string()),
  findings: z.array(ReadingFinding),
  /** Null for imported messages. */
  session: Session.nullable(),
})
export type MessageDetail = z.infer<typeof MessageDetail>

export const MailboxCounts = z.object({ total: z.number().int(), unread: z.number().int() })
export type MailboxCounts = z.infer<typeof MailboxCounts>
