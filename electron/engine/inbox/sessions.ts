import type { Session, TranscriptLine } from '../../../shared/model/session.ts'
import type { ReadableDatabase } from '../database/open.ts'
import { cursorOf } from './cursor.ts'
import { containing } from '../database/like.ts'
import { countSessions, selectSession, selectSessions } from './tables/sessions.ts'
import { selectTranscript } from './tables/transcripts.ts'
import type { Inbox } from './types.ts'

/** Sessions and their dialogue: what is on disk, and for open ones what the SMTP room knows beyond it. */
export function createSessions({
  db,
  decodeTranscript,
  liveTranscript,
  liveSession,
}: {
  db: ReadableDatabase
  decodeTranscript: (encoded: string) => TranscriptLine[]
  liveTranscript: (sessionId: number) => string
  liveSession: (sessionId: number) => Session | null
}): Pick<Inbox, 'sessions' | 'sessionTranscript'> & {
  sessionOf(id: number | null): Session | null
  linesOf(id: number): TranscriptLine[]
} {
  function linesOf(id: number): TranscriptLine[] {
    return [...selectTranscript(db, id), liveTranscript(id)].flatMap(decodeTranscript)
  }

  function sessionOf(id: number | null): Session | null {
    return id === null ? null : (liveSession(id) ?? selectSession(db, id))
  }

  return {
    linesOf,
    sessionOf,

    sessions({ limit, cursor, show, search, credential }) {
      const filter = { show, credential, like: search.trim() === '' ? null : containing(search.trim()) }
      const rows = selectSessions(db, filter, cursorOf(cursor), limit + 1)
      const page = rows.slice(0, limit)
      return {
        items: page.map((row) => (row.ending === 'open' ? (liveSession(row.id) ?? row) : row)),
        nextCursor: rows.length > limit ? String(page.at(-1)?.id) : null,
        total: countSessions(db, filter),
      }
    },

    sessionTranscript(id) {
      const session = sessionOf(id)
      return session && { session, lines: linesOf(id) }
    },
  }
}
