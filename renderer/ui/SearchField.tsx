import { CloseButton, TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import type { Ref } from 'react'
import classes from './SearchField.module.css'

interface SearchFieldProps {
  readonly label: string
  readonly placeholder: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** Enter, or Escape in an empty field: back to what was searched. */
  readonly onLeave?: () => void
  readonly ref?: Ref<HTMLInputElement>
}

/** One line to search a list by. Escape and the cross empty it. */
export function SearchField({ label, placeholder, value, onChange, onLeave, ref }: SearchFieldProps) {
  return (
    <TextInput
      ref={ref}
      className={classes.field}
      size="xs"
      aria-label={label}
      placeholder={placeholder}
      spellCheck={false}
      value={value}
      leftSection={<Search size={14} aria-hidden />}
      rightSection={
        value !== '' && <CloseButton size="xs" aria-label="Clear the search" onClick={() => onChange('')} />
      }
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && value !== '') onChange('')
        else if (event.key === 'Enter' || event.key === 'Escape') onLeave?.()
      }}
    />
  )
}
