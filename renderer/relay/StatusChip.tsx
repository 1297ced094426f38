import type { DeliveryStatus } from '../../shared/model/delivery.ts'
import { Chip } from '../ui/Chip.tsx'
import { statusWord, statusWords } from './words.ts'

/** Where a delivery stands, in a word with an icon. What is pretended says so and is sand-coloured. */
export function StatusChip({ status, simulated }: { readonly status: DeliveryStatus; readonly simulated: boolean }) {
  const { icon: Icon, tone, meaning } = statusWords[status]
  return (
    <Chip
      tone={simulated ? 'sand' : tone}
      title={simulated ? `Simulated: nothing left this machine. ${meaning}` : meaning}
    >
      <Icon size={11} aria-hidden />
      {statusWord(status, simulated)}
    </Chip>
  )
}
