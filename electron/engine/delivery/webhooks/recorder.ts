import type { MailDatabase } from '../../database/open.ts'
import type { MailEvent } from '../events.ts'
import type { Clock } from './clock.ts'
import type { EndpointBook } from './endpointBook.ts'
import { formats, type Format } from './formats/index.ts'
import { endGathering, growCall, insertCall, scheduleCall, selectGathering } from './tables/calls.ts'
import { insertEvent } from './tables/events.ts'
import type { Endpoint } from './tables/endpoints.ts'

/** One call with several events is never larger (SendGrid's own limit). */
const mostBytes = 768 * 1024

/** Writes down what is to be told to whom. */
export class Recorder {
  readonly #db: MailDatabase
  readonly #book: EndpointBook
  readonly #clock: Clock
  readonly #accountId: string
  readonly #wrote: (endpointId: string) => void

  constructor(parts: {
    db: MailDatabase
    book: EndpointBook
    clock: Clock
    accountId: string
    wrote: (endpointId: string) => void
  }) {
    this.#db = parts.db
    this.#book = parts.book
    this.#clock = parts.clock
    this.#accountId = parts.accountId
    this.#wrote = parts.wrote
  }

  /** One call for each endpoint that wants the event. */
  tell(event: MailEvent): void {
    for (const endpoint of this.#book.wanting(event.type, event.credentialId)) this.write(endpoint, event, false)
  }

  /** Returns the call's id; null when the endpoint's format tells nothing of the kind. */
  write(endpoint: Endpoint, event: MailEvent, test: boolean): number | null {
    const format = formats[endpoint.format]
    const now = this.#clock.now()
    const eventId = format.makeEventId(now)
    const payload = format.payload(event, { endpointId: endpoint.id, accountId: this.#accountId, eventId })
    if (!payload) return null
    const message = test ? null : event.messageId
    const written = { type: payload.type, message, size: Buffer.byteLength(payload.text) + 1, eventId, now, test }
    const id = this.#gathered(endpoint, format, written) ?? this.#newCall(endpoint, format, written)
    insertEvent(this.#db, id, message, payload.text)
    this.#wrote(endpoint.id)
    return id
  }

  /** The call of a moment ago, where the format gathers and there is room. */
  #gathered(endpoint: Endpoint, format: Format, written: Written): number | null {
    if (format.gatherMs === 0 || written.test) return null
    const call = selectGathering(this.#db, endpoint.id)
    if (!call) return null
    if (call.format !== format.name) {
      endGathering(this.#db, call.id)
      return null
    }
    if (call.size + written.size > mostBytes) {
      scheduleCall(this.#db, call.id, written.now, written.now)
      return null
    }
    const types = call.type.split(', ')
    growCall(this.#db, call.id, {
      type: types.includes(written.type) ? call.type : [...types, written.type].join(', '),
      message: call.message === written.message ? call.message : null,
      size: call.size + written.size,
    })
    return call.id
  }

  #newCall(endpoint: Endpoint, format: Format, { type, message, size, eventId, now, test }: Written): number {
    const gatherMs = test ? 0 : format.gatherMs
    return insertCall(this.#db, {
      endpoint: endpoint.id,
      format: format.name,
      event_id: eventId,
      type,
      message,
      size,
      gathering: Number(gatherMs > 0),
      created_at: now,
      next_try_at: now + gatherMs,
      test: Number(test),
    })
  }
}

interface Written {
  readonly type: string
  readonly message: number | null
  readonly size: number
  readonly eventId: string
  readonly now: number
  readonly test: boolean
}
