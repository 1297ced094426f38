import type { Cell, Report } from '../../../shared/model/diagnosis/report.ts'
import { securityWords, stages } from '../words.ts'

/** Graver ones later. */
const order: readonly Cell['tone'][] = ['waiting', 'running', 'good', 'unknown', 'warning', 'problem']

/**
 * What a port came to, over all addresses: settings that work there, else the first stage that went wrong, else the last
 * thing that was seen. Null when the port was not looked at.
 */
export function portAnswer(
  report: Report,
  port: number,
): { readonly tone: Cell['tone']; readonly words: string } | null {
  const endpoints = report.observations.endpoints.filter((endpoint) => endpoint.port === port).map(({ id }) => id)
  if (endpoints.length === 0) return null
  const { settings, cells } = report.judgement
  const works = settings.find((one) => endpoints.includes(one.endpoint))
  if (works) return { tone: works.caution === null ? 'good' : 'warning', words: securityWords[works.security] }
  const told = cells
    .filter((cell) => endpoints.includes(cell.endpoint) && cell.tone !== 'waiting')
    .toSorted((one, other) => stages.indexOf(one.stage) - stages.indexOf(other.stage))
  const worst = told.toSorted((one, other) => order.indexOf(other.tone) - order.indexOf(one.tone))[0]
  const shown = worst && order.indexOf(worst.tone) > order.indexOf('good') ? worst : told.at(-1)
  return shown ? { tone: shown.tone, words: shown.words } : { tone: 'waiting', words: 'waiting' }
}
