import { newMessageId, rfc5322Date } from './sending/outgoing.ts'
import { isBcc, splitHeader, withoutFields } from './headers/fields.ts'
import { parseReply } from './sending/replies.ts'
import type { StoredDelivery } from './tables/deliveries.ts'

/** What a bounce message tells. */
export interface BounceFacts {
  readonly delivery: StoredDelivery
  readonly reply: string
  readonly explanation: string
  readonly remoteHost: string | null
  readonly original: Buffer
  readonly hostname: string
  readonly receivedAt: number
  readonly now: number
}

/** A longer message comes back as its header alone, though RET says FULL (Postfix: bounce_size_limit). */
const longestReturned = 50_000

/** Whether one is wanted: never for a bounce itself (RFC 5321 6.1), nor when NOTIFY says so (RFC 3461 4.1). */
export function wantsBounceMessage({ sender, parameters }: StoredDelivery): boolean {
  const notify = parameters.rcpt.dsn?.notify
  return sender !== '' && (notify === undefined || notify.includes('FAILURE'))
}

/** A delivery status notification (RFC 3464) for one recipient, as multipart/report (RFC 6522). */
export function makeBounceMessage(facts: BounceFacts): Buffer {
  const { delivery, reply, original, hostname } = facts
  const boundary = `sandpost-${delivery.id}-${facts.now.toString(36)}`
  const parsed = parseReply(reply)
  const status = parsed?.enhancedCode ?? (parsed && parsed.code < 500 ? '4.0.0' : '5.0.0')
  const full = delivery.parameters.mail.dsn?.ret === 'FULL' && original.length <= longestReturned
  const { header, bodyStart } = splitHeader(original)
  const left = Buffer.from(withoutFields(header, isBcc), 'latin1')
  const returned = full ? Buffer.concat([left, Buffer.from('\r\n'), original.subarray(bodyStart)]) : left
  const head = [
    `Date: ${rfc5322Date(facts.now)}`,
    `From: Mail Delivery System <MAILER-DAEMON@${hostname}>`,
    `To: <${delivery.sender}>`,
    `Subject: Undelivered Mail Returned to Sender`,
    `Message-ID: ${newMessageId(hostname)}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    `Your message could not be delivered to <${delivery.recipient}>.`,
    '',
    facts.explanation,
    '',
    `The answer was: ${oneLine(reply)}`,
    '',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    ...envelopeId(delivery),
    `Reporting-MTA: dns; ${hostname}`,
    `Arrival-Date: ${rfc5322Date(facts.receivedAt)}`,
    '',
    ...originalRecipient(delivery),
    `Final-Recipient: rfc822; ${delivery.recipient}`,
    'Action: failed',
    `Status: ${status}`,
    ...(facts.remoteHost === null ? [] : [`Remote-MTA: dns; ${facts.remoteHost}`]),
    ...(parsed ? [`Diagnostic-Code: smtp; ${oneLine(reply)}`] : []),
    '',
    `--${boundary}`,
    `Content-Type: ${full ? 'message/rfc822' : 'text/rfc822-headers'}`,
    '',
    '',
  ].join('\r\n')
  return Buffer.concat([Buffer.from(head, 'utf8'), returned, Buffer.from(`\r\n--${boundary}--\r\n`)])
}

function envelopeId({ parameters }: StoredDelivery): string[] {
  const envid = parameters.mail.dsn?.envid
  return envid === undefined ? [] : [`Original-Envelope-Id: ${oneLine(envid)}`]
}

function originalRecipient({ parameters }: StoredDelivery): string[] {
  const orcpt = parameters.rcpt.dsn?.orcpt
  return orcpt === undefined ? [] : [`Original-Recipient: ${oneLine(orcpt)}`]
}

/** A reply is the server's text: a line break in it would be a header of its own. */
function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is replaced
  return text.replace(/[\u0000-\u001f\u007f]+/g, ' ').slice(0, 900)
}
