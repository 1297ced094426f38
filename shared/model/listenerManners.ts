import type { SmtpLimits } from './settings.ts'

/** Where a conversation can go, named: at these points a provider may have words of its own. */
export type Situation =
  | 'loginAccepted'
  | 'badLogin'
  | 'credentialDisabled'
  | 'loginRequired'
  | 'tlsRequired'
  | 'senderAccepted'
  | 'senderRefused'
  | 'recipientAccepted'
  | 'startData'
  | 'queued'
  | 'goodbye'
  | 'tooLarge'
  | 'tooManyRecipients'
  | 'tooManyMessages'
  | 'tooManyConnections'
  | 'tooManyMessagesAMinute'
  | 'idle'

/**
 * A reply as data. In its text `{host}` is the name of this machine, `{username}` whoever is logged in and `{id}` a new
 * message id.
 */
export interface MannersReply {
  readonly code: number
  readonly enhancedCode: string | null
  readonly text: string
}

/** How a provider behaves as an SMTP server. Data alone: what it says nothing about is as Sandpost does it. */
export interface Manners {
  /** Its name in the replies to EHLO and HELO. */
  readonly host: string
  /** What follows 220. */
  readonly greeting: string
  /**
   * What EHLO announces, line by line. `{size}` is the size limit. STARTTLS is left out within TLS, and a line that begins
   * with AUTH where no login is offered.
   */
  readonly ehlo: readonly string[]
  readonly replies: Readonly<Partial<Record<Situation, MannersReply>>>
  /** Whether replies that are not among `replies` carry an enhanced code. */
  readonly enhancedCodes: boolean
  /** 16 random bytes, in base64url 22 characters long and in hexadecimal 32. */
  readonly messageId: 'base64url' | 'hex'
  readonly loginPrompts: { readonly username: string; readonly password: string }
  readonly mechanisms: readonly ('PLAIN' | 'LOGIN' | 'CRAM-MD5')[]
  /** Nothing is taken without a right login, whatever the login mode. */
  readonly loginRequired: boolean
  /** Neither login nor mail before TLS. */
  readonly tlsRequired: boolean
  /** Why there is no listener with TLS from the first byte, as a sentence; null when there is. */
  readonly noImplicitTls: string | null
  /** A sender out of scope is accepted at MAIL and refused after the message. */
  readonly senderCheckedLast: boolean
  /** A new credential is not known at once; how long it takes is a setting. */
  readonly newCredentialsWait: boolean
  /** Win over those of the settings. */
  readonly limits: Readonly<Partial<SmtpLimits>>
}
