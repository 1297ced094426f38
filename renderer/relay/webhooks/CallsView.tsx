import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { MousePointerClick, PhoneOutgoing, SearchX } from 'lucide-react'
import { useRef, useState, type ReactNode } from 'react'
import { engine, errorSentence } from '../../client.ts'
import { SkeletonList } from '../../inbox/SkeletonList.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { counted } from '../../ui/format.ts'
import { positionOf } from '../../ui/idList.ts'
import list from '../../ui/listScreen.module.css'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { useNow } from '../../ui/useNow.ts'
import { VirtualGrid, type VirtualGridHandle } from '../../ui/VirtualGrid.tsx'
import { ListAndDetail } from '../ListAndDetail.tsx'
import { CallDetail } from './CallDetail.tsx'
import { CallRow } from './CallRow.tsx'
import { useCalls, type CallFilter } from './useCalls.ts'
import classes from './webhooks.module.css'

interface CallsViewProps {
  readonly views: ReactNode
  readonly endpointId: string
  readonly onEndpointId: (id: string) => void
}

/** What was told, to whom, and what they answered. */
export function CallsView({ views, endpointId, onEndpointId }: CallsViewProps) {
  const [status, setStatus] = useState<CallFilter['status']>('')
  const { query, byId, ids, total, key } = useCalls({ endpointId, status })
  const { data: endpoints = [] } = useQuery(engine.webhookEndpoints.list.queryOptions())
  const [opened, setOpened] = useState<number | null>(null)
  const grid = useRef<VirtualGridHandle>(null)
  const now = useNow()
  const moveBy = (rows: number) => {
    const at = opened === null ? -1 : positionOf(ids, opened)
    setOpened(ids[at === -1 ? 0 : Math.min(ids.length - 1, Math.max(0, at + rows))] ?? null)
    grid.current?.focus()
  }
  const close = () => {
    setOpened(null)
    grid.current?.focus()
  }
  useShortcuts({
    j: () => moveBy(1),
    k: () => moveBy(-1),
    ArrowDown: () => moveBy(1),
    ArrowUp: () => moveBy(-1),
    PageDown: () => moveBy(grid.current?.rowsPerPage() ?? 10),
    PageUp: () => moveBy(-(grid.current?.rowsPerPage() ?? 10)),
    Escape: close,
  })
  return (
    <ListAndDetail
      name="calls"
      list={
        <section className={list.list} aria-label="Webhook calls" aria-busy={query.isFetching}>
          {views}
          <div className={classes.filters}>
            <NativeSelect
              size="xs"
              aria-label="Endpoint"
              value={endpointId}
              onChange={(event) => onEndpointId(event.currentTarget.value)}
              data={[
                { value: '', label: 'All endpoints' },
                ...endpoints.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
            <NativeSelect
              size="xs"
              aria-label="Status of the calls"
              value={status}
              onChange={(event) => setStatus(event.currentTarget.value as CallFilter['status'])}
              data={[
                { value: '', label: 'Any status' },
                { value: 'waiting', label: 'Waiting' },
                { value: 'delivered', label: 'Taken' },
                { value: 'failed', label: 'Given up' },
              ]}
            />
            <span className={classes.count} role="status">
              {query.data ? counted(total, 'call') : ''}
            </span>
          </div>
          {query.isError && !query.data ? (
            <ErrorState
              title="The calls could not be listed"
              message={errorSentence(query.error)}
              onRetry={() => void query.refetch()}
            />
          ) : !query.data ? (
            <SkeletonList compact={false} />
          ) : ids.length === 0 ? (
            endpointId !== '' || status !== '' ? (
              <EmptyState icon={SearchX} title="No call matches">
                New ones that match appear here by themselves.
              </EmptyState>
            ) : (
              <EmptyState icon={PhoneOutgoing} title="No calls yet">
                Every event that is told to an endpoint appears here, with the request as it was sent and the answer.
              </EmptyState>
            )
          ) : (
            <VirtualGrid
              label="Calls"
              ids={ids}
              rowHeight={44}
              resetKey={key}
              cursor={opened}
              total={total}
              handle={grid}
              onInSight={(_, last) => {
                if (last >= ids.length - 40 && query.hasNextPage && !query.isFetchingNextPage)
                  void query.fetchNextPage()
              }}
              renderRow={(place) => (
                <CallRow
                  key={place.id}
                  {...place}
                  call={byId.get(place.id)}
                  active={place.id === opened}
                  now={now}
                  onOpen={setOpened}
                />
              )}
            />
          )}
        </section>
      }
      detail={opened !== null && <CallDetail key={opened} id={opened} onClose={close} />}
      nothing={
        <EmptyState icon={MousePointerClick} title="No call open">
          Choose one to see the request, the answer, and how long it took.
        </EmptyState>
      }
    />
  )
}
