import type { Settings } from '../../../shared/model/settings.ts'
import type { Announcer } from '../announce.ts'
import type { MailDatabase } from '../database/open.ts'
import { deleteBodies } from './tables/bodies.ts'
import { addToCounts, selectCounts } from './tables/counters.ts'
import { deleteExpiry, expiredIds } from './tables/expiry.ts'
import { deleteMessages, oldestUnstarred } from './tables/messages.ts'
import { deleteSessions, sessionBehind, sessionsWithMail } from './tables/sessions.ts'
import { deleteTags } from './tables/tags.ts'
import { deleteTranscripts } from './tables/transcripts.ts'
import { deleteFromTrash, trashBefore } from './tables/trash.ts'
import { markRead } from './tables/unread.ts'

/** How long a deletion can be undone. */
const undoMs = 10 * 60_000
/** Sessions without messages that are kept. */
const keptSessions = 10_000
/** Rows per transaction, bodies included. */
const sliceSize = 200
/** After a capture it is looked at whether something has to go: once mail pauses, at the latest after a while. */
const soonMs = 1_000
const atTheLatestMs = 10_000
/** Age and trash come of age without a capture. */
const everyMs = 60_000
const sessionsEveryMs = 600_000

/**
 * Removes for good what need not be kept: messages beyond the number or age of the settings (never starred ones),
 * deletions that can no longer be undone, old sessions without mail. In slices with a turn of the event loop between.
 */
export class Retention {
  readonly #db: MailDatabase
  readonly #announcer: Announcer
  readonly #settings: () => Settings['retention']
  readonly #gone: (ids: readonly number[]) => void
  readonly #needed: (ids: readonly number[]) => ReadonlySet<number>
  #timer: NodeJS.Timeout | null = null
  readonly #interval: NodeJS.Timeout
  #running: Promise<void> | null = null
  #stopped = false
  #lastCommit = 0
  #sessionsAgain = 0

  /** `gone` is told what was removed for good. */
  constructor(parts: {
    db: MailDatabase
    announcer: Announcer
    settings: () => Settings['retention']
    gone: (ids: readonly number[]) => void
    /** Which of these something still waits for: they stay. */
    needed: (ids: readonly number[]) => ReadonlySet<number>
  }) {
    this.#db = parts.db
    this.#announcer = parts.announcer
    this.#settings = parts.settings
    this.#gone = parts.gone
    this.#needed = parts.needed
    parts.db.onCommit(() => this.#soon())
    this.#interval = setInterval(() => void this.run(), everyMs).unref()
  }

  /** Does what there is to do now. `trashBefore`: what was deleted before that time goes. */
  run(removedBefore = Date.now() - undoMs): Promise<void> {
    this.#running ??= this.#work(removedBefore).finally(() => {
      this.#running = null
    })
    return this.#running
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#stopWaiting()
    clearInterval(this.#interval)
    await this.#running
  }

  #soon(): void {
    this.#lastCommit = Date.now()
    if (this.#timer || this.#running || this.#stopped) return
    const since = this.#lastCommit
    this.#timer = setInterval(() => {
      const now = Date.now()
      if (now - this.#lastCommit < soonMs / 2 && now - since < atTheLatestMs) return
      this.#stopWaiting()
      void this.run()
    }, soonMs).unref()
  }

  #stopWaiting(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
  }

  async #work(removedBefore: number): Promise<void> {
    try {
      await this.#messages()
      await this.#trash(removedBefore)
      if (Date.now() >= this.#sessionsAgain) {
        this.#sessionsAgain = Date.now() + sessionsEveryMs
        await this.#sessions()
      }
    } catch {
      // The disk is full or gone: intake raises the notice, and the next run tries again.
    }
  }

  async #messages(): Promise<void> {
    const removed: number[] = []
    let needed = 0
    await this.#repeat(() => {
      const expired = expiredIds(this.#db, Date.now(), sliceSize, needed)
      const ids = this.#free(expired)
      needed += expired.length - ids.length
      this.#remove(ids, removed)
      return expired.length === sliceSize
    })
    let after = 0
    await this.#repeat(() => {
      const { keepAtMost, keepForDays } = this.#settings()
      const surplus = keepAtMost === 0 ? 0 : Math.max(0, selectCounts(this.#db).total - keepAtMost)
      if (surplus === 0 && keepForDays === 0) return false
      // By when it was stored: a message imported from an old file is as new as its import.
      const storedBefore = keepForDays === 0 ? 0 : Date.now() - keepForDays * 86_400_000
      const oldest = oldestUnstarred(this.#db, { after, limit: sliceSize })
      const free = new Set(this.#free(oldest.map(({ id }) => id)))
      const ids = oldest
        .filter(({ id }) => free.has(id))
        .filter(({ stored_at }, index) => index < surplus || stored_at < storedBefore)
        .map(({ id }) => id)
      this.#remove(ids, removed)
      const last = oldest.at(-1)
      if (!last || oldest.length < sliceSize) return false
      // Those that are needed still are left behind, so that they do not keep the others.
      after = last.id
      return ids.length < surplus || last.stored_at < storedBefore
    })
    if (removed.length === 0) return
    const counts = selectCounts(this.#db)
    this.#announcer.announce(
      removed.length > 200 ? { type: 'resync', counts } : { type: 'messagesRemoved', ids: removed, counts },
    )
  }

  #remove(ids: readonly number[], removed: number[]): void {
    if (ids.length === 0) return
    this.#db.transaction(() => {
      const total = -deleteMessages(this.#db, ids)
      const unread = -markRead(this.#db, ids)
      addToCounts(this.#db, { total, unread })
      deleteBodies(this.#db, ids)
      deleteTags(this.#db, ids)
      deleteExpiry(this.#db, ids)
    })
    this.#gone(ids)
    if (removed.length <= 200) removed.push(...ids)
  }

  /** What waits to leave, or for somebody, is kept until it has left. */
  #free(ids: readonly number[]): number[] {
    if (ids.length === 0) return []
    const needed = this.#needed(ids)
    return ids.filter((id) => !needed.has(id))
  }

  async #trash(removedBefore: number): Promise<void> {
    let after = 0
    await this.#repeat(() => {
      const old = trashBefore(this.#db, removedBefore, { after, limit: sliceSize })
      after = old.at(-1) ?? after
      const ids = this.#free(old)
      if (ids.length > 0) {
        this.#db.transaction(() => {
          deleteFromTrash(this.#db, ids)
          deleteBodies(this.#db, ids)
          deleteTags(this.#db, ids)
          deleteExpiry(this.#db, ids)
        })
        this.#gone(ids)
      }
      return old.length === sliceSize
    })
  }

  /** Walks all sessions but the newest, a stretch at a time, and takes those whose messages are gone. */
  async #sessions(): Promise<void> {
    const upTo = sessionBehind(this.#db, keptSessions)
    let after = 0
    await this.#repeat(() => {
      const stretch = sessionsWithMail(this.#db, { after, upTo, limit: sliceSize })
      const ids = stretch.filter(({ has_mail }) => has_mail === 0).map(({ id }) => id)
      if (ids.length > 0) {
        this.#db.transaction(() => {
          deleteSessions(this.#db, ids)
          deleteTranscripts(this.#db, ids)
        })
      }
      after = stretch.at(-1)?.id ?? after
      return stretch.length === sliceSize
    })
  }

  /** Until `step` has nothing left to do; mail that waits goes first. */
  async #repeat(step: () => boolean): Promise<void> {
    while (!this.#stopped && step()) await new Promise(setImmediate)
  }
}
