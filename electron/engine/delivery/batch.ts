/**
 * Writes together what comes within one turn of the event loop: twenty servers that answer at once cost one transaction
 * and not twenty. Still before anything else is read from any of them.
 */
export class Batch<T> {
  readonly #write: (items: readonly T[]) => void
  #items: T[] = []
  #written: Promise<void> | null = null

  /** `write` is all or nothing, and throws when it is nothing. */
  constructor(write: (items: readonly T[]) => void) {
    this.#write = write
  }

  /** Resolves once they are written; rejects with what `write` threw. */
  add(items: readonly T[]): Promise<void> {
    this.#items.push(...items)
    this.#written ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        const gathered = this.#items
        this.#items = []
        this.#written = null
        try {
          this.#write(gathered)
          resolve()
        } catch (error) {
          reject(error)
        }
      })
    })
    return this.#written
  }
}
