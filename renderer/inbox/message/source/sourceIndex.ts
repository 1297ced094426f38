// A source of 20 MB has some 270,000 lines. It is walked once; what is kept per row is a start and a kind, and only the
// rows in sight ever become elements. Lines too long to be drawn at once are cut into several rows.

export const rowKinds = ['body', 'header', 'folded', 'boundary'] as const
export type RowKind = (typeof rowKinds)[number]

export interface SourceIndex {
  readonly text: string
  readonly rows: number
  /** Where each row starts; one more than there are rows. */
  readonly starts: Uint32Array
  /** Index into `rowKinds`. */
  readonly kinds: Uint8Array
  /** Line number of each row, from 1. */
  readonly lines: Uint32Array
  /** Whether rows beyond what a scroller can reach were left out. */
  readonly cut: boolean
}

const longestRow = 1_000
/** Browsers place nothing beyond about 33 million pixels; 18 pixels a row. */
const mostRows = 1_500_000

/** Text of the bytes received: UTF-8 where they are UTF-8, else one character per byte. */
export function decodeSource(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return new TextDecoder('latin1').decode(bytes)
  }
}

/** Finds the rows of a message's source and what each is: header, folded header, MIME boundary, body. */
export function indexSource(text: string): SourceIndex {
  let room = 4_096
  let starts = new Uint32Array(room + 1)
  let lines = new Uint32Array(room)
  let kinds = new Uint8Array(room)
  let rows = 0
  const walker = new MimeWalker()
  let line = 0
  for (let at = 0; at < text.length && rows < mostRows;) {
    const newline = text.indexOf('\n', at)
    const end = newline === -1 ? text.length : newline + 1
    line += 1
    const kind = walker.kindOf(text, at, end)
    for (let start = at; start < end && rows < mostRows; start += longestRow) {
      if (rows === room) {
        room *= 2
        starts = grown(starts, new Uint32Array(room + 1))
        lines = grown(lines, new Uint32Array(room))
        kinds = grown(kinds, new Uint8Array(room))
      }
      starts[rows] = start
      lines[rows] = line
      kinds[rows] = start > at && kind === 'header' ? rowKinds.indexOf('folded') : rowKinds.indexOf(kind)
      rows += 1
    }
    at = end
  }
  const cut = rows === mostRows
  starts[rows] = cut ? (starts[rows - 1] ?? 0) + longestRow : text.length
  return { text, rows, starts, kinds, lines, cut }
}

/** The text of a row without its line end. */
export function rowText(index: SourceIndex, row: number): string {
  return index.text.slice(index.starts[row], index.starts[row + 1]).replace(/\r?\n$/, '')
}

/** The row that holds a position of the text. */
export function rowAt(index: SourceIndex, position: number): number {
  let low = 0
  let high = index.rows - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((index.starts[middle] ?? 0) <= position) low = middle
    else high = middle - 1
  }
  return low
}

/** Follows header sections and boundaries just closely enough to colour them. */
class MimeWalker {
  readonly #boundaries = new Set<string>()
  #inHeader = true
  #headerHoldsMessage = false

  kindOf(text: string, start: number, end: number): RowKind {
    if (this.#inHeader) return this.#headerLine(text, start, end)
    if (text.charCodeAt(start) !== 45 || text.charCodeAt(start + 1) !== 45) return 'body'
    const delimiter = text.slice(start + 2, Math.min(end, start + 300)).trimEnd()
    if (this.#boundaries.has(delimiter)) {
      this.#inHeader = true
      this.#headerHoldsMessage = false
      return 'boundary'
    }
    return delimiter.endsWith('--') && this.#boundaries.has(delimiter.slice(0, -2)) ? 'boundary' : 'body'
  }

  #headerLine(text: string, start: number, end: number): RowKind {
    const line = text.slice(start, Math.min(end, start + 4_096))
    if (line.trimEnd() === '') {
      // An attached message starts with a header section of its own.
      this.#inHeader = this.#headerHoldsMessage
      this.#headerHoldsMessage = false
      return 'body'
    }
    const boundary = /\bboundary\s*=\s*(?:"([^"]+)"|([^\s;"]+))/i.exec(line)
    if (boundary) this.#boundaries.add(boundary[1] ?? boundary[2] ?? '')
    if (/^content-type:\s*message\/(rfc822|global)/i.test(line)) this.#headerHoldsMessage = true
    return /^[ \t]/.test(line) ? 'folded' : 'header'
  }
}

function grown<T extends Uint8Array | Uint32Array>(from: T, to: T): T {
  to.set(from)
  return to
}
