import { domainToASCII } from 'node:url'

/**
 * Whether a text fits a pattern, `*` standing for any number of characters, without regard to case. The pieces between
 * the stars are looked for one after the other, so that no pattern takes longer than the text is long.
 */
export function fits(pattern: string, text: string): boolean {
  const pieces = piecesOf(pattern)
  const searched = text.toLowerCase()
  const first = pieces[0] as string
  if (pieces.length === 1) return searched === first
  const last = pieces.at(-1) as string
  if (!searched.startsWith(first)) return false
  let at = first.length
  for (const piece of pieces.slice(1, -1)) {
    const found = searched.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return searched.length - last.length >= at && searched.endsWith(last)
}

const known = new Map<string, readonly string[]>()
/** Routes and rules are few; whoever changes them for ever must not fill the memory. */
const mostKnown = 2_000

/** Taken apart once: every message is held against the sandbox rules before its 250. */
function piecesOf(pattern: string): readonly string[] {
  const found = known.get(pattern)
  if (found) return found
  const pieces = pattern.toLowerCase().split('*')
  if (known.size >= mostKnown) known.clear()
  known.set(pattern, pieces)
  return pieces
}

/** Of an address, in ASCII form and lower case; '' when it has none. */
export function domainOf(address: string): string {
  const at = address.lastIndexOf('@')
  if (at < 0) return ''
  const domain = address.slice(at + 1).toLowerCase()
  return domainToASCII(domain) || domain
}

/** `example.com` is that domain alone, `*.example.com` those below it. */
export function domainFits(patterns: readonly string[], domain: string): boolean {
  return patterns.some((pattern) => {
    const ascii = pattern.includes('*') ? pattern : domainToASCII(pattern) || pattern
    return fits(ascii, domain)
  })
}
