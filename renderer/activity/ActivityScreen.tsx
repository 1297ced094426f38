import { CloseButton, SegmentedControl, TextInput } from '@mantine/core'
import { Activity, MousePointerClick, Search, SearchX } from 'lucide-react'
import { useRef, useState } from 'react'
import { errorSentence } from '../client.ts'
import { SkeletonList } from '../inbox/SkeletonList.tsx'
import { open, useRoute } from '../shell/route.ts'
import { TitleBar } from '../shell/TitleBar.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorState } from '../ui/ErrorState.tsx'
import { counted } from '../ui/format.ts'
import { positionOf } from '../ui/idList.ts'
import { useShortcuts } from '../ui/shortcuts.ts'
import { Split } from '../ui/Split.tsx'
import { useNarrow } from '../ui/useNarrow.ts'
import { useNow } from '../ui/useNow.ts'
import { useStored } from '../ui/useStored.ts'
import { VirtualGrid, type VirtualGridHandle } from '../ui/VirtualGrid.tsx'
import classes from './ActivityScreen.module.css'
import { SessionDetail } from './SessionDetail.tsx'
import { SessionRow } from './SessionRow.tsx'
import { useSessions, type Show } from './useSessions.ts'

/** Every connection to a listener, also those that brought no mail. */
export function ActivityScreen() {
  const [text, setText] = useState('')
  const [show, setShow] = useState<Show>('all')
  const { query, byId, ids, total, key } = useSessions(show, text)
  const opened = useRoute().open.activity
  const [density] = useStored<'comfortable' | 'compact'>('density', 'comfortable')
  const compact = density === 'compact'
  const narrow = useNarrow()
  const now = useNow()
  const list = useRef<VirtualGridHandle>(null)
  const searchInput = useRef<HTMLInputElement>(null)

  const moveTo = (id: number | undefined) => {
    if (id === undefined) return
    open('activity', id, 'replace')
    list.current?.focus()
  }
  const moveBy = (rows: number) => {
    const at = opened === null ? -1 : positionOf(ids, opened)
    moveTo(ids[at === -1 ? 0 : Math.min(ids.length - 1, Math.max(0, at + rows))])
  }
  const close = () => {
    open('activity', null)
    list.current?.focus()
  }
  useShortcuts({
    j: () => moveBy(1),
    k: () => moveBy(-1),
    ArrowDown: () => moveBy(1),
    ArrowUp: () => moveBy(-1),
    PageDown: () => moveBy(list.current?.rowsPerPage() ?? 10),
    PageUp: () => moveBy(-(list.current?.rowsPerPage() ?? 10)),
    Home: () => moveTo(ids[0]),
    End: () => moveTo(ids.at(-1)),
    Escape: () => (opened !== null ? close() : setText('')),
    '/': () => searchInput.current?.select(),
  })

  const filtered = text !== '' || show === 'failed'
  const listPane = (
    <section className={classes.list} aria-label="Session list" aria-busy={query.isFetching}>
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label="Which sessions"
          value={show}
          onChange={(value) => setShow(value)}
          data={[
            { value: 'all', label: 'All' },
            { value: 'failed', label: 'Failed' },
          ]}
        />
        <span className={classes.count} role="status">
          {query.data ? counted(total, 'session') : ''}
        </span>
      </div>
      {query.isError && !query.data ? (
        <ErrorState
          title="The sessions could not be listed"
          message={errorSentence(query.error)}
          onRetry={() => void query.refetch()}
        />
      ) : !query.data ? (
        <SkeletonList compact={compact} />
      ) : ids.length > 0 ? (
        <VirtualGrid
          label="Sessions"
          ids={ids}
          rowHeight={compact ? 30 : 44}
          resetKey={key}
          cursor={opened}
          total={total}
          handle={list}
          onInSight={(_, last) => {
            if (last >= ids.length - 40 && query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
          }}
          renderRow={(place) => (
            <SessionRow
              key={place.id}
              {...place}
              session={byId.get(place.id)}
              active={place.id === opened}
              compact={compact}
              now={now}
              onOpen={moveTo}
            />
          )}
        />
      ) : filtered ? (
        <EmptyState icon={SearchX} title="No session matches">
          {show === 'failed' && text === ''
            ? 'No connection failed and none was refused anything.'
            : 'Search for a part of the remote address, the client’s name or the user name.'}
        </EmptyState>
      ) : (
        <EmptyState icon={Activity} title="No connections yet">
          Every connection to a listener appears here with its full dialogue, also those that fail. Send a sample to see
          the first one.
        </EmptyState>
      )}
    </section>
  )
  const detailPane =
    opened === null ? (
      <EmptyState icon={MousePointerClick} title="No session open">
        Choose one from the list to read what was said, line by line.
      </EmptyState>
    ) : (
      <SessionDetail id={opened} onClose={close} />
    )
  return (
    <>
      <TitleBar title="Activity">
        <TextInput
          ref={searchInput}
          className={classes.search}
          size="xs"
          aria-label="Search sessions"
          placeholder="Search by address, client or user name"
          spellCheck={false}
          value={text}
          leftSection={<Search size={14} aria-hidden />}
          rightSection={
            text !== '' && <CloseButton size="xs" aria-label="Clear the search" onClick={() => setText('')} />
          }
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && text !== '') setText('')
            else if (event.key === 'Enter' || event.key === 'Escape') list.current?.focus()
          }}
        />
      </TitleBar>
      <main className={classes.body}>
        {narrow ? (
          <>
            <div className={classes.step} hidden={opened !== null}>
              {listPane}
            </div>
            {opened !== null && <div className={classes.step}>{detailPane}</div>}
          </>
        ) : (
          <Split
            name="activity"
            label="Width of the list"
            initial={440}
            min={300}
            minRight={360}
            left={listPane}
            right={detailPane}
          />
        )}
      </main>
    </>
  )
}
