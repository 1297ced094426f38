import { UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { engine } from '../../client.ts'
import { count } from '../../ui/format.ts'
import { statusWords } from '../words.ts'
import type { StatusChoice } from './filter.ts'
import classes from './Waiting.module.css'

const kinds = ['queued', 'deferred', 'held'] as const

interface WaitingProps {
  readonly status: StatusChoice
  readonly onStatus: (status: StatusChoice) => void
}

/** How much waits, and for what. A click shows those alone, another one all. */
export function Waiting({ status, onStatus }: WaitingProps) {
  const { data } = useQuery(engine.deliveries.counts.queryOptions({ input: { hours: 1, steps: 1 } }))
  return (
    <div className={classes.waiting} role="group" aria-label="Waiting now">
      {kinds.map((kind) => {
        const { icon: Icon, word } = statusWords[kind]
        const waiting = data?.waiting[kind] ?? 0
        return (
          <UnstyledButton
            key={kind}
            className={classes.kind}
            aria-pressed={status === kind}
            data-none={waiting === 0 || undefined}
            onClick={() => onStatus(status === kind ? 'all' : kind)}
          >
            <Icon size={13} aria-hidden />
            <strong>{count(waiting)}</strong> {word.toLowerCase()}
          </UnstyledButton>
        )
      })}
    </div>
  )
}
