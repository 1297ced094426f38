import type { Report, ReportSummary } from '../../../shared/model/diagnosis/report.ts'

/** A row of the history. `report` is one that is kept. */
export function summaryOf(report: Report, watchId: string | null): ReportSummary {
  const { id, state, startedAt, milliseconds, question, observations, judgement } = report
  const asked = observations.endpoints.filter(({ elsewhere }) => !elsewhere).map(({ port }) => port)
  return {
    id: id ?? 0,
    state,
    startedAt,
    milliseconds,
    host: observations.host,
    ports: question.ports.length > 0 ? question.ports : [...new Set(asked)],
    depth: question.depth,
    self: question.self,
    verdict: judgement.verdict,
    watchId,
  }
}
