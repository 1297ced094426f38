import type { Session } from '../../../shared/model/session.ts'
import type { WritableDatabase } from '../database/open.ts'
import { saveSession } from '../inbox/tables/sessions.ts'
import { insertTranscript } from '../inbox/tables/transcripts.ts'
import type { Entry } from './groupCommit.ts'

/** What is known of a session until its end is on disk. */
interface Ongoing {
  /** Its row is on disk. */
  saved: boolean
  /** The first and the newest message it brought; 0 when none. */
  firstMessage: number
  lastMessage: number
  /** Number of the next piece of its transcript. */
  nextPiece: number
  /** Lines that are not on disk yet. */
  lines: string
}

/** How long lines wait in memory, and how many: beyond this, while the disk fails, the oldest are given up. */
const waitMs = 1_000
const mostLines = 512 * 1024

/**
 * Sessions beside their messages. The row is written with the session's first message; the dialogue follows within a
 * second and when the session ends, not with every message: pieces of many sessions lie far apart in the table, and
 * writing them one by one cost more pages than the messages themselves. A crash can lose the last second of a dialogue,
 * never of a message.
 */
export class SessionRecords {
  readonly #db: WritableDatabase
  readonly #commit: (entry: Entry) => void
  readonly #ongoing = new Map<number, Ongoing>()
  #timer: NodeJS.Timeout | null = null

  constructor(db: WritableDatabase, commit: (entry: Entry) => void) {
    this.#db = db
    this.#commit = commit
  }

  /** Keeps lines until they are written. */
  add(sessionId: number, lines: string): void {
    const session = this.#session(sessionId)
    session.lines = (session.lines + lines).slice(-mostLines)
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#commit(this.#writeAll())
    }, waitMs).unref()
  }

  /** Within the transaction that writes a message of this session. */
  writeFirst(session: Session, messageId: number): void {
    const ongoing = this.#session(session.id)
    if (!ongoing.saved) saveSession(this.#db, session, messageId, messageId)
  }

  /** The transaction of `writeFirst` is on disk. */
  brought(sessionId: number, messageId: number): void {
    const ongoing = this.#session(sessionId)
    ongoing.saved = true
    ongoing.firstMessage ||= messageId
    ongoing.lastMessage = messageId
  }

  /** Within a transaction: the session is over. */
  writeEnd(session: Session): void {
    const ongoing = this.#session(session.id)
    saveSession(this.#db, session, ongoing.firstMessage || null, ongoing.lastMessage || null)
    if (ongoing.lines !== '') insertTranscript(this.#db, session.id, ongoing.nextPiece, ongoing.lines)
  }

  forget(sessionId: number): void {
    this.#ongoing.delete(sessionId)
  }

  /** Encoded lines that were handed over but are not on disk yet. */
  unwritten(sessionId: number): string {
    return this.#ongoing.get(sessionId)?.lines ?? ''
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#commit(this.#writeAll())
  }

  #session(id: number): Ongoing {
    const known = this.#ongoing.get(id)
    if (known) return known
    const fresh: Ongoing = { saved: false, firstMessage: 0, lastMessage: 0, nextPiece: 0, lines: '' }
    this.#ongoing.set(id, fresh)
    return fresh
  }

  #writeAll(): Entry {
    let written: { ongoing: Ongoing; length: number }[] = []
    return {
      write: () => {
        written = []
        for (const [id, ongoing] of this.#ongoing) {
          // Lines of a session without a row wait for its end: a row is what they are found by.
          if (!ongoing.saved || ongoing.lines === '') continue
          insertTranscript(this.#db, id, ongoing.nextPiece, ongoing.lines)
          written.push({ ongoing, length: ongoing.lines.length })
        }
        return 0
      },
      committed: () => {
        for (const { ongoing, length } of written) {
          ongoing.nextPiece += 1
          ongoing.lines = ongoing.lines.slice(length)
        }
      },
      failed: () => undefined,
    }
  }
}
