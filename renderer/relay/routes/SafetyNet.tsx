import { TagsInput, TextInput } from '@mantine/core'
import type { Problems } from '../../ui/issues.ts'
import classes from './routes.module.css'

interface SafetyNetProps {
  readonly allowedRecipients: readonly string[]
  readonly everythingTo: string | null
  readonly problems: Problems
  readonly onChange: (change: { allowedRecipients?: string[]; everythingTo?: string | null }) => void
}

/** What keeps a slip from reaching real people, whatever the routes say. */
export function SafetyNet({ allowedRecipients, everythingTo, problems, onChange }: SafetyNetProps) {
  const wrong = [...problems].find(([path]) => path.startsWith('allowedRecipients'))?.[1]
  return (
    <section className={classes.section} aria-labelledby="relay-safety-net">
      <h2 id="relay-safety-net">Safety net</h2>
      <TagsInput
        label="May leave only for"
        description="Addresses; * stands for anything. Mail to others is held, to be let go by hand. Empty: for everybody"
        placeholder={allowedRecipients.length === 0 ? '*@example.com' : undefined}
        acceptValueOnBlur
        value={[...allowedRecipients]}
        error={wrong}
        onChange={(next) => onChange({ allowedRecipients: next })}
      />
      <TextInput
        label="Everything to me instead"
        description="All mail that leaves goes to this address, whoever it was meant for. Empty: to whom it was meant"
        placeholder="me@example.com"
        spellCheck={false}
        value={everythingTo ?? ''}
        error={problems.get('everythingTo')}
        onChange={(event) => onChange({ everythingTo: event.currentTarget.value.trim() || null })}
      />
    </section>
  )
}
