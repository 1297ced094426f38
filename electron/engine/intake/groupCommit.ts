import type { MailDatabase } from '../database/open.ts'
import { addToCounts } from '../inbox/tables/counters.ts'
import { concernsAll } from './storageFailure.ts'

/** Something to be committed. */
export interface Entry {
  /** Runs inside a transaction, and may run again after a rollback. Returns how many messages it added. */
  write(): number
  /** On disk. */
  committed(): void
  /** Not on disk, and will not be. */
  failed(error: unknown): void
}

/** How long something that nobody waits for may wait for company. */
const lingerMs = 50

/**
 * One transaction, and one flush of the disk, for everything that arrives while the flush before is under way. Waiting
 * longer to gather more was measured slower (docs/performance.md).
 */
export class GroupCommit {
  readonly #db: MailDatabase
  readonly #finished: (failure: { error: unknown } | null) => void
  #entries: Entry[] = []
  #scheduled = false
  #timer: NodeJS.Timeout | null = null
  #flushing: Promise<void> | null = null

  /** `finished` is told after each commit, once every entry knows its fate. */
  constructor(db: MailDatabase, finished: (failure: { error: unknown } | null) => void) {
    this.#db = db
    this.#finished = finished
  }

  /** `urgent`: somebody waits for it. */
  add(entry: Entry, urgent: boolean): void {
    this.#entries.push(entry)
    if (this.#scheduled || this.#flushing) return
    if (urgent) {
      this.#scheduled = true
      setImmediate(() => this.#commitWaiting())
    } else this.#timer ??= setTimeout(() => this.#commitWaiting(), lingerMs)
  }

  /** Resolves once nothing waits any more. */
  async flush(): Promise<void> {
    while (this.#flushing || this.#entries.length > 0) {
      if (!this.#flushing) this.#commitWaiting()
      await this.#flushing
    }
  }

  #commitWaiting(): void {
    this.#scheduled = false
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#flushing) return
    const entries = this.#entries
    this.#entries = []
    const { committed, failure } = this.#commit(entries)
    if (committed.length === 0) {
      if (failure) this.#finished(failure)
      return
    }
    this.#flushing = this.#db.flushed().then(
      () => this.#flushed(committed, failure),
      (error: unknown) => {
        for (const entry of committed) entry.failed(error)
        this.#flushed([], { error })
      },
    )
  }

  #flushed(committed: readonly Entry[], failure: { error: unknown } | null): void {
    this.#flushing = null
    for (const entry of committed) entry.committed()
    this.#finished(failure)
    if (this.#entries.length > 0) this.#commitWaiting()
  }

  /** Those that failed are told; those that are committed only once they are on disk. */
  #commit(entries: readonly Entry[]): { committed: readonly Entry[]; failure: { error: unknown } | null } {
    const failure = this.#write(entries)
    if (!failure) return { committed: entries, failure: null }
    if (entries.length === 1 || concernsAll(failure.error)) {
      for (const entry of entries) entry.failed(failure.error)
      return { committed: [], failure }
    }
    // One of them spoils it for all, or together they are too large: each for itself.
    const committed: Entry[] = []
    let last: { error: unknown } | null = null
    for (const entry of entries) {
      const own = this.#write([entry])
      if (own) entry.failed(own.error)
      else committed.push(entry)
      last = own ?? last
    }
    return { committed, failure: last }
  }

  #write(entries: readonly Entry[]): { error: unknown } | null {
    try {
      this.#db.transaction(() => {
        let added = 0
        for (const entry of entries) added += entry.write()
        if (added > 0) addToCounts(this.#db, { total: added, unread: added })
      })
      return null
    } catch (error) {
      return { error }
    }
  }
}
