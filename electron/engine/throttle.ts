/** Every failure is answered after at least this long, so that its time says nothing about its reason. */
const shortestMs = 60
const longestMs = 5_000
/** So many failures of one address are mistakes; from then on each is answered later than the one before. */
const freeFailures = 2
const forgottenAfterMs = 10 * 60_000
/** Addresses remembered. Beyond, the oldest are forgotten: memory is not for an attacker to fill. */
const mostAddresses = 10_000

/** Slows down whoever guesses secrets, by address, and nobody else: a right secret is never delayed. */
export class Throttle {
  readonly #failures = new Map<string, { count: number; at: number }>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** Notes a failure and returns after how many milliseconds it should be answered. */
  failed(address: string): number {
    const now = this.#now()
    const before = this.#failures.get(address)
    const count = before && now - before.at < forgottenAfterMs ? before.count + 1 : 1
    // Taken out and put back: a Map remembers the order, and the first is the oldest.
    this.#failures.delete(address)
    this.#failures.set(address, { count, at: now })
    if (this.#failures.size > mostAddresses) this.#failures.delete(this.#failures.keys().next().value as string)
    if (count <= freeFailures) return shortestMs
    return Math.min(longestMs, 250 * 2 ** (count - freeFailures - 1))
  }

  /** A right secret: the failures before were somebody's mistakes. */
  succeeded(address: string): void {
    this.#failures.delete(address)
  }
}
