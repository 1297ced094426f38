import { MousePointerClick } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { DeliveryAction } from '../../../shared/model/delivery.ts'
import { everything as allOf, extended, nothingSelected, pruned, toggled } from '../../inbox/selection.ts'
import { open, useRoute } from '../../shell/route.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { positionOf } from '../../ui/idList.ts'
import classes from '../../ui/listScreen.module.css'
import { SearchField } from '../../ui/SearchField.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { Split } from '../../ui/Split.tsx'
import { useNarrow } from '../../ui/useNarrow.ts'
import { useStored } from '../../ui/useStored.ts'
import type { VirtualGridHandle } from '../../ui/VirtualGrid.tsx'
import { InTitleBar } from '../InTitleBar.tsx'
import { CancelDialog } from './CancelDialog.tsx'
import { DeliveryDetail } from './DeliveryDetail.tsx'
import { DeliveryList } from './DeliveryList.tsx'
import type { DeliveryRowEvents } from './DeliveryRow.tsx'
import { everything, type DeliveryFilter } from './filter.ts'
import { FilterBar } from './FilterBar.tsx'
import { OutcomeChart } from './OutcomeChart.tsx'
import { SelectionBar } from './SelectionBar.tsx'
import { useDeliveries } from './useDeliveries.ts'
import { useDeliveryActions, type Target } from './useDeliveryActions.ts'

