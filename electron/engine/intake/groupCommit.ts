import type { WritableDatabase } from '../database/open.ts'
import { concernsAll } from './storageFailure.ts'

/** Something to be committed. `write` runs inside a transaction and may run again after a rollback. */
export interface Entry {
  write(): void
  /** On disk. */
  committed(): void
  /** Not on disk, and will not be. */
  failed(error: unknown): void
}

/** How long something that nobody waits for may wait for company. */
const lingerMs = 50

/**
 * One transaction, and so one fsync, for everything that arrives within one turn of the event loop. Waiting longer to
 * gather more was measured slower (docs/performance.md).
 */
export class GroupCommit {
  readonly #db: WritableDatabase
  readonly #finished: (failure: { error: unknown } | null) => void
  #entries: Entry[] = []
  #scheduled = false
  #timer: NodeJS.Timeout | null = null

  /** `finished` is told after each commit, once every entry knows its fate. */
  constructor(db: WritableDatabase, finished: (failure: { error: unknown } | null) => void) {
    this.#db = db
    this.#finished = finished
  }

  /** `urgent`: somebody waits for it. */
  add(entry: Entry, urgent: boolean): void {
    this.#entries.push(entry)
    if (this.#scheduled) return
    if (urgent) {
      this.#scheduled = true
      setImmediate(() => this.flush())
    } else {
      this.#timer ??= setTimeout(() => this.flush(), lingerMs)
    }
  }

  flush(): void {
    this.#scheduled = false
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const entries = this.#entries
    if (entries.length === 0) return
    this.#entries = []
    let failure = this.#commit(entries)
    if (failure && (entries.length === 1 || concernsAll(failure.error))) {
      for (const entry of entries) entry.failed(failure.error)
    } else if (failure) {
      // One of them spoils it for all, or together they are too large: each for itself.
      failure = null
      for (const entry of entries) {
        const own = this.#commit([entry])
        if (own) entry.failed(own.error)
        failure = own ?? failure
      }
    }
    this.#finished(failure)
  }

  #commit(entries: readonly Entry[]): { error: unknown } | null {
    try {
      this.#db.transaction(() => {
        for (const entry of entries) entry.write()
      })
    } catch (error) {
      return { error }
    }
    for (const entry of entries) entry.committed()
    return null
  }
}
