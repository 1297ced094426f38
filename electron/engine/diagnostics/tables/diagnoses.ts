import type { Report, ReportSummary } from '../../../../shared/model/diagnosis/report.ts'
import { containing } from '../../database/like.ts'
import type { ReadableDatabase, WritableDatabase } from '../../database/open.ts'
import { DiagnosticsError } from '../types.ts'
import { pack, unpack } from './packed.ts'

/** So many of those that people asked for are kept, and so many of each watch. */
const kept = { people: 500, watch: 200 }

interface SummaryRow {
  readonly id: number
  readonly started_at: number
  readonly milliseconds: number
  readonly state: ReportSummary['state']
  readonly host: string
  readonly ports: string
  readonly depth: ReportSummary['depth']
  readonly self: number
  readonly verdict: string
  readonly watch: string | null
}

const summaryColumns = 'id, started_at, milliseconds, state, host, ports, depth, self, verdict, watch'

/** Keeps it, and lets the oldest of its kind go. Returns its id. Within a transaction. */
export function insertDiagnosis(db: WritableDatabase, report: Report, watchId: string | null): number {
  const { question } = report
  const id = Number(
    db
      .command(
        `INSERT INTO diagnoses (started_at, milliseconds, state, host, ports, depth, self, same, verdict, verdict_is, watch, report)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        Date.parse(report.startedAt),
        report.milliseconds,
        report.state,
        hostOf(report),
        JSON.stringify(question.ports),
        question.depth,
        question.self ? 1 : 0,
        sameness(report),
        JSON.stringify(report.judgement.verdict),
        report.judgement.verdict.is,
        watchId,
        pack(report),
      ).lastInsertRowid,
  )
  const most = watchId === null ? kept.people : kept.watch
  db.command(
    'DELETE FROM diagnoses WHERE watch IS ? AND id <= (SELECT id FROM diagnoses WHERE watch IS ? ORDER BY id DESC LIMIT 1 OFFSET ?)',
  ).run(watchId, watchId, most)
  return id
}

/** What has become of it. One that was let go in the meantime stays gone. */
export function updateDiagnosis(db: WritableDatabase, id: number, report: Report): void {
  db.command(
    `UPDATE diagnoses SET milliseconds = ?, state = ?, host = ?, ports = ?, same = ?, verdict = ?, verdict_is = ?, report = ?
      WHERE id = ?`,
  ).run(
    report.milliseconds,
    report.state,
    hostOf(report),
    JSON.stringify(report.question.ports),
    sameness(report),
    JSON.stringify(report.judgement.verdict),
    report.judgement.verdict.is,
    pack(report),
    id,
  )
}

/** Null: there is none. */
export function selectDiagnosis(db: ReadableDatabase, id: number): Report | null {
  const bytes = db.values<Uint8Array>('SELECT report FROM diagnoses WHERE id = ?').get(id)
  return bytes === undefined ? null : { ...unpack(bytes), id }
}

/** Null: there is none. */
export function selectSummary(db: ReadableDatabase, id: number): ReportSummary | null {
  const row = db.query<SummaryRow>(`SELECT ${summaryColumns} FROM diagnoses WHERE id = ?`).get(id)
  return row ? summaryOf(row) : null
}

/** A page, newest first; `search` is part of a host. The cursor is the last id of the page before. */
export function selectDiagnoses(
  db: ReadableDatabase,
  { search, limit, cursor }: { search: string; limit: number; cursor?: string | undefined },
): { items: ReportSummary[]; nextCursor: string | null; total: number } {
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor))
    throw new DiagnosticsError(
      'BAD_REQUEST',
      'The cursor is not one that a list gave: leave it out to start at the newest.',
    )
  const pattern = containing(search.trim())
  const rows = db
    .query<SummaryRow>(
      `SELECT ${summaryColumns} FROM diagnoses WHERE host LIKE ? ESCAPE '\\' AND id < ? ORDER BY id DESC LIMIT ?`,
    )
    .all(pattern, cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor), limit + 1)
  const items = rows.slice(0, limit).map(summaryOf)
  const total = db.values<number>("SELECT count(*) FROM diagnoses WHERE host LIKE ? ESCAPE '\\'").get(pattern) ?? 0
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.id) : null, total }
}

/** Returns whether there was one. */
export function deleteDiagnosis(db: WritableDatabase, id: number): boolean {
  return db.command('DELETE FROM diagnoses WHERE id = ?').run(id).changes > 0
}

/** The last one before this, of the same host, ports and security, through which mail could leave; null without. */
export function findLastWorking(db: ReadableDatabase, later: Report): number | null {
  return (
    db
      .values<number>(
        `SELECT id FROM diagnoses WHERE same = ? AND id < ? AND state = 'done' AND verdict_is IN ('works', 'worksBut')
          ORDER BY id DESC LIMIT 1`,
      )
      .get(sameness(later), later.id ?? Number.MAX_SAFE_INTEGER) ?? null
  )
}

/** Those that ran when the process before this one ended. Nothing runs yet. */
export function endInterrupted(db: WritableDatabase): void {
  for (const id of db.values<number>("SELECT id FROM diagnoses WHERE state = 'running'").all()) {
    try {
      const report = selectDiagnosis(db, id)
      if (report) updateDiagnosis(db, id, { ...report, state: 'failed', ended: 'Sandpost was closed while it ran.' })
    } catch {
      // A row that cannot be read must not keep Sandpost from starting.
      deleteDiagnosis(db, id)
    }
  }
}

/** Those of a watch that is gone are as if people had asked. */
export function releaseDiagnosesOf(db: WritableDatabase, watchId: string): void {
  db.command('UPDATE diagnoses SET watch = NULL WHERE watch = ?').run(watchId)
}

function hostOf({ question, observations }: Report): string {
  return observations.host || question.host
}

function sameness(report: Report): string {
  const { ports, security, self, upstreamId } = report.question
  return JSON.stringify([hostOf(report).toLowerCase(), [...ports].sort((a, b) => a - b), security, self, upstreamId])
}

function summaryOf(row: SummaryRow): ReportSummary {
  return {
    id: row.id,
    state: row.state,
    startedAt: new Date(row.started_at).toISOString(),
    milliseconds: row.milliseconds,
    host: row.host,
    ports: JSON.parse(row.ports) as number[],
    depth: row.depth,
    self: row.self === 1,
    verdict: JSON.parse(row.verdict) as ReportSummary['verdict'],
    watchId: row.watch,
  }
}
