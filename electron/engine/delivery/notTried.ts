import type { TryRecord } from './ledger.ts'
import type { StoredDelivery } from './tables/deliveries.ts'

const nothingSeen = {
  about: 'neither',
  nextTryAt: null,
  address: null,
  tls: null,
  dialogue: '',
  milliseconds: 0,
} as const

/** The address is on the suppression list. */
export function suppressedTry(delivery: StoredDelivery, reason: string): TryRecord {
  return {
    ...nothingSeen,
    delivery,
    outcome: 'suppressed',
    reply: `On the suppression list: ${reason}`,
    explanation: 'Not tried: the address is on the suppression list. Remove it there to send to it again.',
    upstreamName: null,
  }
}

/** The message is not there any more. */
export function goneTry(delivery: StoredDelivery, upstreamName: string): TryRecord {
  return {
    ...nothingSeen,
    delivery,
    outcome: 'failed',
    reply: 'The message is gone',
    explanation: 'The message was removed for good before it could leave.',
    upstreamName,
  }
}
