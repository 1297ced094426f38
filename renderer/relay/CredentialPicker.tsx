import { MultiSelect } from '@mantine/core'
import { kindWord } from '../credentials/item.ts'
import { useLabels } from '../credentials/useCredentials.ts'

interface CredentialPickerProps {
  readonly label: string
  readonly description?: string
  readonly value: readonly string[]
  readonly onChange: (ids: string[]) => void
}

/** Credentials by name; deleted ones only where they are chosen already. */
export function CredentialPicker({ label, description, value, onChange }: CredentialPickerProps) {
  const labels = [...useLabels().values()]
  const offered = labels.filter(({ id, deleted }) => !deleted || value.includes(id))
  const unknown = value.filter((id) => !labels.some((one) => one.id === id))
  return (
    <MultiSelect
      label={label}
      description={description}
      placeholder={value.length === 0 ? 'Any' : undefined}
      searchable
      nothingFoundMessage="No credential has this name"
      value={[...value]}
      onChange={onChange}
      data={[
        ...offered.map(({ id, name, kind, deleted }) => ({
          value: id,
          label: `${name}${deleted ? ' (deleted)' : ''}${kind === 'apiKey' ? `, ${kindWord.apiKey}` : ''}`,
        })),
        ...unknown.map((id) => ({ value: id, label: id })),
      ]}
    />
  )
}
