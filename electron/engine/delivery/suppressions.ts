import type { MailDatabase } from '../database/open.ts'
import { RelayError } from './relayError.ts'
import {
  countSuppressions,
  cursorAfter,
  deleteSuppression,
  insertSuppression,
  selectSuppression,
  selectSuppressions,
} from './tables/suppressions.ts'
import type { Relay } from './types.ts'

/** Addresses that are not sent to: bounces put them there, people add and remove them. */
export function createSuppressions(parts: {
  db: MailDatabase
  now: () => number
  changed: () => void
}): Pick<Relay, 'suppressions' | 'suppress' | 'unsuppress'> {
  const { db } = parts
  return {
    suppressions({ search, limit, cursor }) {
      const rows = selectSuppressions(db, { search, limit: limit + 1, cursor })
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        items: page,
        nextCursor: rows.length > limit && last ? cursorAfter(last) : null,
        total: countSuppressions(db, search),
      }
    },

    suppress({ address, reason, simulated }) {
      db.transaction(() =>
        insertSuppression(db, {
          address,
          reason,
          simulated,
          createdAt: parts.now(),
          expiresAt: null,
          messageId: null,
        }),
      )
      parts.changed()
      const added = selectSuppression(db, address, simulated)
      if (!added) throw new RelayError('NOT_FOUND', 'The address was removed again in between.')
      return added
    },

    unsuppress(address) {
      const removed = db.transaction(() => deleteSuppression(db, address))
      if (removed === 0) throw new RelayError('NOT_FOUND', 'This address is not on the list.')
      parts.changed()
    },
  }
}
