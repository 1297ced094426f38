import type { DeliveryAction } from '../../../shared/model/delivery.ts'
import type { MailDatabase } from '../database/open.ts'
import {
  findDeliveryIds,
  selectDelivery,
  updateDelivery,
  type DeliveryChange,
  type StoredDelivery,
} from './tables/deliveries.ts'
import type { Relay } from './types.ts'

/** Rows in one transaction: a failure in the middle of many does not undo all. */
const sliceSize = 500

/** Retry, hold, let go, cancel, send later. What is being sent at this moment, and what it does not fit, is left as it is. */
export function createActions(parts: {
  db: MailDatabase
  isSending: (id: number) => boolean
  hasUpstream: (id: string) => boolean
  now: () => number
  changed: (ids: readonly number[]) => void
}): Pick<Relay, 'act' | 'schedule'> {
  const { db } = parts

  function changeAll(ids: readonly number[], changeOf: (delivery: StoredDelivery) => DeliveryChange | null): number {
    const done: number[] = []
    for (let start = 0; start < ids.length; start += sliceSize) {
      db.transaction(() => {
        for (const id of ids.slice(start, start + sliceSize)) {
          const delivery = parts.isSending(id) ? null : selectDelivery(db, id)
          const change = delivery && changeOf(delivery)
          // What nobody would take can only be cancelled.
          if (!change || (change.nextTryAt !== null && !parts.hasUpstream(delivery.upstreamId))) continue
          updateDelivery(db, id, change)
          done.push(id)
        }
      })
    }
    if (done.length > 0) parts.changed(done)
    return done.length
  }

  return {
    act: ({ ids, filter }, action) =>
      changeAll(ids ?? (filter ? findDeliveryIds(db, filter) : []), (delivery) =>
        changeFor(delivery, action, parts.now()),
      ),
    schedule: (ids, at) =>
      changeAll(ids, (delivery) =>
        delivery.nextTryAt === null && delivery.status !== 'held'
          ? null
          : {
              ...delivery,
              status: delivery.tries > 0 ? 'deferred' : 'queued',
              nextTryAt: Math.max(at, parts.now()),
              scheduled: true,
              explanation: '',
            },
      ),
  }
}

function changeFor(delivery: StoredDelivery, action: DeliveryAction, now: number): DeliveryChange | null {
  const { status, tries } = delivery
  const waits = delivery.nextTryAt !== null
  const still = { ...delivery, scheduled: false }
  const going: DeliveryChange = {
    ...still,
    status: tries > 0 ? 'deferred' : 'queued',
    nextTryAt: now,
    finishedAt: null,
  }
  switch (action) {
    case 'retry':
      // What was given up may be tried again by hand; what was delivered, never.
      if (waits) return { ...going, explanation: '' }
      return status === 'failed' || status === 'bounced' || status === 'suppressed' || status === 'cancelled'
        ? { ...going, tries: 0, status: 'queued', explanation: '' }
        : null
    case 'hold':
      return waits ? { ...still, status: 'held', nextTryAt: null, explanation: 'Held by hand.' } : null
    case 'release':
      return status === 'held' ? { ...going, explanation: '' } : null
    case 'cancel':
      return waits || status === 'held'
        ? { ...still, status: 'cancelled', nextTryAt: null, finishedAt: now, explanation: 'Cancelled by hand.' }
        : null
    default:
      return assertNever(action)
  }
}

function assertNever(action: never): never {
  throw new Error(`No way to ${String(action)}`)
}
