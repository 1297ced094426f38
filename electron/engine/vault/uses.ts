import type { WritableDatabase } from '../database/open.ts'
import { addUses } from './tables/uses.ts'

/** Uses wait this long in memory: a login must never wait for the disk. A crash may cost the last second of counting. */
const writeAfterMs = 1_000

/** Counts successful logins and REST requests. */
export class Uses {
  readonly #db: WritableDatabase
  readonly #written: () => void
  readonly #waiting = new Map<string, { count: number; lastAt: number }>()
  #timer: NodeJS.Timeout | null = null

  /** `written` is told after uses were written. */
  constructor(db: WritableDatabase, written: () => void) {
    this.#db = db
    this.#written = written
  }

  add(credentialId: string): void {
    const before = this.#waiting.get(credentialId)
    this.#waiting.set(credentialId, { count: (before?.count ?? 0) + 1, lastAt: Date.now() })
    this.#timer ??= setTimeout(() => this.flush(), writeAfterMs).unref()
  }

  /** Writes what waits. A failing disk keeps it for the next time. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#waiting.size === 0) return
    try {
      this.#db.transaction(() => {
        for (const [id, uses] of this.#waiting) addUses(this.#db, id, uses)
      })
    } catch {
      return
    }
    this.#waiting.clear()
    this.#written()
  }
}
