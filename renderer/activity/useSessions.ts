import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Session } from '../../shared/model/session.ts'
import { engine } from '../client.ts'

/** `refusedLogins`: a login that was refused or not recognised, or a sender out of scope. */
export type Show = 'all' | 'failed' | 'refusedLogins'

/** Sessions newest first, further pages as they are scrolled to. */
export function useSessions(show: Show, search: string) {
  const [settled] = useDebouncedValue(search.trim(), 160)
  const query = useInfiniteQuery(
    engine.sessions.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ show, search: settled, limit: 200, cursor }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  )
  const byId = useMemo(() => {
    const sessions = query.data?.pages.flatMap((page) => page.items) ?? []
    return new Map<number, Session>(sessions.map((session) => [session.id, session]))
  }, [query.data])
  const ids = useMemo(() => [...byId.keys()].sort((one, other) => other - one), [byId])
  return { query, byId, ids, total: query.data?.pages[0]?.total ?? 0, key: `${show} ${settled}` }
}
