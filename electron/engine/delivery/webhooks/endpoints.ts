import { randomUUID } from 'node:crypto'
import type { WebhookEndpointChange } from '../../../../shared/model/webhook.ts'
import type { Notices } from '../../notices.ts'
import type { MailDatabase } from '../../database/open.ts'
import { RelayError } from '../relayError.ts'
import { hostOf, isForbidden, isInside } from './address.ts'
import type { Clock } from './clock.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { EndpointBook } from './endpointBook.ts'
import { formats } from './formats/index.ts'
import type { Recorder } from './recorder.ts'
import { sampleEvent } from './sample.ts'
import type { SecretKeeper } from './secretKeeper.ts'
import { shownCall, shownEndpoint } from './shown.ts'
import { failWaiting, selectCall, type CallRow } from './tables/calls.ts'
import type { Endpoint } from './tables/endpoints.ts'
import type { WebhookEndpoints } from './types.ts'

/** More would be a mistake of a script; each may have a few connections open. */
const mostEndpoints = 100

interface Parts {
  readonly db: MailDatabase
  readonly book: EndpointBook
  readonly secrets: SecretKeeper
  readonly recorder: Recorder
  readonly dispatcher: Dispatcher
  readonly notices: Notices
  readonly clock: Clock
  readonly changed: () => void
}

/** Endpoints as their owner sees and changes them. */
export function createEndpoints(parts: Parts): WebhookEndpoints & { switchOff(endpoint: Endpoint, why: string): void } {
  const { db, book, secrets, recorder, dispatcher, notices, clock, changed } = parts
  const shown = (endpoint: Endpoint) => shownEndpoint(endpoint, secrets.isMissing(endpoint))
  for (const endpoint of book.list()) if (endpoint.disabledBecause !== null) notify(endpoint)

  function notify({ id, name, disabledBecause }: Endpoint): void {
    const detail = `${name}: ${disabledBecause} What happens meanwhile is not told to it. Switch it on again under Webhooks.`
    notices.raise({ id: noticeOf(id), severity: 'warning', title: 'A webhook endpoint was switched off', detail })
  }

  function saved(endpoint: Endpoint): ReturnType<typeof shown> {
    book.save(endpoint)
    changed()
    return shown(endpoint)
  }

  return {
    list: () => book.list().map(shown),
    get: (id) => shown(book.get(id)),

    create({ outside, ...chosen }) {
      if (book.list().length >= mostEndpoints)
        throw new RelayError('CONFLICT', `There can be ${mostEndpoints} webhook endpoints. Remove one first.`)
      checkAddress(chosen.url, outside)
      const id = randomUUID()
      const { shown: secret, publicKey, hint } = secrets.renew({ id, format: chosen.format })
      const endpoint: Endpoint = {
        id,
        ...chosen,
        outside: !isInside(chosen.url),
        publicKey,
        secretHint: hint,
        disabledBecause: null,
        successes: 0,
        failures: 0,
        failuresInARow: 0,
        lastCallAt: null,
        createdAt: clock.now(),
      }
      try {
        return { ...saved(endpoint), secret }
      } catch (error) {
        secrets.forget(id)
        throw error
      }
    },

    update(id, change) {
      const before = book.get(id)
      const endpoint = changedBy(before, change)
      const isOtherFormat = endpoint.format !== before.format
      const made = isOtherFormat ? secrets.renew(endpoint) : null
      const result = saved({ ...endpoint, ...(made && { publicKey: made.publicKey, secretHint: made.hint }) })
      if (isOtherFormat) failWaiting(db, id, 'The endpoint was given another format.')
      if (endpoint.disabledBecause === null) notices.clear(noticeOf(id))
      dispatcher.clear(id)
      return result
    },

    rotateSecret(id) {
      const endpoint = book.get(id)
      if (formats[endpoint.format].signing === 'none')
        throw new RelayError('CONFLICT', 'This format is not signed: there is no secret to change.')
      const { shown: secret, publicKey, hint } = secrets.renew(endpoint)
      const result = saved({ ...endpoint, publicKey, secretHint: hint })
      dispatcher.clear(id)
      return { ...result, secret }
    },

    remove(id) {
      book.get(id)
      book.remove(id)
      secrets.forget(id)
      notices.clear(noticeOf(id))
      dispatcher.wake(id)
      changed()
    },

    test(id, event) {
      const endpoint = book.get(id)
      if (!endpoint.enabled) throw new RelayError('CONFLICT', 'The endpoint is switched off. Switch it on first.')
      const call = db.transaction(() => recorder.write(endpoint, sampleEvent(event, clock.now()), true))
      if (call === null)
        throw new RelayError('BAD_REQUEST', `The format ${endpoint.format} tells nothing of the kind "${event}".`)
      changed()
      return shownCall(selectCall(db, call) as CallRow, endpoint)
    },

    switchOff(endpoint, why) {
      const off = { ...endpoint, enabled: false, disabledBecause: why }
      book.save(off)
      notify(off)
    },
  }
}

/** The endpoint with what was chosen anew. By hand it is switched on or off without a reason, and counts afresh. Throws OUTSIDE. */
function changedBy(before: Endpoint, { outside, ...change }: WebhookEndpointChange): Endpoint {
  const chosen = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const after: Endpoint = { ...before, ...(chosen as Partial<Endpoint>) }
  if (hostOf(after.url) !== hostOf(before.url)) checkAddress(after.url, outside ?? false)
  return {
    ...after,
    outside: !isInside(after.url),
    ...(change.enabled !== undefined && { disabledBecause: null, failuresInARow: 0 }),
  }
}

/** Throws OUTSIDE, BAD_REQUEST. */
function checkAddress(url: string, outside: boolean): void {
  const host = hostOf(url)
  if (isForbidden(host))
    throw new RelayError('BAD_REQUEST', `${host} is a link-local or metadata address: webhooks never go there.`)
  if (!outside && !isInside(url))
    throw new RelayError(
      'OUTSIDE',
      `${host} is outside this machine: what your mail is about would be told there. Say so (outside: true).`,
    )
}

function noticeOf(endpointId: string): string {
  return `webhookSwitchedOff:${endpointId}`
}
