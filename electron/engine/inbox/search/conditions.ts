import type { SqlValue } from '../../database/open.ts'
import { containing } from '../../database/like.ts'
import type { Term, Wanted } from './parse.ts'

/** A piece of WHERE over `messages m`. User text only ever stands in `values`. */
export interface Condition {
  readonly sql: string
  readonly values: readonly SqlValue[]
}

/** Fewer letters begin too many words: slow, and of no use. For three the index has a list of its own (database/search.ts). */
const shortestPrefix = 3

/** A search ready to be asked. */
export interface CompiledSearch {
  /** Conditions on columns; they hold for every message. */
  readonly columns: Condition[]
  /** For indexed messages: a full-text expression that has to match, or null. */
  readonly match: string | null
  /** For indexed messages: words that must not occur. */
  readonly without: Condition[]
  /** The same words for messages that are not indexed yet: by subject and people. */
  readonly unindexed: Condition[]
}

/** Turns terms into SQL. Text goes to FTS5 as a quoted string, where nothing but the quote itself has a meaning. */
export function compile(terms: readonly Term[]): CompiledSearch {
  const columns: Condition[] = []
  const without: Condition[] = []
  const unindexed: Condition[] = []
  const matches: string[] = []
  for (const term of terms) {
    if (term.is !== 'words') columns.push(negatedIf(term.negated, columnCondition(term)))
    else if (!/[\p{L}\p{N}\p{Co}]/u.test(term.text)) {
      // Nothing in it that the index would call a word: `!!!`, an emoji.
      columns.push(negatedIf(term.negated, inSubjectOrPeople(term.text)))
    } else {
      const phrase = `"${term.text.replaceAll('"', '""')}"${term.prefix && term.text.length >= shortestPrefix ? ' *' : ''}`
      if (term.negated)
        without.push({ sql: 'm.id NOT IN (SELECT rowid FROM search.texts WHERE texts MATCH ?)', values: [phrase] })
      else matches.push(phrase)
      unindexed.push(negatedIf(term.negated, inSubjectOrPeople(term.text)))
    }
  }
  return { columns, match: matches.length > 0 ? matches.join(' AND ') : null, without, unindexed }
}

function columnCondition(term: Exclude<Wanted, { is: 'words' }>): Condition {
  switch (term.is) {
    case 'from':
      return like(['m.from_address', 'm.from_name'], term.text)
    case 'to':
      return like(['m.recipients', 'm.bcc'], term.text)
    case 'subject':
      return like(['m.subject'], term.text)
    case 'tag':
      return { sql: 'm.id IN (SELECT message FROM tags WHERE tag = ?)', values: [term.text] }
    case 'unread':
      return { sql: 'm.id IN (SELECT id FROM unread)', values: [] }
    case 'read':
      return { sql: 'm.id NOT IN (SELECT id FROM unread)', values: [] }
    case 'starred':
      return { sql: 'm.starred = 1', values: [] }
    case 'attachment':
      return { sql: 'm.id IN (SELECT id FROM search.previews WHERE attachments > 0)', values: [] }
    case 'received':
      return between('m.received_at', term.from, term.before)
    case 'size':
      return { sql: 'm.size > ? AND m.size < ?', values: [term.above, term.below] }
    case 'id':
      return { sql: 'm.id = ?', values: [term.id] }
    case 'outcome':
      // Some recipient of it, where they differ.
      return term.outcome === 'captured'
        ? { sql: 'NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.message = m.id)', values: [] }
        : { sql: 'm.id IN (SELECT message FROM deliveries WHERE status = ?)', values: [term.outcome] }
    default:
      return assertNever(term)
  }
}

function assertNever(term: never): never {
  throw new Error(`No SQL for ${JSON.stringify(term)}`)
}

function between(column: string, from: number, before: number): Condition {
  return { sql: `${column} >= ? AND ${column} < ?`, values: [from, before] }
}

function inSubjectOrPeople(text: string): Condition {
  return like(['m.subject', 'm.from_address', 'm.from_name', 'm.recipients', 'm.bcc'], text)
}

/** LIKE ignores case for ASCII letters. A NULL column would make the whole condition NULL, which NOT cannot turn. */
function like(columns: readonly string[], text: string): Condition {
  const pattern = containing(text)
  // Naming an escape costs a tenth of a scan, and few texts need one.
  const escape = pattern.includes('\\') ? " ESCAPE '\\'" : ''
  return {
    sql: columns.map((column) => `ifnull(${column}, '') LIKE ?${escape}`).join(' OR '),
    values: columns.map(() => pattern),
  }
}

function negatedIf(negated: boolean, { sql, values }: Condition): Condition {
  return { sql: negated ? `NOT (${sql})` : `(${sql})`, values }
}
