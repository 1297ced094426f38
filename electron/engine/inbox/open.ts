import type { MessageDetail } from '../../../shared/model/message.ts'
import type { Session, TranscriptLine } from '../../../shared/model/session.ts'
import type { Settings } from '../../../shared/model/settings.ts'
import type { Announcer } from '../announce.ts'
import { isDamage, type MailDatabase } from '../database/open.ts'
import { createChanges } from './changes.ts'
import { cursorOf } from './cursor.ts'
import { downloadName } from './files.ts'
import { readHeaders } from './header/fields.ts'
import { ReadingThread } from './reading/readingThread.ts'
import { Retention } from './retention.ts'
import { countMatches, everything, findIds } from './search/find.ts'
import { createSessions } from './sessions.ts'
import { selectBytes, selectEnvelope } from './tables/bodies.ts'
import { selectCounts } from './tables/counters.ts'
import { selectFacts, selectSessionOf, selectSummaries, selectSummary } from './tables/messages.ts'
import { closeOpenSessions } from './tables/sessions.ts'
import type { Inbox, MessageFile, Reading } from './types.ts'

/** A message that takes longer to read is given up: its header is shown, with a finding. */
const readingTimeLimitMs = 20_000

/** Opens the room of captured messages, with its reading thread and its retention. */
export function openInbox(parts: {
  db: MailDatabase
  dataDir: string
  announcer: Announcer
  /** The reading thread's program. */
  readingWorker: URL
  retention: () => Settings['retention']
  decodeTranscript: (encoded: string) => TranscriptLine[]
  /** Encoded lines of an open session that are not on disk yet. */
  liveTranscript: (sessionId: number) => string
  liveSession: (sessionId: number) => Session | null
  /** Which of these messages something still waits for. */
  needed?: (ids: readonly number[]) => ReadonlySet<number>
  /** These are gone for good. */
  gone?: (ids: readonly number[]) => void
  readingTimeLimitMs?: number
}): Inbox & { close(): Promise<void> } {
  const { db, announcer } = parts
  db.transaction(() => closeOpenSessions(db))
  const thread = new ReadingThread({
    db,
    worker: parts.readingWorker,
    timeLimitMs: parts.readingTimeLimitMs ?? readingTimeLimitMs,
    previewed: (previews) => {
      if (announcer.hasListeners) announcer.announce({ type: 'messagesPreviewed', previews })
    },
  })
  const retention = new Retention({
    db,
    announcer,
    settings: parts.retention,
    gone: (ids) => {
      thread.forget(ids)
      parts.gone?.(ids)
    },
    needed: parts.needed ?? (() => new Set()),
  })
  // Undo ends with the process that offered it.
  void retention.run(Number.MAX_SAFE_INTEGER)
  const sessions = createSessions(parts)

  /** A search that meets a broken search.db starts its repair; until it is made anew, the tail search answers. */
  function asking<T>(ask: () => T): T {
    try {
      return ask()
    } catch (error) {
      if (isDamage(error)) void thread.rebuild()
      throw error
    }
  }

  async function readingOf(id: number): Promise<Reading | null> {
    const reading = await thread.read(id)
    return reading === 'hung' ? headerAlone(selectBytes(db, id)) : reading
  }

  async function body(id: number, which: 'text' | 'html'): Promise<MessageFile | null> {
    const message = selectSummary(db, id)
    const content = message && (await readingOf(id))?.[which]
    if (content === null || content === undefined) return null
    return {
      bytes: Buffer.from(content, 'utf8'),
      name: downloadName(id, message?.subject ?? '', which === 'text' ? 'txt' : 'html'),
      type: which === 'text' ? 'text/plain; charset=utf-8' : 'text/html; charset=utf-8',
    }
  }

  return {
    ...createChanges(db, announcer),
    ...sessions,

    counts: () => selectCounts(db),

    list: ({ search, limit, cursor }) =>
      asking(() => {
        const ids = findIds(db, search, { ...everything, before: cursorOf(cursor), limit: limit + 1 })
        const more = ids.length > limit
        const page = more ? ids.slice(0, limit) : ids
        return {
          items: selectSummaries(db, page),
          nextCursor: more ? String(page.at(-1)) : null,
          // A first page that is not full holds all there is: no second look over the whole table.
          total: cursor === undefined && !more ? ids.length : countMatches(db, search),
        }
      }),

    ids: (search) => asking(() => findIds(db, search, everything)),

    summaries: (ids) => asking(() => selectSummaries(db, ids)),

    newestMatch: (search, after) => asking(() => findIds(db, search, { ...everything, after, limit: 1 })[0] ?? null),

    async detail(id): Promise<MessageDetail | null> {
      const summary = selectSummary(db, id)
      const envelope = selectEnvelope(db, id)
      const reading = summary && (await readingOf(id))
      // It may have been removed while it was read.
      const session = selectSessionOf(db, id)
      if (!summary || !envelope || !reading || !session) return null
      return { ...summary, envelope, ...reading, session: sessions.sessionOf(session.sessionId) }
    },

    stored(id) {
      const envelope = selectEnvelope(db, id)
      const bytes = envelope && selectBytes(db, id)
      if (!bytes) return null
      const { subject, receivedAt, credentialId } = selectFacts(db, id) ?? {
        subject: '',
        receivedAt: 0,
        credentialId: null,
      }
      return { bytes, envelope, subject, receivedAt, credentialId }
    },

    raw(id) {
      const message = selectSummary(db, id)
      const bytes = message && selectBytes(db, id)
      return bytes && { bytes, name: downloadName(id, message.subject, 'eml'), type: 'message/rfc822' }
    },

    html: (id) => body(id, 'html'),
    text: (id) => body(id, 'text'),
    part: async (id, partId) => (selectSummary(db, id) ? thread.part(id, partId) : null),

    transcript(id) {
      const session = selectSessionOf(db, id)
      if (!session) return null
      return session.sessionId === null ? [] : sessions.linesOf(session.sessionId)
    },

    async close() {
      await retention.stop()
      await thread.close()
      db.checkpoint()
    },
  }
}

/** What can be shown of a message whose reading never came to an end. */
function headerAlone(bytes: Buffer | null): Reading | null {
  if (!bytes) return null
  const findings: Reading['findings'] = [
    { id: 'readingTimedOut', text: 'Reading this message took too long and was given up; its source is complete.' },
  ]
  return { headers: readHeaders(bytes, findings), text: null, html: null, parts: [], links: [], codes: [], findings }
}
