import { Menu, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import { engine } from '../../client.ts'
import { emptyDraft, type Draft } from './draft.ts'
import classes from './fields.module.css'
import { profileOf } from './profiles.ts'

interface SourcesProps {
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
}

/** Servers that are known already: the usual providers, and upstreams of the relay. */
export function Sources({ draft, onChange }: SourcesProps) {
  const presets = useQuery(engine.upstreams.presets.queryOptions({ staleTime: Infinity }))
  const upstreams = useQuery(engine.upstreams.list.queryOptions())
  const chosen = upstreams.data?.find(({ id }) => id === draft.upstreamId)
  return (
    <fieldset className={classes.group}>
      <legend className="visuallyHidden">Known servers</legend>
      <span className={classes.label} aria-hidden>
        Known servers
      </span>
      {presets.data
        ?.filter(({ featured }) => featured)
        .map(({ id, name, host }) => (
          <UnstyledButton
            key={id}
            className={classes.chip}
            aria-pressed={draft.host === host}
            onClick={() => onChange({ ...emptyDraft, host, provider: profileOf(id) })}
          >
            {name.replace('Twilio ', '')}
          </UnstyledButton>
        ))}
      {upstreams.data && upstreams.data.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <UnstyledButton className={classes.chip} aria-pressed={chosen !== undefined}>
              {chosen ? `Upstream: ${chosen.name}` : 'An upstream'} <ChevronDown size={13} aria-hidden />
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>With its settings and its sealed secret</Menu.Label>
            {upstreams.data.map(({ id, name, host, port }) => (
              <Menu.Item
                key={id}
                onClick={() => onChange({ ...emptyDraft, upstreamId: id })}
                rightSection={
                  <span className="mono">
                    {host}:{port}
                  </span>
                }
              >
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </fieldset>
  )
}
