import { randomBytes } from 'node:crypto'
import { WebhookReceiver } from '../../../../shared/model/webhook.ts'
import type { MailDatabase } from '../../database/open.ts'
import type { Clock } from './clock.ts'
import type { EndpointBook } from './endpointBook.ts'
import type { SecretKeeper } from './secretKeeper.ts'
import { factOrNew, saveFact, selectFact } from './tables/facts.ts'
import { deleteReceived, insertReceived, selectReceived } from './tables/received.ts'
import type { Receiver } from './types.ts'
import { verifySignature } from './verification.ts'

/** Requests that are kept, and how much of each body. */
const keptRequests = 1_000
const keptBytes = 256 * 1024
/** What a browser or a script shows of its rights here: it opens doors, and is not for the log. */
const secretHeaders = new Set(['cookie', 'authorization', 'proxy-authorization'])

const answerSchema = WebhookReceiver.shape.answer

/** Takes webhook calls, so that one sees them without writing a server. */
export function createReceiver(parts: {
  db: MailDatabase
  book: EndpointBook
  secrets: SecretKeeper
  clock: Clock
  httpUrl: () => string | null
  changed: () => void
}): Receiver & { close(): void } {
  const { db, book, secrets, clock, httpUrl, changed } = parts
  const token = factOrNew(db, 'receiverToken', () => randomBytes(16).toString('base64url'))
  const path = `/webhook-receiver/${token}`
  const answer = () => answerSchema.parse(JSON.parse(selectFact(db, 'receiverAnswer') ?? '{}'))
  const waiting = new Set<() => void>()

  function get(): WebhookReceiver {
    const base = httpUrl()
    return { url: base === null ? null : `${base}${path}`, answer: answer() }
  }

  function wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const over = () => {
        waiting.delete(over)
        callOff()
        resolve()
      }
      const callOff = clock.after(milliseconds, over)
      waiting.add(over)
    })
  }

  return {
    path,
    get,
    put(wanted) {
      saveFact(db, 'receiverAnswer', JSON.stringify(wanted))
      changed()
      return get()
    },
    calls: (limit) => selectReceived(db, limit),
    clear() {
      deleteReceived(db)
      changed()
    },
    async receive({ method, path: below, headers, body }) {
      const { status, delayMs } = answer()
      const now = clock.now()
      const pointingHere = book.list().filter(({ url }) => pointsTo(url, path))
      const verification = verifySignature({ headers, body }, pointingHere, (id) => secrets.keys(id), now / 1_000)
      insertReceived(
        db,
        {
          at: new Date(now).toISOString(),
          method,
          path: below,
          headers: withoutSecrets(headers),
          body: body.subarray(0, keptBytes).toString('utf8'),
          ...verification,
          answered: status,
        },
        keptRequests,
      )
      changed()
      if (delayMs > 0) await wait(delayMs)
      return { status }
    },
    close() {
      for (const over of waiting) over()
    },
  }
}

function pointsTo(url: string, path: string): boolean {
  const { pathname } = new URL(url)
  return pathname === path || pathname.startsWith(`${path}/`)
}

function withoutSecrets(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, secretHeaders.has(name) ? '***' : value]),
  )
}
