import type { DiagnosisRequest } from '../../../shared/model/diagnosis/question.ts'
import type { Report } from '../../../shared/model/diagnosis/report.ts'
import type { MailDatabase } from '../database/open.ts'
import { ActiveRun } from './activeRun.ts'
import { compareReports } from './report/compare.ts'
import { reportFile } from './report/file.ts'
import { prepareDiagnosis, type DiagnosisTools } from './run.ts'
import {
  deleteDiagnosis,
  endInterrupted,
  findLastWorking,
  insertDiagnosis,
  selectDiagnoses,
  selectDiagnosis,
  selectSummary,
  updateDiagnosis,
} from './tables/diagnoses.ts'
import { DiagnosticsError, type Diagnostics } from './types.ts'
import { openWatches } from './watch.ts'

/** At once, side by side included. */
const mostRuns = 8

/** Diagnostics with its history. `changed` is told when something that is listed is different. */
export function openDiagnostics(parts: {
  readonly db: MailDatabase
  readonly tools: DiagnosisTools
  readonly changed: () => void
  /** A watched server answers otherwise than before. */
  readonly watchChanged: Parameters<typeof openWatches>[0]['changed']
}): Diagnostics {
  const { db, tools, changed } = parts
  const active = new Map<number, ActiveRun>()
  endInterrupted(db)

  async function begin(request: DiagnosisRequest, watchId: string | null, signal?: AbortSignal): Promise<ActiveRun> {
    if (active.size >= mostRuns)
      throw new DiagnosticsError('TOO_MANY', `${mostRuns} diagnoses run already. Wait for one of them, or cancel it.`)
    const diagnosis = await prepareDiagnosis(request, tools)
    const begun = diagnosis.latest
    const id = db.transaction(() => insertDiagnosis(db, begun, watchId))
    const run = new ActiveRun(
      { ...begun, id },
      async (stop, onProgress) => {
        const report = await diagnosis.run({ signal: stop, onProgress })
        db.transaction(() => updateDiagnosis(db, id, { ...report, id }))
        return report
      },
      signal,
    )
    active.set(id, run)
    changed()
    void run.done
      .catch(() => undefined)
      .then(() => {
        active.delete(id)
        changed()
      })
    return run
  }

  function kept(id: number): Report {
    const report = active.get(id)?.latest ?? selectDiagnosis(db, id)
    if (report === null)
      throw new DiagnosticsError('NOT_FOUND', 'There is no diagnosis with this id. It may have been removed.')
    return report
  }

  const watches = openWatches({
    db,
    run: async (question, watchId) => (await begin({ ...question }, watchId)).done,
    changed: (watch, before, after) => {
      parts.watchChanged(watch, before, after)
      changed()
    },
  })

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
    list: (query) => selectDiagnoses(db, query),
    remove(id) {
      if (active.has(id)) throw new DiagnosticsError('CONFLICT', 'This diagnosis still runs. Stop it first.')
      if (!db.transaction(() => deleteDiagnosis(db, id))) kept(id)
      changed()
    },
    compare(id, earlierId) {
      const later = kept(id)
      const with_ = earlierId ?? findLastWorking(db, later)
      if (with_ === null)
        throw new DiagnosticsError('NOT_FOUND', 'There is no earlier diagnosis of the same question that worked.')
      const earlier = kept(with_)
      return {
        earlier: selectSummary(db, with_) as never,
        later: selectSummary(db, id) as never,
        differences: compareReports(earlier, later),
      }
    },
    file: (id, format, share) => reportFile(kept(id), format, share),
    domain: async (question, signal) =>
      (await import('./domain/check.ts')).checkDomain(question, signal ?? neverAborts),
    watches,
    async close() {
      watches.close()
      const runs = [...active.values()]
      for (const run of runs) run.cancel()
      await Promise.allSettled(runs.map(({ done }) => done))
    },
  }
}

const neverAborts = new AbortController().signal
