import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Server } from 'lucide-react'
import type { UpstreamPreset } from '../../../shared/model/upstream.ts'
import { engine } from '../../client.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import classes from './NoUpstreams.module.css'

interface NoUpstreamsProps {
  readonly onPick: (preset: UpstreamPreset | null | 'ask') => void
  readonly disabled: boolean
}

/** What an upstream is, and the quickest ways to one. */
export function NoUpstreams({ onPick, disabled }: NoUpstreamsProps) {
  const { data: presets = [] } = useQuery(engine.upstreams.presets.queryOptions({ staleTime: Infinity }))
  return (
    <EmptyState
      icon={Server}
      title="No upstream yet"
      action={
        <div className={classes.presets}>
          {presets
            .filter(({ featured }) => featured)
            .map((preset) => (
              <Button key={preset.id} variant="default" disabled={disabled} onClick={() => onPick(preset)}>
                {preset.name}
              </Button>
            ))}
          <Button variant="default" disabled={disabled} onClick={() => onPick('ask')}>
            Another provider…
          </Button>
          <Button variant="default" disabled={disabled} onClick={() => onPick(null)}>
            A server of your own
          </Button>
        </div>
      }
    >
      An upstream is a real mail server that takes your production mail on: a provider such as SendGrid, or your own
      relay. Mail leaves through it only when its credential is in production mode, a route leads to it and the sandbox
      is released. Everything else is captured here as before.
    </EmptyState>
  )
}
