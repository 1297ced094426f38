/** A header field as it stands in the bytes. */
export interface RawField {
  readonly name: string
  /** Unfolded, without the space around it; one character per byte. */
  readonly value: string
  /** The whole field with its line ends, one character per byte. */
  readonly raw: string
}

/** Where a field stands, its line ends included. */
interface FieldPlace {
  readonly name: string
  readonly start: number
  readonly end: number
}

/** Longer header sections are not looked at beyond this for what they ask for. */
const longestSection = 256 * 1024

/** The header section as latin1, and where the body begins (the blank line is the header's). */
export function splitHeader(
  bytes: Buffer,
  longest = longestSection,
): { readonly header: string; readonly bodyStart: number } {
  if (bytes[0] === 10) return { header: '', bodyStart: 1 }
  if (bytes[0] === 13 && bytes[1] === 10) return { header: '', bodyStart: 2 }
  const reach = bytes.subarray(0, longest)
  const crlf = reach.indexOf('\r\n\r\n')
  const within = crlf < 0 ? reach : reach.subarray(0, crlf + 1)
  const [first] = [...blankLine(within, '\n\n'), ...blankLine(within, '\n\r\n')].sort((one, other) => one.at - other.at)
  if (first) return { header: reach.toString('latin1', 0, first.at + 1), bodyStart: first.at + first.length }
  if (crlf >= 0) return { header: reach.toString('latin1', 0, crlf + 2), bodyStart: crlf + 4 }
  return { header: reach.toString('latin1'), bodyStart: reach.length }
}

function blankLine(bytes: Buffer, ends: string): { at: number; length: number }[] {
  const at = bytes.indexOf(ends)
  return at < 0 ? [] : [{ at, length: ends.length }]
}

/**
 * Every field in order; lines that are none are left out. A bare CR ends a line as well: it leaves as CRLF. Line by line,
 * since one expression over millions of folded lines would end the stack.
 */
export function* placesOf(header: string): Generator<FieldPlace> {
  const lineEnd = /\r\n|\n|\r/g
  const nameAt = /([!-9;-~]+)[ \t]*:/y
  let name: string | null = null
  let start = 0
  for (let at = 0; at < header.length; at = lineEnd.lastIndex) {
    lineEnd.lastIndex = at
    if (header[at] !== ' ' && header[at] !== '\t') {
      if (name !== null) yield { name, start, end: at }
      start = at
      nameAt.lastIndex = at
      name = nameAt.exec(header)?.[1] ?? null
    }
    if (!lineEnd.exec(header)) break
  }
  if (name !== null) yield { name, start, end: header.length }
}

/** Every field in order. Lines that are none are left out. */
export function readFields(header: string): RawField[] {
  return Array.from(placesOf(header), ({ name, start, end }) => {
    const raw = header.slice(start, end)
    return { name, raw, value: unfold(raw.slice(raw.indexOf(':') + 1)) }
  })
}

/** The section without some fields: everything else stays byte for byte. */
export function withoutFields(header: string, isDropped: (name: string) => boolean): string {
  const kept: string[] = []
  let from = 0
  for (const { name, start, end } of placesOf(header)) {
    if (!isDropped(name)) continue
    kept.push(header.slice(from, start))
    from = end
  }
  return kept.join('') + header.slice(from)
}

/** Whom it must not reach. Whatever its spelling, and when it is sent anew. */
export function isBcc(name: string): boolean {
  return /^(resent-)?bcc$/i.test(name)
}

/** The first field of this name; null when there is none. */
export function valueOf(fields: readonly RawField[], name: string): string | null {
  const wanted = name.toLowerCase()
  return fields.find((one) => one.name.toLowerCase() === wanted)?.value ?? null
}

function unfold(value: string): string {
  return (
    value
      .replace(/\r\n|\n|\r/g, '')
      // oxlint-disable-next-line no-control-regex -- control characters are what is replaced
      .replace(/[\x00-\x08\x0a-\x1f\x7f]/g, ' ')
      .trim()
  )
}
