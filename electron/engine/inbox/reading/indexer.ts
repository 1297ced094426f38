import { setTimeout as sleep } from 'node:timers/promises'
import { isDamage, type ReadableDatabase, type WritableDatabase } from '../../database/open.ts'
import { bodyIdsAfter, selectBytes, selectEnvelope } from '../tables/bodies.ts'
import {
  deleteIndexed,
  indexedTo,
  insertIndexed,
  previewIds,
  setIndexedTo,
  type IndexedMessage,
} from '../tables/searchTables.ts'
import { previewOf } from './preview.ts'
import type { Preview, Report } from './orders.ts'
import type { SharedState } from './shared.ts'

/** Messages per transaction: few, so that neither a reader of search.db nor an open request waits long. */
const batchSize = 16
/** Intake is over when nothing was committed for this long. */
const quietMs = 25
/** Under mail that never stops, a batch is indexed all the same this often. */
const patienceMs = 1_000
/** While there is work to do, the WAL is looked after this often; else when it is done. */
const moveWalEveryMs = 1_000
/** After a failure of the disk. */
const tryAgainMs = 1_000
/** Pages of 4 KB in the WAL from which on it is moved into mail.db even while mail comes in: 64 MB. */
const longWalFrames = 16_384
/** So few are moved by the writer itself in a few milliseconds; then it begins the WAL anew. */
const fewWalFrames = 1_000
/** From here on (512 MB) it is done whatever it takes. */
const tooLongWalFrames = 131_072

/**
 * Brings search.db up to date from mail.db, behind intake: it follows a watermark that moves in the same transaction
 * as the rows, so a crash at any moment costs nothing but the batch at hand. Between two batches it looks whether mail
 * is coming in and gives way.
 */
export class Indexer {
  readonly #mail: ReadableDatabase & { checkpoint(): { walFrames: number; movedFrames: number } }
  readonly #search: WritableDatabase
  readonly #shared: SharedState
  readonly #skip: number | null
  readonly #report: (report: Report) => void
  #running: Promise<void> | null = null
  #stopping = false
  #movedAt = 0

  constructor(parts: {
    mail: ReadableDatabase & { checkpoint(): { walFrames: number; movedFrames: number } }
    search: WritableDatabase
    shared: SharedState
    skip: number | null
    report: (report: Report) => void
  }) {
    this.#mail = parts.mail
    this.#search = parts.search
    this.#shared = parts.shared
    this.#skip = parts.skip
    this.#report = parts.report
    this.#forgetGone()
  }

  /** Catches up with mail.db; does nothing when it already does. */
  start(): void {
    if (this.#running || this.#stopping) return
    this.#running = this.#catchUp().finally(() => {
      this.#running = null
    })
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await this.#running
  }

  /** Rows that cannot be deleted now, on a full disk, do no harm, and are found at the next start. */
  forget(ids: readonly number[]): void {
    try {
      this.#search.transaction(() => {
        for (const id of ids) deleteIndexed(this.#search, id)
      })
    } catch (error) {
      if (isDamage(error)) throw error
    }
  }

  async #catchUp(): Promise<void> {
    while (!this.#stopping) {
      try {
        return await this.#indexAll()
      } catch (error) {
        if (isDamage(error)) {
          this.#report({ is: 'damaged' })
          return
        }
        // The disk is full, or gone for the moment: intake tells the owner, and what is missing here can wait.
        await sleep(tryAgainMs)
      }
    }
  }

  async #indexAll(): Promise<void> {
    while (!this.#stopping) {
      const ids = bodyIdsAfter(this.#mail, indexedTo(this.#search), batchSize)
      await this.#giveWay()
      if (ids.length > 0) {
        if (Date.now() - this.#movedAt > moveWalEveryMs) this.#moveWal()
        if (!this.#stopping) await this.#index(ids)
        continue
      }
      this.#moveWal()
      // Asleep first, then the last look: a message that comes in between sends an order.
      this.#shared.sleep()
      if (bodyIdsAfter(this.#mail, indexedTo(this.#search), 1).length === 0) return
    }
  }

  async #index(ids: readonly number[]): Promise<void> {
    const found: IndexedMessage[] = []
    for (const id of ids) {
      this.#shared.indexing = { id, since: Date.now() }
      const bytes = selectBytes(this.#mail, id)
      const envelope = selectEnvelope(this.#mail, id)
      if (bytes && envelope) found.push(await previewOf(id, bytes, envelope, { headerOnly: id === this.#skip }))
      // A turn of the event loop, so that somebody who opens a message does not wait for the whole batch.
      await new Promise(setImmediate)
    }
    this.#shared.indexing = { id: 0, since: 0 }
    this.#search.transaction(() => {
      for (const message of found) insertIndexed(this.#search, message)
      setIndexedTo(this.#search, ids.at(-1) as number)
    })
    const previews: Preview[] = found.map(({ id, attachments, snippet }) => ({ id, attachments, snippet }))
    if (previews.length > 0) this.#report({ is: 'previewed', previews })
  }

  /** Waits for a gap in intake, but not for ever. */
  async #giveWay(): Promise<void> {
    const since = Date.now()
    while (!this.#stopping && Date.now() - this.#shared.lastCommit < quietMs && Date.now() - since < patienceMs) {
      await sleep(quietMs)
    }
  }

  #moveWal(): void {
    this.#movedAt = Date.now()
    // While mail comes in, each pass leaves what was written during it: fewer every time.
    for (let pass = 0; pass < 3; pass += 1) {
      const { walFrames, movedFrames } = this.#mail.checkpoint()
      if (walFrames <= longWalFrames) return
      const left = walFrames - movedFrames
      if (left <= fewWalFrames || walFrames > tooLongWalFrames) {
        this.#report({ is: 'walLong' })
        return
      }
    }
  }

  /** Messages that were removed for good while nobody listened, or just before a crash. */
  #forgetGone(): void {
    const stretch = 10_000
    const has = this.#mail.values<number>('SELECT id FROM bodies WHERE id = ?')
    for (let after = 0; ;) {
      const ids = previewIds(this.#search, after, stretch)
      const gone = ids.filter((id) => has.get(id) === undefined)
      if (gone.length > 0) this.forget(gone)
      if (ids.length < stretch) return
      after = ids.at(-1) as number
    }
  }
}
