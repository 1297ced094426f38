import { randomUUID } from 'node:crypto'
import type { WebhookEvent } from '../../../../../shared/model/webhook.ts'
import type { MailEvent } from '../../events.ts'
import { fromSchedule, hour, minute, second, type Format } from './format.ts'
import { clip, stableHex, stableUuid } from './texts.ts'

/** Inferred: that it calls again is documented, the steps are not. */
const waits = [minute, 10 * minute, hour, 6 * hour] as const

/** Its AbuseReport and Unsubscribed have nothing of ours behind them. */
const statuses: Partial<Record<WebhookEvent, string>> = {
  delivered: 'Sent',
  opened: 'Opened',
  clicked: 'Clicked',
  bounced: 'Error',
  failed: 'Error',
  suppressed: 'Error',
}

/** Which reply falls into which of its categories is inferred; the words are its own. */
const categories: readonly (readonly [RegExp, string])[] = [
  [/5\.1\.\d|no such user|user unknown|unknown user|mailbox (unavailable|not found)/i, 'NoMailbox'],
  [/gr[ae]y-?list/i, 'GreyListed'],
  [/black-?list|block-?list/i, 'BlackListed'],
  [/spam/i, 'Spam'],
  [/\bspf\b/i, 'SPFProblem'],
  [/timed? ?out/i, 'Timeout'],
  [/[45]\.2\.\d|quota|mailbox full/i, 'AccountProblem'],
  [/too many|rate limit|throttl/i, 'Throttled'],
  [/dns|domain not found|ENOTFOUND/i, 'DNSProblem'],
  [/connect|ECONN/i, 'ConnectionProblem'],
]

/** Elastic Email's classic notification: GET with query parameters, not signed. */
export const elasticemail: Format = {
  name: 'elasticemail',
  signing: 'none',
  method: 'GET',
  contentType: null,
  // Inferred: none is documented.
  timeoutMs: 15 * second,
  gatherMs: 0,
  disableAfter: 1_000,
  accepts: (status) => status === 200,
  wait: (failedTries, random) => fromSchedule(waits, failedTries, random),
  makeEventId: () => randomUUID(),
  payload(event, { accountId }) {
    const status = statuses[event.type]
    if (status === undefined) return null
    return { type: status, text: String(new URLSearchParams(parametersOf(event, status, accountId))) }
  },
  body: () => '',
  url(endpointUrl, [query = '']) {
    const url = new URL(endpointUrl)
    url.search = url.search === '' ? query : `${url.search}&${query}`
    return url.href
  },
}

function parametersOf(event: MailEvent, status: string, accountId: string): Record<string, string> {
  const { special } = event
  return {
    // Of whom, and how a time is written, is inferred.
    account: 'sandpost',
    date: new Date(event.at).toISOString().slice(0, 19).replace('T', ' '),
    from: clip(event.from, 400),
    to: clip(event.recipient, 400),
    subject: clip(event.subject, 250),
    status,
    channel: clip(special.channel ?? 'SMTP API', 191),
    category: status === 'Error' ? categoryOf(event) : '',
    messageid: stableHex(accountId, event.messageId, event.recipient),
    transaction: stableUuid(accountId, event.messageId),
    target: event.type === 'clicked' ? clip(event.url ?? '', 2_048) : '',
    postback: clip(special.postback ?? '', 1_000),
    IP: event.ip ?? '',
    Useragent: clip(event.userAgent ?? '', 500),
    Country: '',
    City: '',
  }
}

function categoryOf(event: MailEvent): string {
  if (event.type === 'suppressed') return 'NotDelivered'
  return categories.find(([pattern]) => pattern.test(event.reply ?? ''))?.[1] ?? 'Unknown'
}
