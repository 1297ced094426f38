import type { MessageSummary, Outcome } from '../../../shared/model/message.ts'

/** What became of a message, from where its deliveries stand; captured when it has none. */
export function outcomeOf(
  deliveries: readonly { status: string; simulated: boolean }[],
): Pick<MessageSummary, 'outcome' | 'simulated'> {
  const statuses = new Set(deliveries.map(({ status }) => status as Outcome))
  const simulated = deliveries.length > 0 && deliveries.every((delivery) => delivery.simulated)
  const [first, ...others] = statuses
  if (first === undefined) return { outcome: 'captured', simulated }
  if (others.length === 0) return { outcome: first, simulated }
  const waiting = [...statuses].every((status) => status === 'queued' || status === 'deferred')
  return { outcome: waiting ? 'deferred' : 'mixed', simulated }
}
