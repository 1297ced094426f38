import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { Scroll } from '../Scroll.tsx'
import { rowAt, type SourceIndex } from './sourceIndex.ts'
import { SourceRow } from './SourceRow.tsx'
import classes from './SourceTab.module.css'
import type { SourceSearchState } from './useSourceSearch.ts'

interface SourceLinesProps {
  readonly index: SourceIndex
  readonly search: SourceSearchState
}

const rowHeight = 18

/** The lines in sight, and a few around them. */
export function SourceLines({ index, search }: SourceLinesProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: index.rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  })
  const match = search.matches[search.current]
  useEffect(() => {
    if (match === undefined) return
    virtual.scrollToIndex(rowAt(index, match), { align: 'center' })
    const frame = requestAnimationFrame(() =>
      scroller.current?.querySelector('mark[data-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
    )
    return () => cancelAnimationFrame(frame)
  }, [index, match, virtual])
  const items = virtual.getVirtualItems()
  return (
    <Scroll ref={scroller} className={classes.scroll} label="Source">
      <div style={{ height: virtual.getTotalSize() }}>
        <div className={classes.rows} style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
          {items.map(({ index: row }) => (
            <SourceRow
              key={row}
              index={index}
              row={row}
              queryLength={search.searched.length}
              matches={search.matches}
              currentMatch={match ?? -1}
            />
          ))}
        </div>
      </div>
    </Scroll>
  )
}
