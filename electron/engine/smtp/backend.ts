import type { Envelope } from '../../../shared/model/envelope.ts'
import type { Mode } from '../../../shared/model/message.ts'
import type { Session } from '../../../shared/model/session.ts'
import type { SmtpReply } from './reply.ts'

/** Who is speaking, once proven. */
export interface Identity {
  /** Null for anonymous sessions. */
  readonly credentialId: string | null
  readonly mode: Mode
  /** The client offered a login that names no credential and was let in all the same (lenient mode). */
  readonly unknownLogin: boolean
}

/** A login as the client sent it. Lives only as long as the call. */
export interface Login {
  readonly mechanism: 'PLAIN' | 'LOGIN' | 'CRAM-MD5'
  readonly username: string
  /** PLAIN and LOGIN. Null for CRAM-MD5. */
  readonly password: string | null
  /** CRAM-MD5 alone: the challenge that was sent and the hex digest that came back. */
  readonly cram: { readonly challenge: string; readonly digest: string } | null
  readonly remoteAddress: string
  readonly encrypted: boolean
}

export type LoginResult =
  { readonly is: 'accepted'; readonly identity: Identity } | { readonly is: 'refused'; readonly reply: SmtpReply }

/** One transaction whose last byte has arrived. `bytes` are exactly as received (dot-unstuffed for DATA). */
export interface ReceivedTransaction {
  readonly bytes: Buffer
  readonly envelope: Envelope
  readonly identity: Identity
  readonly session: Session
  /** Transcript lines since the last one handed over, encoded by `transcript.ts`. */
  readonly transcript: string
}

/**
 * What the SMTP room needs from the rest of the house; named after what happens, knows nothing of storage.
 * Handed in by assembly.
 */
export interface SmtpBackend {
  authenticate(login: Login): Promise<LoginResult>
  /** Resolves once the message is on disk (250) or will not be (a refusal). Never rejects. */
  accept(received: ReceivedTransaction): Promise<SmtpReply>
  /** The connection is gone. `transcript` holds the lines not handed over yet. */
  sessionEnded(session: Session, transcript: string): void
}
