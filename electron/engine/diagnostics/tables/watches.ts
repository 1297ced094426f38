import type { DiagnosisQuestion } from '../../../../shared/model/diagnosis/question.ts'
import type { Finding, Verdict } from '../../../../shared/model/diagnosis/report.ts'
import type { ReadableDatabase, WritableDatabase } from '../../database/open.ts'

/** What a watch saw last: what the next time is compared with. */
export interface WatchOutcome {
  /** Null: that report is not kept. */
  readonly reportId: number | null
  readonly verdict: Verdict
  /** Problems and warnings, each once. */
  readonly findings: readonly Pick<Finding, 'id' | 'severity' | 'title'>[]
}

/** A watch as it is kept. Times in milliseconds. */
export interface WatchRow {
  readonly id: string
  readonly question: DiagnosisQuestion
  readonly everyMinutes: number
  readonly paused: boolean
  readonly createdAt: number
  readonly lastAt: number | null
  readonly nextAt: number
  readonly last: WatchOutcome | null
  readonly changedAt: number | null
}

interface Row {
  readonly id: string
  readonly question: string
  readonly every_minutes: number
  readonly paused: number
  readonly created_at: number
  readonly last_at: number | null
  readonly next_at: number
  readonly last_report: number | null
  readonly last_verdict: string | null
  readonly last_findings: string | null
  readonly changed_at: number | null
}

/** All of them, the oldest first. */
export function selectWatches(db: ReadableDatabase): WatchRow[] {
  return db.query<Row>('SELECT * FROM watches ORDER BY created_at, id').all().map(watchOf)
}

/** Null: there is none. */
export function selectWatch(db: ReadableDatabase, id: string): WatchRow | null {
  const row = db.query<Row>('SELECT * FROM watches WHERE id = ?').get(id)
  return row ? watchOf(row) : null
}

/** Makes or replaces it. */
export function putWatch(db: WritableDatabase, watch: WatchRow): void {
  db.command(
    `INSERT OR REPLACE INTO watches
      (id, question, every_minutes, paused, created_at, last_at, next_at, last_report, last_verdict, last_findings, changed_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    watch.id,
    JSON.stringify(watch.question),
    watch.everyMinutes,
    watch.paused ? 1 : 0,
    watch.createdAt,
    watch.lastAt,
    watch.nextAt,
    watch.last?.reportId ?? null,
    watch.last && JSON.stringify(watch.last.verdict),
    watch.last && JSON.stringify(watch.last.findings),
    watch.changedAt,
  )
}

/** Returns whether there was one. */
export function deleteWatch(db: WritableDatabase, id: string): boolean {
  return db.command('DELETE FROM watches WHERE id = ?').run(id).changes > 0
}

function watchOf(row: Row): WatchRow {
  return {
    id: row.id,
    question: JSON.parse(row.question) as DiagnosisQuestion,
    everyMinutes: row.every_minutes,
    paused: row.paused === 1,
    createdAt: row.created_at,
    lastAt: row.last_at,
    nextAt: row.next_at,
    last:
      row.last_verdict === null
        ? null
        : {
            reportId: row.last_report,
            verdict: JSON.parse(row.last_verdict) as Verdict,
            findings: JSON.parse(row.last_findings ?? '[]') as WatchOutcome['findings'],
          },
    changedAt: row.changed_at,
  }
}
