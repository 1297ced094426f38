import {
  Ban,
  CircleCheck,
  CircleSlash,
  CircleX,
  ClockAlert,
  Hand,
  Hourglass,
  OctagonX,
  Send,
  type LucideIcon,
} from 'lucide-react'
import type { Delivery, DeliveryStatus } from '../../shared/model/delivery.ts'
import type { SandboxResult } from '../../shared/model/routing.ts'
import { counted, exactTime, timeUntil } from '../ui/format.ts'

export type Tone = 'sand' | 'green' | 'amber' | 'red' | 'plain'

interface StatusWords {
  readonly icon: LucideIcon
  readonly word: string
  readonly tone: Tone
  /** What it means for mail in general. */
  readonly meaning: string
}

/** What each status is called and how it looks. */
export const statusWords: Readonly<Record<DeliveryStatus, StatusWords>> = {
  queued: { icon: Hourglass, word: 'Queued', tone: 'plain', meaning: 'It was not tried yet.' },
  sending: { icon: Send, word: 'Sending', tone: 'plain', meaning: 'It is being handed over now.' },
  deferred: { icon: ClockAlert, word: 'Deferred', tone: 'amber', meaning: 'Refused for now; it is tried again.' },
  held: { icon: Hand, word: 'Held', tone: 'plain', meaning: 'It waits until you let it go.' },
  delivered: { icon: CircleCheck, word: 'Delivered', tone: 'green', meaning: 'The server has taken it over.' },
  bounced: { icon: CircleX, word: 'Bounced', tone: 'red', meaning: 'The server refused it for good.' },
  failed: { icon: OctagonX, word: 'Failed', tone: 'red', meaning: 'It was given up.' },
  suppressed: {
    icon: Ban,
    word: 'Suppressed',
    tone: 'plain',
    meaning: 'It was not tried: the address is on the list of suppressions.',
  },
  cancelled: { icon: CircleSlash, word: 'Cancelled', tone: 'plain', meaning: 'Somebody cancelled it.' },
}

/** `Delivered`, or `Sandbox delivered` when it is pretended. */
export function statusWord(status: DeliveryStatus, simulated: boolean): string {
  const { word } = statusWords[status]
  return simulated ? `Sandbox ${word.toLowerCase()}` : word
}

/** What can be simulated, as it is chosen. */
export const resultWords: Readonly<Record<SandboxResult, { readonly word: string; readonly meaning: string }>> = {
  deliver: { word: 'Delivered', meaning: 'the server takes it' },
  bounce: { word: 'Bounced', meaning: 'the server refuses it for good' },
  defer: { word: 'Deferred', meaning: 'refused for now, and it stays so' },
  deferThenDeliver: { word: 'Deferred, then delivered', meaning: 'the first try fails, the next one succeeds' },
  fail: { word: 'Failed', meaning: 'refused for now again and again, then given up' },
  suppress: { word: 'Suppressed', meaning: 'the address is on the list of suppressions' },
}

/** Where it goes: `via SendGrid`, or the sandbox. */
export function wayOf({ simulated, upstreamName }: Delivery): string {
  if (simulated) return 'sandbox'
  return upstreamName === null ? 'upstream removed' : `via ${upstreamName}`
}

/** Where a delivery stands, in a sentence or two. */
export function statusSentence(delivery: Delivery, now: number): string {
  const { status, simulated, upstreamName, tries, nextTryAt, finishedAt } = delivery
  const through = upstreamName === null ? 'an upstream that was removed' : upstreamName
  const end = finishedAt === null ? '' : ` at ${exactTime(finishedAt)}`
  const after = tries > 1 ? ` after ${counted(tries, 'try', 'tries')}` : ''
  const next = nextTryAt === null ? '' : ` The next try is ${timeUntil(nextTryAt, now)}, ${exactTime(nextTryAt)}.`
  if (simulated) return `Simulated: nothing left this machine.${simulatedEnd[status] ?? ''}${next}`
  switch (status) {
    case 'queued':
      return `Waits to leave through ${through}.${next}`
    case 'sending':
      return `Is being handed to ${through} now.`
    case 'deferred':
      return `${through} did not take it yet; ${counted(tries, 'try', 'tries')} so far.${next}`
    case 'held':
      return 'Waits until you let it go.'
    case 'delivered':
      return `${through} took it over${after}${end}.`
    case 'bounced':
      return `Refused for good${after}${end}. It is not tried again.`
    case 'failed':
      return `Given up${after}${end}.`
    case 'suppressed':
      return 'Not tried: the address is on the list of suppressions.'
    case 'cancelled':
      return `Cancelled by hand${end}.`
  }
}

const simulatedEnd: Readonly<Partial<Record<DeliveryStatus, string>>> = {
  delivered: ' A server that takes the mail would answer like this.',
  bounced: ' A server that refuses the address for good would answer like this.',
  failed: ' A server that never takes the mail would end like this.',
  suppressed: ' Mail to a suppressed address ends like this.',
}
