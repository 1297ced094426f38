import type { ByteCollector } from './byteCollector.ts'
import type { MessageReader } from './messageReader.ts'

const CR = 0x0d
const LF = 0x0a
const DOT = 0x2e
const lineStartDot = Buffer.from('\r\n.')
// What a client that ends its lines with LF alone leaves behind. Of CRLF-dot-LF the dot was taken for a stuffed one.
const bareFinalDot = /\n\.\r?\n$|\r\n\n$/
const carriageReturn = Buffer.from('\r')

/**
 * Reads message data (RFC 5321 4.5.2) up to <CRLF>.<CRLF> and takes away the dots that stuffing put at line starts.
 *
 * Only CRLF is a line end here. A bare LF or CR is a byte of the message like any other, kept as it came: neither
 * <LF>.<LF>, <LF>.<CRLF>, <CRLF>.<LF>, <CR>.<CR> nor any other mixture ends the data (SMTP smuggling, CVE-2023-51764 and kin).
 *
 * Each byte is looked at once: a native search finds CRLF-dot, the one thing that needs a decision. What of
 * CRLF . CRLF the last chunk ended with is carried over as the number of its octets that have matched.
 */
export class DotReader implements MessageReader {
  readonly #into: ByteCollector
  /** 0 nothing, 1 CR, 2 CRLF, 3 CRLF-dot, 4 CRLF-dot-CR. The line of the DATA command counts as the first CRLF. */
  #matched = 2

  constructor(into: ByteCollector) {
    this.#into = into
  }

  feed(chunk: Buffer, from: number): number {
    // Content that has not been handed on yet starts here.
    let start = from
    let at = from
    while (this.#matched > 0 && at < chunk.length) {
      const byte = chunk[at] as number
      if (this.#matched === 4) {
        if (byte === LF) return at + 1
        // The CR that was held back is content after all, and this byte is judged as the one behind a CR.
        if (at === from) this.#into.add(carriageReturn)
        this.#matched = 1
      } else if (this.#matched === 3) {
        this.#matched = byte === CR ? 4 : 0
        at += 1
      } else if (this.#matched === 2 && byte === DOT) {
        // A dot at a line's start is never content.
        if (at > start) this.#into.add(chunk.subarray(start, at))
        start = at + 1
        this.#matched = 3
        at += 1
      } else {
        this.#matched = byte === CR ? 1 : this.#matched === 1 && byte === LF ? 2 : 0
        at += 1
      }
    }
    if (this.#matched > 0) {
      if (this.#matched < 3 && start < chunk.length) this.#into.add(chunk.subarray(start))
      return -1
    }
    return this.#search(chunk, start, at)
  }

  shortfall(): string {
    const { length } = this.#into
    const lastBytes = this.#into.take().subarray(-5).toString('latin1')
    const hint = bareFinalDot.test(lastBytes) ? ' (there is a dot on a line of its own, but only CRLF ends lines)' : ''
    return `the final dot is missing${hint}: ${length} bytes thrown away`
  }

  #search(chunk: Buffer, contentStart: number, searchFrom: number): number {
    let start = contentStart
    let from = searchFrom
    for (;;) {
      const hit = chunk.indexOf(lineStartDot, from)
      if (hit === -1) {
        if (start < chunk.length) this.#into.add(start === 0 ? chunk : chunk.subarray(start))
        this.#matched = crlfAtEnd(chunk, from)
        return -1
      }
      this.#into.add(chunk.subarray(start, hit + 2))
      start = from = hit + 3
      if (chunk[start] === CR && chunk[start + 1] === LF) return start + 2
      if (start === chunk.length || (chunk[start] === CR && start + 1 === chunk.length)) {
        this.#matched = start === chunk.length ? 3 : 4
        return -1
      }
    }
  }
}

/** How much of CRLF the bytes from `from` to the end close with. */
function crlfAtEnd(chunk: Buffer, from: number): 0 | 1 | 2 {
  const last = chunk.length - 1
  if (last < from) return 0
  if (chunk[last] === CR) return 1
  return chunk[last] === LF && last > from && chunk[last - 1] === CR ? 2 : 0
}
