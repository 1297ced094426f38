import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openMailDatabase, type MailDatabase } from '../../electron/engine/database/open.ts'
import {
  deleteDiagnosis,
  endInterrupted,
  findLastWorking,
  insertDiagnosis,
  selectDiagnoses,
  selectDiagnosis,
  selectSummary,
  updateDiagnosis,
} from '../../electron/engine/diagnostics/tables/diagnoses.ts'
import type { Report, Verdict } from '../../shared/model/diagnosis/report.ts'
import { makeFolder } from '../support/store.ts'
import { endpoint, sampleReport } from './sampleReport.ts'

let folder: ReturnType<typeof makeFolder>
let db: MailDatabase

beforeEach(() => {
  folder = makeFolder()
  db = openMailDatabase(folder.path)
})
afterEach(() => {
  db.close()
  folder.remove()
})

function reportOf(host: string, is: Verdict['is'] = 'works', more: Partial<Report> = {}): Report {
  const report = sampleReport(more)
  return {
    ...report,
    observations: { ...report.observations, host },
    judgement: { ...report.judgement, verdict: { ...report.judgement.verdict, is } },
  }
}

const insert = (report: Report, watch: string | null = null) => db.transaction(() => insertDiagnosis(db, report, watch))

describe('the history', () => {
  it('gives a report back as it was', () => {
    const id = insert(sampleReport())
    expect(selectDiagnosis(db, id)).toEqual({ ...sampleReport(), id })
    expect(selectSummary(db, id)).toEqual({
      id,
      state: 'done',
      startedAt: '2026-11-21T07:25:03.000Z',
      milliseconds: 10_411,
      host: 'smtp.acme-widgets.example',
      ports: [587, 465],
      depth: 'quick',
      self: false,
      verdict: sampleReport().judgement.verdict,
      watchId: null,
    })
    expect(selectDiagnosis(db, id + 1)).toBeNull()
    expect(selectSummary(db, id + 1)).toBeNull()
  })

  it('is compressed', () => {
    insert(sampleReport())
    const stored = db.values<number>('SELECT length(report) FROM diagnoses').get() ?? 0
    expect(stored).toBeLessThan(JSON.stringify(sampleReport()).length / 2)
  })

  it('follows a diagnosis as it goes on', () => {
    const id = insert(reportOf('a.test', 'couldNotCheck', { state: 'running' }))
    db.transaction(() => updateDiagnosis(db, id, reportOf('a.test', 'works', { milliseconds: 99 })))
    expect(selectSummary(db, id)).toMatchObject({ state: 'done', milliseconds: 99, verdict: { is: 'works' } })
    expect(selectDiagnosis(db, id)?.state).toBe('done')
  })

  it('goes by page, the newest first, and stays right while others are added', () => {
    const ids = [1, 2, 3, 4, 5].map((number) => insert(reportOf(`host-${number}.test`)))
    const first = selectDiagnoses(db, { search: '', limit: 2 })
    expect(first.items.map(({ id }) => id)).toEqual([ids[4], ids[3]])
    insert(reportOf('new.test'))
    const second = selectDiagnoses(db, { search: '', limit: 2, cursor: first.nextCursor ?? '' })
    expect(second.items.map(({ id }) => id)).toEqual([ids[2], ids[1]])
    const third = selectDiagnoses(db, { search: '', limit: 2, cursor: second.nextCursor ?? '' })
    expect(third).toMatchObject({ items: [{ id: ids[0] }], nextCursor: null, total: 6 })
  })

  it('is searched by host, signs of patterns taken literally', () => {
    insert(reportOf('mail.example.test'))
    insert(reportOf('100%_sure.test'))
    expect(selectDiagnoses(db, { search: 'EXAMPLE', limit: 10 })).toMatchObject({
      total: 1,
      items: [{ host: 'mail.example.test' }],
    })
    expect(selectDiagnoses(db, { search: '%_s', limit: 10 }).total).toBe(1)
    expect(selectDiagnoses(db, { search: "' OR 1=1 --", limit: 10 }).total).toBe(0)
  })

  it('refuses a cursor that no list gave', () => {
    for (const cursor of ['', '-1', '1e9', '1 OR 1=1', '9'.repeat(40)])
      expect(() => selectDiagnoses(db, { search: '', limit: 10, cursor })).toThrow('The cursor is not one')
  })

  it('keeps the newest 500 of people, and 200 of each watch', () => {
    const report = sampleReport({
      judgement: { ...sampleReport().judgement, findings: [], clients: [], cells: [], commands: [] },
    })
    const byPeople = Array.from({ length: 503 }, () => insert(report))
    const byWatch = Array.from({ length: 202 }, () => insert(report, 'watch-1'))
    insert(report, 'watch-2')
    const count = db.values<number>('SELECT count(*) FROM diagnoses WHERE watch IS ?')
    expect([count.get(null), count.get('watch-1'), count.get('watch-2')]).toEqual([500, 200, 1])
    expect(selectDiagnosis(db, byPeople[2] ?? 0)).toBeNull()
    expect(selectDiagnosis(db, byPeople[3] ?? 0)).not.toBeNull()
    expect(selectSummary(db, byWatch[1] ?? 0)).toBeNull()
    expect(selectSummary(db, byWatch[2] ?? 0)).toMatchObject({ watchId: 'watch-1' })
  })

  it('never gives the id of a removed report to another', () => {
    const id = insert(sampleReport())
    expect(db.transaction(() => deleteDiagnosis(db, id))).toBe(true)
    expect(db.transaction(() => deleteDiagnosis(db, id))).toBe(false)
    expect(insert(sampleReport())).toBeGreaterThan(id)
  })

  it('finds the last one that worked, of the same host, ports and security', () => {
    insert(reportOf('a.test', 'works'))
    const worked = insert(reportOf('a.test', 'worksBut'))
    insert(reportOf('a.test', 'works', { state: 'cancelled' }))
    insert(reportOf('b.test', 'works'))
    const base = sampleReport()
    insert(reportOf('a.test', 'works', { question: { ...base.question, ports: [25] } }))
    insert(reportOf('a.test', 'works', { question: { ...base.question, security: 'tls' } }))
    const broken = reportOf('A.test', 'doesNotWork', { question: { ...base.question, ports: [465, 587] } })
    const id = insert(broken)
    insert(reportOf('a.test', 'works'))
    expect(findLastWorking(db, { ...broken, id })).toBe(worked)
    expect(findLastWorking(db, { ...reportOf('never.test'), id })).toBeNull()
  })

  it('knows after a crash what ran then', () => {
    const id = insert(reportOf('a.test', 'couldNotCheck', { state: 'running' }))
    const done = insert(reportOf('b.test'))
    db.close()
    db = openMailDatabase(folder.path)
    endInterrupted(db)
    expect(selectDiagnosis(db, id)).toMatchObject({ state: 'failed', ended: 'Sandpost was closed while it ran.' })
    expect(selectSummary(db, id)?.state).toBe('failed')
    expect(selectSummary(db, done)?.state).toBe('done')
  })

  it('damagedRow: one that cannot be read after a crash goes, and keeps nobody from starting', () => {
    const id = insert(reportOf('a.test', 'couldNotCheck', { state: 'running' }))
    db.transaction(() => db.command('UPDATE diagnoses SET report = ? WHERE id = ?').run(Buffer.from('torn'), id))
    db.transaction(() => endInterrupted(db))
    expect(selectSummary(db, id)).toBeNull()
  })

  it('cuts the transcripts of a report that is too large, and says so', () => {
    const line = { at: 5, from: 'server' as const, text: 'x'.repeat(20_000), encrypted: true }
    const report = sampleReport()
    const one = endpoint({ transcript: Array.from({ length: 1_000 }, () => line) })
    const id = insert({ ...report, observations: { ...report.observations, endpoints: [one] } })
    const { transcript = [] } = selectDiagnosis(db, id)?.observations.endpoints[0] ?? {}
    expect(transcript).toHaveLength(101)
    expect(transcript.at(-1)).toMatchObject({ from: 'note', text: '900 lines more were not kept' })
  })

  it('is kept even of a server with many addresses, huge certificates and endless words', () => {
    const report = sampleReport()
    const [sample] = report.observations.endpoints
    const [leaf] = sample?.chain?.served ?? []
    if (!sample?.chain || !leaf) throw new Error('The sample has no certificate.')
    // As large as the bounds of the probes allow: random, so that it does not deflate either.
    const chain = { ...sample.chain, served: [{ ...leaf, pem: randomBytes(68_000).toString('base64') }] }
    const line = { at: 5, from: 'server' as const, text: randomBytes(740).toString('base64'), encrypted: true }
    const one = endpoint({ ...sample, chain, transcript: Array.from({ length: 301 }, () => line) })
    const endpoints = Array.from({ length: 80 }, () => one)
    const id = insert({ ...report, observations: { ...report.observations, endpoints } })
    const kept = selectDiagnosis(db, id)
    expect(kept?.observations.endpoints).toHaveLength(80)
    expect(kept?.observations.endpoints[0]?.chain?.served[0]).toMatchObject({ name: leaf.name, pem: '' })
  })

  it('refuses what is too large even so, and nothing is left behind', () => {
    const report = sampleReport({ ended: 'x'.repeat(9_000_000) })
    expect(() => insert(report)).toThrow('too large to be kept')
    expect(selectDiagnoses(db, { search: '', limit: 10 }).total).toBe(0)
  })
})
