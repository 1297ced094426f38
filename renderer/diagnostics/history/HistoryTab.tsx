import { Button } from '@mantine/core'
import { ArrowLeft, GitCompareArrows, History, MousePointerClick, SearchX } from 'lucide-react'
import { useRef, useState } from 'react'
import { errorSentence } from '../../client.ts'
import { SkeletonList } from '../../inbox/SkeletonList.tsx'
import { open, useRoute } from '../../shell/route.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { counted } from '../../ui/format.ts'
import { positionOf } from '../../ui/idList.ts'
import list from '../../ui/listScreen.module.css'
import { SearchField } from '../../ui/SearchField.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { Split } from '../../ui/Split.tsx'
import { useNarrow } from '../../ui/useNarrow.ts'
import { useNow } from '../../ui/useNow.ts'
import { VirtualGrid, type VirtualGridHandle } from '../../ui/VirtualGrid.tsx'
import { useDiagnosticsTab } from '../tab.ts'
import { ComparisonOf } from './Comparison.tsx'
import { HistoryReport } from './HistoryReport.tsx'
import { HistoryRow } from './HistoryRow.tsx'
import classes from './HistoryTab.module.css'
import { useHistory } from './useHistory.ts'

/** Every report that is kept: to open, to compare, to delete. */
export function HistoryTab({ active }: { active: boolean }) {
  const [text, setText] = useState('')
  const [picked, setPicked] = useState<readonly number[]>([])
  const { query, byId, ids, total, key } = useHistory(text, active)
  const opened = useRoute().open.diagnostics
  const { show } = useDiagnosticsTab()
  const narrow = useNarrow()
  const now = useNow()
  const grid = useRef<VirtualGridHandle>(null)
  const search = useRef<HTMLInputElement>(null)
  const [one, other] = picked.toSorted((first, second) => second - first)

  const moveTo = (id: number | undefined) => {
    if (id === undefined) return
    open('diagnostics', id, 'replace')
    grid.current?.focus()
  }
  const moveBy = (rows: number) => {
    const at = opened === null ? -1 : positionOf(ids, opened)
    moveTo(ids[at === -1 ? 0 : Math.min(ids.length - 1, Math.max(0, at + rows))])
  }
  /** Two at most: a third takes the place of the first. */
  const pick = (id: number) =>
    setPicked((before) => (before.includes(id) ? before.filter((each) => each !== id) : [...before, id].slice(-2)))
  const close = () => {
    open('diagnostics', null)
    grid.current?.focus()
  }
  useShortcuts(
    {
      j: () => moveBy(1),
      k: () => moveBy(-1),
      ArrowDown: () => moveBy(1),
      ArrowUp: () => moveBy(-1),
      PageDown: () => moveBy(grid.current?.rowsPerPage() ?? 10),
      PageUp: () => moveBy(-(grid.current?.rowsPerPage() ?? 10)),
      Home: () => moveTo(ids[0]),
      End: () => moveTo(ids.at(-1)),
      x: () => opened !== null && pick(opened),
      Escape: () => (picked.length > 0 ? setPicked([]) : opened !== null ? close() : setText('')),
      '/': () => search.current?.select(),
    },
    active,
  )
  const listPane = (
    <section className={list.list} aria-label="History" aria-busy={query.isFetching}>
      <div className={classes.search}>
        <SearchField
          ref={search}
          label="Search reports"
          placeholder="Search by host"
          value={text}
          onChange={setText}
          onLeave={() => grid.current?.focus()}
        />
        <span className={list.count} role="status">
          {query.data ? counted(total, 'report') : ''}
        </span>
      </div>
      {query.isError && !query.data ? (
        <ErrorState
          title="The reports could not be listed"
          message={errorSentence(query.error)}
          onRetry={() => void query.refetch()}
        />
      ) : !query.data ? (
        <SkeletonList compact={false} />
      ) : ids.length > 0 ? (
        <VirtualGrid
          label="Reports"
          ids={ids}
          rowHeight={50}
          resetKey={key}
          cursor={opened}
          total={total}
          handle={grid}
          onInSight={(_, last) => {
            if (last >= ids.length - 40 && query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
          }}
          renderRow={(place) => (
            <HistoryRow
              key={place.id}
              {...place}
              report={byId.get(place.id)}
              active={place.id === opened}
              picked={picked.includes(place.id)}
              now={now}
              onOpen={moveTo}
              onPick={pick}
            />
          )}
        />
      ) : text !== '' ? (
        <EmptyState icon={SearchX} title="No report matches">
          Search for a part of the host.
        </EmptyState>
      ) : (
        <EmptyState
          icon={History}
          title="No diagnoses yet"
          action={
            <Button variant="default" onClick={() => show('server')}>
              Diagnose a server
            </Button>
          }
        >
          Every diagnosis is kept here, so that you can see what changed since it last worked.
        </EmptyState>
      )}
      {picked.length > 0 && (
        <p className={classes.picked} role="status">
          <GitCompareArrows size={14} aria-hidden />
          {picked.length === 1 ? 'Choose a second report to compare (x)' : 'Comparing two reports'}
          <Button variant="subtle" size="compact-xs" onClick={() => setPicked([])}>
            Clear
          </Button>
        </p>
      )}
    </section>
  )
  const detail =
    one !== undefined && other !== undefined ? (
      <section className={classes.compare} aria-label="Comparison">
        <h2>What changed</h2>
        <ComparisonOf id={one} other={other} />
      </section>
    ) : opened !== null ? (
      <HistoryReport id={opened} active={active} onClose={close} />
    ) : null
  const nothing = (
    <EmptyState icon={MousePointerClick} title="No report open">
      Choose one from the list. To compare two, tick them, or press x on each.
    </EmptyState>
  )
  if (narrow) {
    return (
      <>
        <div className={list.step} hidden={detail !== null}>
          {listPane}
        </div>
        {detail && (
          <div className={classes.narrow}>
            {one !== undefined && other !== undefined && (
              <Button
                className={classes.leave}
                variant="subtle"
                leftSection={<ArrowLeft size={14} />}
                onClick={() => setPicked([])}
              >
                All reports
              </Button>
            )}
            {detail}
          </div>
        )}
      </>
    )
  }
  if (ids.length === 0 && detail === null) return <div className={list.step}>{listPane}</div>
  return (
    <Split
      name="diagnostics.history"
      label="Width of the list"
      initial={380}
      min={280}
      minRight={420}
      left={listPane}
      right={detail ?? nothing}
    />
  )
}
