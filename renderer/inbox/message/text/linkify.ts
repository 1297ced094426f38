export interface TextPiece {
  /** Position in the text. */
  readonly at: number
  readonly text: string
  /** What it links to; null for plain text. */
  readonly href: string | null
}

// Lengths are bounded (RFC 5321 4.5.3.1): unbounded, a megabyte of `a.a.a.…` would take hours.
const address = /\bhttps?:\/\/[^\s<>"]+|\b[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}\b/giu

/** Finds web and mail addresses in plain text. Trailing punctuation belongs to the sentence, not to the address. */
export function linkify(text: string): TextPiece[] {
  const pieces: TextPiece[] = []
  let at = 0
  for (const match of text.matchAll(address)) {
    const found = withoutTrailing(match[0])
    if (match.index > at) pieces.push({ at, text: text.slice(at, match.index), href: null })
    pieces.push({ at: match.index, text: found, href: /^https?:/i.test(found) ? found : `mailto:${found}` })
    at = match.index + found.length
  }
  if (at < text.length) pieces.push({ at, text: text.slice(at), href: null })
  return pieces
}

const brackets = { ')': '(', ']': '[', '}': '{' } as const

function withoutTrailing(found: string): string {
  const surplus = new Map<string, number>()
  for (const [closing, opening] of Object.entries(brackets))
    surplus.set(closing, found.split(closing).length - found.split(opening).length)
  let end = found.length
  for (; end > 0; end -= 1) {
    const last = found[end - 1] ?? ''
    if (!/[!'),.:;?\]}*_~]/.test(last)) break
    const unmatched = surplus.get(last)
    if (unmatched === undefined) continue
    if (unmatched <= 0) break
    surplus.set(last, unmatched - 1)
  }
  return found.slice(0, end)
}
