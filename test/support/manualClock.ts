import type { Clock } from '../../electron/engine/delivery/webhooks/clock.ts'

/** A clock that goes only when it is told to. */
export class ManualClock implements Clock {
  #now: number
  readonly #timers = new Set<{ readonly at: number; readonly work: () => void }>()

  constructor(now = Date.now()) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  after(milliseconds: number, work: () => void): () => void {
    const timer = { at: this.#now + milliseconds, work }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** So much later, with everything that was to happen until then. */
  advance(milliseconds: number): void {
    const until = this.#now + milliseconds
    for (;;) {
      const next = [...this.#timers].filter(({ at }) => at <= until).sort((one, other) => one.at - other.at)[0]
      if (!next) break
      this.#timers.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.work()
    }
    this.#now = until
  }

  /** Somebody sets it: timers, which run by themselves, are not moved by that. */
  set(now: number): void {
    const moved = now - this.#now
    const timers = [...this.#timers]
    this.#timers.clear()
    this.#now = now
    for (const { at, work } of timers) this.#timers.add({ at: at + moved, work })
  }
}
