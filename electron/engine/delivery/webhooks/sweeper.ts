import type { MailDatabase } from '../../database/open.ts'
import type { Clock } from './clock.ts'
import { deleteAttempts } from './tables/attempts.ts'
import { deleteCalls, selectOutlived } from './tables/calls.ts'
import { deleteEvents, deleteForgotten, forgetEventsOf, selectForgotten, selectPayloads } from './tables/events.ts'

/** Calls that came to their end are kept for so long, and so many of them. */
const keptMs = 30 * 86_400_000
const keptCalls = 20_000
const everyMs = 5 * 60_000
/** Rows per transaction: mail goes first. */
const sliceSize = 200
const pauseMs = 50

/** Removes from the log what need not be kept. */
export class Sweeper {
  readonly #db: MailDatabase
  readonly #clock: Clock
  #stopTimer: () => void = () => undefined

  constructor(db: MailDatabase, clock: Clock) {
    this.#db = db
    this.#clock = clock
    this.#again(everyMs)
  }

  /** Messages are gone for good: what was told of them goes now, what is still to be told goes after it was. */
  forget(messages: readonly number[]): void {
    forgetEventsOf(this.#db, messages)
    this.removeForgotten()
  }

  /** Calls that lost all their events go with them; one that told of several messages keeps the others. */
  removeForgotten(): void {
    for (const call of selectForgotten(this.#db)) {
      deleteForgotten(this.#db, call)
      if (selectPayloads(this.#db, call).length === 0) this.#delete([call])
    }
  }

  /** Removes some old calls, and some of endpoints that are gone; tells whether there may be more. */
  run(): boolean {
    const keep = { since: this.#clock.now() - keptMs, newest: keptCalls }
    const ids = selectOutlived(this.#db, keep, sliceSize)
    if (ids.length > 0) this.#db.transaction(() => this.#delete(ids))
    return ids.length === sliceSize
  }

  stop(): void {
    this.#stopTimer()
  }

  #delete(calls: readonly number[]): void {
    deleteAttempts(this.#db, calls)
    deleteEvents(this.#db, calls)
    deleteCalls(this.#db, calls)
  }

  #again(wait: number): void {
    this.#stopTimer = this.#clock.after(wait, () => {
      let hasMore = false
      try {
        hasMore = this.run()
      } catch {
        // The disk is full or gone: intake raises the notice, and the next run tries again.
      }
      this.#again(hasMore ? pauseMs : everyMs)
    })
  }
}
