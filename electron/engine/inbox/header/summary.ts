import type { Mailbox } from '../../../../shared/model/address.ts'
import type { MessageFlag } from '../../../../shared/model/message.ts'
import { parseAddresses } from './addresses.ts'
import { decodeRaw, decodeWords } from './encodedWords.ts'
import { headerSection, unfold } from './section.ts'

/** What a list row needs from the header. */
export interface HeaderSummary {
  readonly from: Mailbox | null
  /** To and Cc. */
  readonly to: Mailbox[]
  readonly subject: string
  readonly flags: MessageFlag[]
}

const wantedField = /^(from|to|cc|subject)[ \t]*:([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)/gim
/** A line that is neither a field (RFC 5322 3.6.8: printable ASCII and a colon) nor the continuation of one. */
const brokenLine = /^(?![ \t]|[!-9;-~]+[ \t]*:)[^\r\n]/m
/** Longer values are cut: a list row shows a few words, and a header line can be a megabyte. */
const longestValue = 16 * 1024
const longestSubject = 1_000

/**
 * Reads no more than the few fields that a list shows. Runs for every message before its 250, so it is one regular
 * expression over the header and nothing over the body but the search for overlong lines. Never throws, whatever the bytes.
 */
export function summarise(bytes: Buffer): HeaderSummary {
  const { latin1, unfinished } = headerSection(bytes)
  let from: Mailbox | null = null
  let subject: string | null = null
  const to: Mailbox[] = []
  for (const [, name, raw] of latin1.matchAll(wantedField)) {
    const value = decodeRaw(unfold((raw as string).slice(0, longestValue)))
    switch ((name as string).toLowerCase()) {
      // Doubled fields are against the rules (RFC 5322 3.6); the first one counts, as in most mail programs.
      case 'from':
        from ??= parseAddresses(value, 1)[0] ?? null
        break
      case 'subject':
        subject ??= decodeWords(value).slice(0, longestSubject)
        break
      default:
        to.push(...parseAddresses(value, 1_000 - to.length))
    }
  }
  const flags: MessageFlag[] = []
  if (unfinished || brokenLine.test(latin1)) flags.push('malformedHeader')
  if (hasLongLine(bytes)) flags.push('longLines')
  return { from, to, subject: subject ?? '', flags }
}

/** RFC 5322 2.1.1: a line has no more than 998 octets before its CRLF. Looks at one byte in some hundreds. */
function hasLongLine(bytes: Buffer): boolean {
  let start = 0
  while (bytes.length - start > 998) {
    // The last line break that a line beginning at `start` may have: LF at 999 leaves 998 octets and CR.
    const end = bytes.lastIndexOf(10, start + 999)
    if (end < start) return true
    start = end + 1
  }
  return false
}