/** What left, what waits, and what became of it. */
export function DeliveriesTab() {
  const [filter, setFilter] = useState<DeliveryFilter>(everything)
  const found = useDeliveries(filter)
  const { ids, total, wanted } = found
  const opened = useRoute().open.relay
  const [selectionState, setSelection] = useState(nothingSelected)
  const selection = useMemo(() => pruned(selectionState, ids), [selectionState, ids])
  /** Everything that is found, also what was not read yet. */
  const [all, setAll] = useState(false)
  const [asking, setAsking] = useState<{ target: Target; count: number } | null>(null)
  const [density] = useStored<'comfortable' | 'compact'>('density', 'comfortable')
  const narrow = useNarrow()
  const { act } = useDeliveryActions()
  const list = useRef<VirtualGridHandle>(null)
  const searchInput = useRef<HTMLInputElement>(null)

  const unselect = () => {
    setSelection(nothingSelected)
    setAll(false)
  }
  const select = (next: typeof selection) => {
    setSelection(next)
    setAll(false)
  }
  const moveTo = (id: number | undefined) => {
    if (id === undefined) return
    open('relay', id, 'replace')
    list.current?.focus()
  }
  const moveBy = (rows: number, extend = false) => {
    const at = opened === null ? -1 : positionOf(ids, opened)
    const to = ids[at === -1 ? 0 : Math.min(ids.length - 1, Math.max(0, at + rows))]
    if (extend && to !== undefined) select(extended(selection, ids, opened, to))
    moveTo(to)
  }
  const close = () => {
    open('relay', null)
    list.current?.focus()
  }
  const begin = (action: DeliveryAction, target: Target, many: number) => {
    if (action === 'cancel' && many > 1) setAsking({ target, count: many })
    else void act(action, target)
  }
  /** What is selected, else what is open. */
  const actOnTargets = (action: DeliveryAction) => {
    if (all) begin(action, { filter: wanted }, total)
    else if (selection.ids.size > 0) begin(action, { ids: [...selection.ids] }, selection.ids.size)
    else if (opened !== null) begin(action, { ids: [opened] }, 1)
  }
  useShortcuts({
    j: () => moveBy(1),
    k: () => moveBy(-1),
    J: () => moveBy(1, true),
    K: () => moveBy(-1, true),
    ArrowDown: () => moveBy(1),
    ArrowUp: () => moveBy(-1),
    'shift+ArrowDown': () => moveBy(1, true),
    'shift+ArrowUp': () => moveBy(-1, true),
    PageDown: () => moveBy(list.current?.rowsPerPage() ?? 10),
    PageUp: () => moveBy(-(list.current?.rowsPerPage() ?? 10)),
    Home: () => moveTo(ids[0]),
    End: () => moveTo(ids.at(-1)),
    Escape: () => {
      if (all || selection.ids.size > 0) unselect()
      else if (opened !== null) close()
      else setFilter(everything)
    },
    x: () => opened !== null && select(toggled(selection, opened)),
    'mod+a': () => {
      setSelection(allOf(ids))
      setAll(true)
    },
    t: () => actOnTargets('retry'),
    h: () => actOnTargets('hold'),
    l: () => actOnTargets('release'),
    Delete: () => actOnTargets('cancel'),
    '/': () => searchInput.current?.select(),
  })

  const latest = useRef<DeliveryRowEvents>(null)
  useEffect(() => {
    latest.current = {
      onOpen: (id, event) => {
        if (event.shiftKey) select(extended(selection, ids, opened, id))
        else if (event.ctrlKey || event.metaKey) select(toggled(selection, id))
        else {
          unselect()
          open('relay', id, opened === null ? 'push' : 'replace')
        }
        list.current?.focus()
      },
      onCheck: (id, event) => select(event.shiftKey ? extended(selection, ids, opened, id) : toggled(selection, id)),
    }
  })
  // The same object for good: rows are drawn again only when they change.
  const [events] = useState<DeliveryRowEvents>(() => ({
    onOpen: (id, event) => latest.current?.onOpen(id, event),
    onCheck: (id, event) => latest.current?.onCheck(id, event),
  }))

  const listPane = (
    <section className={classes.list} aria-label="Delivery list" aria-busy={found.query.isFetching}>
      <OutcomeChart />
      {all || selection.ids.size > 0 ? (
        <SelectionBar
          selected={all ? total : selection.ids.size}
          total={total}
          onSelectAll={() => {
            setSelection(allOf(ids))
            setAll(true)
          }}
          onClear={unselect}
          onAct={actOnTargets}
        />
      ) : (
        <FilterBar
          filter={filter}
          onFilter={(change) => setFilter({ ...filter, ...change })}
          total={found.query.data ? total : null}
        />
      )}
      <DeliveryList
        found={found}
        filtered={JSON.stringify(filter) !== JSON.stringify(everything)}
        opened={opened}
        selected={selection.ids}
        compact={density === 'compact'}
        events={events}
        handle={list}
        onShowAll={() => setFilter(everything)}
      />
    </section>
  )
  const detailPane =
    opened === null ? (
      <EmptyState icon={MousePointerClick} title="No delivery open">
        Choose one from the list to see every try and what the server said.
      </EmptyState>
    ) : (
      <DeliveryDetail
        key={opened}
        id={opened}
        onClose={close}
        onAct={(action) => begin(action, { ids: [opened] }, 1)}
      />
    )
  return (
    <>
      <InTitleBar
        search={
          <SearchField
            ref={searchInput}
            label="Search deliveries"
            placeholder="Search by recipient, sender or subject"
            value={filter.search}
            onChange={(search) => setFilter({ ...filter, search })}
            onLeave={() => list.current?.focus()}
          />
        }
      />
      {narrow ? (
        <>
          <div className={classes.step} hidden={opened !== null}>
            {listPane}
          </div>
          {opened !== null && <div className={classes.step}>{detailPane}</div>}
        </>
      ) : (
        <Split
          name="deliveries"
          label="Width of the list"
          initial={590}
          min={340}
          minRight={340}
          left={listPane}
          right={detailPane}
        />
      )}
      {asking && (
        <CancelDialog
          selected={asking.count}
          onClose={() => setAsking(null)}
          onCancel={() => {
            void act('cancel', asking.target)
            setAsking(null)
            unselect()
          }}
        />
      )}
    </>
  )
}
