import type { Envelope } from '../../../shared/model/envelope.ts'
import type { MessageFlag, MessageSummary } from '../../../shared/model/message.ts'
import type { Session } from '../../../shared/model/session.ts'
import type { Announcer } from '../announce.ts'
import type { MailDatabase } from '../database/open.ts'
import { arrivalOf, insertArrival, summaryOfArrival, type Arrival } from '../inbox/newMessage.ts'
import { senderAddresses } from '../inbox/header/senders.ts'
import type { MailPlan, Planning } from '../delivery/types.ts'
import { selectCounts } from '../inbox/tables/counters.ts'
import type { Notices } from '../notices.ts'
import type { Identity, ReceivedTransaction } from '../smtp/backend.ts'
import { reply, replyTo, type SmtpReply } from '../smtp/reply.ts'
import { GroupCommit } from './groupCommit.ts'
import { SessionRecords } from './sessionRecords.ts'
import { explainFailure, notStored, StorageFailed, storageNoticeId } from './storageFailure.ts'

export { StorageFailed } from './storageFailure.ts'

/** All that happens between the final dot and 250. */
export interface Intake {
  /** Resolves with 250 once the message is on disk, or with 452. Never rejects. */
  accept(received: ReceivedTransaction): Promise<SmtpReply>
  /** The rest of a session that is over; written with the next commit, or soon. */
  sessionEnded(session: Session, transcript: string): void
  /** Encoded lines of a session that were handed over and are not on disk yet. */
  unwrittenTranscript(sessionId: number): string
  /** A message from a file. Rejects with `StorageFailed`. */
  importMessage(bytes: Buffer, receivedAt: Date): Promise<MessageSummary>
  /** A bounce message of our own, for one recipient. Rejects with `StorageFailed`. */
  captureReport(bytes: Buffer, to: string): Promise<MessageSummary>
  /** Writes what waits. */
  close(): Promise<void>
}

/** How often a failing data folder is tried again, so that the notice goes away by itself. */
const tryAgainMs = 5_000

