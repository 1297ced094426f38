import { setMaxListeners } from 'node:events'
import type { MailDatabase } from '../../database/open.ts'
import type { Resolve } from './address.ts'
import type { Clock } from './clock.ts'
import type { EndpointBook } from './endpointBook.ts'
import { formats } from './formats/index.ts'
import { httpCall, type Answered } from './httpCall.ts'
import { Lane } from './lane.ts'
import { outcomeOf, type Outcome } from './outcome.ts'
import type { SecretKeeper } from './secretKeeper.ts'
import { signatureHeaders } from './signing.ts'
import { insertAttempt } from './tables/attempts.ts'
import { endGathering, restartWaits, saveTry, selectDue, selectNextTime, type CallRow } from './tables/calls.ts'
import type { Endpoint } from './tables/endpoints.ts'
import { selectPayloads } from './tables/events.ts'

/** A machine that slept, or whose clock was set, is noticed after this long at the latest: timers do not run in sleep. */
const longestTimerMs = 30_000
/** How long a call waits that nothing can be said about: the vault is locked, or the disk is full. */
const blockedMs = 30_000

interface Parts {
  /** False for work on a data folder alone: nothing is called. */
  readonly calling: boolean
  readonly db: MailDatabase
  readonly book: EndpointBook
  readonly secrets: SecretKeeper
  readonly clock: Clock
  /** Within 0 and 1. */
  readonly random: () => number
  readonly resolve: Resolve | undefined
  /** Something was told. */
  readonly changed: () => void
  /** An endpoint is to be switched off, for a reason given as a sentence. */
  readonly switchOff: (endpoint: Endpoint, because: string) => void
  /** A call came to its end. */
  readonly ended: () => void
}

/**
 * Makes the calls that are due. What is to be done stands in rows; here is only what is under way. Each endpoint has a
 * lane of its own, so one that hangs holds up nobody else.
 */
export class Dispatcher {
  readonly #parts: Parts
  readonly #lanes = new Map<string, Lane>()
  readonly #underWay = new Set<Promise<void>>()
  readonly #stop = new AbortController()
  #woken = new Set<string>()

