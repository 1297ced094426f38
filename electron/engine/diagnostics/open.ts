import type { DiagnosisRequest } from '../../../shared/model/diagnosis/question.ts'
import type { Report, ReportSummary, Watch } from '../../../shared/model/diagnosis/report.ts'
import type { MailDatabase } from '../database/open.ts'
import { ActiveRun } from './activeRun.ts'
import type { Diagnosis, DiagnosisTools } from './run.ts'
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

/** Diagnostics with its history. What does the work is loaded when the first diagnosis begins. */
export function openDiagnostics(parts: {
  readonly db: MailDatabase
  readonly tools: DiagnosisTools
  /** Something that is listed is different. */
  readonly changed: () => void
  /** A watched server answers otherwise than before. */
  readonly watchChanged: (watch: Watch, report: Report) => void
  readonly watchRemoved: (watchId: string) => void
  /** Whether watches run: not while one command works on the data folder. */
  readonly watching: boolean
}): Diagnostics {
  const { db, tools, changed } = parts
  const active = new Map<number, ActiveRun>()
  let beginning = 0
  let closed = false
  if (parts.watching) db.transaction(() => endInterrupted(db))

  async function begin(request: DiagnosisRequest, watchId: string | null, signal?: AbortSignal): Promise<ActiveRun> {
    if (active.size + beginning >= mostRuns)
      throw new DiagnosticsError('TOO_MANY', `${mostRuns} diagnoses run already. Wait for one of them, or stop it.`)
    beginning += 1
    const diagnosis = await prepared(request).finally(() => (beginning -= 1))
    if (closed) throw new DiagnosticsError('CONFLICT', 'Sandpost is being closed.')
    const begun = diagnosis.latest
    const id = db.transaction(() => insertDiagnosis(db, begun, watchId))
    const work = async (stop: AbortSignal, onProgress: (report: Report) => void) => {
      const report = await diagnosis.run({ signal: stop, onProgress })
      db.transaction(() => updateDiagnosis(db, id, { ...report, id }))
      return report
    }
    const run = new ActiveRun({ ...begun, id }, work, signal)
    active.set(id, run)
    changed()
    const ended = () => {
      active.delete(id)
      changed()
    }
    run.done.then(ended, ended)
    return run
  }

  async function prepared(request: DiagnosisRequest): Promise<Diagnosis> {
    const { prepareDiagnosis } = await import('./run.ts')
    return prepareDiagnosis(request, tools)
  }

  function kept(id: number): Report {
    const report = active.get(id)?.latest ?? selectDiagnosis(db, id)
    if (report) return report
    throw new DiagnosticsError('NOT_FOUND', 'There is no diagnosis with this id. It may have been removed.')
  }

  const watches = openWatches({
    db,
    run: async (question, watchId) => (await begin(question, watchId)).done,
    changed: parts.watchChanged,
    removed: parts.watchRemoved,
    updated: changed,
    active: parts.watching,
  })

  return {
    run: async (request, signal) => (await begin(request, null, signal)).done,
    async start(request) {
      const run = await begin(request, null)
      // Whoever follows hears of a failure; nobody has to.
      run.done.catch((error: Error) => process.stderr.write(`${error.stack ?? error.message}\n`))
      return run.id
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
    async compare(id, earlierId) {
      const { compareReports } = await import('./report/compare.ts')
      const later = kept(id)
      const earlierOne = earlierId ?? findLastWorking(db, later)
      if (earlierOne === null)
        throw new DiagnosticsError('NOT_FOUND', 'There is no earlier diagnosis of the same question that worked.')
      const differences = compareReports(kept(earlierOne), later)
      return {
        earlier: selectSummary(db, earlierOne) as ReportSummary,
        later: selectSummary(db, id) as ReportSummary,
        differences,
      }
    },
    async file(id, format, share) {
      const { reportFile } = await import('./report/file.ts')
      return reportFile(kept(id), format, share)
    },
    domain: async (question, signal = neverAborts) => (await import('./domain/check.ts')).checkDomain(question, signal),
    watches,
    async close() {
      closed = true
      watches.close()
      const runs = [...active.values()]
      for (const run of runs) run.cancel()
      await Promise.allSettled(runs.map(({ done }) => done))
    },
  }
}

const neverAborts = new AbortController().signal
