import type { MailDatabase } from '../../database/open.ts'
import { RelayError } from '../relayError.ts'
import type { Clock } from './clock.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { EndpointBook } from './endpointBook.ts'
import { formats } from './formats/index.ts'
import { shownCall } from './shown.ts'
import { selectAttempts } from './tables/attempts.ts'
import { countCalls, insertCall, scheduleCall, selectCall, selectCalls, type CallRow } from './tables/calls.ts'
import type { Endpoint } from './tables/endpoints.ts'
import { copyEvents, selectPayloads } from './tables/events.ts'
import type { WebhookCalls } from './types.ts'

/** What was told, and telling it again. */
export function createCalls(parts: {
  db: MailDatabase
  book: EndpointBook
  dispatcher: Dispatcher
  clock: Clock
  changed: () => void
}): WebhookCalls {
  const { db, book, dispatcher, clock, changed } = parts

  function find(id: number): { call: CallRow; endpoint: Endpoint } {
    const call = selectCall(db, id)
    const endpoint = call && book.find(call.endpoint)
    if (!call || !endpoint) throw new RelayError('NOT_FOUND', 'There is no such webhook call.')
    return { call, endpoint }
  }

  return {
    list({ limit, cursor, ...filter }) {
      const rows = selectCalls(db, filter, idOf(cursor), limit + 1)
      const page = rows.slice(0, limit)
      return {
        items: page.map((call) => shownCall(call, book.get(call.endpoint))),
        nextCursor: rows.length > limit ? String(page.at(-1)?.id) : null,
        total: countCalls(db, filter),
      }
    },

    get(id) {
      const { call, endpoint } = find(id)
      const format = formats[call.format]
      const payloads = selectPayloads(db, id)
      return {
        ...shownCall(call, endpoint),
        method: format.method,
        url: format.url(endpoint.url, payloads),
        body: format.body(payloads),
        attempts: selectAttempts(db, id),
      }
    },

    replay(id) {
      const { call, endpoint } = find(id)
      if (!endpoint.enabled) throw new RelayError('CONFLICT', 'The endpoint is switched off. Switch it on first.')
      if (call.format !== endpoint.format)
        throw new RelayError('CONFLICT', `This was made in the format ${call.format}; the endpoint has another now.`)
      const now = clock.now()
      const again = db.transaction(() => {
        if (call.status === 'waiting') {
          scheduleCall(db, id, now, now)
          return id
        }
        const copy = insertCall(db, { ...call, gathering: 0, created_at: now, next_try_at: now })
        copyEvents(db, id, copy)
        return copy
      })
      dispatcher.clear(endpoint.id)
      changed()
      return shownCall(selectCall(db, again) as CallRow, endpoint)
    },
  }
}

/** Throws BAD_REQUEST. */
function idOf(cursor: string | undefined): number {
  if (cursor === undefined) return Number.MAX_SAFE_INTEGER
  if (!/^\d{1,15}$/.test(cursor))
    throw new RelayError('BAD_REQUEST', 'The cursor is not one that a list gave: leave it out to start at the newest.')
  return Number(cursor)
}
