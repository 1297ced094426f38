import { SearchError } from '../types.ts'
import { readOperator } from './operators.ts'

/** One condition of a search; all of them have to hold. */
export type Term = { readonly negated: boolean } & Wanted

export type Wanted =
  | { readonly is: 'words'; readonly text: string; readonly prefix: boolean }
  | { readonly is: 'from' | 'to' | 'subject' | 'tag'; readonly text: string }
  | { readonly is: 'unread' | 'read' | 'starred' | 'attachment' }
  | { readonly is: 'received'; readonly from: number; readonly before: number }
  | { readonly is: 'size'; readonly above: number; readonly below: number }
  | { readonly is: 'id'; readonly id: number }
  | { readonly is: 'outcome'; readonly outcome: string }

/** More would be no search any more, and SQLite's limit on the depth of an expression is near. */
const mostTerms = 50

/** An operator without a value, or a word or phrase with or without an operator. */
const token = /(-?)([a-z-]+):(?=\s|$)|(-?)(?:([a-z-]+):)?(?:"([^"]*)"?|([^\s"]+))/giy

/**
 * Reads a search text: words, "phrases", -negations and operators such as `from:ann`. Never guesses: an operator with
 * a value it cannot use throws a SearchError that says what would be right. What looks like an operator but is none
 * (`12:30`, `https://…`) is text.
 */
export function parseSearch(search: string): Term[] {
  // NUL ends a string in SQLite's C interface; nobody searches for it.
  const text = search.replaceAll('\0', ' ').trim()
  const terms: Term[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const start = token.lastIndex
    const match = token.exec(text)
    if (!match) {
      token.lastIndex = start + 1
      continue
    }
    const [whole, bareMinus, bareOperator, minus, operator, phrase, word] = match
    const negated = (minus ?? bareMinus) === '-'
    const name = (operator ?? bareOperator)?.toLowerCase()
    const wanted = name === undefined ? null : readOperator(name, phrase ?? word ?? '')
    if (wanted) terms.push({ negated, ...wanted })
    else if (phrase !== undefined && operator === undefined) addWords(terms, negated, phrase, false)
    else
      addWords(terms, negated, negated ? whole.slice(1) : whole, word !== undefined && token.lastIndex === text.length)
    if (terms.length > mostTerms) throw new SearchError(`A search can have up to ${mostTerms} words and conditions.`)
  }
  return terms
}

function addWords(terms: Term[], negated: boolean, text: string, prefix: boolean): void {
  if (text.trim() !== '') terms.push({ negated, is: 'words', text: text.trim(), prefix })
}
