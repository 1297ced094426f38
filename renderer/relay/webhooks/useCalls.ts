import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { WebhookCall } from '../../../shared/model/webhook.ts'
import { engine } from '../../client.ts'

export interface CallFilter {
  /** '' for all. */
  readonly endpointId: string
  readonly status: WebhookCall['status'] | ''
}

/** Calls newest first, further pages as they are scrolled to. */
export function useCalls({ endpointId, status }: CallFilter) {
  const query = useInfiniteQuery(
    engine.webhookCalls.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...(endpointId !== '' && { endpointId }),
        ...(status !== '' && { status }),
        limit: 200,
        cursor,
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  )
  const byId = useMemo(() => {
    const calls = query.data?.pages.flatMap((page) => page.items) ?? []
    return new Map<number, WebhookCall>(calls.map((call) => [call.id, call]))
  }, [query.data])
  const ids = useMemo(() => [...byId.keys()].sort((one, other) => other - one), [byId])
  return { query, byId, ids, total: query.data?.pages[0]?.total ?? 0, key: `${endpointId} ${status}` }
}
