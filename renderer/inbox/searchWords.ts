/** An operator of the search, as it is suggested. */
interface Operator {
  readonly text: string
  readonly meaning: string
  /** Complete as it stands, not waiting for a value. */
  readonly whole?: boolean
}

const operators: readonly Operator[] = [
  { text: 'from:', meaning: 'sender’s name or address' },
  { text: 'to:', meaning: 'recipient’s name or address' },
  { text: 'subject:', meaning: 'words in the subject' },
  { text: 'is:unread', meaning: 'not read yet', whole: true },
  { text: 'is:read', meaning: 'read already', whole: true },
  { text: 'is:starred', meaning: 'starred', whole: true },
  { text: 'has:attachment', meaning: 'with attachments', whole: true },
  { text: 'tag:', meaning: 'with a tag' },
  { text: 'outcome:', meaning: 'what became of it, e.g. delivered, bounced, held' },
  { text: 'after:', meaning: 'received since a day, e.g. 2026-03-01' },
  { text: 'before:', meaning: 'received before a day, e.g. 2026-04-01' },
  { text: 'larger:', meaning: 'larger than a size, e.g. 1M' },
  { text: 'smaller:', meaning: 'smaller than a size, e.g. 100k' },
]

/** Operators that the last word of the search could become. */
export function suggestionsFor(search: string): readonly Operator[] {
  const word = lastWord(search).replace(/^-/, '').toLowerCase()
  if (word === '') return operators
  return operators.filter(({ text }) => text.startsWith(word) && text !== word)
}

/** The search with its last word replaced by an operator; a complete one is followed by a space. */
export function completed(search: string, operator: string): string {
  const word = lastWord(search)
  const negation = word.startsWith('-') ? '-' : ''
  const whole = operators.find(({ text }) => text === operator)?.whole
  return `${search.slice(0, search.length - word.length)}${negation}${operator}${whole ? ' ' : ''}`
}

/** The search without a last word that is only the beginning of an operator: it is still being typed. */
export function settledPart(search: string): string {
  const word = lastWord(search)
  const bare = word.replace(/^-/, '').toLowerCase()
  const typing =
    bare.includes(':') && operators.some(({ text, whole }) => text.startsWith(bare) && (text !== bare || !whole))
  return (typing ? search.slice(0, search.length - word.length) : search).trim()
}

/** The newest searches first, each once. */
export function withRecent(recent: readonly string[], search: string): string[] {
  const text = search.trim()
  return text === '' ? [...recent] : [text, ...recent.filter((other) => other !== text)].slice(0, 6)
}

function lastWord(search: string): string {
  return /\S*$/.exec(search)?.[0] ?? ''
}
