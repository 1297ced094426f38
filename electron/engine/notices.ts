import type { Notice } from '../../shared/model/system.ts'
import type { Announcer } from './announce.ts'

/** What the owner must know now. A notice stands until whoever raised it clears it. */
export class Notices {
  readonly #announcer: Announcer
  readonly #standing = new Map<string, Notice>()

  constructor(announcer: Announcer) {
    this.#announcer = announcer
  }

  /** Raising the same notice again keeps its first time; nothing is announced when nothing changed. */
  raise(notice: Omit<Notice, 'since'>): void {
    const before = this.#standing.get(notice.id)
    if (before?.title === notice.title && before.detail === notice.detail) return
    this.#standing.set(notice.id, { ...notice, since: before?.since ?? new Date().toISOString() })
    this.#announcer.announce({ type: 'noticesChanged', notices: this.list() })
  }

  clear(id: string): void {
    if (this.#standing.delete(id)) this.#announcer.announce({ type: 'noticesChanged', notices: this.list() })
  }

  list(): Notice[] {
    return [...this.#standing.values()]
  }
}
