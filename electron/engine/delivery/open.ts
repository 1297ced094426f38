import { hostname } from 'node:os'
import type { Delivery } from '../../../shared/model/delivery.ts'
import type { RouteAnswer, Routing } from '../../../shared/model/routing.ts'
import type { Mode } from '../../../shared/model/mode.ts'
import type { Announcer } from '../announce.ts'
import type { MailDatabase } from '../database/open.ts'
import type { Notices } from '../notices.ts'
import type { Secrets } from '../secrets.ts'
import { createActions } from './actions.ts'
import { makeBounceMessage, wantsBounceMessage } from './bounceMessage.ts'
import { createHistory } from './history.ts'
import { Ledger, type Listeners, type TryRecord } from './ledger.ts'
import { explainRoute, planMail } from './plan.ts'
import { upstreamPresets } from './presets.ts'
import { Queue } from './queue.ts'
import { createReleases } from './releases.ts'
import { RelayError } from './relayError.ts'
import { createShowing } from './showing.ts'
import type { usualTimeouts } from './sending/connect.ts'
import { createSuppressions } from './suppressions.ts'
import { deleteDeliveriesOf, insertDelivery, neededMessages, selectDeliveries } from './tables/deliveries.ts'
import { saveRouting, selectRouting } from './tables/routing.ts'
import { suppressedBecause } from './tables/suppressions.ts'
import { testUpstream } from './testUpstream.ts'
import type { Relay, StoredMessage } from './types.ts'
import { Upstreams } from './upstreams.ts'

export interface RelayParts {
  readonly db: MailDatabase
  readonly announcer: Announcer
  readonly notices: Pick<Notices, 'raise' | 'clear'>
  readonly secrets: Secrets
  readonly listeners: Listeners
  readonly message: (id: number) => StoredMessage | null
  readonly sandboxLocked: () => boolean
  readonly modeOf: (credentialId: string) => Mode | null
  /** Captures a message of our own; resolves with its id. */
  readonly captureReport: (bytes: Buffer, to: string) => Promise<number>
  /** The outcome of these messages is different now. */
  readonly messagesChanged: (ids: readonly number[]) => void
  readonly now?: () => number
  readonly timeouts?: typeof usualTimeouts
}

/** Changes are told at most this often. */
const announceMs = 100
/** More than this are not listed. */
const mostAnnounced = 300
/** What is under way may take this long when the engine stops. */
const closingMs = 5_000

