import { z } from 'zod'
import { LoginReason } from './credential.ts'

export const ListenerSecurity = z.enum(['starttls', 'tls'])
export type ListenerSecurity = z.infer<typeof ListenerSecurity>

export const TlsFacts = z.object({ protocol: z.string(), cipher: z.string(), serverName: z.string().nullable() })
export type TlsFacts = z.infer<typeof TlsFacts>

/**
 * How a login ended. `unknownAccepted`: lenient mode, no such credential, taken as anonymous and flagged.
 * The username is what the client sent; the secret is never kept.
 */
export const LoginFacts = z.object({
  mechanism: z.string(),
  username: z.string(),
  result: z.enum(['accepted', 'unknownAccepted', 'refused']),
  /** The credential or key that was named or proven; null when none was. */
  credentialId: z.string().nullable(),
  /** Why it was refused, or why mail after it was: for the owner, never told to the client. */
  reason: LoginReason.nullable(),
  /** The same as a sentence or two, with what to do; empty when there is no reason. */
  explanation: z.string(),
})
export type LoginFacts = z.infer<typeof LoginFacts>

export const SessionEnding = z.enum([
  'open',
  'quit',
  'clientClosed',
  'timedOut',
  'refused',
  'tooManyErrors',
  'tlsFailed',
  'serverStopped',
  'failed',
])
export type SessionEnding = z.infer<typeof SessionEnding>

/** One client connection, from greeting to close. `id` grows with time and is unique in a data folder. */
export const Session = z.object({
  id: z.number().int(),
  listenerPort: z.number().int(),
  security: ListenerSecurity,
  remoteAddress: z.string(),
  remotePort: z.number().int(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  ending: SessionEnding,
  /** The name the client gave in EHLO or HELO. */
  clientName: z.string().nullable(),
  tls: TlsFacts.nullable(),
  login: LoginFacts.nullable(),
  /** Messages answered 250 in this session. */
  messages: z.number().int(),
  /** Replies of class 4xx and 5xx in this session. */
  refusals: z.number().int(),
  /** The last refusal in full, e.g. `552 5.3.4 Message too large`; null when there was none. */
  lastRefusal: z.string().nullable(),
})
export type Session = z.infer<typeof Session>

/** `note` lines are ours: TLS established, bytes of a message left out, time-outs. */
export const TranscriptLine = z.object({
  /** Milliseconds since the session started. */
  at: z.number(),
  from: z.enum(['client', 'server', 'note']),
  text: z.string(),
  /** Whether this line travelled inside TLS. */
  encrypted: z.boolean(),
})
export type TranscriptLine = z.infer<typeof TranscriptLine>
