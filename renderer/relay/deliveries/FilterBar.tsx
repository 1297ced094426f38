import { Button, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { engine } from '../../client.ts'
import { counted } from '../../ui/format.ts'
import { statusWords } from '../words.ts'
import { everything, type DeliveryFilter, type StatusChoice } from './filter.ts'
import classes from './FilterBar.module.css'
import { Waiting } from './Waiting.tsx'

interface FilterBarProps {
  readonly filter: DeliveryFilter
  readonly onFilter: (change: Partial<DeliveryFilter>) => void
  /** Null while it is not known. */
  readonly total: number | null
}

const statuses: StatusChoice[] = [
  'queued',
  'deferred',
  'held',
  'delivered',
  'bounced',
  'failed',
  'suppressed',
  'cancelled',
]

/** What the list is narrowed to, and how much it holds. */
export function FilterBar({ filter, onFilter, total }: FilterBarProps) {
  const { data: upstreams = [] } = useQuery(engine.upstreams.list.queryOptions())
  const { search: _, ...chosen } = filter
  const { search: __, ...nothing } = everything
  const filtered = JSON.stringify(chosen) !== JSON.stringify(nothing)
  return (
    <div className={classes.bar}>
      <div className={classes.line}>
        <Waiting status={filter.status} onStatus={(status) => onFilter({ status })} />
        <span className={classes.count} role="status">
          {total === null ? '' : counted(total, 'delivery', 'deliveries')}
        </span>
      </div>
      <NativeSelect
        size="xs"
        aria-label="Status"
        value={filter.status}
        onChange={(event) => onFilter({ status: event.currentTarget.value as StatusChoice })}
        data={[
          { value: 'all', label: 'Any status' },
          { value: 'waiting', label: 'Waiting' },
          ...statuses.map((value) => ({
            value,
            label: value === 'all' || value === 'waiting' ? value : statusWords[value].word,
          })),
        ]}
      />
      <NativeSelect
        size="xs"
        aria-label="Real or simulated"
        value={filter.kind}
        onChange={(event) => onFilter({ kind: event.currentTarget.value as DeliveryFilter['kind'] })}
        data={[
          { value: 'all', label: 'Real and sandbox' },
          { value: 'real', label: 'Real' },
          { value: 'sandbox', label: 'Sandbox' },
        ]}
      />
      {upstreams.length > 0 && (
        <NativeSelect
          size="xs"
          aria-label="Upstream"
          value={filter.upstreamId}
          onChange={(event) => onFilter({ upstreamId: event.currentTarget.value })}
          data={[
            { value: '', label: 'Any upstream' },
            ...upstreams.map(({ id, name }) => ({ value: id, label: `via ${name}` })),
          ]}
        />
      )}
      {filtered && (
        <Button variant="subtle" size="compact-xs" onClick={() => onFilter(nothing)}>
          Show all
        </Button>
      )}
    </div>
  )
}
