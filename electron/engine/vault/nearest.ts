import type { ReadableDatabase } from '../database/open.ts'

/** Beyond so many names nobody is helped by a guess, and it would cost time. */
const mostNames = 1_000

/** The user name that differs in at most two letters; null when there is none, or several are as near. */
export function nearestUsername(db: ReadableDatabase, username: string): string | null {
  if (username.length < 4 || username.length > 64) return null
  const names = db
    .values<string>('SELECT username FROM credentials WHERE username IS NOT NULL AND deleted_at IS NULL LIMIT ?')
    .all(mostNames + 1)
  if (names.length > mostNames) return null
  const near = names
    .map((name) => ({ name, distance: editDistance(name.toLowerCase(), username.toLowerCase()) }))
    .filter(({ distance }) => distance <= 2)
    .toSorted((one, other) => one.distance - other.distance)
  const [first, second] = near
  return first && first.distance !== second?.distance ? first.name : null
}

/** Levenshtein's. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[other.length] ?? 0
}
