import type { Envelope } from '../../../shared/model/envelope.ts'
import type { Mode } from '../../../shared/model/mode.ts'
import type { RouteAnswer, RouteQuestion, Routing } from '../../../shared/model/routing.ts'
import { readFields, splitHeader, type RawField } from './headers/fields.ts'
import { readSpecial, type SpecialHeaders } from './headers/special.ts'
import type { SmtpApiFacts } from './headers/smtpApi.ts'
import { decide, type Decision, type MailFacts } from './routing/decide.ts'
import { factsOfHeader, type MailFactsForEvents } from './mailFacts.ts'
import type { EnvelopeParameters, NewDelivery } from './tables/deliveries.ts'

/** Who sends, as far as the way out goes by it. */
export interface Sender {
  readonly credentialId: string | null
  readonly mode: Mode
  readonly tags: readonly string[]
}

type PlannedDelivery = Omit<NewDelivery, 'subject'>

/** What will be done with a message, decided before it is written. */
export interface MailPlan {
  /** Their subject is that of the message, known when it is written. */
  readonly deliveries: readonly PlannedDelivery[]
  /** Of ahasend-tags, for the message. */
  readonly tags: readonly string[]
  /** When the message goes, because it asked for that; milliseconds. */
  readonly expiresAt: number | null
  /** For the event of its arrival: null when nobody is told. */
  readonly eventFacts: MailFactsForEvents | null
}

export interface Refusal {
  readonly code: number
  readonly enhancedCode: string | null
  readonly text: string
}

export type Planned =
  { readonly is: 'plan'; readonly plan: MailPlan } | { readonly is: 'refused'; readonly refusal: Refusal }

/** Servers a message may have gone through before it is taken for one that goes in circles (Postfix: hopcount_limit). */
const mostHops = 50
const dayMs = 86_400_000

/** Decides for every recipient. Pure but for the clock that is handed in. */
export function planMail(parts: {
  routing: Routing
  upstreamName: (id: string) => string | null
  bytes: Buffer
  envelope: Envelope
  sender: Sender
  now: number
  wantsEvents: boolean
}): Planned {
  const { routing, bytes, envelope, sender, now } = parts
  const { header } = splitHeader(bytes)
  const special = readSpecial(header, now)
  const mail = mailFacts(header, special, envelope.mailFrom.address, sender)
  const recipients =
    sender.mode === 'sandbox' || special.ahasend.sandbox ? expanded(envelope, special.smtpApi) : originals(envelope)
  const decisions = recipients.map(({ address }) => decide(routing, mail, address, parts.upstreamName))
  const rejected = decisions.find(({ reject }) => reject !== null)?.reject
  if (rejected) return { is: 'refused', refusal: rejected }
  if (decisions.some(({ is }) => is === 'relay' || is === 'hold') && countHops(header) > mostHops)
    return {
      is: 'refused',
      refusal: {
        code: 554,
        enhancedCode: '5.4.6',
        text: `Too many hops: the message went through more than ${mostHops} servers and may be going in circles`,
      },
    }
  const deliveries = decisions.flatMap((decision, index) =>
    deliveryFor(decision, { ...parts, special, recipient: recipients[index] as Recipient }),
  )
  const { tags, dataRetentionDays } = special.ahasend
  return {
    is: 'plan',
    plan: {
      deliveries: routing.everythingTo === null ? deliveries : withoutRepeats(deliveries),
      tags,
      expiresAt: dataRetentionDays === null ? null : now + dataRetentionDays * dayMs,
      eventFacts: parts.wantsEvents ? factsOfHeader(header, special) : null,
    },
  }
}

