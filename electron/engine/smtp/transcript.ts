import type { TranscriptLine } from '../../../shared/model/session.ts'
import { escapeControls } from '../escapeControls.ts'

type Speaker = TranscriptLine['from']

const letters: Record<Speaker, string> = { client: 'c', server: 's', note: 'n' }
const speakers: Record<string, Speaker> = { c: 'client', s: 'server', n: 'note' }

// Between two hand-overs a session keeps this much from the beginning and this much from the end, in characters.
const keptFirst = 32_768
const keptLast = 8_192

/**
 * One session's dialogue as compact text: a line is the speaker's letter (upper case inside TLS), the milliseconds
 * since the session's start in base 36, a space and the text. Bounded: an endless session keeps its beginning and its end.
 */
export class Transcript {
  readonly #startedAt: number
  #first = ''
  #older = ''
  #newest = ''
  #leftOut = 0

  constructor(startedAt: number) {
    this.#startedAt = startedAt
  }

  add(from: Speaker, text: string, encrypted: boolean, now: number): void {
    const letter = encrypted ? letters[from].toUpperCase() : letters[from]
    const line = `${letter}${Math.max(0, now - this.#startedAt).toString(36)} ${escapeControls(text)}\n`
    if (this.#newest === '' && this.#first.length + line.length <= keptFirst) {
      this.#first += line
      return
    }
    if (this.#newest.length + line.length > keptLast) {
      this.#leftOut += countLines(this.#older)
      this.#older = this.#newest
      this.#newest = ''
    }
    this.#newest += line
  }

  /** The lines since the last call, encoded. */
  drain(): string {
    const text = this.peek()
    this.#first = this.#older = this.#newest = ''
    this.#leftOut = 0
    return text
  }

  /** The lines not drained yet, encoded. */
  peek(): string {
    if (this.#leftOut === 0) return this.#first + this.#older + this.#newest
    const at = /^.([0-9a-z]*)/.exec(this.#older)?.[1] ?? '0'
    return `${this.#first}n${at} [${this.#leftOut} lines left out]\n${this.#older}${this.#newest}`
  }
}

/** The lines of one or more encoded pieces put together. A line it cannot read is left out. */
export function decodeTranscript(encoded: string): TranscriptLine[] {
  const lines: TranscriptLine[] = []
  for (const line of encoded.split('\n')) {
    const letter = line.charAt(0)
    const from = speakers[letter.toLowerCase()]
    const space = line.indexOf(' ')
    if (from === undefined || space < 2) continue
    const at = Number.parseInt(line.slice(1, space), 36)
    if (Number.isNaN(at)) continue
    lines.push({ at, from, text: line.slice(space + 1), encrypted: letter !== letter.toLowerCase() })
  }
  return lines
}

function countLines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1
  return count
}
