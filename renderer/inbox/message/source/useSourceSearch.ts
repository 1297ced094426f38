import { useDeferredValue, useMemo, useState } from 'react'
import { findInSource } from './findInSource.ts'
import type { SourceIndex } from './sourceIndex.ts'

export interface SourceSearchState {
  readonly query: string
  readonly setQuery: (query: string) => void
  /** What the matches are of: trails `query` while someone types. */
  readonly searched: string
  readonly matches: readonly number[]
  /** Which match is looked at, from 0. */
  readonly current: number
  readonly step: (by: 1 | -1) => void
}

/** Search within the source: places, and which of them is looked at. */
export function useSourceSearch(index: SourceIndex): SourceSearchState {
  const [query, setQuery] = useState('')
  const [current, setCurrent] = useState(0)
  const searched = useDeferredValue(query)
  const matches = useMemo(() => findInSource(index.text, searched), [index, searched])
  return {
    query,
    setQuery: (next) => {
      setQuery(next)
      setCurrent(0)
    },
    searched,
    matches,
    current: Math.min(current, Math.max(0, matches.length - 1)),
    step: (by) => matches.length > 0 && setCurrent((current + by + matches.length) % matches.length),
  }
}
