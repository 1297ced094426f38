import type { Report } from '../../../shared/model/diagnosis/report.ts'
import { stageWords } from '../words.ts'

/** How far a running diagnosis is: 0 to 1, and what it looks at, for people. */
export function progressOf(report: Report): { readonly share: number; readonly doing: string } {
  const stages = report.observations.endpoints.flatMap((endpoint) => endpoint.stages)
  const over = stages.filter(({ state }) => state !== 'waiting' && state !== 'running').length
  const running = [...new Set(stages.filter(({ state }) => state === 'running').map(({ stage }) => stageWords[stage]))]
  const nameOver = report.observations.name === null ? 0 : 1
  return {
    share: stages.length === 0 ? nameOver * 0.1 : 0.1 + (0.9 * over) / stages.length,
    doing:
      stages.length === 0 ? 'Looking up the name' : running.length > 0 ? running.join(', ') : 'Putting it together',
  }
}
