/**
 * What one diagnosis allows itself towards one server. Scanners that connect without end are locked out, and then every
 * answer is wrong.
 */
export class Manners {
  #made = 0
  #throttled: string | null = null
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
}

/** To one host, in one diagnosis. */
const mostConnections = 80
