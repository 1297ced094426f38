import type { DeliveryAttempt } from '../../../shared/model/delivery.ts'
import type { WebhookEvent } from '../../../shared/model/webhook.ts'
import type { MailDatabase } from '../database/open.ts'
import type { MailEvent } from './events.ts'
import { factsOfMail } from './mailFacts.ts'
import type { TryOutcome } from './sending/outcome.ts'
import { insertAttempt } from './tables/attempts.ts'
import { updateDelivery, type StoredDelivery } from './tables/deliveries.ts'
import { insertSuppression } from './tables/suppressions.ts'

/** What one try, real or simulated, came to. */
export interface TryRecord {
  readonly delivery: StoredDelivery
  readonly outcome: Exclude<DeliveryAttempt['outcome'], 'interrupted'>
  readonly reply: string
  readonly explanation: string
  readonly about: TryOutcome['about']
  /** Milliseconds since 1970; null when it is not tried again. */
  readonly nextTryAt: number | null
  readonly upstreamName: string | null
  readonly address: string | null
  readonly tls: string | null
  readonly dialogue: string
  readonly milliseconds: number
}

/** Told of what happens, within the transaction that writes it. */
export interface Listeners {
  /** Whether anybody wants to hear of it: saves putting it together. */
  wants(type: WebhookEvent, credentialId: string | null): boolean
  tell(event: MailEvent): void
}

export interface LedgerParts {
  readonly db: MailDatabase
  readonly listeners: Listeners
  /** The stored bytes; null when the message is gone. */
  readonly bytesOf: (messageId: number) => Buffer | null
  readonly now: () => number
}

/** Simulated and real bounces keep an address from being tried again for so long (AhaSend: 30 days). */
const suppressedForMs = 30 * 86_400_000

const events: Record<TryRecord['outcome'], WebhookEvent> = {
  delivered: 'delivered',
  deferred: 'deferred',
  bounced: 'bounced',
  failed: 'failed',
  suppressed: 'suppressed',
}

/** Writes tries with everything that follows from them: all of one call in one transaction. */
export class Ledger {
  readonly #parts: LedgerParts

  constructor(parts: LedgerParts) {
    this.#parts = parts
  }

  record(tries: readonly TryRecord[]): void {
    const { db } = this.#parts
    const now = this.#parts.now()
    const facts = new Map<number, ReturnType<typeof factsOfMail>>()
    db.transaction(() => {
      for (const one of tries) {
        this.#write(one, now)
        this.#tell(events[one.outcome], one, now, facts)
        this.#suppress(one, now, facts)
      }
    })
    // Whoever pulls the plug in the next milliseconds may see it sent twice; a crash of the process does not.
    db.flushed().catch(() => undefined)
  }

  #write({ delivery, ...one }: TryRecord, now: number): void {
    const { db } = this.#parts
    const again = one.nextTryAt !== null
    // A suppressed address was not tried.
    const tries = delivery.tries + (one.outcome === 'suppressed' ? 0 : 1)
    updateDelivery(db, delivery.id, {
      status: again ? 'deferred' : one.outcome,
      tries,
      nextTryAt: one.nextTryAt,
      scheduled: false,
      finishedAt: again ? null : now,
      reply: one.reply,
      explanation: one.explanation,
    })
    insertAttempt(db, { ...one, deliveryId: delivery.id, at: now })
  }

  /** A hard bounce, or the end of all tries, puts the address on the list. */
  #suppress(one: TryRecord, now: number, facts: Map<number, ReturnType<typeof factsOfMail>>): void {
    const { delivery, outcome } = one
    if (outcome !== 'bounced' && outcome !== 'failed') return
    // A sender that is not verified, or a message that is not wanted, says nothing about the mailbox.
    if (outcome === 'bounced' && (one.about !== 'recipient' || !concernsMailbox(one.reply))) return
    // Nor does a server that cannot be reached, or what this machine refused.
    if (outcome === 'failed' && (one.about === 'neither' || delivery.tries === 0)) return
    const reason = outcome === 'bounced' ? `Bounced: ${one.reply}` : `Too many failed tries: ${one.reply}`
    const isNew = insertSuppression(this.#parts.db, {
      address: delivery.recipient,
      simulated: delivery.upstreamId === '',
      reason: reason.slice(0, 300),
      createdAt: now,
      expiresAt: now + suppressedForMs,
      messageId: delivery.messageId,
    })
    if (isNew) this.#tell('suppressionCreated', { ...one, explanation: 'Too many hard bounces' }, now, facts)
  }

  #tell(type: WebhookEvent, one: TryRecord, now: number, known: Map<number, ReturnType<typeof factsOfMail>>): void {
    const { listeners, bytesOf } = this.#parts
    const { delivery } = one
    if (!listeners.wants(type, delivery.credentialId)) return
    let facts = known.get(delivery.messageId)
    if (!facts) {
      facts = factsOfMail(bytesOf(delivery.messageId) ?? Buffer.alloc(0), now)
      known.set(delivery.messageId, facts)
    }
    listeners.tell({
      type,
      at: now,
      messageId: delivery.messageId,
      credentialId: delivery.credentialId,
      simulated: delivery.upstreamId === '',
      sender: delivery.sender,
      recipient: delivery.recipient,
      subject: delivery.subject,
      reply: one.reply,
      attempt: delivery.tries + 1,
      ip: one.address?.replace(/:\d+$/, '').replace(/^\[|\]$/g, '') ?? null,
      tls: one.tls !== null,
      userAgent: null,
      url: null,
      reason: type === 'suppressed' || type === 'suppressionCreated' ? one.explanation : null,
      ...facts,
    })
  }
}

/** RFC 3463: X.1.X is about the address, X.2.X about the mailbox; a bare 550 or 551 at RCPT the same (RFC 5321 4.2.3). */
function concernsMailbox(reply: string): boolean {
  const match = /^(5\d\d)[ -](?:(5\.\d{1,3}\.\d{1,3})\s)?/.exec(reply)
  if (!match) return false
  const [, code, enhanced] = match
  return enhanced === undefined ? code === '550' || code === '551' : /^5\.(1\.(1|2|3|6|10)|2\.1)$/.test(enhanced)
}
