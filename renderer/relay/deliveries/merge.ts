import type { Delivery } from '../../../shared/model/delivery.ts'
import { fits, type WantedDeliveries } from './filter.ts'

export interface DeliveryPage {
  readonly items: Delivery[]
  readonly nextCursor: string | null
  readonly total: number
}

/** The pages with what changed in its place, what does not fit any more left out, and what came put in. Pure. */
export function mergedPages(
  pages: readonly DeliveryPage[],
  wanted: WantedDeliveries,
  changed: readonly Delivery[],
): DeliveryPage[] {
  const left = new Map(changed.map((delivery) => [delivery.id, delivery]))
  let difference = 0
  const next = pages.map((page) => {
    if (!page.items.some(({ id }) => left.has(id))) return page
    const items = page.items.flatMap((item) => {
      const now = left.get(item.id)
      if (!now) return [item]
      left.delete(item.id)
      if (fits(now, wanted)) return [now]
      difference -= 1
      return []
    })
    return { ...page, items }
  })
  for (const delivery of left.values()) {
    const at = fits(delivery, wanted) ? pageFor(next, delivery.id) : -1
    const page = next[at]
    if (!page) continue
    next[at] = { ...page, items: [...page.items, delivery].sort((one, other) => other.id - one.id) }
    difference += 1
  }
  return difference === 0 ? next : next.map((page) => ({ ...page, total: Math.max(0, page.total + difference) }))
}

/** The page an id belongs to; -1 when that page was not read yet. */
function pageFor(pages: readonly DeliveryPage[], id: number): number {
  const at = pages.findIndex(({ items }) => (items.at(-1)?.id ?? Infinity) < id)
  if (at !== -1) return at
  return pages.at(-1)?.nextCursor === null ? pages.length - 1 : -1
}
