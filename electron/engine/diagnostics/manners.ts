/**
 * What one diagnosis allows itself towards one server. Scanners that connect without end are locked out, and then every
 * answer is wrong.
 */
export class Manners {
  #made = 0
  #throttled: string | null = null
  #loginRefused: string | null = null
  #lastLogin: Promise<unknown> = Promise.resolve()
  readonly #most: number

  constructor(most = mostConnections) {
    this.#most = most
  }

  /** Connections made so far. */
  get made(): number {
    return this.#made
  }

  get left(): number {
    return this.#throttled === null ? Math.max(0, this.#most - this.#made) : 0
  }

  /** Why no more connections are made; null while some are left. */
  get stopped(): string | null {
    return (
      this.#throttled ?? (this.#made < this.#most ? null : `This diagnosis has made its ${this.#most} connections.`)
    )
  }

  /** Counts a connection that is about to be made. */
  count(): void {
    this.#made += 1
  }

  /** The server asked to be left alone: what has begun is ended, nothing new is begun. */
  throttle(reply: string): void {
    this.#throttled ??= `The server asked to be left alone: ${reply}`
  }

  /**
   * Logs in after whoever does so now, and only while no login was refused: each refusal counts towards the lock of the
   * account. `work` resolves with whether it was refused on the way. Resolves with why it was not done; null: it was.
   */
  logIn(port: number, work: () => Promise<boolean>): Promise<string | null> {
    const mine = this.#lastLogin.then(async () => {
      if (this.#loginRefused !== null) return this.#loginRefused
      if (await work()) this.#loginRefused = `A login was refused on port ${port}. More tries could lock the account.`
      return null
    })
    this.#lastLogin = mine.catch(() => undefined)
    return mine
  }
}

/** To one host, in one diagnosis. */
const mostConnections = 80
