/** Words beside which a code stands, in the languages that sign-in mail is often written in. */
const hint =
  /\b(?:code|codes|otp|pin|passcode|verification|verify|verifizierung|bestätigungscode|sicherheitscode|one[- ]time|einmal|2fa|mfa|token|password|código|codice|kod)\b/giu

/** Digits alone or in two groups, or letters with digits: each between characters that are not part of something longer. */
const candidate =
  /(?<![\p{L}\p{N}#$€£/@._%+=&?-])(?:[A-Z]-)?(\d{3}[- ]\d{3}|\d{4}[- ]\d{4}|\d{4,8}|[A-Z0-9]{3,5}-[A-Z0-9]{3,5}|(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{4,10})(?![\p{L}\p{N}@/%€$£+=&-]|[.,:]\d)/gu

/** Farther away, a number has another reason to be there. */
const nearby = 120

/**
 * Sign-in and confirmation codes, likeliest first. A number counts only beside a word that announces a code:
 * a year, a price or a telephone number is none.
 */
export function findCodes(text: string): string[] {
  const words = text.slice(0, 100_000)
  const hints = [...words.matchAll(hint)]
    .slice(0, 200)
    .map((match) => ({ start: match.index, end: match.index + match[0].length }))
  if (hints.length === 0) return []
  const scores = new Map<string, number>()
  for (const match of [...words.matchAll(candidate)].slice(0, 1_000)) {
    // Without the letter that some senders put before it: G-123456.
    const code = match[1] as string
    const start = match.index + match[0].length - code.length
    const score = scoreOf(code, words, start, hints)
    if (score > (scores.get(code) ?? 0)) scores.set(code, score)
  }
  const likeliest = [...scores].sort((a, b) => b[1] - a[1]).map(([code]) => code)
  // The text may group the digits that the HTML does not: the likelier writing stays.
  const once = new Map(likeliest.toReversed().map((code) => [code.replace(/[- ]/g, ''), code]))
  return likeliest.filter((code) => once.get(code.replace(/[- ]/g, '')) === code).slice(0, 10)
}

function scoreOf(code: string, words: string, start: number, hints: readonly { start: number; end: number }[]): number {
  const end = start + code.length
  let closest = Infinity
  for (const { start: hintStart, end: hintEnd } of hints) {
    // What comes after the announcing word is likelier than what comes before it.
    const distance = hintEnd <= start ? start - hintEnd : hintStart >= end ? (hintStart - end) * 2 : Infinity
    closest = Math.min(closest, distance)
  }
  if (closest > nearby) return 0
  if (isYear(code) && closest > 12) return 0
  const line = words.slice(words.lastIndexOf('\n', start - 1) + 1, start) + endOfLine(words, end)
  const alone = line.trim() === ''
  return 1_000 - closest * 4 + (alone ? 400 : 0) + (/^\d{6}$|^\d{3}[- ]\d{3}$/.test(code) ? 100 : 0)
}

function isYear(code: string): boolean {
  return /^(?:19|20)\d\d$/.test(code)
}

function endOfLine(words: string, from: number): string {
  const end = words.indexOf('\n', from)
  return words.slice(from, end < 0 ? undefined : end)
}
