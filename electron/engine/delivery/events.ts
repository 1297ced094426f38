import type { WebhookEvent } from '../../../shared/model/webhook.ts'

/** What the headers of a message asked for, as far as events tell it. */
export interface SpecialFacts {
  /** X-SMTPAPI. */
  readonly categories: readonly string[]
  readonly uniqueArgs: Readonly<Record<string, string>>
  /** Elastic Email. */
  readonly postback: string | null
  readonly channel: string | null
  /** ahasend-tags. */
  readonly tags: readonly string[]
}

/** Something that happened to a message on its way to one recipient, real or simulated. */
export interface MailEvent {
  readonly type: WebhookEvent
  /** Milliseconds. */
  readonly at: number
  readonly messageId: number
  readonly credentialId: string | null
  readonly simulated: boolean
  /** Envelope sender. */
  readonly sender: string
  /** Header From, else the envelope sender. */
  readonly from: string
  readonly recipient: string
  readonly subject: string
  /** With angle brackets; '' when the message has none. */
  readonly messageIdHeader: string
  /** The server's reply, or what went wrong: `550 5.1.1 No such user`. Null where there is none. */
  readonly reply: string | null
  /** Tries so far, this one included. */
  readonly attempt: number
  /** Of the server that took or refused it. */
  readonly ip: string | null
  readonly tls: boolean
  /** Opens and clicks. */
  readonly userAgent: string | null
  readonly url: string | null
  /** `suppressionCreated` and `suppressed` alone: why. */
  readonly reason: string | null
  readonly special: SpecialFacts
}
