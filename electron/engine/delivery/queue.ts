import { setTimeout as sleep } from 'node:timers/promises'
import type { EnvelopeSender } from '../../../shared/model/envelope.ts'
import { sqliteCode, type MailDatabase } from '../database/open.ts'
import { Batch } from './batch.ts'
import type { Ledger, TryRecord } from './ledger.ts'
import { longestWait, nextWait } from './retries.ts'
import type { Lane, LaneResult } from './sending/lane.ts'
import { makeOutgoing } from './sending/outgoing.ts'
import { goneTry, suppressedTry } from './notTried.ts'
import { simulateTry, type Pace } from './simulate.ts'
import { insertAttempt } from './tables/attempts.ts'
import {
  dueIds,
  dueSiblings,
  holdThose,
  markStarted,
  nextDue,
  selectDeliveries,
  selectDelivery,
  selectStarted,
  shortenWaits,
  updateDelivery,
  type StoredDelivery,
} from './tables/deliveries.ts'
import { suppressedBecause } from './tables/suppressions.ts'
import type { UpstreamConfig } from './tables/upstreams.ts'

/** An upstream as the queue uses it. */
export interface Way {
  readonly id: string
  readonly config: () => UpstreamConfig
  readonly lane: Lane
}

export interface QueueParts {
  readonly db: MailDatabase
  readonly ledger: Ledger
  readonly ways: () => readonly Way[]
  readonly message: (id: number) => { readonly bytes: Buffer; readonly receivedAt: number } | null
  /** While locked nothing leaves; what is simulated goes on. */
  readonly sandboxLocked: () => boolean
  readonly pace: () => Pace
  readonly hostname: string
  readonly now: () => number
  /** These changed, on disk; `ended` are those that are over. */
  readonly changed: (ids: readonly number[], ended: readonly TryRecord[]) => void
}

/** Looked at anew at the latest after this: a machine may have slept, a clock may have been set. */
const longestSleepMs = 20_000
/** Simulated steps in one transaction. */
const mostSimulated = 200
/** Ids read ahead per upstream. */
const readAhead = 200
/** Ways that are looked at when the wall clock and the steady one have moved apart by more than this. */
const jumpMs = 5_000
/** How long a failing disk is left alone. */
const diskPauseMs = 2_000

/**
 * What waits to be delivered, and when. The rows are the truth: a delivery is queued or deferred with a time, and due when
 * that has come. While one is being sent its row stays as it was, but for `started_at`, so that a process that dies sends
 * it again; only between the server's 250 and our commit, which follows in the same turn of the event loop, can a message
 * be sent twice (RFC 5321 6.1 leaves that gap to every relay).
 */
export class Queue {
  readonly #parts: QueueParts
  readonly #sending = new Set<number>()
  readonly #ready = new Map<string, number[]>()
  readonly #working = new Map<Promise<void>, Lane>()
  #timer: NodeJS.Timeout | null = null
  #scheduled = false
  readonly #starts: Batch<number>
  readonly #ends: Batch<TryRecord>
  #closed = false
  #diskPausedUntil = 0
  /** Before the first look: the clock may have been set back while no process was there. */
  #wall = Number.POSITIVE_INFINITY
  #steady = performance.now()

  constructor(parts: QueueParts) {
    this.#parts = parts
    const { db } = parts
    this.#starts = new Batch((ids) => db.transaction(() => markStarted(db, ids, parts.now())))
    this.#ends = new Batch((tries) => this.#record(tries))
    this.#tellInterrupted()
  }

  isSending(id: number): boolean {
    return this.#sending.has(id)
  }

  /** Something was added, changed or freed: look at it, soon. */
  wake(): void {
    this.#ready.clear()
    this.#soon()
  }

