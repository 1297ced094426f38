const LF = 0x0a
const CR = 0x0d

export type Line =
  | { readonly is: 'line'; readonly bytes: Buffer }
  /** The line's end has not arrived. */
  | { readonly is: 'incomplete' }
  | { readonly is: 'bareLineFeed'; readonly bytes: Buffer }
  /** Ended at last; `length` counts what was thrown away. */
  | { readonly is: 'tooLong'; readonly length: number; readonly beginning: Buffer }

const incomplete: Line = { is: 'incomplete' }

/**
 * Cuts commands out of the stream. The end of a line is searched in new bytes only, and what has come of an
 * unfinished line is kept up to the limit: after that it is counted and thrown away.
 */
export class LineReader {
  #kept: Buffer | null = null
  #length = 0
  /** Where the last call stopped in its chunk. */
  at = 0

  /** Bytes of an unfinished line so far. */
  get unfinished(): number {
    return this.#length
  }

  next(chunk: Buffer, from: number, limit: number): Line {
    const end = chunk.indexOf(LF, from)
    if (end === -1) {
      this.at = chunk.length
      this.#keep(chunk.subarray(from), limit)
      return incomplete
    }
    this.at = end + 1
    if (this.#length === 0 && end - from < limit) return judge(chunk, from, end)
    this.#keep(chunk.subarray(from, end + 1), limit)
    const bytes = this.#kept as Buffer
    const length = this.#length
    this.#kept = null
    this.#length = 0
    return length > limit ? { is: 'tooLong', length, beginning: bytes } : judge(bytes, 0, length - 1)
  }

  #keep(piece: Buffer, limit: number): void {
    const room = limit - (this.#kept?.length ?? 0)
    this.#length += piece.length
    if (room <= 0 && this.#kept !== null) return
    const taken = piece.length > room ? piece.subarray(0, room) : piece
    // Copied, since a few bytes must not hold on to the whole chunk they came in.
    this.#kept = this.#kept === null ? Buffer.from(taken) : Buffer.concat([this.#kept, taken])
  }
}

function judge(source: Buffer, from: number, lineFeed: number): Line {
  return lineFeed > from && source[lineFeed - 1] === CR
    ? { is: 'line', bytes: source.subarray(from, lineFeed - 1) }
    : { is: 'bareLineFeed', bytes: source.subarray(from, lineFeed) }
}
