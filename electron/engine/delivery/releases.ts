import type { Delivery } from '../../../shared/model/delivery.ts'
import type { Routing } from '../../../shared/model/routing.ts'
import type { MailDatabase } from '../database/open.ts'
import type { Listeners } from './ledger.ts'
import { factsOfMail } from './mailFacts.ts'
import { RelayError } from './relayError.ts'
import { safetyNet } from './routing/decide.ts'
import { makeOutgoing } from './sending/outgoing.ts'
import { insertDelivery, type NewDelivery } from './tables/deliveries.ts'
import type { Relay, StoredMessage } from './types.ts'
import type { Upstreams } from './upstreams.ts'

const notAllowed = 'The recipient is not on the list of allowed ones: held.'

/** Written in one go, while everything else waits. */
const mostAtOnce = 100_000

/** What people do with a captured message: look at what would leave, send it on, pretend an outcome. */
export function createReleases(parts: {
  db: MailDatabase
  message: (id: number) => StoredMessage | null
  upstreams: Upstreams
  sandboxLocked: () => boolean
  listeners: Listeners
  hostname: string
  routing: () => Routing
  now: () => number
  /** These deliveries are on disk. */
  added: (ids: readonly number[]) => Delivery[]
}): {
  procedures: Pick<Relay, 'preview' | 'release' | 'releaseMany' | 'simulate' | 'engage'>
  /** A bounce message of what left before, with the null reverse-path: it is never answered with another (RFC 5321 6.1). */
  report: (messageId: number, upstreamId: string, to: string) => void
} {
  const { db, upstreams, now } = parts

  function messageOf(id: number): StoredMessage {
    const message = parts.message(id)
    if (!message) throw new RelayError('NOT_FOUND', 'There is no message with this id. It may have been deleted.')
    return message
  }

  function recipientsOf(message: StoredMessage, to: readonly string[] | undefined): string[] {
    const recipients = to ?? message.envelope.recipients.map(({ address }) => address)
    if (recipients.length === 0)
      throw new RelayError('BAD_REQUEST', 'This message names no recipients of its own: say to whom it goes.')
    return [...new Set(recipients)]
  }

  function insert(
    messageId: number,
    message: StoredMessage,
    one: Pick<NewDelivery, 'recipient' | 'upstreamId' | 'result' | 'sender' | 'nextTryAt'> &
      Partial<Pick<NewDelivery, 'originalRecipient' | 'status' | 'explanation'>>,
  ): number {
    const { address: _, size: __, ...mail } = message.envelope.mailFrom
    const wanted: NewDelivery = {
      subject: message.subject,
      originalRecipient: null,
      parameters: { mail, rcpt: {} },
      released: one.upstreamId !== '',
      credentialId: message.credentialId,
      status: 'queued',
      scheduled: false,
      explanation: '',
      ...one,
    }
    return insertDelivery(db, messageId, wanted, now())
  }

  /** Through the safety net, like everything that leaves: what is not allowed is held, and left to a second word. */
  function send(messageId: number, upstreamId: string, to: readonly string[], sender: string): Delivery[] {
    const message = messageOf(messageId)
    const seen = new Set<string>()
    const ids = db.transaction(() =>
      to.flatMap((recipient) => {
        const { rewrittenTo, allowed } = safetyNet(parts.routing(), recipient)
        const goesTo = rewrittenTo ?? recipient
        if (seen.has(goesTo)) return []
        seen.add(goesTo)
        const one = {
          recipient: goesTo,
          originalRecipient: rewrittenTo === null ? null : recipient,
          upstreamId,
          result: null,
          sender,
        }
        const held = { nextTryAt: null, status: 'held' as const, explanation: notAllowed }
        return [insert(messageId, message, { ...one, ...(allowed ? { nextTryAt: now() } : held) })]
      }),
    )
    return parts.added(ids)
  }

  /** What the safety net does to these, for the preview. */
  function netSentences(recipients: readonly string[]): string[] {
    const nets = recipients.map((recipient) => ({ recipient, ...safetyNet(parts.routing(), recipient) }))
    const rewritten = nets.find(({ rewrittenTo }) => rewrittenTo !== null)
    const held = nets.filter(({ allowed }) => !allowed)
    return [
      ...(rewritten ? [`The safety net sends it to ${rewritten.rewrittenTo} instead.`] : []),
      ...(held.length > 0
        ? [
            `The safety net holds what is for ${held.map(({ recipient }) => recipient).join(', ')}: let it go under Deliveries.`,
          ]
        : []),
    ]
  }

  /** Throws CONFLICT: while locked, nothing leaves, whoever asks. */
  function mustBeUnlocked(): void {
    if (parts.sandboxLocked())
      throw new RelayError('CONFLICT', 'The sandbox is locked: nothing leaves this machine. Release the lock first.')
  }

  return {
    report: (messageId, upstreamId, to) => void send(messageId, upstreamId, [to], ''),
    procedures: {
      preview(id, upstreamId, to) {
        const message = messageOf(id)
        const { preset } = upstreams.config(upstreamId)
        const { header, changes, bytes } = makeOutgoing(message.bytes, {
          sender: message.envelope.mailFrom,
          preset,
          hostname: parts.hostname,
          receivedAt: message.receivedAt,
          messageId: id,
        })
        return {
          sender: message.envelope.mailFrom.address,
          recipients: [
            ...new Set(recipientsOf(message, to).map((one) => safetyNet(parts.routing(), one).rewrittenTo ?? one)),
          ],
          header,
          size: bytes.length,
          changes: [...netSentences(recipientsOf(message, to)), ...changes],
        }
      },

      release(id, upstreamId, to) {
        mustBeUnlocked()
        upstreams.config(upstreamId)
        const message = messageOf(id)
        return send(id, upstreamId, recipientsOf(message, to), message.envelope.mailFrom.address)
      },

      releaseMany(ids, upstreamId, to) {
        mustBeUnlocked()
        upstreams.config(upstreamId)
        if (ids.length * (to?.length ?? 1) > mostAtOnce)
          throw new RelayError('BAD_REQUEST', `That is more than ${mostAtOnce} deliveries at once: send on fewer.`)
        let released = 0
        let deliveries = 0
        for (const id of ids) {
          const message = parts.message(id)
          // It may have been deleted, or imported without an envelope: the others go.
          if (!message || (to === undefined && message.envelope.recipients.length === 0)) continue
          deliveries += send(id, upstreamId, recipientsOf(message, to), message.envelope.mailFrom.address).length
          released += 1
        }
        return { released, deliveries }
      },

      simulate(id, result, to) {
        const message = messageOf(id)
        const sender = message.envelope.mailFrom.address
        const ids = db.transaction(() =>
          recipientsOf(message, to).map((recipient) =>
            insert(id, message, {
              recipient,
              upstreamId: '',
              result,
              sender,
              nextTryAt: now() + parts.routing().sandbox.delayMs,
            }),
          ),
        )
        return parts.added(ids)
      },

      engage(id, { is, recipient, url }) {
        const message = messageOf(id)
        if (!parts.listeners.wants(is, message.credentialId)) return 0
        const facts = factsOfMail(message.bytes, now())
        const recipients = recipientsOf(message, recipient === undefined ? undefined : [recipient])
        db.transaction(() => {
          for (const address of recipients)
            parts.listeners.tell({
              type: is,
              at: now(),
              messageId: id,
              credentialId: message.credentialId,
              simulated: true,
              sender: message.envelope.mailFrom.address,
              recipient: address,
              subject: message.subject,
              reply: null,
              attempt: 0,
              ip: '127.0.0.1',
              tls: false,
              userAgent: 'Sandpost (simulated)',
              url: is === 'clicked' ? (url ?? 'https://example.com/') : null,
              reason: null,
              ...facts,
            })
        })
        return recipients.length
      },
    },
  }
}
