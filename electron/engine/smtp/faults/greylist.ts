import type { SmtpReply } from '../reply.ts'

/** More are not remembered: the oldest goes, and is put off once more. */
const longestMemory = 10_000

/** Puts off the first try of client address, sender and recipient (RFC 6647), and every other until the time is over. */
export class Greylist {
  readonly #firstSeen = new Map<string, number>()

  /** Null: may pass. */
  judge(triplet: string, seconds: number, now: number): SmtpReply | null {
    const since = this.#firstSeen.get(triplet)
    if (since === undefined) {
      this.#firstSeen.set(triplet, now)
      if (this.#firstSeen.size > longestMemory) this.#firstSeen.delete(this.#firstSeen.keys().next().value as string)
    }
    const left = seconds * 1_000 - (now - (since ?? now))
    if (left <= 0) return null
    const text = `Greylisted, try again in ${Math.ceil(left / 1_000)} seconds`
    return { code: 451, enhancedCode: '4.7.1', lines: [text], situation: 'asIs' }
  }
}
