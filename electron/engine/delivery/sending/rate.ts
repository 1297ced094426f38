/** How many messages may start per second and per minute; 0 for no limit. On a clock that cannot be set back. */
export class Rate {
  readonly #limits: () => { messagesPerSecond: number; messagesPerMinute: number }
  /** Starts of the last minute, oldest first. */
  #starts: number[] = []

  constructor(limits: () => { messagesPerSecond: number; messagesPerMinute: number }) {
    this.#limits = limits
  }

  /** Milliseconds until the next may start; 0 when it may now. */
  wait(now = performance.now()): number {
    const { messagesPerSecond, messagesPerMinute } = this.#limits()
    if (messagesPerSecond === 0 && messagesPerMinute === 0) return 0
    const firstWithin = this.#starts.findIndex((start) => now - start < 60_000)
    this.#starts = firstWithin < 0 ? [] : this.#starts.slice(firstWithin)
    return Math.max(this.#waitFor(messagesPerSecond, 1_000, now), this.#waitFor(messagesPerMinute, 60_000, now))
  }

  started(now = performance.now()): void {
    const { messagesPerSecond, messagesPerMinute } = this.#limits()
    if (messagesPerSecond > 0 || messagesPerMinute > 0) this.#starts.push(now)
  }

  #waitFor(most: number, windowMs: number, now: number): number {
    const oldest = most === 0 ? undefined : this.#starts[this.#starts.length - most]
    return oldest === undefined ? 0 : Math.max(0, oldest + windowMs - now)
  }
}
