import { randomUUID } from 'node:crypto'
import type { DiagnosisQuestion } from '../../../shared/model/diagnosis/question.ts'
import type { Report, Watch } from '../../../shared/model/diagnosis/report.ts'
import type { WritableDatabase } from '../database/open.ts'
import { withoutUndefined } from '../withoutUndefined.ts'
import { prepare } from './question.ts'
import { releaseDiagnosesOf } from './tables/diagnoses.ts'
import {
  deleteWatch,
  putWatch,
  selectWatch,
  selectWatches,
  type WatchOutcome,
  type WatchRow,
} from './tables/watches.ts'
import { DiagnosticsError, type Diagnostics } from './types.ts'

export type { WatchOutcome } from './tables/watches.ts'

/** What time it is, and what happens later. Timers must not keep the process alive. */
export interface WatchClock {
  /** Milliseconds. */
  now(): number
  /** Returns the function that calls it off. */
  after(milliseconds: number, work: () => void): () => void
}

const systemClock: WatchClock = {
  now: () => Date.now(),
  after(milliseconds, work) {
    const timer = setTimeout(work, milliseconds).unref()
    return () => clearTimeout(timer)
  },
}

const minute = 60_000
const mostWatches = 50
/** Later by up to this part of the interval, so that many watches do not ask in step. */
const jitter = 0.1

/**
 * Diagnoses that are repeated, one at a time. Their times are in the database: after a sleep or a restart each that is due
 * is asked once, however often it was missed. `changed` hears of another verdict and of problems and warnings that came or
 * went. A diagnosis that cannot even begin is tried again a minute later.
 */
