import { ActionIcon, SegmentedControl } from '@mantine/core'
import { Activity, Download, MousePointerClick, SearchX, X } from 'lucide-react'
import { useRef, useState, type ReactNode } from 'react'
import type { Session } from '../../shared/model/session.ts'
import { client, errorSentence } from '../client.ts'
import { SkeletonList } from '../inbox/SkeletonList.tsx'
import { open, useRoute } from '../shell/route.ts'
import { TitleBar } from '../shell/TitleBar.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorState } from '../ui/ErrorState.tsx'
import { counted } from '../ui/format.ts'
import { positionOf } from '../ui/idList.ts'
import { SearchField } from '../ui/SearchField.tsx'
import { useShortcuts } from '../ui/shortcuts.ts'
import { Split } from '../ui/Split.tsx'
import { useNarrow } from '../ui/useNarrow.ts'
import { useNow } from '../ui/useNow.ts'
import { useStored } from '../ui/useStored.ts'
import { VirtualGrid, type VirtualGridHandle } from '../ui/VirtualGrid.tsx'
import classes from '../ui/listScreen.module.css'
import { AuditTrail } from './AuditTrail.tsx'
import { SessionDetail } from './SessionDetail.tsx'
import { SessionRow } from './SessionRow.tsx'
import { useExport } from './useExport.ts'
import { useSessions, type Show } from './useSessions.ts'

/** What happened: connections, and changes of the vault. */
export function ActivityScreen() {
  const [view, setView] = useStored<'sessions' | 'audit'>('activity.view', 'sessions')
  const views = (
    <SegmentedControl
      size="xs"
      aria-label="What to show"
      value={view}
      onChange={(value) => setView(value)}
      data={[
        { value: 'sessions', label: 'Sessions' },
        { value: 'audit', label: 'Audit trail' },
      ]}
    />
  )
  return view === 'sessions' ? (
    <Sessions views={views} />
  ) : (
    <>
      <TitleBar title="Activity">{views}</TitleBar>
      <main className={classes.body}>
        <AuditTrail />
      </main>
    </>
  )
}

/** Every connection to a listener, also those that brought no mail. */
function Sessions({ views }: { views: ReactNode }) {
  const [text, setText] = useState('')
  const [show, setShow] = useState<Show>('all')
  const { query, byId, ids, total, key } = useSessions(show, text)
  const saving = useExport('sandpost-sessions', (cursor) =>
    client.sessions.list({ show, search: text.trim(), limit: 500, cursor }),
  )
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

  const filtered = text !== '' || show !== 'all'
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
            { value: 'refusedLogins', label: 'Logins' },
          ]}
        />
        <span className={classes.count} role="status">
          {query.data ? counted(total, 'session') : ''}
        </span>
        <ActionIcon
          aria-label={saving.running ? 'Cancel saving' : 'Save the list as CSV'}
          title={saving.running ? 'Cancel saving' : 'Save the list as CSV'}
          onClick={() => (saving.running ? saving.cancel() : void saving.begin('csv', sessionLine))}
        >
          {saving.running ? <X size={14} /> : <Download size={14} />}
        </ActionIcon>
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
          {show !== 'all' && text === ''
            ? show === 'failed'
              ? 'No connection failed and none was refused anything.'
              : 'No login was refused, and none was unknown.'
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
        {views}
        <SearchField
          ref={searchInput}
          label="Search sessions"
          placeholder="Search by address, client or user name"
          value={text}
          onChange={setText}
          onLeave={() => list.current?.focus()}
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

/** A session as one line of a table. */
function sessionLine({ login, tls, ...session }: Session): Record<string, unknown> {
  return {
    ...session,
    tls: tls?.protocol ?? '',
    loginMechanism: login?.mechanism ?? '',
    loginUsername: login?.username ?? '',
    loginResult: login?.result ?? '',
    loginReason: login?.reason ?? '',
    loginExplanation: login?.explanation ?? '',
    credentialId: login?.credentialId ?? '',
  }
}
