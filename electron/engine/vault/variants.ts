import type { LoginReason } from '../../../shared/model/credential.ts'

interface Variant {
  readonly reason: LoginReason
  /** What was seen, to be followed by what to do. */
  readonly seen: string
  readonly undo: (text: string) => string
}

const variants: readonly Variant[] = [
  {
    reason: 'newlineAtEnd',
    seen: 'arrived with a line break at its end',
    undo: (text) => text.replace(/[\r\n]+$/, ''),
  },
  {
    reason: 'newlineAtEnd',
    seen: 'arrived with "\\n" written at its end',
    undo: (text) => text.replace(/(\\r|\\n)+$/, ''),
  },
  { reason: 'newlineAtEnd', seen: 'arrived with %0A at its end', undo: (text) => text.replace(/(%0d|%0a)+$/i, '') },
  {
    reason: 'byteOrderMark',
    seen: 'arrived with a byte order mark in front: the file it was read from was saved as "UTF-8 with BOM"',
    undo: (text) => text.replace(/^\uFEFF/, ''),
  },
  { reason: 'spaceAround', seen: 'arrived with a space or tab around it', undo: (text) => text.trim() },
  {
    reason: 'quoted',
    seen: 'arrived with the quotation marks around it',
    undo: (text) => text.trim().replace(/^(["'`“”‘’])(.*)["'`“”‘’]$/s, '$2'),
  },
  {
    reason: 'wrappedBase64',
    seen: 'arrived with line breaks or spaces inside it: it was wrapped',
    undo: (text) => text.replace(/\s+/g, ''),
  },
  {
    reason: 'wrappedBase64',
    seen: 'arrived encoded in base64 once too often',
    undo: (text) => {
      const packed = text.replace(/\s+/g, '')
      return /^[A-Za-z0-9+/]{8,}={0,2}$/.test(packed) ? Buffer.from(packed, 'base64').toString('utf8').trim() : text
    },
  },
]

/** The slips by which a right secret becomes a wrong one, tried until `isRight` says yes. */
export function findSlip(
  given: string,
  isRight: (text: string) => boolean,
): { reason: LoginReason; seen: string } | null {
  for (const { reason, seen, undo } of variants) {
    const text = undo(given)
    if (text !== given && isRight(text)) return { reason, seen }
  }
  return null
}
