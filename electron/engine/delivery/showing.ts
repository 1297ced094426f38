import type { Delivery } from '../../../shared/model/delivery.ts'
import { deliveryOf, type StoredDelivery } from './tables/deliveries.ts'
import type { Upstreams } from './upstreams.ts'

/** A delivery as it is shown: what waits says what it waits for. */
export function createShowing(parts: {
  upstreams: Upstreams
  sandboxLocked: () => boolean
  isSending: (id: number) => boolean
}): (row: StoredDelivery) => Delivery {
  const { upstreams } = parts

  /** What keeps everything of an upstream from leaving now; null when nothing does. */
  function whyWaiting(upstreamId: string): string | null {
    const name = upstreams.nameOf(upstreamId)
    if (name === null) return null
    if (parts.sandboxLocked()) return 'Waits: the sandbox is locked.'
    if (upstreams.config(upstreamId).paused) return `Waits: ${name} is paused.`
    const problem = upstreams.problem(upstreamId)
    if (problem === null) return null
    // These two nobody sees in the tries: nothing was tried.
    return problem.is === 'login' || problem.is === 'tls' ? `Waits: ${problem.text}` : null
  }

  return (row) => {
    const sending = parts.isSending(row.id)
    const delivery = deliveryOf(row, sending, upstreams.nameOf(row.upstreamId))
    const because = row.nextTryAt !== null && !sending ? whyWaiting(row.upstreamId) : null
    if (because === null) return delivery
    // What became of the last try stays: it may be that it arrives twice.
    return { ...delivery, explanation: [delivery.explanation, because].filter((text) => text !== '').join(' ') }
  }
}
