import { randomUUID } from 'node:crypto'
import type { WebhookEvent } from '../../../../../shared/model/webhook.ts'
import { jsonPost, second, type Format } from './format.ts'
import { clip, stableUuid } from './texts.ts'

/** Which of ours is which of theirs is inferred, beyond the names. They have no others. */
const names: Partial<Record<WebhookEvent, string>> = {
  delivered: 'api_mail_log_delivered',
  deferred: 'api_mail_log_temporary_failure',
  bounced: 'api_mail_log_permanent_failure',
  failed: 'api_mail_log_permanent_failure',
  opened: 'api_mail_log_opened',
}

/** Paubox's: four events, not signed, and told once. The types of its ids are inferred. */
export const paubox: Format = {
  ...jsonPost,
  name: 'paubox',
  signing: 'none',
  // Inferred: none is documented.
  timeoutMs: 15 * second,
  disableAfter: null,
  wait: () => null,
  makeEventId: () => randomUUID(),
  payload(event, { accountId, eventId }) {
    const type = names[event.type]
    if (type === undefined) return null
    const body = {
      event_name: type,
      payload: {
        id: eventId,
        subject: clip(event.subject, 1_000),
        header_message_id: clip(event.messageIdHeader, 1_000),
        source_tracking_id: stableUuid(accountId, event.messageId),
        outbound_queue_id: stableUuid(accountId, event.messageId, event.recipient),
        time: new Date(event.at).toISOString(),
        from: clip(event.from, 1_000),
        to: clip(event.recipient, 400),
        custom_headers: {},
      },
    }
    return { type, text: JSON.stringify(body) }
  },
}