  /** Lets what is under way come to its end for a while, then cuts it off: it is tried again at the next start. */
  async close(graceMs: number): Promise<void> {
    this.#closed = true
    if (this.#timer) clearTimeout(this.#timer)
    const over = Promise.all(this.#working.keys())
    let giveUp: NodeJS.Timeout | undefined
    await Promise.race([
      over,
      new Promise<void>((resolve) => {
        giveUp = setTimeout(resolve, graceMs)
      }),
    ])
    clearTimeout(giveUp)
    // Also of an upstream that was removed meanwhile.
    for (const lane of new Set([...this.#parts.ways().map((way) => way.lane), ...this.#working.values()])) lane.close()
    await Promise.all(this.#working.keys())
  }

  #soon(): void {
    if (this.#scheduled || this.#closed) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      if (!this.#closed) this.#look()
    })
  }

  #look(): void {
    if (this.#timer) clearTimeout(this.#timer)
    let sleepMs = longestSleepMs
    try {
      this.#followClock()
      sleepMs = Math.min(sleepMs, this.#simulated())
      const diskWait = this.#diskPausedUntil - performance.now()
      if (diskWait > 0) sleepMs = Math.min(sleepMs, diskWait)
      else if (!this.#parts.sandboxLocked())
        for (const way of this.#parts.ways()) sleepMs = Math.min(sleepMs, this.#startDue(way))
    } catch {
      // The disk is full or gone: intake raises the notice. The rows are as they were; the next look tries again.
      sleepMs = longestSleepMs / 4
    }
    this.#timer = setTimeout(() => this.wake(), Math.max(5, sleepMs)).unref()
  }

  /** The wall clock was set back: waits counted from a time to come are cut to what they were meant to be. */
  #followClock(): void {
    const wall = this.#parts.now()
    const steady = performance.now()
    const jump = wall - this.#wall - (steady - this.#steady)
    if (jump <= -jumpMs) this.#shortenWaits(wall)
    this.#wall = wall
    this.#steady = steady
  }

  #shortenWaits(wall: number): void {
    const { db, pace, ways } = this.#parts
    const waits = ways().map(({ config }) => longestWait(config().retryAfterSeconds))
    const longest = Math.max(60_000, pace().delayMs, ...waits)
    db.transaction(() => shortenWaits(db, wall, longest))
  }

  /** Returns the milliseconds until the next one is due. */
  #simulated(): number {
    const { db, pace, now } = this.#parts
    const time = now()
    const ids = dueIds(db, '', time, mostSimulated)
    if (ids.length > 0) {
      const due = selectDeliveries(db, ids)
      this.#record(due.map((one) => this.#suppressedTry(one, time) ?? simulateTry(one, pace(), time)))
    }
    if (ids.length === mostSimulated) return 0
    const next = nextDue(db, '')
    return next === null ? longestSleepMs : next - time
  }

  /** Starts what may start now. Returns the milliseconds until more may. */
  #startDue(way: Way): number {
    const { db, now } = this.#parts
    for (;;) {
      const wait = way.lane.wait()
      if (wait > 0) return wait
      const time = now()
      const delivery = this.#next(way.id, time)
      if (!delivery) {
        const next = nextDue(db, way.id)
        // What is due and not here is being sent.
        return next === null || next <= time ? longestSleepMs : next - time
      }
      const load = [delivery, ...this.#companions(way, delivery, time)]
      for (const { id } of load) this.#sending.add(id)
      way.lane.enter()
      const work = this.#deliver(way, load)
        .catch((error: unknown) => this.#lost(error))
        .finally(() => {
          way.lane.leave()
          for (const { id } of load) this.#sending.delete(id)
          this.#working.delete(work)
          this.#soon()
        })
      this.#working.set(work, way.lane)
    }
  }

  /** The next one that is due and not being sent. Read ahead, and read anew before it is used. */
  #next(upstreamId: string, time: number): StoredDelivery | null {
    const { db } = this.#parts
    let read = false
    for (;;) {
      const ids = this.#ready.get(upstreamId) ?? []
      const id = ids.shift()
      if (id === undefined) {
        if (read) return null
        read = true
        this.#ready.set(upstreamId, dueIds(db, upstreamId, time, this.#sending.size + readAhead))
        continue
      }
      if (this.#sending.has(id)) continue
      const delivery = selectDelivery(db, id)
      if (delivery && delivery.nextTryAt !== null && delivery.nextTryAt <= time) return delivery
    }
  }

  #companions(way: Way, delivery: StoredDelivery, time: number): StoredDelivery[] {
    // An ORCPT belongs to one recipient, and nodemailer says the same parameters to all.
    if (delivery.parameters.rcpt.dsn?.orcpt !== undefined) return []
    const most = way.config().recipientsPerMessage - 1
    if (most <= 0) return []
    return dueSiblings(this.#parts.db, delivery, time, most + this.#sending.size)
      .filter(({ id }) => !this.#sending.has(id))
      .slice(0, most)
  }

  async #deliver(way: Way, load: readonly StoredDelivery[]): Promise<void> {
    const { db, message, changed, now } = this.#parts
    const config = way.config()
    const time = now()
    const suppressed = load.flatMap((delivery) => this.#suppressedTry(delivery, time) ?? [])
    if (suppressed.length > 0) this.#record(suppressed)
    const [first, ...others] = load.filter(({ id }) => !suppressed.some(({ delivery }) => delivery.id === id))
    if (!first) return
    const going = [first, ...others]
    const stored = message(first.messageId)
    if (!stored) {
      this.#record(going.map((delivery) => goneTry(delivery, config.name)))
      return
    }
    const ids = going.map(({ id }) => id)
    await this.#starts.add(ids)
    changed(ids, [])
    const sender: EnvelopeSender = { address: first.sender, ...first.parameters.mail }
    const outgoing = makeOutgoing(stored.bytes, {
      sender,
      preset: config.preset,
      hostname: this.#parts.hostname,
      receivedAt: stored.receivedAt,
      messageId: first.messageId,
    })
    const recipients = going.map(({ recipient, parameters }) => ({ address: recipient, ...parameters.rcpt }))
    const mayLeave = () => !this.#closed && !this.#parts.sandboxLocked() && !way.config().paused
    const result = await way.lane.send({ sender, recipients, outgoing, mayLeave })
    if (result.is === 'notTried') {
      db.transaction(() => this.#backToWaiting(going))
      changed(ids, [])
      return
    }
    await this.#recordSurely(going.map((delivery, index) => this.#tried(delivery, result, index, way)))
    // Nobody would look at it again.
    if (!this.#parts.ways().some(({ id }) => id === way.id))
      db.transaction(() => holdThose(db, way.id, way.config().name))
  }

  /** What the server has taken must not be sent again because the disk is full: it is held in memory until it is not. */
  async #recordSurely(tries: readonly TryRecord[]): Promise<void> {
    for (;;) {
      try {
        await this.#ends.add(tries)
        return
      } catch (error) {
        if (this.#closed) throw error
        await sleep(diskPauseMs, undefined, { ref: false })
      }
    }
  }

  #record(tries: readonly TryRecord[]): void {
    this.#parts.ledger.record(tries)
    this.#parts.changed(
      tries.map(({ delivery }) => delivery.id),
      tries,
    )
  }

  #tried(delivery: StoredDelivery, result: LaneResult & { is: 'tried' }, index: number, way: Way): TryRecord {
    const outcome = result.outcomes[index] as (typeof result.outcomes)[number]
    const { name, retryAfterSeconds } = way.config()
    const wait = outcome.is === 'deferred' ? nextWait(retryAfterSeconds, delivery.tries + 1) : null
    const givenUp = outcome.is === 'deferred' && wait === null
    return {
      delivery,
      outcome: givenUp ? 'failed' : outcome.is,
      reply: outcome.reply,
      explanation: givenUp ? `Given up after ${delivery.tries + 1} tries. ${outcome.explanation}` : outcome.explanation,
      about: outcome.about,
      nextTryAt: wait === null ? null : this.#parts.now() + wait,
      upstreamName: name,
      ...result.facts,
    }
  }

  /** Null when the address may be tried. What was asked for by name is simulated all the same. */
  #suppressedTry(delivery: StoredDelivery, now: number): TryRecord | null {
    const simulated = delivery.upstreamId === ''
    if (simulated && delivery.result !== 'deliver') return null
    const reason = suppressedBecause(this.#parts.db, delivery.recipient, { simulated, now })
    if (reason === null) return null
    return suppressedTry(delivery, reason)
  }

  #backToWaiting(load: readonly StoredDelivery[]): void {
    for (const { id } of load) {
      const delivery = selectDelivery(this.#parts.db, id)
      if (delivery) updateDelivery(this.#parts.db, id, delivery)
    }
  }

  /** A process before this one died while it was sending. */
  #tellInterrupted(): void {
    const { db, now } = this.#parts
    const started = selectStarted(db)
    if (started.length === 0) return
    db.transaction(() => {
      for (const delivery of started) {
        insertAttempt(db, {
          deliveryId: delivery.id,
          at: delivery.startedAt ?? now(),
          milliseconds: 0,
          outcome: 'interrupted',
          upstreamName: null,
          address: null,
          tls: null,
          reply: 'Sandpost ended during this try',
          explanation: 'Whether the server took the message is not known. It is tried again, so it may arrive twice.',
          dialogue: '',
        })
        updateDelivery(db, delivery.id, delivery)
      }
    })
  }

  /** The disk does not take what must be written before a try, or the process ends before its outcome is written. */
  #lost(error: unknown): void {
    this.#diskPausedUntil = performance.now() + diskPauseMs
    if (sqliteCode(error) === null) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  }
}
