import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Delivery } from '../../../shared/model/delivery.ts'
import { engine } from '../../client.ts'
import { wantedOf, type DeliveryFilter } from './filter.ts'

/** Deliveries newest first, further pages as they are scrolled to. Kept true by `followRelay`. */
export function useDeliveries(filter: DeliveryFilter) {
  const [search] = useDebouncedValue(filter.search.trim(), 160)
  const wanted = wantedOf({ ...filter, search: filter.search.trim() === '' ? '' : search })
  const query = useInfiniteQuery(
    engine.deliveries.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...wanted, limit: 200, cursor }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
      structuralSharing: false,
    }),
  )
  const byId = useMemo(() => {
    const deliveries = query.data?.pages.flatMap((page) => page.items) ?? []
    return new Map<number, Delivery>(deliveries.map((delivery) => [delivery.id, delivery]))
  }, [query.data])
  const ids = useMemo(() => [...byId.keys()].sort((one, other) => other - one), [byId])
  return { query, byId, ids, total: query.data?.pages[0]?.total ?? 0, wanted, key: JSON.stringify(wanted) }
}
