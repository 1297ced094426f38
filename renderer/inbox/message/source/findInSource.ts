/** More matches than this are of no use to anyone. */
export const mostMatches = 10_000

/** Where a text occurs, upper and lower case alike; at most `mostMatches` places. */
export function findInSource(text: string, query: string): number[] {
  if (query === '') return []
  const pattern = new RegExp(query.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&'), 'giu')
  const found: number[] = []
  for (const match of text.matchAll(pattern)) {
    found.push(match.index)
    if (found.length === mostMatches) break
  }
  return found
}
