import { TagsInput } from '@mantine/core'
import { addressesFrom } from './addresses.ts'

interface RecipientsFieldProps {
  readonly to: readonly string[]
  /** Of one message: its own recipients are filled in already. */
  readonly single: boolean
  readonly problem: string | null
  readonly onChange: (to: readonly string[]) => void
}

/** Addresses as chips. */
export function RecipientsField({ to, single, problem, onChange }: RecipientsFieldProps) {
  return (
    <TagsInput
      label="To"
      description={
        single
          ? 'The recipients of its envelope. Take away or add as you like'
          : 'Empty: each message to the recipients of its own envelope'
      }
      placeholder={to.length === 0 ? 'ann@example.com' : undefined}
      splitChars={[',', ';', ' ', '\n']}
      acceptValueOnBlur
      clearable
      clearButtonProps={{ 'aria-label': 'Take all away' }}
      error={problem}
      value={[...to]}
      onChange={(next) => onChange([...new Set(next.flatMap(addressesFrom))])}
    />
  )
}
