import { PasswordInput } from '@mantine/core'
import type { SecretName } from './draft.ts'
import { useUpstreamForm } from './FormContext.ts'

interface SecretFieldProps {
  readonly name: SecretName
  readonly label: string
  readonly description?: string
}

/** A secret: taken in and sealed in the vault, never shown again. */
export function SecretField({ name, label, description }: SecretFieldProps) {
  const { draft, set, problems, kept } = useUpstreamForm()
  const isKept = kept.includes(name)
  return (
    <PasswordInput
      label={label}
      description={isKept ? 'Kept sealed in the vault. Type to replace it' : description}
      placeholder={isKept ? '••••••••' : undefined}
      autoComplete="new-password"
      value={draft.secrets[name]}
      error={problems.get(`secrets.${name}`)}
      onChange={(event) => set({ secrets: { ...draft.secrets, [name]: event.currentTarget.value } })}
    />
  )
}
