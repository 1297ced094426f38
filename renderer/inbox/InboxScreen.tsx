import { useEffect, useMemo, useRef, useState } from 'react'
import { open, useRoute } from '../shell/route.ts'
import { TitleBar } from '../shell/TitleBar.tsx'
import { DropZone } from '../ui/DropZone.tsx'
import { Guard } from '../ui/Guard.tsx'
import { fail } from '../ui/say.tsx'
import { Split } from '../ui/Split.tsx'
import { useNarrow } from '../ui/useNarrow.ts'
import { useStored } from '../ui/useStored.ts'
import type { VirtualGridHandle } from '../ui/VirtualGrid.tsx'
import { errorSentence } from '../client.ts'
import { useMessageActions } from './actions.ts'
import { downloadMessages } from './download.ts'
import { neighbourAfterRemoval, positionOf } from '../ui/idList.ts'
import classes from './InboxScreen.module.css'
import { ListBar } from './ListBar.tsx'
import { ListBody } from './ListBody.tsx'
import { useMailboxCounts } from './live.ts'
import { MessagePane } from './message/MessagePane.tsx'
import type { RowEvents } from './MessageRow.tsx'
import { ReleaseMessages } from './release/ReleaseMessages.tsx'
import { rowCache, useRowCache } from './rows.ts'
import { SearchBox } from './SearchBox.tsx'
import { everything, extended, nothingSelected, pruned, toggled } from './selection.ts'
import { SelectionBar } from './SelectionBar.tsx'
import { useFound } from './useFound.ts'
import { useInboxKeys } from './useInboxKeys.ts'
import { useMarkReadOnOpen } from './useMarkReadOnOpen.ts'
import { Welcome } from './welcome/Welcome.tsx'

