import { randomBytes } from 'node:crypto'
import type { MailEvent } from '../../events.ts'
import { fromSchedule, hour, jsonPost, minute, second, type Format } from './format.ts'
import { clip } from './texts.ts'

/** The first is made at once; these follow (Standard Webhooks 1.0, "Deliverability and reliability"). */
const waits = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
] as const

/** Our own: Standard Webhooks as it is written. */
export const sandpost: Format = {
  ...jsonPost,
  name: 'sandpost',
  signing: 'standardWebhooks',
  // The specification advises 15 to 30 s.
  timeoutMs: 15 * second,
  disableAfter: null,
  wait: (failedTries, random) => fromSchedule(waits, failedTries, random),
  makeEventId: () => `msg_${randomBytes(18).toString('base64url')}`,
  payload(event) {
    const type = event.type === 'suppressionCreated' ? 'suppression.created' : `message.${event.type}`
    return { type, text: JSON.stringify({ type, timestamp: new Date(event.at).toISOString(), data: dataOf(event) }) }
  },
}

/** Small, as the specification asks (20 KB): what a sender chose is cut. */
function dataOf(event: MailEvent): object {
  const { special } = event
  return {
    messageId: event.messageId,
    recipient: clip(event.recipient, 400),
    sender: clip(event.sender, 400),
    from: clip(event.from, 1_000),
    subject: clip(event.subject, 1_000),
    messageIdHeader: clip(event.messageIdHeader, 1_000),
    simulated: event.simulated,
    credentialId: event.credentialId,
    attempt: event.attempt,
    reply: event.reply && clip(event.reply, 2_000),
    ip: event.ip,
    tls: event.tls,
    reason: event.reason && clip(event.reason, 1_000),
    userAgent: event.userAgent && clip(event.userAgent, 500),
    url: event.url && clip(event.url, 2_048),
    tags: special.tags,
    categories: special.categories,
    uniqueArgs: special.uniqueArgs,
  }
}
