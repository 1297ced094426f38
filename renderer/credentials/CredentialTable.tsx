import { UnstyledButton } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useEffect, useRef } from 'react'
import classes from './CredentialTable.module.css'
import { CredentialRow } from './CredentialRow.tsx'
import type { Item, SortKey } from './item.ts'

export interface Sort {
  readonly key: SortKey
  readonly down: boolean
}

interface CredentialTableProps {
  readonly items: readonly Item[]
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
  readonly openedId: string | null
  readonly onOpen: (id: string) => void
  readonly narrow: boolean
}

const columns: readonly { key: SortKey | null; word: string; className: string | undefined }[] = [
  { key: 'name', word: 'Name', className: classes.name },
  { key: 'mode', word: 'Mode', className: classes.mode },
  { key: 'scope', word: 'May send from', className: classes.scope },
  { key: 'useCount', word: 'Uses', className: classes.uses },
  { key: 'lastUsedAt', word: 'Last used', className: classes.last },
  { key: null, word: 'Status', className: classes.status },
]

/** Both kinds in one table of any length. Tab walks through it, Enter opens a row. */
export function CredentialTable({ items, sort, onSort, openedId, onOpen, narrow }: CredentialTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const rowHeight = narrow ? 92 : 48
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: 8,
    useFlushSync: false,
  })
  useEffect(() => rows.measure(), [rowHeight, rows])
  const openedAt = items.findIndex(({ id }) => id === openedId)
  useEffect(() => {
    if (openedAt >= 0) rows.scrollToIndex(openedAt, { align: 'auto' })
  }, [openedAt, rows])
  return (
    <div
      ref={scroller}
      className={classes.table}
      data-narrow={narrow || undefined}
      role="table"
      aria-label="Credentials and keys"
      aria-rowcount={items.length + 1}
    >
      <div role="rowgroup" className={classes.head}>
        <div role="row" aria-rowindex={1} className={classes.row}>
          {columns.map(({ key, word, className }) => (
            <div
              key={word}
              role="columnheader"
              className={className}
              aria-sort={key === sort.key ? (sort.down ? 'descending' : 'ascending') : undefined}
            >
              {key === null ? (
                word
              ) : (
                <UnstyledButton
                  className={classes.sort}
                  onClick={() => onSort({ key, down: key === sort.key ? !sort.down : key !== 'name' })}
                >
                  {word}
                  {key === sort.key &&
                    (sort.down ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
                </UnstyledButton>
              )}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const item = items[index]
          return item ? (
            <CredentialRow
              key={item.id}
              item={item}
              index={index}
              style={{ transform: `translateY(${start}px)`, height: rowHeight }}
              active={item.id === openedId}
              onOpen={onOpen}
            />
          ) : null
        })}
      </div>
    </div>
  )
}