/** Makes the one that writes captured mail. `db` must be the only writer of the data folder. */
export function createIntake({
  db,
  announcer,
  notices,
  checkHeaderFrom,
  relay,
}: {
  db: MailDatabase
  announcer: Announcer
  notices: Pick<Notices, 'raise' | 'clear'>
  /** Whether who sends may do so with these addresses in the header From; they are read only when asked for. */
  checkHeaderFrom?: (identity: Identity, from: () => readonly string[]) => SmtpReply | null
  /** Where the message goes from here; without, it is captured and that is all. */
  relay?: Planning
}): Intake {
  const sessions = new SessionRecords(db, (entry) => commits.add(entry, false))
  let captured: MessageSummary[] = []
  let ended: Session[] = []
  let failing = false
  let tryAgain: NodeJS.Timeout | null = null
  const commits = new GroupCommit(db, finished)

  function finished(failure: { error: unknown } | null): void {
    if (failure) {
      failing = true
      notices.raise({ id: storageNoticeId, severity: 'error', ...explainFailure(failure.error, db.dataDir) })
      tryAgain ??= setInterval(() => commits.add(probe, false), tryAgainMs).unref()
    } else if (failing) {
      failing = false
      if (tryAgain) clearInterval(tryAgain)
      tryAgain = null
      notices.clear(storageNoticeId)
    }
    if (captured.length > 0) {
      announcer.announce({ type: 'messagesCaptured', messages: captured, counts: selectCounts(db) })
      captured = []
    }
    for (const session of ended) announcer.announce({ type: 'sessionEnded', session })
    ended = []
  }

  /** A write that changes nothing but needs the disk. */
  const probe = {
    write: () => {
      db.command("UPDATE counters SET value = value WHERE name = 'total'").run()
      return 0
    },
    committed: () => undefined,
    failed: () => undefined,
  }

  function keepForAnnouncement(id: number, arrival: Arrival, plan: MailPlan | null): void {
    if (announcer.hasListeners) captured.push(summaryOfArrival(id, arrival, startOf(plan)))
  }

  /** A message that nobody sent us over SMTP. */
  function store(
    bytes: Buffer,
    { envelope, receivedAt, flags }: { envelope: Envelope; receivedAt: number; flags: readonly MessageFlag[] },
  ): Promise<MessageSummary> {
    return new Promise((resolve, reject) => {
      const arrival = arrivalOf(bytes, envelope, {
        receivedAt,
        storedAt: Date.now(),
        flags,
        credentialId: null,
        mode: 'sandbox',
        sessionId: null,
        tags: [],
        expiresAt: null,
      })
      let id = 0
      commits.add(
        {
          write: () => {
            id = insertArrival(db, arrival)
            return 1
          },
          committed: () => {
            keepForAnnouncement(id, arrival, null)
            resolve(summaryOfArrival(id, arrival, []))
          },
          failed: (error) => {
            const { title, detail } = explainFailure(error, db.dataDir)
            reject(new StorageFailed(`${title}. ${detail}`, { cause: error }))
          },
        },
        true,
      )
    })
  }

  return {
    accept: (received) =>
      new Promise((resolve) => {
        const now = Date.now()
        const { session, transcript, identity } = received
        const refusal = checkHeaderFrom?.(identity, () => senderAddresses(received.bytes)) ?? null
        if (refusal) {
          sessions.add(session.id, transcript)
          resolve(refusal)
          return
        }
        const { bytes, envelope } = received
        const planned = relay?.plan({ bytes, envelope, sender: identity })
        if (planned?.is === 'refused') {
          const { code, enhancedCode, text } = planned.refusal
          sessions.add(session.id, transcript)
          resolve(reply(code, enhancedCode, text))
          return
        }
        const plan = planned?.plan ?? null
        const arrival = arrivalOf(bytes, envelope, {
          receivedAt: now,
          storedAt: now,
          flags: identity.unknownLogin ? ['unknownLogin'] : [],
          credentialId: identity.credentialId,
          mode: identity.mode,
          sessionId: session.id,
          tags: plan && plan.tags.length > 0 ? [...new Set([...identity.tags, ...plan.tags])] : identity.tags,
          expiresAt: plan?.expiresAt ?? null,
        })
        let id = 0
        sessions.add(session.id, transcript)
        commits.add(
          {
            write: () => {
              id = insertArrival(db, arrival)
              if (plan)
                relay?.write(id, plan, { envelope, subject: arrival.row.subject, credentialId: identity.credentialId })
              sessions.writeFirst(session, id)
              return 1
            },
            committed: () => {
              sessions.brought(session.id, id)
              keepForAnnouncement(id, arrival, plan)
              if (plan && plan.deliveries.length > 0) relay?.written()
              resolve(replyTo('queued', 250, '2.0.0', `Ok: queued as ${id}`))
            },
            failed: () => resolve(notStored),
          },
          true,
        )
      }),

    sessionEnded: (session, transcript) => {
      sessions.add(session.id, transcript)
      commits.add(
        {
          write: () => {
            sessions.writeEnd(session)
            return 0
          },
          committed: () => {
            sessions.forget(session.id)
            if (announcer.hasListeners) ended.push(session)
          },
          failed: () => sessions.forget(session.id),
        },
        false,
      )
    },

    unwrittenTranscript: (sessionId) => sessions.unwritten(sessionId),

    importMessage: (bytes, receivedAt) =>
      store(bytes, {
        envelope: { mailFrom: { address: '' }, recipients: [] },
        receivedAt: Number.isNaN(receivedAt.getTime()) ? Date.now() : receivedAt.getTime(),
        flags: ['imported'],
      }),

    captureReport: (bytes, to) =>
      store(bytes, {
        envelope: { mailFrom: { address: '' }, recipients: [{ address: to }] },
        receivedAt: Date.now(),
        flags: [],
      }),

    close: async () => {
      sessions.close()
      await commits.flush()
      if (tryAgain) clearInterval(tryAgain)
    },
  }
}

/** How the deliveries of a message that has just come stand. */
function startOf(plan: MailPlan | null): { status: string; simulated: boolean }[] {
  return (plan?.deliveries ?? []).map(({ status, upstreamId }) => ({ status, simulated: upstreamId === '' }))
}
