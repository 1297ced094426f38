/** How late a reply is said, and how slowly. */
export interface Pace {
  readonly delay: number
  readonly perByte: number
}

/** One reply on its way: late, and then whole or a byte at a time. */
export class SlowReply {
  readonly #write: (text: string) => void
  readonly #done: () => void
  readonly #perByte: number
  readonly #compose: () => string
  #text: string | null = null
  #at = 0
  #timer: NodeJS.Timeout

  /** `compose` is called when the delay is over, `done` after the last byte. */
  constructor(pace: Pace, compose: () => string, write: (text: string) => void, done: () => void) {
    this.#perByte = pace.perByte
    this.#compose = compose
    this.#write = write
    this.#done = done
    this.#timer = setTimeout(this.#next, pace.delay)
  }

  /** Says what is left at once. */
  hurry(): void {
    clearTimeout(this.#timer)
    this.#text ??= this.#compose()
    this.#write(this.#text.slice(this.#at))
    this.#done()
  }

  /** Says no more, and is never done. */
  stop(): void {
    clearTimeout(this.#timer)
  }

  readonly #next = (): void => {
    this.#text ??= this.#compose()
    if (this.#perByte === 0 || this.#at >= this.#text.length) {
      this.hurry()
      return
    }
    this.#write(this.#text.charAt(this.#at))
    this.#at += 1
    if (this.#at === this.#text.length) this.#done()
    else this.#timer = setTimeout(this.#next, this.#perByte)
  }
}
