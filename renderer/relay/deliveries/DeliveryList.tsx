import { Button } from '@mantine/core'
import { SearchX, Send } from 'lucide-react'
import type { Ref } from 'react'
import { errorSentence } from '../../client.ts'
import { SkeletonList } from '../../inbox/SkeletonList.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { useNow } from '../../ui/useNow.ts'
import { VirtualGrid, type VirtualGridHandle } from '../../ui/VirtualGrid.tsx'
import { useRelayTab } from '../tab.ts'
import { DeliveryRow, type DeliveryRowEvents } from './DeliveryRow.tsx'
import type { useDeliveries } from './useDeliveries.ts'

interface DeliveryListProps {
  readonly found: ReturnType<typeof useDeliveries>
  readonly filtered: boolean
  readonly opened: number | null
  readonly selected: ReadonlySet<number>
  readonly compact: boolean
  readonly events: DeliveryRowEvents
  readonly handle: Ref<VirtualGridHandle>
  readonly onShowAll: () => void
}

/** The list in each of its states: failed, loading, empty, nothing found, deliveries. */
export function DeliveryList(props: DeliveryListProps) {
  const { found, filtered, opened, selected, compact, events, handle, onShowAll } = props
  const { query, byId, ids, total, key } = found
  const { setTab } = useRelayTab()
  const now = useNow()
  if (query.isError && !query.data) {
    return (
      <ErrorState
        title="The deliveries could not be listed"
        message={errorSentence(query.error)}
        onRetry={() => void query.refetch()}
      />
    )
  }
  if (!query.data) return <SkeletonList compact={compact} />
  if (ids.length === 0 && filtered) {
    return (
      <EmptyState
        icon={SearchX}
        title="No delivery matches"
        action={
          <Button variant="default" onClick={onShowAll}>
            Show all
          </Button>
        }
      >
        New deliveries that match appear here by themselves.
      </EmptyState>
    )
  }
  if (ids.length === 0) {
    return (
      <EmptyState
        icon={Send}
        title="No deliveries yet"
        action={
          <Button variant="default" onClick={() => setTab('upstreams')}>
            Set up an upstream
          </Button>
        }
      >
        Mail of production credentials appears here once it may leave, one line for each recipient, with every try. Mail
        of sandbox credentials appears with the outcome that was simulated for it.
      </EmptyState>
    )
  }
  return (
    <VirtualGrid
      label="Deliveries"
      ids={ids}
      rowHeight={compact ? 30 : 44}
      resetKey={key}
      cursor={opened}
      multiselectable
      total={total}
      handle={handle}
      onInSight={(_, last) => {
        if (last >= ids.length - 40 && query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
      }}
      renderRow={(place) => (
        <DeliveryRow
          key={place.id}
          {...place}
          delivery={byId.get(place.id)}
          active={place.id === opened}
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
