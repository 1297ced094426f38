import { useEffect, useRef } from 'react'
import { useMessageActions } from './actions.ts'
import { rowCache, useRowCache } from './rows.ts'

/** Opening a message marks it read, once: marked unread again while open, it stays so. */
export function useMarkReadOnOpen(opened: number | null): void {
  const actions = useMessageActions()
  useRowCache()
  const row = opened === null ? undefined : rowCache.get(opened)
  const marked = useRef<number | null>(null)
  useEffect(() => {
    if (opened === null) marked.current = null
    if (opened === null || marked.current === opened) return
    if (!row) {
      rowCache.want([opened])
      return
    }
    // Not for those passed over with a key held down.
    const timer = setTimeout(() => {
      marked.current = opened
      if (row.unread) actions.setUnread([opened], false)
    }, 150)
    return () => clearTimeout(timer)
  }, [opened, row, actions])
}
