import { useSyncExternalStore } from 'react'
import type { MessageSummary } from '../../shared/model/message.ts'
import { client, errorSentence, isConnectionLoss } from '../client.ts'
import { fail } from '../ui/say.tsx'

// The rows that were looked at or announced, by id. The list asks for the stretch it shows; what is not there yet is
// fetched in chunks, and until then the list draws a skeleton. Bounded: rows looked at longest ago are let go.

const chunk = 100
const keepAtMost = 20_000

let rows = new Map<number, MessageSummary>()
const wanted = new Set<number>()
const asked = new Set<number>()
/** Asked for in vain: gone, or refused. Asked for again after the next `forgetAll` only. */
const missing = new Set<number>()
const listeners = new Set<() => void>()
let version = 0
let scheduled = false

export const rowCache = {
  get: (id: number) => rows.get(id),
  put(messages: readonly MessageSummary[]): void {
    for (const message of messages) {
      rows.set(message.id, message)
      missing.delete(message.id)
    }
    trim()
    changed()
  },
  /** Changes what is known of a row; rows that are not known stay so. */
  patch(id: number, change: Partial<MessageSummary>): void {
    const row = rows.get(id)
    if (!row) return
    rows.set(id, { ...row, ...change })
    changed()
  },
  forget(ids: Iterable<number>): void {
    for (const id of ids) rows.delete(id)
    changed()
  },
  /** Everything may have changed: what is shown is asked for again. */
  forgetAll(): void {
    rows = new Map()
    asked.clear()
    missing.clear()
    changed()
  },
  /** Fetches those of these rows that are not there yet. */
  want(ids: readonly number[]): void {
    for (const id of ids) if (!rows.has(id) && !asked.has(id) && !missing.has(id)) wanted.add(id)
    if (wanted.size === 0 || scheduled) return
    scheduled = true
    setTimeout(() => void fetchWanted(), 12)
  },
}

/** Re-renders when any row changed. */
export function useRowCache(): void {
  useSyncExternalStore(subscribe, () => version)
}

async function fetchWanted(): Promise<void> {
  scheduled = false
  // What was scrolled past meanwhile is fetched last.
  const ids = [...wanted].toReversed()
  wanted.clear()
  for (const id of ids) asked.add(id)
  const chunks = Array.from({ length: Math.ceil(ids.length / chunk) }, (_, at) =>
    ids.slice(at * chunk, (at + 1) * chunk),
  )
  await Promise.all(chunks.map(fetchChunk))
}

async function fetchChunk(ids: number[]): Promise<void> {
  try {
    const found = await client.messages.summaries({ ids })
    for (const id of ids) missing.add(id)
    rowCache.put(found)
  } catch (error) {
    // A lost connection is made good by the reconnect, which asks again for everything shown.
    if (isConnectionLoss(error)) return
    for (const id of ids) missing.add(id)
    fail('Some messages could not be loaded', errorSentence(error))
  } finally {
    for (const id of ids) asked.delete(id)
  }
}

/** A Map keeps the order of insertion: the first ones are the oldest. */
function trim(): void {
  if (rows.size <= keepAtMost) return
  const excess = rows.size - keepAtMost
  for (const id of [...rows.keys()].slice(0, excess)) rows.delete(id)
}

function changed(): void {
  version += 1
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
