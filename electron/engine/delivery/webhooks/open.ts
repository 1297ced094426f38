import { randomUUID } from 'node:crypto'
import type { Announcer } from '../../announce.ts'
import type { MailDatabase } from '../../database/open.ts'
import type { Notices } from '../../notices.ts'
import type { Resolve } from './address.ts'
import { createCalls } from './calls.ts'
import { systemClock, type Clock } from './clock.ts'
import { Dispatcher } from './dispatcher.ts'
import { EndpointBook } from './endpointBook.ts'
import { createEndpoints } from './endpoints.ts'
import { createReceiver } from './receiver.ts'
import { Recorder } from './recorder.ts'
import { SecretKeeper } from './secretKeeper.ts'
import { Sweeper } from './sweeper.ts'
import { factOrNew } from './tables/facts.ts'
import type { Secrets } from '../../secrets.ts'
import type { Webhooks } from './types.ts'

export type { Receiver, Webhooks } from './types.ts'

/** Windows are told of changes so often at most. */
const announceEveryMs = 250

/** Opens the room of webhooks: what was still to be told is told from now on. */
export function createWebhooks(parts: {
  db: MailDatabase
  announcer: Announcer
  notices: Notices
  secrets: Secrets
  /** Base URL of the HTTP door, where the receiver is; null while it is closed. */
  httpUrl: () => string | null
  /** False for work on a data folder alone: nothing is called. */
  calling?: boolean
  clock?: Clock
  random?: () => number
  resolve?: Resolve
}): Webhooks {
  const { db, announcer, notices, httpUrl, calling = true, clock = systemClock, random = Math.random, resolve } = parts
  const changed = announcing(announcer, clock)
  const book = new EndpointBook(db)
  const secrets = new SecretKeeper(parts.secrets, clock)
  const sweeper = new Sweeper(db, clock)
  const dispatcher = new Dispatcher({
    calling,
    db,
    book,
    secrets,
    clock,
    random,
    resolve,
    changed: changed.soon,
    switchOff: (endpoint, because) => endpoints.switchOff(endpoint, because),
    ended: () => sweeper.removeForgotten(),
  })
  const written = new Set<string>()
  const recorder = new Recorder({
    db,
    book,
    clock,
    accountId: factOrNew(db, 'accountId', randomUUID),
    wrote: (endpointId) => written.add(endpointId),
  })
  db.onCommit(() => {
    if (written.size === 0) return
    for (const endpointId of written) dispatcher.wake(endpointId)
    written.clear()
    changed.soon()
  })
  const endpoints = createEndpoints({ db, book, secrets, recorder, dispatcher, notices, clock, changed: changed.soon })
  const calls = createCalls({ db, book, dispatcher, clock, changed: changed.soon })
  const receiver = createReceiver({ db, book, secrets, clock, httpUrl, changed: changed.soon })
  dispatcher.wake()

  return {
    wants: (type, credentialId) => book.wanting(type, credentialId).length > 0,
    tell: (event) => recorder.tell(event),
    forgetMessages: (ids) => sweeper.forget(ids),
    endpoints,
    calls,
    receiver,
    async close() {
      changed.stop()
      sweeper.stop()
      receiver.close()
      await dispatcher.close()
    },
  }
}

/** Says that something changed: once for all that changes within a moment. */
function announcing(announcer: Announcer, clock: Clock): { readonly soon: () => void; readonly stop: () => void } {
  let callOff: (() => void) | null = null
  return {
    soon: () => {
      callOff ??= clock.after(announceEveryMs, () => {
        callOff = null
        announcer.announce({ type: 'webhooksChanged' })
      })
    },
    stop: () => callOff?.(),
  }
}
