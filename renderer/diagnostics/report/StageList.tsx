import type { Endpoint, StageRecord } from '../../../shared/model/diagnosis/observation.ts'
import { duration } from '../../ui/format.ts'
import { useElapsed } from '../useElapsed.ts'
import { stageWords } from '../words.ts'
import { Mark } from './Mark.tsx'
import { Scroll } from './Scroll.tsx'
import tables from './tables.module.css'

const states: Readonly<
  Record<StageRecord['state'], { readonly tone: 'good' | 'problem' | 'running' | 'waiting'; readonly word: string }>
> = {
  waiting: { tone: 'waiting', word: 'Waiting' },
  running: { tone: 'running', word: 'Running' },
  done: { tone: 'good', word: 'Done' },
  failed: { tone: 'problem', word: 'Failed' },
  notRun: { tone: 'waiting', word: 'Not run' },
}

/** Stage by stage: what ran, what did not, and why not. */
export function StageList({ endpoint }: { endpoint: Endpoint }) {
  return (
    <Scroll label="Stages">
      <table className={tables.table}>
        <caption className="visuallyHidden">Stages</caption>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">State</th>
            <th scope="col">Why</th>
            <th scope="col" className={tables.number}>
              Time
            </th>
          </tr>
        </thead>
        <tbody>
          {endpoint.stages.map(({ stage, state, because, milliseconds }) => (
            <tr key={stage}>
              <th scope="row">{stageWords[stage]}</th>
              <td>
                <span className={tables.mark}>
                  <Mark tone={states[state].tone} /> {states[state].word}
                </span>
              </td>
              <td>{because ?? ''}</td>
              <td className={tables.number}>
                <StageTime running={state === 'running'} milliseconds={milliseconds} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

/** The time a stage took; of one that runs, how long it has been seen to run. */
export function StageTime({ running, milliseconds }: { running: boolean; milliseconds: number | null }) {
  const elapsed = useElapsed(running, milliseconds ?? 0)
  if (running) return duration(Math.floor(elapsed / 100) * 100)
  return milliseconds === null ? '' : duration(milliseconds)
}
