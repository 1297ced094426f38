import type { SandboxResult } from '../../../shared/model/routing.ts'
import type { TryRecord } from './ledger.ts'
import type { StoredDelivery } from './tables/deliveries.ts'

/** How long things take in the sandbox. */
export interface Pace {
  readonly delayMs: number
  readonly triesBeforeFailing: number
}

type Simulated = Pick<TryRecord, 'outcome' | 'reply' | 'explanation'> & { readonly again: boolean }

const delivered: Simulated = {
  outcome: 'delivered',
  reply: '250 2.0.0 Simulated: accepted for delivery',
  explanation: 'Pretended: nothing left this machine.',
  again: false,
}
const bounced: Simulated = {
  outcome: 'bounced',
  reply: '550 5.1.1 Simulated: this mailbox does not exist',
  explanation: 'A hard bounce was pretended.',
  again: false,
}
const deferred = (again: boolean): Simulated => ({
  outcome: 'deferred',
  reply: '451 4.2.1 Simulated: mailbox temporarily unavailable',
  explanation: again ? 'Put off, to be tried again: pretended.' : 'Put off: pretended. It stays so.',
  again,
})
const failed: Simulated = {
  outcome: 'failed',
  reply: '451 4.2.1 Simulated: mailbox temporarily unavailable',
  explanation: 'Given up after the last try: pretended.',
  again: false,
}
const suppressed: Simulated = {
  outcome: 'suppressed',
  reply: 'Simulated: the address is on the suppression list',
  explanation: 'Not tried: pretended.',
  again: false,
}

/** The next step of a simulated life. `tries` were made before; `because` tells why it is not tried, when that is known. */
function stepOf(result: SandboxResult, tries: number, pace: Pace, because: string): Simulated {
  switch (result) {
    case 'deliver':
      return delivered
    case 'bounce':
      return bounced
    case 'suppress':
      return because === '' ? suppressed : { ...suppressed, reply: because, explanation: because }
    case 'defer':
      return deferred(false)
    case 'deferThenDeliver':
      return tries === 0 ? deferred(true) : delivered
    case 'fail':
      return tries < pace.triesBeforeFailing ? deferred(true) : failed
    default:
      return assertNever(result)
  }
}

function assertNever(result: never): never {
  throw new Error(`No such outcome: ${String(result)}`)
}

/** What the step of a simulated delivery came to. */
export function simulateTry(delivery: StoredDelivery, pace: Pace, now: number): TryRecord {
  const { again, ...step } = stepOf(delivery.result ?? 'deliver', delivery.tries, pace, delivery.explanation)
  return {
    delivery,
    ...step,
    about: 'recipient',
    nextTryAt: again ? now + pace.delayMs : null,
    upstreamName: null,
    address: null,
    tls: null,
    dialogue: '',
    milliseconds: 0,
  }
}
