import type { Envelope } from '../../../shared/model/envelope.ts'
import type { Mode } from '../../../shared/model/mode.ts'
import type { LoginFacts, Session } from '../../../shared/model/session.ts'
import type { SmtpReply } from './reply.ts'

/** Who is speaking, once proven. */
export interface Identity {
  /** Null for anonymous sessions. */
  readonly credentialId: string | null
  readonly mode: Mode
  /** Put on every message. */
  readonly tags: readonly string[]
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
  /** The listener lets nobody in whose login is not right, whatever the login mode. */
  readonly needsRightLogin: boolean
  /** The listener does not know new credentials yet. */
  readonly newCredentialsWait: boolean
}

/** Why something was refused, for the owner: goes into the session's record, never to the client. */
export type Explained = Pick<LoginFacts, 'credentialId' | 'reason' | 'explanation'>

export type LoginResult =
  | { readonly is: 'accepted'; readonly identity: Identity; readonly why: Explained }
  | { readonly is: 'refused'; readonly reply: SmtpReply; readonly why: Explained }

/** Whether a transaction may begin. `identity` is as of now: mode and tags may have changed since the login. */
export type StartResult = { readonly is: 'may'; readonly identity: Identity } | RefusedStart
export interface RefusedStart {
  readonly is: 'refused'
  readonly reply: SmtpReply
  readonly why: Explained
}

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
  /** Asked at every MAIL FROM, also for anonymous sessions. `sender` is empty for the null sender. Answers at once. */
  startTransaction(identity: Identity, sender: string, remoteAddress: string): StartResult
  /** Resolves once the message is on disk (250) or will not be (a refusal). Never rejects. */
  accept(received: ReceivedTransaction): Promise<SmtpReply>
  /** The connection is gone. `transcript` holds the lines not handed over yet. */
  sessionEnded(session: Session, transcript: string): void
}