/** Opens the room of what leaves; deliveries that waited go on. */
export function openRelay(parts: RelayParts): Relay {
  const { db, announcer } = parts
  const now = parts.now ?? Date.now
  const host = hostname()
  let routing: Routing = selectRouting(db)

  const upstreams = new Upstreams({
    db,
    secrets: parts.secrets,
    notices: parts.notices,
    timeouts: parts.timeouts,
    changed: () => {
      announcer.announce({ type: 'relayChanged' })
      queue.wake()
    },
  })
  const ledger = new Ledger({ db, listeners: parts.listeners, bytesOf: (id) => parts.message(id)?.bytes ?? null, now })
  const changes = new Set<number>()
  let announcing: NodeJS.Timeout | null = null
  let closed = false
  const queue = new Queue({
    db,
    ledger,
    ways: () => upstreams.ways(),
    message: (id) => parts.message(id),
    sandboxLocked: parts.sandboxLocked,
    pace: () => routing.sandbox,
    hostname: host,
    now,
    changed: (ids, tries) => {
      changed(ids)
      for (const one of tries) void sendBounceMessage(one)
      if (tries.some(({ outcome }) => outcome === 'bounced' || outcome === 'failed'))
        announcer.announce({ type: 'relayChanged' })
    },
  })

  const shownRow = createShowing({
    upstreams,
    sandboxLocked: parts.sandboxLocked,
    isSending: (id) => queue.isSending(id),
  })

  function shown(ids: readonly number[]): Delivery[] {
    return selectDeliveries(db, ids).map(shownRow)
  }

  function changed(ids: readonly number[]): void {
    // The database is closed after us: nothing may be read from it later.
    if (closed) return
    for (const id of ids) changes.add(id)
    announcing ??= setTimeout(announceChanges, announceMs).unref()
  }

  function announceChanges(): void {
    announcing = null
    const ids = [...changes]
    changes.clear()
    if (!announcer.hasListeners) return
    const few = ids.length <= mostAnnounced
    const deliveries = shown(few ? ids : [])
    announcer.announce({ type: 'deliveriesChanged', deliveries: few ? deliveries : null })
    const rows = few ? deliveries : selectDeliveries(db, ids)
    parts.messagesChanged([...new Set(rows.map(({ messageId }) => messageId))])
  }

  /** RFC 3464, where the upstream's settings, or SendGrid's manners for a broken X-SMTPAPI, want one. */
  async function sendBounceMessage({ delivery, outcome, reply, explanation, address }: TryRecord): Promise<void> {
    const dropped = outcome === 'suppressed' && reply === 'Invalid SMTPAPI header'
    if ((outcome !== 'bounced' && outcome !== 'failed' && !dropped) || !wantsBounceMessage(delivery)) return
    const how = dropped ? 'inbox' : upstreamWants(delivery.upstreamId)
    if (how === 'none') return
    try {
      const original = parts.message(delivery.messageId)
      if (!original) return
      const bytes = makeBounceMessage({
        delivery,
        reply,
        explanation,
        remoteHost: address?.replace(/:\d+$/, '') ?? null,
        original: original.bytes,
        hostname: host,
        receivedAt: original.receivedAt,
        now: now(),
      })
      const id = await parts.captureReport(bytes, delivery.sender)
      if (how === 'send') releases.report(id, delivery.upstreamId, delivery.sender)
    } catch {
      // The disk is full or cannot be read, which its notice tells: the outcome itself is written.
    }
  }

  function upstreamWants(upstreamId: string): 'none' | 'inbox' | 'send' {
    return upstreamId === '' || upstreams.nameOf(upstreamId) === null
      ? 'none'
      : upstreams.config(upstreamId).bounceMessages
  }

  const releases = createReleases({
    db,
    message: parts.message,
    upstreams,
    sandboxLocked: parts.sandboxLocked,
    listeners: parts.listeners,
    hostname: host,
    routing: () => routing,
    now,
    added: (ids) => {
      changed(ids)
      queue.wake()
      return shown(ids)
    },
  })

  const actions = createActions({
    db,
    isSending: (id) => queue.isSending(id),
    hasUpstream: (id) => id === '' || upstreams.nameOf(id) !== null,
    now,
    changed: (ids) => {
      changed(ids)
      queue.wake()
    },
  })

  return {
    plan: ({ bytes, envelope, sender }) =>
      planMail({
        routing,
        upstreamName: (id) => upstreams.nameOf(id),
        bytes,
        envelope,
        sender,
        now: now(),
        wantsEvents: parts.listeners.wants('received', sender.credentialId),
      }),
    write(messageId, plan, mail) {
      const time = now()
      for (const delivery of plan.deliveries)
        insertDelivery(db, messageId, { ...delivery, subject: mail.subject }, time)
      if (!plan.eventFacts) return
      for (const { recipient, upstreamId } of plan.deliveries)
        parts.listeners.tell({
          type: 'received',
          at: time,
          messageId,
          credentialId: mail.credentialId,
          simulated: upstreamId === '',
          sender: mail.envelope.mailFrom.address,
          recipient,
          subject: mail.subject,
          reply: null,
          attempt: 0,
          ip: null,
          tls: false,
          userAgent: null,
          url: null,
          reason: null,
          ...plan.eventFacts,
        })
    },
    written: () => queue.wake(),

    upstreams: {
      list: () => upstreams.list(),
      get: (id) => upstreams.get(id),
      create: (wanted) => upstreams.create(wanted),
      update: (id, change) => upstreams.update(id, change),
      remove: (id) => upstreams.remove(id),
      resume: (id) => upstreams.resume(id),
      presets: () => upstreamPresets(),
      test: async (id, login) => testUpstream(upstreams.clientOptions(id), upstreams.get(id).name, login),
      password: (id) => upstreams.password(id),
    },

    routing: () => routing,
    putRouting(wanted) {
      db.transaction(() => saveRouting(db, wanted))
      routing = wanted
      announcer.announce({ type: 'relayChanged' })
      return routing
    },
    explain: (question) => {
      const own = question.credentialId === null ? 'sandbox' : parts.modeOf(question.credentialId)
      if (own === null) throw new RelayError('NOT_FOUND', 'There is no credential with this id.')
      const locked = parts.sandboxLocked()
      const mode = locked ? 'sandbox' : (question.mode ?? own)
      const answer = explainRoute(routing, { ...question, mode }, (id) => upstreams.nameOf(id), now())
      return {
        recipients: answer.recipients.map((one) => ({ ...one, because: [one.because, ...asides(one)].join(' ') })),
      }

      function asides({ is, rewrittenTo, recipient, result }: RouteAnswer['recipients'][number]): string[] {
        const simulated = is === 'simulate'
        const tried = is === 'relay' || is === 'hold' || (simulated && result === 'deliver')
        const reason = tried ? suppressedBecause(db, rewrittenTo ?? recipient, { simulated, now: now() }) : null
        return [
          ...(locked && own === 'production' && simulated
            ? ['The sandbox is locked; released, production mail follows the routes.']
            : []),
          ...(reason === null ? [] : [`It would not be tried: the address is on the suppression list (${reason}).`]),
          ...(is === 'reject' && question.recipients.length > 1 ? ['With it the whole message is refused.'] : []),
        ]
      }
    },

    ...createHistory({ db, shown: shownRow, message: parts.message, now }),
    act(which, action) {
      if (action === 'retry') upstreams.hurry()
      return actions.act(which, action)
    },
    schedule: (ids, at) => actions.schedule(ids, at),
    ...releases.procedures,
    ...createSuppressions({ db, now, changed: () => announcer.announce({ type: 'relayChanged' }) }),

    needed: (ids) => neededMessages(db, ids),
    forget: (ids) => db.transaction(() => deleteDeliveriesOf(db, ids)),
    wake: () => queue.wake(),
    async close() {
      await queue.close(closingMs)
      closed = true
      if (announcing) clearTimeout(announcing)
    },
  }
}
