import type { Endpoint } from './tables/endpoints.ts'
import type { Outcome } from './outcome.ts'

/** Calls under way at once to one endpoint. */
const mostAtOnce = 4
/** After so many failures in a row an endpoint is asked less, so that a long queue to a dead one costs nothing. */
const manyFailures = 5
const betweenFailuresMs = 100
/** Somebody who says "slow down" is left alone for this long, twice as long each time. */
const shortestPauseMs = 1_000
const longestPauseMs = 5 * 60_000

/** What is under way to one endpoint, and how much it can bear. */
export class Lane {
  readonly underWay = new Set<number>()
  /** Calls the timer off. */
  stopTimer: () => void = () => undefined
  #pausedUntil = 0
  #slowDowns = 0
  #lastSeen = 0

  /** How many more calls may begin now. */
  room(endpoint: Endpoint, now: number): number {
    if (now < this.#pausedUntil) return 0
    const atOnce = this.#slowDowns > 0 || endpoint.failuresInARow >= manyFailures ? 1 : mostAtOnce
    return Math.max(0, atOnce - this.underWay.size)
  }

  /** When it may be asked again; 0: now. */
  get pausedUntil(): number {
    return this.#pausedUntil
  }

  pause(until: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, until)
  }

  /** Forgets every reason to wait. */
  clear(): void {
    this.#pausedUntil = 0
    this.#slowDowns = 0
  }

  /** Learns from an attempt. */
  after(outcome: Outcome, endpoint: Endpoint, now: number): void {
    if (outcome.delivered) return this.clear()
    if (outcome.slowDown) {
      const pause = Math.min(longestPauseMs, shortestPauseMs * 2 ** this.#slowDowns)
      this.#slowDowns = Math.min(this.#slowDowns + 1, 20)
      return this.pause(now + Math.max(pause, outcome.retryAfterMs))
    }
    if (endpoint.failuresInARow >= manyFailures) this.pause(now + betweenFailuresMs)
    return undefined
  }

  /** Whether the clock was set back since it was last looked at; then no pause counts any more. */
  clockWentBack(now: number): boolean {
    const back = now < this.#lastSeen - 1_000
    this.#lastSeen = now
    if (back) this.#pausedUntil = 0
    return back
  }
}