export function openWatches(parts: {
  readonly db: WritableDatabase
  readonly run: (question: DiagnosisQuestion, watchId: string) => Promise<Report>
  readonly changed: (watch: Watch, after: Report, before: WatchOutcome) => void
  readonly removed?: (id: string) => void
  /** Something that is listed is different. */
  readonly updated?: () => void
  /** False: they are listed and changed, but do not run, as during one command. */
  readonly active?: boolean
  readonly clock?: WatchClock
  /** 0 to 1. */
  readonly random?: () => number
}): Diagnostics['watches'] & {
  /** No more begin. What runs is its owner's to end; whatever it sees is still kept. */
  close(): void
} {
  const { db, run, changed, updated, removed, active = true, clock = systemClock, random = Math.random } = parts
  /** Why those could not begin that could not. Found out anew after a restart. */
  const problems = new Map<string, string>()
  let running = false
  let closed = !active
  let callOff = () => undefined as void

  function show(watch: WatchRow): Watch {
    return { ...shown(watch), problem: problems.get(watch.id) ?? null }
  }

  function found(id: string): WatchRow {
    const watch = selectWatch(db, id)
    if (!watch) throw new DiagnosticsError('NOT_FOUND', 'There is no watch with this id. It may have been removed.')
    return watch
  }

  /** From now on, and never within a minute. */
  function nextAfter(everyMinutes: number): number {
    const interval = Math.max(1, everyMinutes) * minute
    return clock.now() + Math.round(interval * (1 + jitter * random()))
  }

  function keep(watch: WatchRow): void {
    db.transaction(() => putWatch(db, watch))
    updated?.()
  }

  /** Looks at least once a minute: timers stand still while a machine sleeps, and its clock may be set. */
  function schedule(): void {
    callOff()
    if (closed || running) return
    const waiting = selectWatches(db).filter(({ paused }) => !paused)
    if (waiting.length === 0) return
    const first = Math.min(...waiting.map(({ nextAt }) => nextAt))
    callOff = clock.after(Math.max(0, Math.min(first - clock.now(), minute)), () => void ask())
  }

  async function ask(): Promise<void> {
    if (closed || running) return
    running = true
    try {
      const now = clock.now()
      const waiting = selectWatches(db).filter(({ paused }) => !paused)
      for (const watch of waiting) {
        // The clock was set back: what was to be soon would be in a year.
        const latest = now + watch.everyMinutes * minute * (1 + jitter)
        if (watch.nextAt > latest) keep({ ...watch, nextAt: nextAfter(watch.everyMinutes) })
      }
      const [due] = waiting.filter(({ nextAt }) => nextAt <= now).sort((one, other) => one.nextAt - other.nextAt)
      if (due) await askOnce(due)
    } catch (error) {
      // The disk is full or gone: the next minute tries again.
      process.stderr.write(`A watch could not be kept: ${(error as Error).message}\n`)
      callOff()
      callOff = clock.after(minute, () => schedule())
      return
    } finally {
      running = false
    }
    schedule()
  }

  async function askOnce({ id, question }: WatchRow): Promise<void> {
    let report: Report | null = null
    let problem: string | null = null
    try {
      report = await run(question, id)
    } catch (error) {
      problem = (error as Error).message
    }
    const watch = selectWatch(db, id)
    // Removed while it was asked: nobody wants to know.
    if (!watch) return
    if (problem === null) problems.delete(id)
    else problems.set(id, problem)
    const lastAt = clock.now()
    if (report === null) {
      keep({ ...watch, nextAt: lastAt + minute })
      return
    }
    const nextAt = nextAfter(watch.everyMinutes)
    // Stopped half-way: what it says of the server is half the truth.
    if (report.state !== 'done') {
      keep({ ...watch, lastAt, nextAt })
      return
    }
    const before = watch.last
    const after = outcomeOf(report)
    const isChange = before !== null && signature(before) !== signature(after)
    const kept = { ...watch, lastAt, nextAt, last: after, changedAt: isChange ? lastAt : watch.changedAt }
    keep(kept)
    if (isChange) changed(show(kept), report, before)
  }

  schedule()

  return {
    list: () => selectWatches(db).map(show),

    create(question, everyMinutes) {
      if (question.tryLogin && question.upstreamId === null)
        throw new DiagnosticsError(
          'BAD_REQUEST',
          'A watch keeps no password. To watch a login, watch an upstream: its secret is in the vault.',
        )
      if (selectWatches(db).length >= mostWatches)
        throw new DiagnosticsError('CONFLICT', `There are ${mostWatches} watches already. Remove one of them first.`)
      const now = clock.now()
      const watch: WatchRow = {
        id: randomUUID(),
        // As linted: a URL in the field for the host may have a password in it.
        question: prepare(question, null).question,
        everyMinutes,
        paused: false,
        createdAt: now,
        lastAt: null,
        nextAt: now,
        last: null,
        changedAt: null,
      }
      keep(watch)
      schedule()
      return show(watch)
    },

    update(id, change) {
      const before = found(id)
      const wanted = { ...before, ...withoutUndefined(change) }
      const isRescheduled = wanted.everyMinutes !== before.everyMinutes || (before.paused && !wanted.paused)
      const watch = isRescheduled ? { ...wanted, nextAt: soonest(wanted) } : wanted
      keep(watch)
      schedule()
      return show(watch)
    },

    remove(id) {
      found(id)
      db.transaction(() => {
        deleteWatch(db, id)
        releaseDiagnosesOf(db, id)
      })
      problems.delete(id)
      removed?.(id)
      updated?.()
      schedule()
    },

    close() {
      closed = true
      callOff()
    },
  }

  /** As the new interval says since it was asked last; at once when that is over, but never within a minute of it. */
  function soonest({ lastAt, everyMinutes }: WatchRow): number {
    return lastAt === null ? clock.now() : Math.max(clock.now(), lastAt + Math.max(1, everyMinutes) * minute)
  }
}

function outcomeOf({ id, judgement }: Report): WatchOutcome {
  const findings = judgement.findings
    .filter(({ severity }) => severity === 'problem' || severity === 'warning')
    .map((one) => ({ id: one.id, severity: one.severity, title: one.title }))
  return {
    reportId: id,
    verdict: judgement.verdict,
    // One for each address would change with every answer of the DNS.
    findings: findings.filter((one, index) => findings.findIndex(({ id: other }) => other === one.id) === index),
  }
}

/** What counts as the same: sentences may tell of other days and addresses. */
function signature({ verdict, findings }: WatchOutcome): string {
  return JSON.stringify([verdict.is, findings.map(({ id, severity }) => `${id} ${severity}`).sort()])
}

function shown(watch: WatchRow): Omit<Watch, 'problem'> {
  const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString())
  return {
    id: watch.id,
    question: watch.question,
    everyMinutes: watch.everyMinutes,
    paused: watch.paused,
    createdAt: new Date(watch.createdAt).toISOString(),
    lastAt: iso(watch.lastAt),
    nextAt: watch.paused ? null : iso(watch.nextAt),
    lastReportId: watch.last?.reportId ?? null,
    lastVerdict: watch.last?.verdict ?? null,
    changedAt: iso(watch.changedAt),
  }
}
