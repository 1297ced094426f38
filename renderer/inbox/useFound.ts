import { useQuery } from '@tanstack/react-query'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { engine, errorSentence, isBadRequest } from '../client.ts'
import type { IdList } from '../ui/idList.ts'
import { settledPart } from './searchWords.ts'

/** What a search found, in every state it can be in. */
export interface Found {
  /** Null until the first answer. While a new search runs, what the last one found. */
  readonly ids: IdList | null
  /** The search that `ids` answer. */
  readonly search: string
  readonly busy: boolean
  /** The search cannot be understood: a sentence for under the box. */
  readonly misunderstood: string | null
  /** The list could not be had at all. */
  readonly failure: string | null
  readonly retry: () => void
}

const typingMilliseconds = 160

/** The ids of what matches the search, kept true by `followMailbox`. */
export function useFound(text: string): Found {
  const [settled] = useDebouncedValue(settledPart(text), typingMilliseconds)
  const search = settledPart(text) === '' ? '' : settled
  const query = useQuery(
    engine.messages.ids.queryOptions({
      input: { search },
      // Comparing 100,000 ids to keep the old array would cost more than drawing the rows again.
      structuralSharing: false,
      staleTime: Infinity,
      gcTime: 60_000,
      retry: (failures, error) => !isBadRequest(error) && failures < 2,
    }),
  )
  const [last, setLast] = useState<{ ids: IdList | null; search: string }>({ ids: null, search: '' })
  if (query.data && (query.data.ids !== last.ids || search !== last.search)) setLast({ ids: query.data.ids, search })
  const misunderstood = isBadRequest(query.error) ? errorSentence(query.error) : null
  return {
    ...last,
    busy: query.isFetching || search !== settledPart(text),
    misunderstood,
    failure: query.isError && !misunderstood ? errorSentence(query.error) : null,
    retry: () => void query.refetch(),
  }
}
