import { type Pace, SlowReply } from './faults/slowReply.ts'
import type { SessionHouse, Wire } from './house.ts'
import { inManners } from './manners.ts'
import type { SessionRecord } from './record.ts'
import type { SmtpReply } from './reply.ts'

/** How a session says its replies: in the words of its listener's manners, and as late or slowly as a fault wants it. */
export class Voice {
  readonly #house: SessionHouse
  readonly #wire: Wire
  readonly #record: SessionRecord
  /** How the next reply is said. */
  #pace: Pace | null = null
  #slowReply: SlowReply | null = null

  constructor(house: SessionHouse, wire: Wire, record: SessionRecord) {
    this.#house = house
    this.#wire = wire
    this.#record = record
  }

  /** Whether the next reply is to be said late or slowly. */
  get isPaced(): boolean {
    return this.#pace !== null
  }

  /** Whether a reply is on its way. */
  get isSpeaking(): boolean {
    return this.#slowReply !== null
  }

  setPace(pace: Pace | null): void {
    this.#pace = pace
  }

  worded(answer: SmtpReply): SmtpReply {
    const { manners, hostname } = this.#house
    return manners === null ? answer : inManners(manners, answer, this.#record.facts.login?.username ?? '', hostname)
  }

  /** Says it now. */
  say(answer: SmtpReply): void {
    this.#wire.write(this.#record.said(this.worded(answer)))
  }

  /** Says it at the pace that was set, or waits as long and says nothing. */
  sayPaced(answer: SmtpReply | null, then: () => void): void {
    const compose = (): string => {
      this.#record.now = Date.now()
      return answer === null ? '' : this.#record.said(this.worded(answer))
    }
    const done = (): void => {
      this.#record.now = Date.now()
      this.#slowReply = null
      then()
    }
    this.#slowReply = new SlowReply(
      this.#pace ?? { delay: 0, perByte: 0 },
      compose,
      (text) => this.#wire.write(text),
      done,
    )
    this.#pace = null
  }

  /** The rest at once: there is no time left. */
  hurry(): void {
    this.#slowReply?.hurry()
  }

  /** Nobody listens any more. */
  stop(): void {
    this.#slowReply?.stop()
    this.#slowReply = null
  }
}
