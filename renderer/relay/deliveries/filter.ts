import type { Delivery, DeliveryStatus } from '../../../shared/model/delivery.ts'

export type StatusChoice = 'all' | 'waiting' | Exclude<DeliveryStatus, 'sending'>

/** What the list is narrowed to. */
export interface DeliveryFilter {
  readonly status: StatusChoice
  /** '' for every upstream. */
  readonly upstreamId: string
  readonly kind: 'all' | 'real' | 'sandbox'
  readonly search: string
}

export const everything: DeliveryFilter = { status: 'all', upstreamId: '', kind: 'all', search: '' }

/** The filter in the contract's words. */
export interface WantedDeliveries {
  readonly status?: DeliveryStatus[]
  readonly upstreamId?: string
  readonly simulated?: boolean
  readonly search: string
}

const waiting: DeliveryStatus[] = ['queued', 'sending', 'deferred', 'held']

export function wantedOf({ status, upstreamId, kind, search }: DeliveryFilter): WantedDeliveries {
  return {
    ...(status !== 'all' && { status: statusesOf(status) }),
    ...(upstreamId !== '' && { upstreamId }),
    ...(kind !== 'all' && { simulated: kind === 'sandbox' }),
    search: search.trim(),
  }
}

/** Whether a delivery belongs to what is listed, as the engine would say. */
export function fits(delivery: Delivery, { status, upstreamId, simulated, search }: WantedDeliveries): boolean {
  if (status !== undefined && !status.includes(delivery.status)) return false
  if (upstreamId !== undefined && delivery.upstreamId !== upstreamId) return false
  if (simulated !== undefined && delivery.simulated !== simulated) return false
  const words = search.toLowerCase()
  return (
    words === '' ||
    [delivery.recipient, delivery.sender, delivery.subject].some((text) => text.toLowerCase().includes(words))
  )
}

/** What is being sent was queued a moment ago and belongs to the same list. */
function statusesOf(status: Exclude<StatusChoice, 'all'>): DeliveryStatus[] {
  if (status === 'waiting') return waiting
  return status === 'queued' ? ['queued', 'sending'] : [status]
}
