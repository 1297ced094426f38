import { Announcer } from '../../electron/engine/announce.ts'
import { openMailDatabase, type MailDatabase } from '../../electron/engine/database/open.ts'
import type { MailEvent } from '../../electron/engine/delivery/events.ts'
import { openRelay } from '../../electron/engine/delivery/open.ts'
import type { Relay } from '../../electron/engine/delivery/types.ts'
import { openInbox } from '../../electron/engine/inbox/open.ts'
import type { Inbox } from '../../electron/engine/inbox/types.ts'
import { createIntake, type Intake } from '../../electron/engine/intake/intake.ts'
import { Notices } from '../../electron/engine/notices.ts'
import type { SmtpReply } from '../../electron/engine/smtp/reply.ts'
import { decodeTranscript } from '../../electron/engine/smtp/transcript.ts'
import type { Delivery, DeliveryDetail } from '../../shared/model/delivery.ts'
import { NewUpstream, type Upstream } from '../../shared/model/upstream.ts'
import { Routing } from '../../shared/model/routing.ts'
import type { Mode } from '../../shared/model/mode.ts'
import { mail, session } from './store.ts'

/** Short, so that a server that says nothing is given up while the test waits. */
const timeouts = { connect: 2_000, silence: 2_000 }

/** The real rooms of storage and delivery over a real folder. */
export interface TestRelay {
  readonly relay: Relay
  readonly inbox: Inbox
  readonly intake: Intake
  readonly db: MailDatabase
  readonly notices: Notices
  readonly secrets: Map<string, string>
  readonly events: MailEvent[]
  locked: boolean
  /** What the clock shows, in milliseconds beside the real one. */
  clockMs: number
  /** Everything of production credentials leaves through this server. */
  upstream(wanted: { port: number } & Partial<NewUpstream>): Upstream
  send(how?: {
    to?: string[]
    from?: string
    message?: string | Buffer
    mode?: Mode
    credentialId?: string | null
  }): Promise<{ reply: SmtpReply; id: number }>
  /** Resolves once the delivery to this recipient (the newest) fits. */
  until(recipient: string, fits: (delivery: Delivery) => boolean): Promise<DeliveryDetail>
  close(): Promise<void>
}

const readingWorker = new URL('../../electron/engine/inbox/reading/worker.ts', import.meta.url)

export function openTestRelay(dataDir: string, options: { secrets?: Map<string, string> } = {}): TestRelay {
  const db = openMailDatabase(dataDir)
  const announcer = new Announcer()
  const notices = new Notices(announcer)
  const secrets = options.secrets ?? new Map<string, string>()
  const events: MailEvent[] = []
  const test = { locked: false, clockMs: 0 }
  const relay = openRelay({
    db,
    announcer,
    notices,
    secrets: {
      keep: (id, text) => void secrets.set(id, text),
      open: (id) => secrets.get(id) ?? null,
      forget: (id) => void secrets.delete(id),
    },
    listeners: { wants: () => true, tell: (event) => void events.push(event) },
    message: (id) => inbox.stored(id),
    sandboxLocked: () => test.locked,
    modeOf: (id) => (id === 'production' || id === 'sandbox' ? id : null),
    captureReport: async (bytes, to) => (await intake.captureReport(bytes, to)).id,
    messagesChanged: (ids) => inbox.announceUpdated(ids),
    now: () => Date.now() + test.clockMs,
    timeouts,
  })
  const intake = createIntake({ db, announcer, notices, relay })
  const inbox = openInbox({
    db,
    dataDir,
    announcer,
    readingWorker,
    retention: () => ({ keepAtMost: 0, keepForDays: 0 }),
    decodeTranscript,
    liveTranscript: () => '',
    liveSession: () => null,
    needed: (ids) => relay.needed(ids),
    gone: (ids) => relay.forget(ids),
  })
  relay.wake()

  return {
    relay,
    inbox,
    intake,
    db,
    notices,
    secrets,
    events,
    get locked() {
      return test.locked
    },
    set locked(locked) {
      test.locked = locked
      relay.wake()
    },
    get clockMs() {
      return test.clockMs
    },
    set clockMs(milliseconds) {
      test.clockMs = milliseconds
      relay.wake()
    },
    upstream(wanted) {
      const upstream = relay.upstreams.create(
        NewUpstream.parse({ name: 'Test upstream', host: '127.0.0.1', security: 'none', ...wanted }),
      )
      relay.putRouting(Routing.parse({ ...relay.routing(), otherwise: { is: 'relay', upstreamId: upstream.id } }))
      return upstream
    },
    async send({
      to = ['bob@example.test'],
      from = 'ann@example.test',
      message,
      mode = 'production',
      credentialId = mode,
    } = {}) {
      const reply = await intake.accept({
        bytes: Buffer.from(message ?? mail({ to: to.join(', ') })),
        envelope: { mailFrom: { address: from }, recipients: to.map((address) => ({ address })) },
        identity: { credentialId, mode, tags: [], unknownLogin: false },
        session: session(),
        transcript: '',
      })
      return { reply, id: Number(/queued as (\d+)/.exec(reply.lines[0] ?? '')?.[1]) }
    },
    async until(recipient, fits) {
      for (;;) {
        const [delivery] = relay.deliveries({ search: recipient, limit: 1 }).items
        if (delivery && fits(delivery)) return relay.delivery(delivery.id)
        await new Promise<void>((resolve) => {
          const stop = announcer.subscribe(() => {
            stop()
            resolve()
          })
        })
      }
    },
    async close() {
      await relay.close()
      await intake.close()
      await inbox.close()
      db.close()
    },
  }
}
