import type { ReadableDatabase, SqlValue } from '../../database/open.ts'
import { selectCounts } from '../tables/counters.ts'
import { indexedTo } from '../tables/searchTables.ts'
import { compile, type Condition } from './conditions.ts'
import { parseSearch } from './parse.ts'

/** Ids strictly between these, at most `limit`. */
export interface Range {
  readonly before: number
  readonly after: number
  readonly limit: number
}

export const everything: Range = { before: Number.MAX_SAFE_INTEGER, after: 0, limit: Number.MAX_SAFE_INTEGER }

/**
 * Ids of matching messages, newest first. Words are looked up in the index, and for the newest messages, which are not
 * in it yet, in subject and people: both stretches are disjoint and in order, so they are simply put together.
 */
export function findIds(db: ReadableDatabase, search: string, range: Range): number[] {
  const found: number[] = []
  for (const { from, where } of stretches(db, search)) {
    if (found.length >= range.limit) break
    const id = idOf(from)
    const sql = `SELECT m.id FROM ${from} WHERE ${where.sql} AND ${id} < ? AND ${id} > ? ORDER BY ${id} DESC LIMIT ?`
    const ids = db.values<number>(sql).all(...where.values, range.before, range.after, range.limit - found.length)
    for (const one of ids) found.push(one)
  }
  return found
}

/** How many messages match. */
export function countMatches(db: ReadableDatabase, search: string): number {
  if (parseSearch(search).length === 0) return selectCounts(db).total
  let count = 0
  for (const { from, where, words } of stretches(db, search)) {
    count += words === null ? countRows(db, from, where) : countRows(db, 'search.texts f', inList(words))
  }
  return count
}

function countRows(db: ReadableDatabase, from: string, where: Condition): number {
  return db.values<number>(`SELECT count(*) FROM ${from} WHERE ${where.sql}`).get(...where.values) ?? 0
}

/**
 * Words alone are counted in the index without a look at each message, which takes twice as long. The index holds what
 * is in the list, what is in the trash, and for a moment what was just removed for good.
 */
function inList(words: Condition): Condition {
  return all([words, { sql: 'f.rowid NOT IN (SELECT id FROM trash)', values: [] }])
}

interface Stretch {
  readonly from: string
  readonly where: Condition
  /** The match in the index, when it is all that is asked of this stretch. */
  readonly words: Condition | null
}

const indexed = 'search.texts f CROSS JOIN messages m ON m.id = f.rowid'

/** The tables to ask, newest messages first. */
function stretches(db: ReadableDatabase, search: string): Stretch[] {
  const { columns, match, without, unindexed } = compile(parseSearch(search))
  if (unindexed.length === 0) return [{ from: 'messages m', where: all(columns), words: null }]
  const border: SqlValue[] = [indexedTo(db)]
  const newest: Stretch = {
    from: 'messages m',
    where: all([{ sql: 'm.id > ?', values: border }, ...columns, ...unindexed]),
    words: null,
  }
  const rest: Condition[] = [{ sql: 'm.id <= ?', values: border }, ...columns, ...without]
  if (match === null) return [newest, { from: 'messages m', where: all(rest), words: null }]
  const words = { sql: 'f.texts MATCH ?', values: [match] }
  const wordsAlone = columns.length === 0 && without.length === 0
  // CROSS JOIN keeps SQLite to this order: hits come from the index newest first and stop at the limit.
  return [newest, { from: indexed, where: all([words, ...rest]), words: wordsAlone ? words : null }]
}

function idOf(from: string): string {
  return from === indexed ? 'f.rowid' : 'm.id'
}

function all(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.map(({ sql }) => sql).join(' AND ') || '1',
    values: conditions.flatMap(({ values }) => values),
  }
}
