import type { WebhookEvent } from '../../../../shared/model/webhook.ts'
import type { MailEvent } from '../events.ts'

const replies: Partial<Record<WebhookEvent, string>> = {
  delivered: '250 2.0.0 Ok: queued as 4FQx2b1mZz',
  deferred: '451 4.7.1 Try again later',
  bounced: '550 5.1.1 No such user',
  failed: '421 4.4.2 The server did not answer in time',
}
const reasons: Partial<Record<WebhookEvent, string>> = {
  suppressed: 'Bounced Address',
  suppressionCreated: 'Too many hard bounces',
}

/** What a test event tells: about a message that never was. */
export function sampleEvent(type: WebhookEvent, now: number): MailEvent {
  const isVisit = type === 'opened' || type === 'clicked'
  return {
    type,
    at: now,
    messageId: 0,
    credentialId: null,
    simulated: true,
    sender: 'sender@example.com',
    from: 'sender@example.com',
    recipient: 'recipient@example.com',
    subject: 'A test event of Sandpost',
    messageIdHeader: '<test-event@sandpost.example.com>',
    reply: replies[type] ?? null,
    attempt: 1,
    ip: '192.0.2.1',
    tls: true,
    userAgent: isVisit ? 'Mozilla/5.0 (test event)' : null,
    url: type === 'clicked' ? 'https://example.com/' : null,
    reason: reasons[type] ?? null,
    special: { categories: ['test'], uniqueArgs: {}, postback: null, channel: null, tags: ['test'] },
  }
}
