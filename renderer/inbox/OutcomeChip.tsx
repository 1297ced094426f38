import { Shuffle } from 'lucide-react'
import type { Outcome } from '../../shared/model/message.ts'
import { StatusChip } from '../relay/StatusChip.tsx'
import { Chip } from '../ui/Chip.tsx'

interface OutcomeChipProps {
  readonly outcome: Exclude<Outcome, 'captured'>
  readonly simulated: boolean
}

/** What became of a message as a whole. */
export function OutcomeChip({ outcome, simulated }: OutcomeChipProps) {
  if (outcome !== 'mixed') return <StatusChip status={outcome} simulated={simulated} />
  return (
    <Chip
      tone={simulated ? 'sand' : 'plain'}
      title="Its recipients ended differently. The Delivery tab has each of them."
    >
      <Shuffle size={11} aria-hidden />
      {simulated ? 'Sandbox mixed' : 'Mixed'}
    </Chip>
  )
}
