import { closeSync, fdatasync, openSync } from 'node:fs'

/**
 * Brings a WAL to the disk without holding up the thread that writes it.
 *
 * SQLite's own `synchronous=FULL` waits for the disk inside COMMIT, on the thread that also speaks SMTP. Here the
 * connection runs with `synchronous=NORMAL`, which leaves out exactly that one wait, and the file is flushed on one of
 * libuv's threads instead: whoever waits for `flushed` has the same promise, while the others go on
 * (docs/decisions/0004-group-commit.md).
 */
export class WalFlush {
  readonly #path: string
  #fd: number | null = null
  #running: Promise<void> | null = null
  #next: Promise<void> | null = null

  constructor(walPath: string) {
    this.#path = walPath
  }

  /** Resolves once everything that was committed before this call is on disk; rejects with the system's error. */
  flushed(): Promise<void> {
    // A flush that is under way may have missed the newest commit: those who come now share the one after it.
    if (this.#running === null) return this.#start()
    this.#next ??= this.#running.then(
      () => this.#start(),
      () => this.#start(),
    )
    return this.#next
  }

  /** Nothing may be under way. */
  close(): void {
    if (this.#fd !== null) closeSync(this.#fd)
    this.#fd = null
  }

  #start(): Promise<void> {
    this.#next = null
    this.#running = this.#flush().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  #flush(): Promise<void> {
    return new Promise((resolve, reject) => {
      // The file exists once something was committed. SQLite's locks are on other files, so closing this drops none.
      this.#fd ??= openSync(this.#path, 'r+')
      fdatasync(this.#fd, (error) => (error ? reject(error) : resolve()))
    })
  }
}
