import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Delivery } from '../../../shared/model/delivery.ts'
import { engine } from '../../client.ts'
import type { WantedDeliveries } from './filter.ts'
import { mergedPages, type DeliveryPage } from './merge.ts'

/** Puts changed deliveries where they belong in every list that is shown: nothing is asked for again. */
export function mergeDeliveries(queries: QueryClient, changed: readonly Delivery[]): void {
  for (const query of queries.getQueryCache().findAll({ queryKey: engine.deliveries.list.key() })) {
    const { input } = query.queryKey[1] as { input: WantedDeliveries }
    queries.setQueryData<InfiniteData<DeliveryPage>>(
      query.queryKey,
      (data) => data && { ...data, pages: mergedPages(data.pages, input, changed) },
    )
  }
}
