import type { Endpoint } from '../../../shared/model/diagnosis/observation.ts'
import { duration } from '../../ui/format.ts'
import { endpointName, stageWords } from '../words.ts'
import { Section } from './Section.tsx'
import classes from './Timeline.module.css'
import { slowestOf, spansOf } from './spans.ts'

/** How long each stage of each endpoint took, on one scale. */
export function Timeline({ endpoints }: { endpoints: readonly Endpoint[] }) {
  const rows = endpoints
    .map((endpoint) => ({ endpoint, spans: spansOf(endpoint) }))
    .filter(({ spans }) => spans.length > 0)
  if (rows.length === 0) return null
  const longest = Math.max(1, ...rows.map(({ spans }) => spans.at(-1)?.end ?? 0))
  return (
    <Section title="Time" aside={<span className={classes.scale}>0 to {duration(longest)}</span>}>
      <table className={classes.table}>
        <caption className="visuallyHidden">Milliseconds of each stage, by address and port</caption>
        <colgroup>
          <col className={classes.nameColumn} />
          <col />
          <col className={classes.sumColumn} />
        </colgroup>
        <thead className="visuallyHidden">
          <tr>
            <th scope="col">Address and port</th>
            <th scope="col">Stages</th>
            <th scope="col">Altogether</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ endpoint, spans }) => {
            const slowest = slowestOf(spans)
            return (
              <tr key={endpoint.id}>
                <th scope="row" title={endpointName(endpoint)}>
                  {endpointName(endpoint)}
                </th>
                <td className={classes.bars}>
                  <ul className={classes.track}>
                    {spans.map(({ stage, start, end }) => (
                      <li
                        key={stage}
                        className={classes.bar}
                        data-slowest={stage === slowest?.stage || undefined}
                        style={{ left: `${(start / longest) * 100}%`, width: `${((end - start) / longest) * 100}%` }}
                        title={`${stageWords[stage]}: ${duration(end - start)}`}
                      >
                        <span className="visuallyHidden">
                          {stageWords[stage]}: {duration(end - start)}
                        </span>
                      </li>
                    ))}
                  </ul>
                </td>
                <td className={classes.sum}>
                  <strong>{duration(spans.at(-1)?.end ?? 0)}</strong>
                  {slowest && (
                    <span className={classes.slowest}>
                      {stageWords[slowest.stage]} {duration(slowest.end - slowest.start)}
                    </span>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Section>
  )
}
