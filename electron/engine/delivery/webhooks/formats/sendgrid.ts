import { randomBytes } from 'node:crypto'
import type { MailEvent } from '../../events.ts'
import { fromSchedule, hour, jsonPost, second, type Format, type PayloadContext } from './format.ts'
import { clip, enhancedCode, stableHex } from './texts.ts'

/** The vendor flushes every 30 s or at 768 KB. Who waits for an event at a desk has looked elsewhere by then: 1 s. */
const gatherMs = 1_000

/** "Growing intervals up to 24 h": these make 23 h 51 min. The steps are inferred. */
const waits = [10, 60, 300, 900, 1_800]
  .map((seconds) => seconds * second)
  .concat([1, 2, 4, 8, 8].map((hours) => hours * hour))

/** Top-level names of theirs: a unique argument of the same name is left out. */
const reserved = new Set(
  (
    'email timestamp event smtp-id sg_event_id sg_message_id category asm_group_id reason status response attempt ip ' +
    'tls useragent url url_offset pool type bounce_classification sg_machine_open marketing_campaign_id marketing_campaign_name'
  ).split(' '),
)

const dropReasons: readonly string[] = [
  'Invalid SMTPAPI header',
  'Spam Content',
  'Unsubscribed Address',
  'Bounced Address',
  'Spam Reporting Address',
  'Invalid',
  'Recipient List over Package Quota',
]

/** SendGrid's event webhook: arrays, ECDSA. Which field stands in which event is its reference matrix. */
export const sendgrid: Format = {
  ...jsonPost,
  name: 'sendgrid',
  contentType: 'application/json;charset=utf-8',
  signing: 'ecdsa',
  // Inferred: none is documented.
  timeoutMs: 10 * second,
  gatherMs,
  disableAfter: null,
  wait: (failedTries, random) => fromSchedule(waits, failedTries, random),
  makeEventId: () => randomBytes(16).toString('base64url'),
  payload(event, context) {
    const particular = particularOf(event)
    if (!particular) return null
    const fields = { ...commonOf(event, context), ...particular }
    return { type: particular.event, text: JSON.stringify({ ...uniqueArgsOf(event), ...fields }) }
  },
  body: (payloads) => `[${payloads.join(',')}]`,
}

function commonOf(event: MailEvent, { eventId, accountId }: PayloadContext): object {
  const { categories } = event.special
  return {
    email: clip(event.recipient, 400),
    timestamp: Math.floor(event.at / 1_000),
    sg_event_id: eventId,
    // Its shape is inferred: 22 characters, the machine, a number.
    sg_message_id: `${stableHex(accountId, event.messageId).slice(0, 22)}.sandpost-${event.messageId}.0`,
    ...(categories.length > 0 && { category: categories.length === 1 ? categories[0] : categories }),
  }
}

function particularOf(event: MailEvent): ({ readonly event: string } & Record<string, unknown>) | null {
  const reply = clip(event.reply ?? '', 2_000)
  const smtpId = { 'smtp-id': clip(event.messageIdHeader, 1_000) }
  const ip = event.ip === null ? {} : { ip: event.ip }
  const tls = { tls: event.tls ? 1 : 0 }
  switch (event.type) {
    case 'received':
      return { event: 'processed', ...smtpId }
    case 'delivered':
      return { event: 'delivered', ...smtpId, response: reply, ...ip, ...tls }
    case 'deferred':
      return { event: 'deferred', ...smtpId, reason: reply, response: reply, attempt: String(event.attempt), ...ip }
    case 'bounced':
    case 'failed':
      // That mail which was given up is a block is inferred: theirs are refusals which may be over tomorrow.
      return {
        event: 'bounce',
        ...smtpId,
        reason: reply,
        status: enhancedCode(reply) ?? '5.0.0',
        type: event.type === 'bounced' ? 'bounce' : 'blocked',
        ...ip,
        ...tls,
      }
    case 'suppressed': {
      const reason = dropReasons.find((known) => known === event.reason) ?? 'Bounced Address'
      return { event: 'dropped', ...smtpId, reason, status: '5.0.0' }
    }
    case 'opened':
      return { event: 'open', useragent: clip(event.userAgent ?? '', 500), ...ip, sg_machine_open: false }
    case 'clicked':
      return {
        event: 'click',
        useragent: clip(event.userAgent ?? '', 500),
        url: clip(event.url ?? '', 2_048),
        url_offset: { index: 0, type: 'html' },
        ...ip,
      }
    default:
      return null
  }
}

function uniqueArgsOf(event: MailEvent): Record<string, string> {
  return Object.fromEntries(Object.entries(event.special.uniqueArgs).filter(([name]) => !reserved.has(name)))
}
