import { Skeleton, TextInput, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Search, ServerCog } from 'lucide-react'
import { useState } from 'react'
import type { UpstreamPreset } from '../../../shared/model/upstream.ts'
import { engine, errorSentence } from '../../client.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import classes from './PresetPicker.module.css'

interface PresetPickerProps {
  /** Null: a server of one's own. */
  readonly onPick: (preset: UpstreamPreset | null) => void
}

/** Whose server it is: the four that Sandpost is modelled on first, then every known one, then one of your own. */
export function PresetPicker({ onPick }: PresetPickerProps) {
  const [search, setSearch] = useState('')
  const query = useQuery(engine.upstreams.presets.queryOptions({ staleTime: Infinity }))
  if (query.isError) {
    return (
      <ErrorState
        title="The providers could not be listed"
        message={errorSentence(query.error)}
        onRetry={() => void query.refetch()}
      />
    )
  }
  if (!query.data) return <Skeleton height={220} />
  const wanted = search.trim().toLowerCase()
  const others = query.data.filter(
    ({ featured, name, host }) => !featured && `${name} ${host}`.toLowerCase().includes(wanted),
  )
  return (
    <div className={classes.picker}>
      <ul className={classes.featured} aria-label="Providers">
        {query.data
          .filter(({ featured }) => featured)
          .map((preset) => (
            <li key={preset.id}>
              <Choice preset={preset} onPick={onPick} />
            </li>
          ))}
        <li>
          <UnstyledButton className={classes.choice} onClick={() => onPick(null)}>
            <strong>
              <ServerCog size={14} aria-hidden /> A server of your own
            </strong>
            <span>Any host and port</span>
          </UnstyledButton>
        </li>
      </ul>
      <TextInput
        size="xs"
        aria-label="Find another provider"
        placeholder="Find another provider: Gmail, Mailgun, Postmark…"
        leftSection={<Search size={14} aria-hidden />}
        spellCheck={false}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {others.length === 0 ? (
        <p className={classes.none} role="status">
          No provider has this name. Take “A server of your own” and write its host.
        </p>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls: must be reachable by keyboard
        <ul className={classes.others} aria-label="Other providers" tabIndex={0}>
          {others.map((preset) => (
            <li key={preset.id}>
              <Choice preset={preset} onPick={onPick} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Choice({ preset, onPick }: PresetPickerProps & { readonly preset: UpstreamPreset }) {
  return (
    <UnstyledButton className={classes.choice} onClick={() => onPick(preset)}>
      <strong>{preset.name}</strong>
      <span>
        {preset.host}:{preset.port}
      </span>
    </UnstyledButton>
  )
}
