import type { Delivery } from '../../../shared/model/delivery.ts'
import type { ReadableDatabase } from '../database/open.ts'
import { splitHeader } from './headers/fields.ts'
import { readSpecial } from './headers/special.ts'
import { RelayError } from './relayError.ts'
import { countAttempts, selectAttempts } from './tables/attempts.ts'
import {
  countByStatus,
  countDeliveries,
  findDeliveries,
  selectDelivery,
  selectDeliveriesOf,
  type StoredDelivery,
} from './tables/deliveries.ts'
import type { Relay, StoredMessage } from './types.ts'

/** What was and is delivered, for looking at. */
export function createHistory(parts: {
  db: ReadableDatabase
  shown: (row: StoredDelivery) => Delivery
  message: (id: number) => StoredMessage | null
  now: () => number
}): Pick<Relay, 'deliveries' | 'delivery' | 'counts' | 'ofMessage'> {
  const { db, shown } = parts

  return {
    deliveries({ limit, cursor, ...filter }) {
      const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor)
      if (!Number.isSafeInteger(before)) throw new RelayError('BAD_REQUEST', 'This cursor is not one of ours.')
      const rows = findDeliveries(db, filter, { limit: limit + 1, before })
      const page = rows.slice(0, limit)
      const more = rows.length > limit
      return {
        items: page.map((row) => shown(row)),
        nextCursor: more ? String(page.at(-1)?.id) : null,
        total: cursor === undefined && !more ? page.length : countDeliveries(db, filter),
      }
    },

    delivery(id) {
      const row = selectDelivery(db, id)
      if (!row)
        throw new RelayError('NOT_FOUND', 'There is no delivery with this id. Its message may have been removed.')
      return { ...shown(row), attempts: selectAttempts(db, id) }
    },

    counts(hours, steps) {
      const end = parts.now()
      const stepMs = Math.ceil((hours * 3_600_000) / steps)
      const since = end - stepMs * steps
      const counted = Array.from({ length: steps }, (_, index) => ({
        at: new Date(since + index * stepMs).toISOString(),
        delivered: 0,
        deferred: 0,
        bounced: 0,
        failed: 0,
        suppressed: 0,
      }))
      for (const { step, outcome, count } of countAttempts(db, since, stepMs)) {
        const one = counted[Math.min(step, steps - 1)]
        if (one && isCounted(outcome)) one[outcome] += count
      }
      return {
        steps: counted,
        waiting: {
          queued: countByStatus(db, 'queued'),
          deferred: countByStatus(db, 'deferred'),
          held: countByStatus(db, 'held'),
        },
      }
    },

    ofMessage(id) {
      const message = parts.message(id)
      if (!message) throw new RelayError('NOT_FOUND', 'There is no message with this id. It may have been deleted.')
      const { notes, smtpApi } = readSpecial(splitHeader(message.bytes).header, message.receivedAt)
      return {
        deliveries: selectDeliveriesOf(db, id).map(shown),
        headers: [...notes],
        smtpApi: smtpApi && {
          json: smtpApi.json,
          problems: smtpApi.problems,
          recipients: smtpApi.recipients,
          categories: smtpApi.categories,
          uniqueArgs: smtpApi.uniqueArgs,
          sendAt: smtpApi.sendAt,
        },
      }
    },
  }
}

const counted = ['delivered', 'deferred', 'bounced', 'failed', 'suppressed'] as const

function isCounted(outcome: string): outcome is (typeof counted)[number] {
  return (counted as readonly string[]).includes(outcome)
}
