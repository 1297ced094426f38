import { SearchError } from './types.ts'

/** The id a page goes on below. A cursor is the last id of the page before, so it stays right while mail comes and goes. */
export function cursorOf(cursor: string | undefined): number {
  if (cursor === undefined) return Number.MAX_SAFE_INTEGER
  if (!/^\d{1,16}$/.test(cursor))
    throw new SearchError('The cursor is not one that a list gave: leave it out to start at the newest.')
  return Number(cursor)
}
