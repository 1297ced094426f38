import type { Session } from '../../../shared/model/session.ts'
import type { WritableDatabase } from '../database/open.ts'
import { saveSession } from '../inbox/tables/sessions.ts'
import { insertTranscript } from '../inbox/tables/transcripts.ts'

/** What is known of a session that goes on. */
interface Ongoing {
  /** Its row is on disk. */
  saved: boolean
  /** Number of the next piece of its transcript. A rollback leaves a gap, which does no harm. */
  nextPiece: number
  /** Lines whose commit failed; they go with the next one. */
  unsaved: string
}

/** Writes sessions beside their messages, and each piece of transcript once. */
export class SessionRecords {
  readonly #db: WritableDatabase
  readonly #ongoing = new Map<number, Ongoing>()

  constructor(db: WritableDatabase) {
    this.#db = db
  }

  /** Within a transaction. `over`: the row is written again, with how the session ended. */
  write(session: Session, lines: string, over: boolean): void {
    const known = this.#ongoing.get(session.id) ?? { saved: false, nextPiece: 0, unsaved: '' }
    if (!known.saved || over) saveSession(this.#db, session)
    if (known.unsaved !== '' || lines !== '') {
      insertTranscript(this.#db, session.id, known.nextPiece, known.unsaved + lines)
      known.nextPiece += 1
    }
    this.#ongoing.set(session.id, known)
  }

  committed(sessionId: number): void {
    const known = this.#ongoing.get(sessionId)
    if (!known) return
    known.saved = true
    known.unsaved = ''
  }

  failed(sessionId: number, lines: string): void {
    const known = this.#ongoing.get(sessionId)
    if (known) known.unsaved += lines
  }

  forget(sessionId: number): void {
    this.#ongoing.delete(sessionId)
  }
}
