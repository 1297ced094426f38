import type { Change } from '../../shared/contract/events.ts'

/**
 * "This has happened." Announcements follow the commit, carry what the window needs, and never steer work.
 * Listeners must not throw; one that does is dropped from nothing else.
 */
export class Announcer {
  readonly #listeners = new Set<(change: Change) => void>()

  announce(change: Change): void {
    for (const listener of this.#listeners) listener(change)
  }

  /** Returns the function that ends the subscription. */
  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get listeners(): number {
    return this.#listeners.size
  }

  get hasListeners(): boolean {
    return this.#listeners.size > 0
  }
}