  constructor(parts: Parts) {
    this.#parts = parts
    // Every call under way listens.
    setMaxListeners(0, this.#stop.signal)
    restartWaits(parts.db, parts.clock.now())
  }

  /** Looks after the endpoint soon; the caller need not wait for it. Without one, after all. */
  wake(endpointId?: string): void {
    if (!this.#parts.calling) return
    const ids = endpointId === undefined ? this.#parts.book.list().map(({ id }) => id) : [endpointId]
    if (this.#woken.size === 0 && ids.length > 0) setImmediate(() => this.#lookAfterWoken())
    for (const id of ids) this.#woken.add(id)
  }

  /** Whatever it waited for is over: its secret is there again, it was switched on, somebody wants it now. */
  clear(endpointId: string): void {
    this.#lanes.get(endpointId)?.clear()
    this.wake(endpointId)
  }

  /** Breaks off what is under way: its rows still wait. */
  async close(): Promise<void> {
    this.#stop.abort()
    for (const lane of this.#lanes.values()) lane.stopTimer()
    await Promise.all(this.#underWay)
  }

  #lookAfterWoken(): void {
    const woken = this.#woken
    this.#woken = new Set()
    for (const id of woken) {
      try {
        this.#lookAfter(id)
      } catch {
        // The database cannot be read or written; intake tells the owner. Rows wait.
        this.#lane(id).pause(this.#parts.clock.now() + blockedMs)
        this.#setTimer(id, this.#lane(id), blockedMs)
      }
    }
  }

  #lane(id: string): Lane {
    const known = this.#lanes.get(id)
    if (known) return known
    const lane = new Lane()
    this.#lanes.set(id, lane)
    return lane
  }

  #lookAfter(id: string): void {
    const { db, book, clock } = this.#parts
    const endpoint = book.find(id)
    const lane = this.#lane(id)
    lane.stopTimer()
    if (this.#stop.signal.aborted || !endpoint?.enabled) {
      if (!endpoint) this.#lanes.delete(id)
      return
    }
    const now = clock.now()
    if (lane.clockWentBack(now)) restartWaits(db, now)
    const room = lane.room(endpoint, now)
    if (room > 0) {
      const due = selectDue(db, id, now, room + lane.underWay.size).filter((call) => !lane.underWay.has(call.id))
      for (const call of due.slice(0, room)) this.#begin(endpoint, lane, call)
    }
    const next = now < lane.pausedUntil ? lane.pausedUntil : selectNextTime(db, id, now)
    if (next !== null) this.#setTimer(id, lane, next - now)
  }

  #setTimer(id: string, lane: Lane, wait: number): void {
    lane.stopTimer = this.#parts.clock.after(Math.min(wait, longestTimerMs), () => this.wake(id))
  }

  #begin(endpoint: Endpoint, lane: Lane, call: CallRow): void {
    if (call.gathering === 1) endGathering(this.#parts.db, call.id)
    lane.underWay.add(call.id)
    const attempt = this.#attempt(endpoint, lane, call)
      .catch(() => lane.pause(this.#parts.clock.now() + blockedMs))
      .finally(() => {
        lane.underWay.delete(call.id)
        this.#underWay.delete(attempt)
        this.wake(endpoint.id)
      })
    this.#underWay.add(attempt)
  }

  async #attempt(endpoint: Endpoint, lane: Lane, call: CallRow): Promise<void> {
    const { db, secrets, clock, resolve } = this.#parts
    const format = formats[call.format]
    const keys = format.signing === 'none' ? null : secrets.keys(endpoint.id)
    if (format.signing !== 'none' && keys === null) return lane.pause(clock.now() + blockedMs)
    const payloads = selectPayloads(db, call.id)
    const body = format.body(payloads)
    const at = clock.now()
    const headers = {
      'User-Agent': 'Sandpost-Webhook/1.0',
      Accept: '*/*',
      ...(format.contentType !== null && {
        'Content-Type': format.contentType,
        'Content-Length': String(Buffer.byteLength(body)),
      }),
      ...signatureHeaders(format.signing, keys, { id: call.event_id, seconds: Math.floor(at / 1_000), body }),
    }
    const answered = await httpCall(
      {
        method: format.method,
        url: format.url(endpoint.url, payloads),
        headers,
        body,
        timeoutMs: format.timeoutMs,
        outside: endpoint.outside,
        signal: this.#stop.signal,
      },
      clock,
      resolve,
    )
    if (!this.#stop.signal.aborted) this.#record(lane, call, { at, headers, answered })
    return undefined
  }

  /** Writes down what came of an attempt, for its call and its endpoint. */
  #record(
    lane: Lane,
    call: CallRow,
    attempt: { at: number; headers: Record<string, string>; answered: Answered },
  ): void {
    const { db, book, clock, random } = this.#parts
    const endpoint = book.find(call.endpoint)
    if (!endpoint) return
    const now = clock.now()
    const { at, headers, answered } = attempt
    const outcome = outcomeOf(formats[call.format], answered, { failedTries: call.tries, now, random: random() })
    const counted = counting(endpoint, outcome, now)
    db.transaction(() => {
      insertAttempt(db, call.id, {
        at: new Date(at).toISOString(),
        milliseconds: answered.milliseconds,
        requestHeaders: headers,
        status: answered.status,
        responseHeaders: { ...answered.headers },
        responseBody: answered.body,
        problem: answered.problem,
      })
      saveTry(db, call.id, {
        status: outcome.delivered ? 'delivered' : outcome.wait === null ? 'failed' : 'waiting',
        now,
        nextTryAt: outcome.wait === null ? null : now + outcome.wait,
        result: outcome.result,
      })
      book.save(counted)
    })
    lane.after(outcome, counted, now)
    const because = reasonToSwitchOff(counted, outcome)
    if (because !== null && counted.enabled) this.#parts.switchOff(counted, because)
    if (outcome.wait === null) this.#parts.ended()
    this.#parts.changed()
  }
}

function counting(endpoint: Endpoint, { delivered }: Outcome, now: number): Endpoint {
  return delivered
    ? { ...endpoint, successes: endpoint.successes + 1, failuresInARow: 0, lastCallAt: now }
    : {
        ...endpoint,
        failures: endpoint.failures + 1,
        failuresInARow: endpoint.failuresInARow + 1,
        lastCallAt: now,
      }
}

function reasonToSwitchOff(endpoint: Endpoint, outcome: Outcome): string | null {
  if (outcome.gone) return 'It answered 410 Gone: it does not want to be called any more.'
  const { disableAfter } = formats[endpoint.format]
  if (disableAfter === null || endpoint.failuresInARow < disableAfter) return null
  return `${disableAfter} calls failed in a row. The last: ${outcome.result}`
}
