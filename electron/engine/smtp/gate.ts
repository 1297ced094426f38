import type { SmtpLimits } from '../../../shared/model/settings.ts'
import { replyTo, type SmtpReply } from './reply.ts'

const minute = 60_000

const full = replyTo('tooManyConnections', 421, '4.7.0', 'Too many connections, try again later')
const fullForAddress = replyTo(
  'tooManyConnections',
  421,
  '4.7.0',
  'Too many connections from your address, try again later',
)
const tooFast = replyTo(
  'tooManyMessagesAMinute',
  451,
  '4.7.1',
  'Too many messages from your address in a minute, try again later',
)

interface Rate {
  since: number
  messages: number
}

/** Counts connections and messages, in all and per client address, and says no when a limit is reached. */
export class Gate {
  readonly #limits: () => SmtpLimits
  readonly #connectionsOf = new Map<string, number>()
  readonly #rateOf = new Map<string, Rate>()
  readonly #outer: Gate | null
  #connections = 0

  /** Who enters here has to be let in by `outer` too. */
  constructor(limits: () => SmtpLimits, outer: Gate | null = null) {
    this.#limits = limits
    this.#outer = outer
  }

  /** Counts the connection until `leave`, or returns the refusal and does not count it. */
  enter(address: string): SmtpReply | null {
    const { connections, connectionsPerAddress } = this.#limits()
    const here = this.#connectionsOf.get(address) ?? 0
    if (this.#connections >= connections) return full
    if (connectionsPerAddress > 0 && here >= connectionsPerAddress) return fullForAddress
    const refused = this.#outer?.enter(address) ?? null
    if (refused !== null) return refused
    this.#connectionsOf.set(address, here + 1)
    this.#connections += 1
    return null
  }

  leave(address: string): void {
    const here = (this.#connectionsOf.get(address) ?? 1) - 1
    if (here > 0) this.#connectionsOf.set(address, here)
    else this.#connectionsOf.delete(address)
    this.#connections -= 1
    this.#outer?.leave(address)
  }

  /** Counts a transaction, as Postfix's anvil does: at MAIL, whatever becomes of it. */
  startTransaction(address: string, now: number): SmtpReply | null {
    const { messagesPerMinutePerAddress: allowed } = this.#limits()
    if (allowed === 0) return null
    const rate = this.#rateOf.get(address)
    if (rate === undefined || now - rate.since >= minute) {
      this.#rateOf.set(address, { since: now, messages: 1 })
      return null
    }
    rate.messages += 1
    return rate.messages > allowed ? tooFast : null
  }

  /** Called now and then, so that addresses seen once are not remembered for ever. */
  forget(now: number): void {
    for (const [address, rate] of this.#rateOf) {
      if (now - rate.since >= minute) this.#rateOf.delete(address)
    }
  }
}
