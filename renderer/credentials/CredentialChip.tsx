import { Chip } from '../ui/Chip.tsx'
import { kindWord } from './item.ts'
import { useLabels } from './useCredentials.ts'

/** Which credential or key sent something, also when it was deleted since. */
export function CredentialChip({ id }: { id: string }) {
  const label = useLabels().get(id)
  if (!label) return null
  const { name, kind, deleted } = label
  return (
    <Chip tone="plain" title={`${kindWord[kind]}${deleted ? ', deleted since' : ''}`}>
      {name}
      {deleted && ' (deleted)'}
    </Chip>
  )
}
