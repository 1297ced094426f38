import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Announcer } from '../../electron/engine/announce.ts'
import { openMailDatabase, type MailDatabase } from '../../electron/engine/database/open.ts'
import { openInbox } from '../../electron/engine/inbox/open.ts'
import type { Inbox } from '../../electron/engine/inbox/types.ts'
import { createIntake, type Intake } from '../../electron/engine/intake/intake.ts'
import { Notices } from '../../electron/engine/notices.ts'
import type { ReceivedTransaction } from '../../electron/engine/smtp/backend.ts'
import type { SmtpReply } from '../../electron/engine/smtp/reply.ts'
import { decodeTranscript } from '../../electron/engine/smtp/transcript.ts'
import type { Change } from '../../shared/contract/events.ts'
import type { Session } from '../../shared/model/session.ts'
import type { Settings } from '../../shared/model/settings.ts'

/** A folder of its own under the system's temporary one. */
export function makeFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'sandpost-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export interface Store {
  readonly dataDir: string
  readonly db: MailDatabase
  readonly intake: Intake
  readonly inbox: Inbox
  readonly notices: Notices
  readonly changes: Change[]
  retention: Settings['retention']
  /** Answered once the message is on disk. */
  deliver(message: string | Buffer, more?: Partial<ReceivedTransaction>): Promise<SmtpReply>
  /** The same, and the id it got. */
  capture(message: string | Buffer, more?: Partial<ReceivedTransaction>): Promise<number>
  /** Resolves when everything captured so far can be found by its body. */
  indexed(): Promise<void>
  /** Resolves with the next change that fits. */
  next(fits: (change: Change) => boolean): Promise<Change>
  close(): Promise<void>
}

const readingWorker = new URL('../../electron/engine/inbox/reading/worker.ts', import.meta.url)

/** The real rooms of storage over a real folder. */
export function openStore(
  dataDir: string,
  options: { readingTimeLimitMs?: number; needed?: (ids: readonly number[]) => Set<number> } = {},
): Store {
  const db = openMailDatabase(dataDir)
  const announcer = new Announcer()
  const changes: Change[] = []
  announcer.subscribe((change) => changes.push(change))
  const notices = new Notices(announcer)
  const intake = createIntake({ db, announcer, notices })
  let retention: Settings['retention'] = { keepAtMost: 0, keepForDays: 0 }
  const inbox = openInbox({
    db,
    dataDir,
    announcer,
    readingWorker,
    retention: () => retention,
    decodeTranscript,
    liveTranscript: (sessionId) => intake.unwrittenTranscript(sessionId),
    liveSession: () => null,
    ...options,
  })

  function next(fits: (change: Change) => boolean): Promise<Change> {
    return new Promise((resolve) => {
      const stop = announcer.subscribe((change) => {
        if (!fits(change)) return
        stop()
        resolve(change)
      })
    })
  }

  const newestId = () => db.values<number>('SELECT max(id) FROM bodies').get() ?? 0
  const indexedTo = () => db.values<number>('SELECT indexed_to FROM search.progress').get() ?? 0

  const store: Store = {
    dataDir,
    db,
    intake,
    inbox,
    notices,
    changes,
    get retention() {
      return retention
    },
    set retention(value) {
      retention = value
    },
    deliver: (message, more = {}) => intake.accept({ ...transaction(message), ...more }),
    async capture(message, more) {
      const { code, lines } = await store.deliver(message, more)
      if (code !== 250) throw new Error(`Not captured: ${code} ${lines.join(' ')}`)
      return Number(/queued as (\d+)/.exec(lines[0] ?? '')?.[1])
    },
    async indexed() {
      while (indexedTo() < newestId()) await next((change) => change.type === 'messagesPreviewed')
    },
    next,
    async close() {
      await intake.close()
      await inbox.close()
      db.close()
    },
  }
  return store
}

let lastSession = 0

/** A session as the SMTP room hands it over. */
export function session(facts: Partial<Session> = {}): Session {
  lastSession += 1
  return {
    id: Date.now() * 1_000 + lastSession,
    listenerPort: 2525,
    security: 'starttls',
    remoteAddress: '127.0.0.1',
    remotePort: 40_000,
    startedAt: new Date().toISOString(),
    endedAt: null,
    ending: 'open',
    clientName: 'client.test',
    tls: null,
    login: null,
    messages: 0,
    refusals: 0,
    lastRefusal: null,
    ...facts,
  }
}

export function envelope(...recipients: string[]): ReceivedTransaction['envelope'] {
  return { mailFrom: { address: 'sender@example.test' }, recipients: recipients.map((address) => ({ address })) }
}

export function transaction(message: string | Buffer): ReceivedTransaction {
  return {
    bytes: typeof message === 'string' ? Buffer.from(message) : message,
    envelope: envelope('someone@example.test'),
    identity: { credentialId: null, mode: 'sandbox', tags: [], unknownLogin: false },
    session: session(),
    transcript: 'c0 MAIL FROM:<sender@example.test>\n',
  }
}

/** A plain message with these fields. */
export function mail(fields: { from?: string; to?: string; subject?: string; body?: string } = {}): string {
  const { from = 'Ann <ann@example.test>', to = 'bob@example.test', subject = 'Hello', body = 'Hi.' } = fields
  return `From: ${from}\r\nTo: ${to}\r\nSubject: ${subject}\r\n\r\n${body}\r\n`
}
