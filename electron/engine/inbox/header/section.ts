/** The longest header section that is looked at. A message may be longer; its bytes are kept all the same. */
const longestSection = 256 * 1024

export interface HeaderSection {
  /** One character per byte. */
  readonly latin1: string
  /** Where the body begins. */
  readonly bodyStart: number
  /** No blank line was found, or none within reach. */
  readonly unfinished: boolean
}

/** The bytes up to the first blank line, with CRLF or bare LF line ends. Never throws. */
export function headerSection(bytes: Buffer): HeaderSection {
  // A message that begins with a blank line has no header at all.
  if (bytes[0] === 10) return { latin1: '', bodyStart: 1, unfinished: false }
  if (bytes[0] === 13 && bytes[1] === 10) return { latin1: '', bodyStart: 2, unfinished: false }
  const reach = bytes.subarray(0, longestSection)
  const crlf = reach.indexOf('\r\n\r\n')
  const within = crlf < 0 ? reach : reach.subarray(0, crlf + 1)
  const lf = within.indexOf('\n\n')
  if (lf >= 0) return { latin1: reach.toString('latin1', 0, lf + 1), bodyStart: lf + 2, unfinished: false }
  if (crlf >= 0) return { latin1: reach.toString('latin1', 0, crlf + 2), bodyStart: crlf + 4, unfinished: false }
  return { latin1: reach.toString('latin1'), bodyStart: reach.length, unfinished: true }
}

/** Takes the line breaks out of a folded value (RFC 5322 2.2.3) and what must never be shown: NUL and its like. */
export function unfold(value: string): string {
  return (
    value
      .replace(/\r?\n/g, '')
      // oxlint-disable-next-line no-control-regex -- control characters are what is replaced
      .replace(/[\x00-\x08\x0a-\x1f\x7f]/g, ' ')
      .trim()
  )
}
