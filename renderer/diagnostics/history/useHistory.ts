import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ReportSummary } from '../../../shared/model/diagnosis/report.ts'
import { engine } from '../../client.ts'

/** Reports newest first, further pages as they are scrolled to. */
export function useHistory(search: string, enabled: boolean) {
  const [settled] = useDebouncedValue(search.trim(), 160)
  const query = useInfiniteQuery(
    engine.diagnostics.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ search: settled, limit: 200, cursor }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
      enabled,
    }),
  )
  const byId = useMemo(() => {
    const items = query.data?.pages.flatMap((page) => page.items) ?? []
    return new Map<number, ReportSummary>(items.map((item) => [item.id, item]))
  }, [query.data])
  const ids = useMemo(() => [...byId.keys()].sort((one, other) => other - one), [byId])
  return { query, byId, ids, total: query.data?.pages[0]?.total ?? 0, key: settled }
}
