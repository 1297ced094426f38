import { randomBytes } from 'node:crypto'
import type { WebhookEvent } from '../../../../../shared/model/webhook.ts'
import type { MailEvent } from '../../events.ts'
import { jsonPost, second, type Format, type PayloadContext } from './format.ts'
import { clip, domainOf, stableHex } from './texts.ts'

/** "6 times over 16+ minutes": the waits 1, 16, 81, 256, 625 s make 16.3 minutes, so the first try is one of the six (inferred). */
const mostTries = 6
const suppressedForMs = 30 * 86_400_000

type MessageEvent = Exclude<WebhookEvent, 'suppressionCreated'>
const words: Record<MessageEvent, string> = {
  received: 'reception',
  delivered: 'delivered',
  deferred: 'transient_error',
  bounced: 'bounced',
  failed: 'failed',
  suppressed: 'suppressed',
  opened: 'opened',
  clicked: 'clicked',
}

/**
 * AhaSend's ("Webhooks", "Webhook Delivery Retry Policy", "Webhook Security"). Neither the reply of the server nor
 * whether it was simulated is in its payload.
 */
export const ahasend: Format = {
  ...jsonPost,
  name: 'ahasend',
  // Raw bytes, as its Go SDK and its command line do; two of its snippets decode base64 instead.
  signing: 'rawSecret',
  timeoutMs: 10 * second,
  disableAfter: 100,
  wait(failedTries, random) {
    if (failedTries >= mostTries) return null
    return Math.round(failedTries ** 4 * second * (0.9 + random / 5))
  },
  makeEventId: uuidOfTime,
  payload(event, context) {
    if (event.type === 'suppressionCreated') {
      return written('suppression.created', event, context, {
        recipient: clip(event.recipient, 400),
        created_at: rfc3339(event.at),
        expires_at: rfc3339(event.at + suppressedForMs),
        reason: clip(event.reason ?? '', 1_000),
        sending_domain: domainOf(event.from),
      })
    }
    const word = words[event.type]
    return written(`message.${word}`, event, context, {
      event: `on_${word}`,
      from: clip(event.from, 1_000),
      recipient: clip(event.recipient, 400),
      subject: clip(event.subject, 1_000),
      message_id_header: clip(event.messageIdHeader, 1_000),
      id: stableHex(context.accountId, event.messageId),
      ...((event.type === 'opened' || event.type === 'clicked') && {
        user_agent: clip(event.userAgent ?? '', 500),
        ip: event.ip ?? '',
        is_bot: false,
      }),
      ...(event.type === 'clicked' && { url: clip(event.url ?? '', 2_048) }),
    })
  },
}

function written(type: string, event: MailEvent, { endpointId, accountId }: PayloadContext, data: object) {
  const body = { type, webhook_id: endpointId, timestamp: rfc3339(event.at), data: { account_id: accountId, ...data } }
  return { type, text: JSON.stringify(body) }
}

/** With nanoseconds, as theirs. */
function rfc3339(at: number): string {
  return new Date(at).toISOString().replace('Z', '000000Z')
}

/** Version 7 (RFC 9562 5.7), as the ids that its command line makes. */
function uuidOfTime(now: number): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now, 0, 6)
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
