import { SegmentedControl } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { DeliveryCounts } from '../../../shared/model/delivery.ts'
import { engine } from '../../client.ts'
import { count, exactTime } from '../../ui/format.ts'
import { useStored } from '../../ui/useStored.ts'
import classes from './OutcomeChart.module.css'

const spans = [
  { value: '1', label: '1 h', words: 'the last hour', steps: 30 },
  { value: '24', label: '24 h', words: 'the last 24 hours', steps: 48 },
  { value: '168', label: '7 d', words: 'the last 7 days', steps: 56 },
] as const

const outcomes = ['delivered', 'deferred', 'bounced', 'failed', 'suppressed'] as const
const height = 44

/** Outcomes over time as bars, and in words. */
export function OutcomeChart() {
  const [stored, setSpan] = useStored<string>('relay.span', '24')
  const span = spans.find(({ value }) => value === stored) ?? spans[1]
  const { data } = useQuery(
    engine.deliveries.counts.queryOptions({
      input: { hours: Number(span.value), steps: span.steps },
      placeholderData: keepPreviousData,
      // Time goes on without anybody announcing it.
      refetchInterval: 60_000,
    }),
  )
  const steps = data?.steps ?? []
  const sums = outcomes.map((outcome) => ({ outcome, sum: steps.reduce((total, step) => total + step[outcome], 0) }))
  return (
    <figure className={classes.figure} aria-label={`Outcomes of ${span.words}`}>
      <Bars steps={steps} />
      <figcaption className={classes.caption}>
        <ul className={classes.legend}>
          {sums.map(({ outcome, sum }) => (
            <li key={outcome} data-none={sum === 0 || undefined}>
              <span className={classes.mark} data-outcome={outcome} aria-hidden /> {count(sum)} {outcome}
            </li>
          ))}
        </ul>
        <SegmentedControl
          size="xs"
          aria-label="Of which time"
          value={span.value}
          onChange={setSpan}
          data={spans.map(({ value, label }) => ({ value, label }))}
        />
      </figcaption>
      <CountsTable steps={steps} />
    </figure>
  )
}

function Bars({ steps }: { readonly steps: readonly DeliveryCounts[] }) {
  const most = Math.max(1, ...steps.map(sumOf))
  return (
    <svg
      className={classes.bars}
      viewBox={`0 0 ${Math.max(1, steps.length) * 10} ${height}`}
      preserveAspectRatio="none"
      aria-hidden
    >
      {steps.map((step, index) => {
        let top = height
        return outcomes.map((outcome) => {
          const tall = (step[outcome] / most) * (height - 2)
          if (tall === 0) return null
          top -= Math.max(1.5, tall)
          return (
            <rect
              key={`${step.at} ${outcome}`}
              data-outcome={outcome}
              x={index * 10 + 1}
              width={8}
              y={Math.max(0, top)}
              height={Math.max(1.5, tall)}
            />
          )
        })
      })}
    </svg>
  )
}

/** The same for those who do not see bars: only stretches in which something happened. */
function CountsTable({ steps }: { readonly steps: readonly DeliveryCounts[] }) {
  return (
    <table className="visuallyHidden">
      <caption>Outcomes over time</caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          {outcomes.map((outcome) => (
            <th key={outcome} scope="col">
              {outcome}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {steps
          .filter((step) => sumOf(step) > 0)
          .map((step) => (
            <tr key={step.at}>
              <th scope="row">{exactTime(step.at)}</th>
              {outcomes.map((outcome) => (
                <td key={outcome}>{count(step[outcome])}</td>
              ))}
            </tr>
          ))}
      </tbody>
    </table>
  )
}

function sumOf(step: DeliveryCounts): number {
  return outcomes.reduce((total, outcome) => total + step[outcome], 0)
}
