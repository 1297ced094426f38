/** Ids of the list, newest (greatest) first. Pure: new arrays, the old ones stay as they are. */
export type IdList = readonly number[]

/** Adds ids where they belong; those already there are left out. */
export function withAdded(ids: IdList, added: readonly number[]): IdList {
  const fresh = [...new Set(added)].filter((id) => positionOf(ids, id) === -1).sort((one, other) => other - one)
  if (fresh.length === 0) return ids
  const newest = ids[0]
  if (newest === undefined || (fresh.at(-1) as number) > newest) return [...fresh, ...ids]
  return [...fresh, ...ids].sort((one, other) => other - one)
}

/** Leaves ids out. */
export function withoutIds(ids: IdList, removed: ReadonlySet<number>): IdList {
  return ids.some((id) => removed.has(id)) ? ids.filter((id) => !removed.has(id)) : ids
}

/** Where an id stands, by halving; -1 when it is not there. */
export function positionOf(ids: IdList, id: number): number {
  let low = 0
  let high = ids.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = ids[middle] as number
    if (found === id) return middle
    if (found > id) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** The id that takes the place of `id` when `removed` go: the next older one that stays, else the next newer. */
export function neighbourAfterRemoval(ids: IdList, id: number, removed: ReadonlySet<number>): number | null {
  const at = positionOf(ids, id)
  if (at === -1) return null
  const stays = (candidate: number) => !removed.has(candidate)
  return ids.slice(at).find(stays) ?? ids.slice(0, at).findLast(stays) ?? null
}
