import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { positionOf, type IdList } from './idList.ts'

/**
 * Moves the scroll position along with rows put in above it, so that nothing moves under the pointer.
 * Gives how many came since the top was last in sight. A change of `resetKey` (a new search) starts at the top.
 */
export function useKeptPlace(
  scroller: RefObject<HTMLElement | null>,
  ids: IdList,
  resetKey: string,
  rowHeight: number,
): number {
  const [arrived, setArrived] = useState(0)
  const before = useRef({ ids, resetKey })
  useLayoutEffect(() => {
    const element = scroller.current
    const { ids: old, resetKey: oldKey } = before.current
    before.current = { ids, resetKey }
    if (!element || old === ids) return
    if (oldKey !== resetKey) {
      element.scrollTo({ top: 0 })
      setArrived(0)
      return
    }
    if (element.scrollTop < rowHeight / 2) return
    const firstInSight = old[Math.floor(element.scrollTop / rowHeight)]
    const shift = firstInSight === undefined ? 0 : shiftOf(old, ids, firstInSight)
    if (shift === 0) return
    element.scrollBy({ top: shift * rowHeight })
    if (shift > 0) setArrived((waiting) => waiting + shift)
  }, [ids, resetKey, rowHeight, scroller])
  useEffect(() => {
    const element = scroller.current
    const onScroll = () => {
      if (element && element.scrollTop < rowHeight / 2) setArrived(0)
    }
    element?.addEventListener('scroll', onScroll, { passive: true })
    return () => element?.removeEventListener('scroll', onScroll)
  }, [rowHeight, scroller])
  return arrived
}

function shiftOf(old: IdList, ids: IdList, id: number): number {
  const at = positionOf(ids, id)
  return at === -1 ? 0 : at - positionOf(old, id)
}
