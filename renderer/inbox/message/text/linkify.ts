export interface TextPiece {
  /** Position in the text. */
  readonly at: number
  readonly text: string
  /** What it links to; null for plain text. */
  readonly href: string | null
}

const address = /\bhttps?:\/\/[^\s<>"]+|\b[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}\b/giu

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

function withoutTrailing(found: string): string {
  let end = found.length
  while (end > 0) {
    const last = found[end - 1] ?? ''
    const opening = { ')': '(', ']': '[', '}': '{' }[last]
    const closesOwn = opening !== undefined && count(found, opening, end) >= count(found, last, end)
    if (!/[!'),.:;?\]}*_~]/.test(last) || closesOwn) break
    end -= 1
  }
  return found.slice(0, end)
}

function count(text: string, letter: string, end: number): number {
  let found = 0
  for (let at = 0; at < end; at += 1) if (text[at] === letter) found += 1
  return found
}
