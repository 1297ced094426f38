import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowUp } from 'lucide-react'
import { useEffect, useImperativeHandle, useRef, type ReactNode, type Ref } from 'react'
import { count } from './format.ts'
import { positionOf, type IdList } from './idList.ts'
import { useKeptPlace } from './useKeptPlace.ts'
import classes from './VirtualGrid.module.css'

export interface VirtualGridHandle {
  readonly focus: () => void
  /** How many whole rows fit, for Page Up and Page Down. */
  readonly rowsPerPage: () => number
}

/** Where a row stands; the row draws itself there. */
export interface RowPlace {
  readonly id: number
  readonly index: number
  readonly top: number
  readonly height: number
  readonly elementId: string
}

interface VirtualGridProps {
  readonly label: string
  readonly ids: IdList
  readonly rowHeight: number
  /** A new one (another search) starts at the top. */
  readonly resetKey: string
  readonly cursor: number | null
  readonly multiselectable?: boolean
  /** Rows in all, when more exist than are listed so far. */
  readonly total?: number
  readonly renderRow: (place: RowPlace) => ReactNode
  readonly onInSight?: (ids: number[], lastIndex: number) => void
  readonly handle: Ref<VirtualGridHandle>
}

/**
 * A list of any length: only the rows in sight exist. The grid itself has the focus and names the row with the
 * cursor, so that focus is never lost with a row. Keeps its place when rows come in above it.
 */
export function VirtualGrid(props: VirtualGridProps) {
  const { label, ids, rowHeight, resetKey, cursor, multiselectable, total, renderRow, onInSight, handle } = props
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 8,
    useFlushSync: false,
  })
  useEffect(() => rows.measure(), [rowHeight, rows])

  const arrived = useKeptPlace(scroller, ids, resetKey, rowHeight)
  const inSight = rows.getVirtualItems()
  const idsInSight = inSight.map((item) => ids[item.index]).filter((id) => id !== undefined)
  useEffect(() => onInSight?.(idsInSight, inSight.at(-1)?.index ?? 0))

  const cursorAt = cursor === null ? -1 : positionOf(ids, cursor)
  // Follows the cursor, not the list: what comes in must not scroll back to the cursor.
  const followed = useRef<number | null>(null)
  useEffect(() => {
    if (followed.current !== cursor && cursorAt !== -1) rows.scrollToIndex(cursorAt, { align: 'auto' })
    if (cursorAt !== -1 || cursor === null) followed.current = cursor
  }, [cursor, cursorAt, rows])

  useImperativeHandle(handle, () => ({
    focus: () => scroller.current?.focus({ preventScroll: true }),
    rowsPerPage: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 1),
  }))

  return (
    <div className={classes.frame}>
      <div
        ref={scroller}
        className={classes.scroller}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-multiselectable={multiselectable}
        aria-rowcount={total ?? ids.length}
        aria-activedescendant={cursor !== null && idsInSight.includes(cursor) ? elementIdOf(label, cursor) : undefined}
      >
        <div role="rowgroup" style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {inSight.map(({ index, start }) => {
            const id = ids[index]
            return id === undefined
              ? null
              : renderRow({ id, index, top: start, height: rowHeight, elementId: elementIdOf(label, id) })
          })}
        </div>
      </div>
      <div aria-live="polite">
        {arrived > 0 && (
          <button type="button" className={classes.pill} onClick={() => scroller.current?.scrollTo({ top: 0 })}>
            <ArrowUp size={13} aria-hidden /> {count(arrived)} new
          </button>
        )}
      </div>
    </div>
  )
}

function elementIdOf(label: string, id: number): string {
  return `${label.toLowerCase()}-${id}`
}
