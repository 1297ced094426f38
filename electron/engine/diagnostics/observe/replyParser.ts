/** The most that is read of one reply. RFC 5321 4.5.3.1.5 allows 512 bytes a line; EHLO replies stay under a few kilobytes. */
const mostBytes = 16_384
const mostLines = 100
const longestLine = 512

/** What a server's bytes are, as far as they go. */
export interface ParsedReply {
  /** Of the last line, or of the first when the end never came; null when it is no SMTP reply. */
  readonly code: number | null
  readonly lines: readonly string[]
  /** Sentences: how it breaks RFC 5321. */
  readonly protocolErrors: readonly string[]
  /** `more`: wait. `broken`: longer than anybody should read. `foreign`: whole lines, but not SMTP. */
  readonly state: 'more' | 'complete' | 'broken' | 'foreign'
  /** Bytes of the reply itself; what follows was sent ahead of time. */
  readonly length: number
}

const replyLine = /^(\d{3})(?:([ -])(.*))?$/s

/** Whether these first bytes may be those of a reply that has not come yet. */
export function mayBecomeReply(bytes: Buffer): boolean {
  return /^(\d{1,3}|\d{3}[ \r-])$/.test(bytes.toString('latin1', 0, 4))
}

/** Reads one reply (RFC 5321 4.2) from the beginning of what came. Pure; forgiving where clients are, and says so. */
export function parseReply(bytes: Buffer): ParsedReply {
  const lines: string[] = []
  const protocolErrors = new Set<string>()
  let code: number | null = null
  let at = 0
  const result = (state: ParsedReply['state']): ParsedReply => ({
    code,
    lines,
    protocolErrors: [...protocolErrors],
    state,
    length: at,
  })
  for (;;) {
    const feed = bytes.indexOf(10, at)
    if (feed === -1) {
      if (bytes.length - at > mostBytes || bytes.length > mostBytes) {
        protocolErrors.add(`A reply of more than ${mostBytes} bytes that does not end`)
        if (bytes.length - at > longestLine) addLine(bytes.subarray(at, at + longestLine))
        return result('broken')
      }
      return result('more')
    }
    if (feed === at || bytes[feed - 1] !== 13)
      protocolErrors.add('Lines end in LF alone instead of CRLF (RFC 5321 2.3.8)')
    const end = feed > at && bytes[feed - 1] === 13 ? feed - 1 : feed
    const length = end - at
    if (length > longestLine) protocolErrors.add(`A line of ${length} bytes; 512 are allowed (RFC 5321 4.5.3.1.5)`)
    const last = addLine(bytes.subarray(at, end))
    at = feed + 1
    if (last !== 'more') return result(last)
    if (lines.length >= mostLines || at > mostBytes) {
      protocolErrors.add(`A reply that does not end, even after ${lines.length} lines`)
      return result('broken')
    }
  }

  function addLine(piece: Buffer): 'more' | 'complete' | 'foreign' {
    const text = piece.toString('utf8')
    lines.push(text)
    const [, digits, separator] = replyLine.exec(text) ?? []
    if (digits === undefined) {
      if (code === null) return 'foreign'
      protocolErrors.add('A line without a reply code within a reply')
      return 'more'
    }
    if (code !== null && Number(digits) !== code) protocolErrors.add('Lines of one reply have different codes')
    code = Number(digits)
    return separator === '-' ? 'more' : 'complete'
  }
}
