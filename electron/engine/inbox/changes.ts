import { randomUUID } from 'node:crypto'
import type { MessageSummary } from '../../../shared/model/message.ts'
import type { Announcer } from '../announce.ts'
import type { MailDatabase } from '../database/open.ts'
import { everything, findIds } from './search/find.ts'
import { inSlices } from './slices.ts'
import { addToCounts, selectCounts } from './tables/counters.ts'
import { existingIds, selectSummaries, selectSummary, setStarred } from './tables/messages.ts'
import { setTags } from './tables/tags.ts'
import { idsOfBatch, moveBack, moveToTrash } from './tables/trash.ts'
import { markRead, markUnread } from './tables/unread.ts'
import type { Inbox, Selection } from './types.ts'

/** More ids than this are not listed in an announcement: the windows ask again for what they show. */
const mostAnnounced = 200

/** Everything that people do to messages: mark, star, tag, delete, undo. */
export function createChanges(
  db: MailDatabase,
  announcer: Announcer,
): Pick<Inbox, 'update' | 'updateMany' | 'announceUpdated' | 'remove' | 'restore'> {
  function announceUpdated(ids: readonly number[], messages: MessageSummary[] | null): void {
    if (!announcer.hasListeners) return
    const counts = selectCounts(db)
    if (ids.length > mostAnnounced) announcer.announce({ type: 'resync', counts })
    else if (ids.length > 0) {
      announcer.announce({ type: 'messagesUpdated', messages: messages ?? selectSummaries(db, ids), counts })
    }
  }

  function chosen({ ids, search }: Selection): number[] {
    if (ids === undefined) return findIds(db, search ?? '', everything)
    // Newest first, as a search gives them: undo then fills the list from the top.
    return [...new Set(ids)].sort((a, b) => b - a)
  }

  /** Within a transaction. */
  function apply(ids: readonly number[], change: { unread?: boolean; starred?: boolean }): void {
    if (change.starred !== undefined) setStarred(db, ids, change.starred)
    if (change.unread === true) addToCounts(db, { total: 0, unread: markUnread(db, ids) })
    if (change.unread === false) addToCounts(db, { total: 0, unread: -markRead(db, ids) })
  }

  return {
    update(id, change) {
      if (existingIds(db, [id]).length === 0) return null
      db.transaction(() => {
        apply([id], change)
        if (change.tags) setTags(db, id, change.tags)
      })
      const message = selectSummary(db, id)
      if (message) announceUpdated([id], [message])
      return message
    },

    announceUpdated: (ids) => announceUpdated(ids, null),

    async updateMany(selection, change) {
      const ids = chosen(selection)
      let updated = 0
      await inSlices(ids, (slice) => {
        const present = existingIds(db, slice)
        updated += present.length
        if (present.length > 0) db.transaction(() => apply(present, change))
      })
      if (updated > 0) announceUpdated(ids, null)
      return updated
    },

    async remove(selection) {
      const batch = randomUUID()
      const ids = chosen(selection)
      let removed = 0
      await inSlices(ids, (slice) => {
        db.transaction(() => {
          const moved = moveToTrash(db, slice, batch, Date.now())
          addToCounts(db, { total: -moved.removed, unread: -moved.unread })
          removed += moved.removed
        })
      })
      if (removed > 0 && announcer.hasListeners) {
        const counts = selectCounts(db)
        const change =
          ids.length > mostAnnounced ? { type: 'resync' as const } : { type: 'messagesRemoved' as const, ids }
        announcer.announce({ ...change, counts })
      }
      return { removed, undo: batch }
    },

    async restore(undo) {
      const ids = idsOfBatch(db, undo)
      let restored = 0
      await inSlices(ids, (slice) => {
        db.transaction(() => {
          const back = moveBack(db, slice)
          addToCounts(db, { total: back.restored, unread: back.unread })
          restored += back.restored
        })
      })
      // Rows come back between others: a window that shows them must ask again.
      if (restored > 0) announcer.announce({ type: 'resync', counts: selectCounts(db) })
      return restored
    },
  }
}