/** What would happen to a mail, without one. */
export function explainRoute(
  routing: Routing,
  question: RouteQuestion & { readonly mode: Mode },
  upstreamName: (id: string) => string | null,
  now: number,
): RouteAnswer {
  const header = question.headers.map(({ name, value }) => `${name}: ${value.replace(/[\r\n]+/g, ' ')}\r\n`).join('')
  const special = readSpecial(header, now)
  const mail = mailFacts(header, special, question.sender, question)
  return {
    recipients: question.recipients.map((recipient) => {
      const { reject: _, ...answer } = decide(routing, mail, recipient, upstreamName)
      return answer
    }),
  }
}

interface Recipient {
  readonly address: string
  readonly parameters: EnvelopeParameters['rcpt']
  /** Milliseconds; X-SMTPAPI's send_at and send_each_at. */
  readonly at: number | null
}

function originals({ recipients }: Envelope): Recipient[] {
  return recipients.map(({ address, ...parameters }) => ({ address, parameters, at: null }))
}

/** X-SMTPAPI's `to` takes the place of the envelope's recipients, as at SendGrid. */
function expanded(envelope: Envelope, smtpApi: SmtpApiFacts | null): Recipient[] {
  if (!smtpApi?.valid || smtpApi.recipients.length === 0) return originals(envelope)
  return smtpApi.recipients.map(({ address }, index) => ({
    address,
    parameters: {},
    at: smtpApi.sendEachAt?.[index] ?? null,
  }))
}

function deliveryFor(
  decision: Decision,
  parts: {
    envelope: Envelope
    sender: Sender
    special: SpecialHeaders
    recipient: Recipient
    routing: Routing
    now: number
  },
): PlannedDelivery[] {
  if (decision.is === 'capture' || decision.is === 'reject') return []
  const { envelope, sender, special, recipient, routing, now } = parts
  const { address, size: _, ...mail } = envelope.mailFrom
  const invalid = special.smtpApi !== null && !special.smtpApi.valid
  const simulated = decision.is === 'simulate'
  const sendAt = recipient.at ?? (special.smtpApi?.sendAt ? Date.parse(special.smtpApi.sendAt) : null)
  const at = Math.max(sendAt ?? now, now)
  return [
    {
      sender: address,
      recipient: decision.rewrittenTo ?? decision.recipient,
      originalRecipient: decision.rewrittenTo === null ? null : decision.recipient,
      parameters: { mail, rcpt: recipient.parameters },
      upstreamId: simulated ? '' : (decision.upstreamId as string),
      // SendGrid takes such a message and drops it: that is what is pretended.
      result: simulated ? (invalid ? 'suppress' : decision.result) : null,
      released: false,
      credentialId: sender.credentialId,
      status: decision.is === 'hold' ? 'held' : 'queued',
      nextTryAt: decision.is === 'hold' ? null : simulated ? at + routing.sandbox.delayMs : at,
      scheduled: at > now,
      explanation: decision.is === 'hold' ? decision.because : simulated && invalid ? 'Invalid SMTPAPI header' : '',
    },
  ]
}

/** Everything goes to one address: once, not once for each recipient. */
function withoutRepeats(deliveries: readonly PlannedDelivery[]): PlannedDelivery[] {
  const seen = new Set<string>()
  return deliveries.filter(({ upstreamId, recipient }) => {
    if (upstreamId === '') return true
    const key = `${upstreamId} ${recipient}`
    return !seen.has(key) && seen.add(key)
  })
}

function mailFacts(header: string, { ahasend }: SpecialHeaders, sender: string, from: Sender): MailFacts {
  let fields: readonly RawField[] | null = null
  return {
    credentialId: from.credentialId,
    mode: from.mode,
    sender,
    header: (name) => {
      fields ??= readFields(header)
      const wanted = name.toLowerCase()
      return fields.filter((field) => field.name.toLowerCase() === wanted).map(({ value }) => value)
    },
    tags: [...from.tags, ...ahasend.tags],
    sandboxed: ahasend.sandbox,
    result: ahasend.result,
  }
}

function countHops(header: string): number {
  return header.match(/^Received[ \t]*:/gim)?.length ?? 0
}
