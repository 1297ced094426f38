import type { Ref } from 'react'
import type { IdList } from '../ui/idList.ts'
import { useNow } from '../ui/useNow.ts'
import { VirtualGrid, type VirtualGridHandle } from '../ui/VirtualGrid.tsx'
import { MessageRow, type RowEvents } from './MessageRow.tsx'
import { rowCache, useRowCache } from './rows.ts'

interface MessageListProps {
  readonly ids: IdList
  /** A new search starts at the top. */
  readonly search: string
  readonly cursor: number | null
  readonly selected: ReadonlySet<number>
  readonly compact: boolean
  readonly events: RowEvents
  readonly handle: Ref<VirtualGridHandle>
}

/** The messages found, newest first. Rows not fetched yet are skeletons. */
export function MessageList({ ids, search, cursor, selected, compact, events, handle }: MessageListProps) {
  const now = useNow()
  useRowCache()
  return (
    <VirtualGrid
      label="Messages"
      ids={ids}
      rowHeight={compact ? 30 : 44}
      resetKey={search}
      cursor={cursor}
      multiselectable
      onInSight={(inSight) => rowCache.want(inSight)}
      handle={handle}
      renderRow={(place) => (
        <MessageRow
          key={place.id}
          {...place}
          message={rowCache.get(place.id)}
          active={place.id === cursor}
          selected={selected.has(place.id)}
          selecting={selected.size > 0}
          compact={compact}
          now={now}
          events={events}
        />
      )}
    />
  )
}