/** The inbox: search, list and the open message. */
export function InboxScreen() {
  const [text, setText] = useState('')
  const found = useFound(text)
  const ids = useMemo(() => found.ids ?? [], [found.ids])
  const counts = useMailboxCounts()
  const opened = useRoute().open.inbox
  const [cursor, setCursor] = useState<number | null>(opened)
  const [followed, setFollowed] = useState(opened)
  const [selectionState, setSelection] = useState(nothingSelected)
  const selection = useMemo(() => pruned(selectionState, ids), [selectionState, ids])
  const [density, setDensity] = useStored<'comfortable' | 'compact'>('density', 'comfortable')
  const narrow = useNarrow()
  const actions = useMessageActions()
  const [releasing, setReleasing] = useState<readonly number[]>([])
  const list = useRef<VirtualGridHandle>(null)
  const searchInput = useRef<HTMLInputElement>(null)
  useRowCache()

  // A message opened by its address, or by going back, takes the cursor along.
  if (followed !== opened) {
    setFollowed(opened)
    if (opened !== null) setCursor(opened)
  }
  useMarkReadOnOpen(opened)

  const show = (id: number, how: 'push' | 'replace') => {
    setCursor(id)
    open('inbox', id, how)
  }
  const moveTo = (id: number | undefined, extend = false) => {
    if (id === undefined) return
    setCursor(id)
    // Selecting more is not reading: what is open stays open.
    if (extend) setSelection(extended(selection, ids, cursor, id))
    else if (!narrow || opened !== null) open('inbox', id, 'replace')
    list.current?.focus()
  }
  const moveBy = (rows: number, extend?: boolean) => {
    const at = cursor === null ? -1 : positionOf(ids, cursor)
    const to = at === -1 ? 0 : Math.min(ids.length - 1, Math.max(0, at + rows))
    moveTo(ids[to], extend)
  }
  /** What an action is about: what is selected, else where the cursor is. */
  const targets = () => (selection.ids.size > 0 ? [...selection.ids] : cursor === null ? [] : [cursor])
  const remove = (removed: readonly number[]) => {
    const gone = new Set(removed)
    const next = cursor !== null && gone.has(cursor) ? neighbourAfterRemoval(ids, cursor, gone) : cursor
    setCursor(next)
    if (opened !== null && gone.has(opened)) open('inbox', narrow ? null : next, 'replace')
    setSelection(nothingSelected)
    actions.remove(removed)
    list.current?.focus()
  }
  const toggleUnread = () => {
    const chosen = targets()
    actions.setUnread(chosen, !chosen.some((id) => rowCache.get(id)?.unread))
  }
  const toggleStar = (chosen: readonly number[]) => {
    actions.setStarred(chosen, !chosen.every((id) => rowCache.get(id)?.starred))
  }
  const close = () => {
    open('inbox', null)
    list.current?.focus()
  }
  const download = (chosen: readonly number[]) => {
    downloadMessages(chosen).catch((error: unknown) =>
      fail('The messages could not be downloaded', errorSentence(error)),
    )
  }

  useInboxKeys({
    moveBy,
    moveToEnd: (end, extend) => moveTo(end === 'first' ? ids[0] : ids.at(-1), extend),
    rowsPerPage: () => list.current?.rowsPerPage() ?? 10,
    open: () => cursor !== null && show(cursor, 'push'),
    back: () => {
      if (selection.ids.size > 0) setSelection(nothingSelected)
      else if (opened !== null) close()
      else if (text !== '') setText('')
    },
    remove: () => remove(targets()),
    toggleUnread,
    toggleStar: () => toggleStar(targets()),
    release: () => setReleasing(targets()),
    toggleSelected: () => cursor !== null && setSelection(toggled(selection, cursor)),
    selectAll: () => setSelection(everything(ids)),
    search: () => {
      if (narrow && opened !== null) open('inbox', null)
      // In the narrow layout the box appears with the list.
      setTimeout(() => searchInput.current?.select())
    },
    undo: actions.undo,
  })

  const latest = useRef<RowEvents>(null)
  useEffect(() => {
    latest.current = {
      onOpen: (id, event) => {
        if (event.shiftKey) setSelection(extended(selection, ids, cursor, id))
        else if (event.ctrlKey || event.metaKey) setSelection(toggled(selection, id))
        else {
          setSelection(nothingSelected)
          show(id, opened === null ? 'push' : 'replace')
        }
        list.current?.focus()
      },
      onCheck: (id, event) =>
        setSelection(event.shiftKey ? extended(selection, ids, cursor, id) : toggled(selection, id)),
      onStar: (id) => toggleStar([id]),
    }
  })
  // The same object for good: rows are drawn again only when they change.
  const [events] = useState<RowEvents>(() => ({
    onOpen: (id, event) => latest.current?.onOpen(id, event),
    onCheck: (id, event) => latest.current?.onCheck(id, event),
    onStar: (id) => latest.current?.onStar(id),
  }))

  const searching = found.search !== ''
  const empty = found.ids !== null && ids.length === 0
  const listPane = (
    <section className={classes.list} aria-label="Message list" aria-busy={found.busy}>
      {selection.ids.size > 0 ? (
        <SelectionBar
          selected={selection.ids.size}
          found={ids.length}
          onSelectAll={() => setSelection(everything(ids))}
          onClear={() => setSelection(nothingSelected)}
          onRead={() => actions.setUnread(targets(), false)}
          onUnread={() => actions.setUnread(targets(), true)}
          onStar={() => toggleStar(targets())}
          onRelease={() => setReleasing(targets())}
          onDownload={() => download(targets())}
          onDelete={() => remove(targets())}
        />
      ) : (
        <ListBar
          searching={searching}
          found={found.ids && ids.length}
          unread={counts.unread}
          compact={density === 'compact'}
          onCompact={(compact) => setDensity(compact ? 'compact' : 'comfortable')}
          onImport={(files) => void actions.importFiles(files)}
          onReadAll={() => actions.setUnread(ids, false)}
          onDownloadAll={() => download(ids)}
          onDeleteAll={() => remove(ids)}
        />
      )}
      <ListBody
        found={found}
        cursor={cursor}
        selected={selection.ids}
        compact={density === 'compact'}
        events={events}
        handle={list}
        onClearSearch={() => setText('')}
      />
    </section>
  )
  const messagePane = (
    <Guard key={opened}>
      <MessagePane
        id={opened}
        onNext={() => moveBy(1)}
        onPrevious={() => moveBy(-1)}
        onClose={close}
        onDelete={() => opened !== null && remove([opened])}
        onRelease={() => opened !== null && setReleasing([opened])}
      />
    </Guard>
  )

  return (
    <>
      <TitleBar title="Inbox" unread={counts.unread} action={empty && !searching && opened === null ? null : undefined}>
        <SearchBox
          value={text}
          onChange={setText}
          onLeave={() => {
            searchInput.current?.blur()
            if (cursor === null || positionOf(ids, cursor) === -1) setCursor(ids[0] ?? null)
            list.current?.focus()
          }}
          found={found.busy || !searching || found.misunderstood !== null ? null : ids.length}
          error={found.misunderstood}
          inputRef={searchInput}
        />
      </TitleBar>
      <main className={classes.main}>
        <DropZone label="Drop .eml files to import them" onFiles={(files) => void actions.importFiles(files)}>
          {empty && !searching && opened === null ? (
            <div className={classes.welcome}>
              <Welcome />
            </div>
          ) : narrow ? (
            // Both stay: the list keeps its place while the message is read.
            <>
              <div className={classes.step} hidden={opened !== null}>
                {listPane}
              </div>
              {opened !== null && <div className={classes.step}>{messagePane}</div>}
            </>
          ) : (
            <Split
              name="inbox"
              label="Width of the list"
              initial={440}
              min={300}
              minRight={360}
              left={listPane}
              right={messagePane}
            />
          )}
        </DropZone>
      </main>
      {releasing.length > 0 && <ReleaseMessages ids={releasing} onClose={() => setReleasing([])} />}
    </>
  )
}
