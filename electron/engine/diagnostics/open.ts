import type { DiagnosisRequest } from '../../../shared/model/diagnosis/question.ts'
import type { Report, Watch } from '../../../shared/model/diagnosis/report.ts'
import type { MailDatabase } from '../database/open.ts'
import { ActiveRun } from './activeRun.ts'
import { summaryOf } from './summary.ts'
import type { DiagnosisTools } from './run.ts'
import { DiagnosticsError, type Diagnostics } from './types.ts'

/** At once, side by side included. */
const mostRuns = 8

/** Diagnostics with its history. `changed` is told when something that is listed is different. */
export function openDiagnostics(parts: {
  readonly db: MailDatabase
  readonly tools: DiagnosisTools
  readonly changed: () => void
  /** A watched server answers otherwise than before. */
  readonly watchChanged: (watch: Watch, report: Report) => void
  readonly watchRemoved: (watchId: string) => void
  /** Whether watches run: not for work from a command line beside a host. */
  readonly watching: boolean
}): Diagnostics {
  const { db, tools, changed } = parts
  const active = new Map<number, ActiveRun>()
  const history = new Map<number, Report>()
  let lastId = 0
  void db

  async function begin(request: DiagnosisRequest, watchId: string | null, signal?: AbortSignal): Promise<ActiveRun> {
    if (active.size >= mostRuns)
      throw new DiagnosticsError('TOO_MANY', `${mostRuns} diagnoses run already. Wait for one of them, or cancel it.`)
    const { prepareDiagnosis } = await import('./run.ts')
    const diagnosis = await prepareDiagnosis(request, tools)
    const begun = diagnosis.latest
    const id = (lastId += 1)
    void watchId
    const run = new ActiveRun(
      { ...begun, id },
      async (stop, onProgress) => {
        const report = await diagnosis.run({ signal: stop, onProgress })
        history.set(id, { ...report, id })
        return report
      },
      signal,
    )
    active.set(id, run)
    changed()
    const ended = () => {
      active.delete(id)
      changed()
    }
    run.done.then(ended, ended)
    return run
  }

  function kept(id: number): Report {
    const report = active.get(id)?.latest ?? history.get(id) ?? null
    if (report === null)
      throw new DiagnosticsError('NOT_FOUND', 'There is no diagnosis with this id. It may have been removed.')
    return report
  }

  const none = () => {
    throw new DiagnosticsError('NOT_FOUND', 'There is no watch with this id.')
  }
  const watches: Diagnostics['watches'] = { list: () => [], create: none, update: none, remove: none }

  return {
    run: async (request, signal) => (await begin(request, null, signal)).done,
    async start(request) {
      const run = await begin(request, null)
      // Whoever follows hears of it; nobody has to.
      run.done.catch((error: Error) => process.stderr.write(`${error.stack ?? error.message}\n`))
      return run.latest.id as number
    },
    get: kept,
    async *follow(id, signal) {
      const run = active.get(id)
      if (run) yield* run.follow(signal)
      else yield kept(id)
    },
    async cancel(id) {
      const run = active.get(id)
      if (!run) return kept(id)
      run.cancel()
      return run.done
    },
    list: ({ limit }) => {
      const items = [...history.values()]
        .toReversed()
        .slice(0, limit)
        .map((one) => summaryOf(one, null))
      return { items, nextCursor: null, total: history.size }
    },
    remove(id) {
      if (active.has(id)) throw new DiagnosticsError('CONFLICT', 'This diagnosis still runs. Stop it first.')
      if (!history.delete(id)) kept(id)
      changed()
    },
    async compare(id, earlierId) {
      const { compareReports } = await import('./report/compare.ts')
      const later = kept(id)
      const earlier = kept(earlierId ?? id)
      const differences = compareReports(earlier, later)
      return { earlier: summaryOf(earlier, null), later: summaryOf(later, null), differences }
    },
    async file(id, format, share) {
      const { reportFile } = await import('./report/file.ts')
      return reportFile(kept(id), format, { share })
    },
    domain: () => Promise.reject(new DiagnosticsError('CONFLICT', 'Not there yet.')),
    watches,
    async close() {
      const runs = [...active.values()]
      for (const run of runs) run.cancel()
      await Promise.allSettled(runs.map(({ done }) => done))
    },
  }
}
