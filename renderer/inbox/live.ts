import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { Change } from '../../shared/contract/events.ts'
import type { MailboxCounts } from '../../shared/model/message.ts'
import { connection, engine } from '../client.ts'
import { withAdded, withoutIds } from '../ui/idList.ts'
import { rowCache } from './rows.ts'

// Announcements into what is shown. They are gathered for a moment and applied together: a burst of thousands
// of messages is one new list, not thousands.

const gatherMilliseconds = 16
const requeryMilliseconds = 250

let counts: MailboxCounts = { total: 0, unread: 0 }
const countListeners = new Set<() => void>()

interface Found {
  readonly ids: number[]
  readonly counts: MailboxCounts
}

/** Messages in all and unread, whatever is searched for. */
export function useMailboxCounts(): MailboxCounts {
  return useSyncExternalStore(subscribeToCounts, () => counts)
}

/** Keeps the list and its rows true for as long as the page lives. */
export function followMailbox(queries: QueryClient): void {
  let gathered: Change[] = []
  let requery: ReturnType<typeof setTimeout> | undefined

  connection.onChange((change) => {
    gathered.push(change)
    if (gathered.length === 1) setTimeout(applyGathered, gatherMilliseconds)
  })
  connection.onReconnected(() => {
    rowCache.forgetAll()
    void queries.invalidateQueries()
  })
  queries.getQueryCache().subscribe((event) => {
    // Answers of the engine only (`manual` are our own updates, with the counts of then).
    if (event.type !== 'updated' || event.action.type !== 'success' || event.action.manual) return
    if (isIdsKey(event.query.queryKey)) setCounts((event.query.state.data as Found).counts)
  })

  function applyGathered(): void {
    const changes = gathered
    gathered = []
    const added: number[] = []
    const removed = new Set<number>()
    for (const change of changes) apply(change, added, removed)
    if (added.length > 0)
      setLists((found, search) => (search === '' ? { ...found, ids: [...withAdded(found.ids, added)] } : found))
    if (removed.size > 0) setLists((found) => ({ ...found, ids: [...withoutIds(found.ids, removed)] }))
    if (added.length > 0) requerySearches()
  }

  function apply(change: Change, added: number[], removed: Set<number>): void {
    if ('counts' in change) setCounts(change.counts)
    if (change.type === 'messagesCaptured') {
      rowCache.put(change.messages)
      for (const message of change.messages) {
        added.push(message.id)
        removed.delete(message.id)
      }
    } else if (change.type === 'messagesPreviewed') {
      for (const { id, ...preview } of change.previews) rowCache.patch(id, preview)
    } else if (change.type === 'messagesUpdated') {
      for (const message of change.messages) rowCache.patch(message.id, message)
      for (const message of change.messages) {
        void queries.invalidateQueries({ queryKey: engine.messages.get.key({ input: { id: message.id } }) })
      }
    } else if (change.type === 'messagesRemoved') {
      rowCache.forget(change.ids)
      for (const id of change.ids) removed.add(id)
    } else if (change.type === 'resync') {
      rowCache.forgetAll()
      void queries.invalidateQueries({ queryKey: engine.messages.ids.key() })
    }
  }

  function setLists(update: (found: Found, search: string) => Found): void {
    for (const query of queries.getQueryCache().findAll({ queryKey: engine.messages.ids.key() })) {
      queries.setQueryData<Found>(query.queryKey, (found) => found && update(found, searchOf(query.queryKey)))
    }
  }

  /** Only the engine knows whether new mail matches a search. */
  function requerySearches(): void {
    if (requery !== undefined) return
    requery = setTimeout(() => {
      requery = undefined
      void queries.invalidateQueries({
        queryKey: engine.messages.ids.key(),
        predicate: (query) => searchOf(query.queryKey) !== '',
      })
    }, requeryMilliseconds)
  }
}

function isIdsKey(key: readonly unknown[]): boolean {
  const path = key[0]
  return Array.isArray(path) && path.join('.') === 'messages.ids'
}

function searchOf(key: readonly unknown[]): string {
  const options = key[1] as { input?: { search?: string } } | undefined
  return options?.input?.search ?? ''
}

function setCounts(next: MailboxCounts): void {
  if (next.total === counts.total && next.unread === counts.unread) return
  counts = next
  for (const listener of countListeners) listener()
}

function subscribeToCounts(listener: () => void): () => void {
  countListeners.add(listener)
  return () => countListeners.delete(listener)
}
