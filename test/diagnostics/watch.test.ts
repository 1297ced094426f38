import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openMailDatabase, type MailDatabase } from '../../electron/engine/database/open.ts'
import { insertDiagnosis, selectSummary } from '../../electron/engine/diagnostics/tables/diagnoses.ts'
import { openWatches } from '../../electron/engine/diagnostics/watch.ts'
import { DiagnosisQuestion } from '../../shared/model/diagnosis/question.ts'
import type { Finding, Report, Verdict } from '../../shared/model/diagnosis/report.ts'
import { ManualClock } from '../support/manualClock.ts'
import { makeFolder } from '../support/store.ts'
import { finding, sampleReport } from './sampleReport.ts'

const minute = 60_000
let folder: ReturnType<typeof makeFolder>
let db: MailDatabase
let clock: ManualClock
let watches: ReturnType<typeof openWatches>

/** What the server answers now, how often it was asked, and what was announced. */
let answer: () => Promise<Report>
let asked: string[]
let heard: string[]

beforeEach(() => {
  folder = makeFolder()
  db = openMailDatabase(folder.path)
  clock = new ManualClock(Date.parse('2026-11-21T07:00:00Z'))
  asked = []
  heard = []
  answer = async () => result('works')
  open()
})
afterEach(() => {
  watches.close()
  db.close()
  folder.remove()
})

function open(active = true): void {
  watches = openWatches({
    db,
    clock,
    active,
    random: () => 0,
    run: async (question, watchId) => {
      asked.push(question.host)
      const report = await answer()
      return { ...report, id: db.transaction(() => insertDiagnosis(db, report, watchId)) }
    },
    changed: (watch, after, before) =>
      heard.push(`${watch.question.host}: ${before.verdict.is} -> ${after.judgement.verdict.is}`),
    removed: (id) => heard.push(`removed ${id}`),
  })
}

function result(is: Verdict['is'], findings: Finding[] = [], more: Partial<Report> = {}): Report {
  const { judgement } = sampleReport()
  return sampleReport({ judgement: { ...judgement, verdict: { ...judgement.verdict, is }, findings }, ...more })
}

const question = (host: string, more: object = {}) => DiagnosisQuestion.parse({ host, ...more })
/** Everything that was begun comes to its end. */
const settled = () => new Promise((resolve) => setImmediate(resolve))
async function pass(milliseconds: number): Promise<void> {
  clock.advance(milliseconds)
  await settled()
}

describe('a watch', () => {
  it('asks at once and then every so many minutes', async () => {
    watches.create(question('a.test'), 15)
    await pass(0)
    expect(asked).toEqual(['a.test'])
    await pass(14 * minute)
    expect(asked).toHaveLength(1)
    await pass(minute)
    expect(asked).toHaveLength(2)
    expect(watches.list()).toMatchObject([
      {
        everyMinutes: 15,
        lastAt: '2026-11-21T07:15:00.000Z',
        nextAt: '2026-11-21T07:30:00.000Z',
        lastVerdict: { is: 'works' },
      },
    ])
    expect(selectSummary(db, watches.list()[0]?.lastReportId ?? 0)?.watchId).toBe(watches.list()[0]?.id)
  })

  it('tells of another verdict, and only then', async () => {
    watches.create(question('a.test'), 5)
    await pass(0)
    await pass(5 * minute)
    expect(heard).toEqual([])
    expect(watches.list()[0]?.changedAt).toBeNull()
    answer = async () => result('doesNotWork')
    await pass(5 * minute)
    await pass(5 * minute)
    expect(heard).toEqual(['a.test: works -> doesNotWork'])
    expect(watches.list()[0]?.changedAt).toBe('2026-11-21T07:10:00.000Z')
  })

  it('tells of a problem or a warning that came, not of notes nor of other words', async () => {
    watches.create(question('a.test'), 5)
    answer = async () => result('worksBut', [finding({ severity: 'warning', title: 'It ends in 13 days' })])
    await pass(0)
    answer = async () =>
      result('worksBut', [
        finding({ severity: 'warning', title: 'It ends in 12 days' }),
        finding({ id: 'slow', severity: 'info' }),
      ])
    await pass(5 * minute)
    expect(heard).toEqual([])
    answer = async () =>
      result('worksBut', [finding({ severity: 'warning' }), finding({ id: 'throttled', severity: 'warning' })])
    await pass(5 * minute)
    expect(heard).toEqual(['a.test: worksBut -> worksBut'])
  })

  it('asks one server after the other, never two at once', async () => {
    const first = Promise.withResolvers<Report>()
    answer = () => first.promise
    watches.create(question('a.test'), 1)
    clock.advance(1)
    watches.create(question('b.test'), 1)
    await pass(10 * minute)
    expect(asked).toEqual(['a.test'])
    answer = async () => result('works')
    first.resolve(result('works'))
    await settled()
    await pass(0)
    expect(asked).toEqual(['a.test', 'b.test'])
  })

  it('asks once after a night of sleep, not for every time it missed', async () => {
    watches.create(question('a.test'), 5)
    await pass(0)
    clock.set(clock.now() + 9 * 3_600_000)
    await pass(minute)
    expect(asked).toHaveLength(2)
    await pass(4 * minute)
    expect(asked).toHaveLength(2)
    await pass(minute)
    expect(asked).toHaveLength(3)
  })

  it('goes on when the clock was set back', async () => {
    watches.create(question('a.test'), 5)
    await pass(0)
    clock.set(clock.now() - 365 * 86_400_000)
    await pass(minute)
    await pass(5 * minute)
    expect(asked).toHaveLength(2)
  })

  it('goes on after a restart, at its time', async () => {
    watches.create(question('a.test'), 30)
    await pass(0)
    watches.close()
    await pass(10 * minute)
    open()
    await pass(19 * minute)
    expect(asked).toHaveLength(1)
    answer = async () => result('doesNotWork')
    await pass(minute)
    expect(asked).toHaveLength(2)
    expect(heard).toEqual(['a.test: works -> doesNotWork'])
  })

  it('that is paused is silent, and asks again when it goes on', async () => {
    const { id } = watches.create(question('a.test'), 5)
    await pass(0)
    expect(watches.update(id, { paused: true })).toMatchObject({ paused: true, nextAt: null })
    await pass(60 * minute)
    expect(asked).toHaveLength(1)
    watches.update(id, { paused: false })
    await pass(0)
    expect(asked).toHaveLength(2)
  })

  it('never asks more than once a minute, however often it is paused and resumed', async () => {
    const { id } = watches.create(question('a.test'), 1)
    await pass(0)
    for (let count = 0; count < 20; count++) {
      watches.update(id, { paused: true })
      watches.update(id, { paused: false })
      await pass(1_000)
    }
    expect(asked).toHaveLength(1)
  })

  it('takes a shorter interval from the last time on', async () => {
    const { id } = watches.create(question('a.test'), 60)
    await pass(0)
    await pass(20 * minute)
    expect(watches.update(id, { everyMinutes: 30 }).nextAt).toBe('2026-11-21T07:30:00.000Z')
    await pass(10 * minute)
    expect(asked).toHaveLength(2)
  })

  it('that could not even begin is tried again after a minute', async () => {
    answer = () => Promise.reject(new Error('Enough diagnoses run already'))
    watches.create(question('a.test'), 30)
    await pass(0)
    expect(watches.list()[0]).toMatchObject({ problem: 'Enough diagnoses run already', lastVerdict: null })
    answer = async () => result('works')
    await pass(minute)
    expect(asked).toHaveLength(2)
    expect(watches.list()[0]).toMatchObject({ problem: null, lastVerdict: { is: 'works' } })
  })

  it('learns nothing from a diagnosis that was stopped half-way', async () => {
    watches.create(question('a.test'), 5)
    await pass(0)
    answer = async () => result('couldNotCheck', [], { state: 'cancelled' })
    await pass(5 * minute)
    expect(heard).toEqual([])
    expect(watches.list()[0]).toMatchObject({ lastAt: '2026-11-21T07:05:00.000Z', lastVerdict: { is: 'works' } })
  })

  it('that is removed while it asks is gone, and its reports stay', async () => {
    const under = Promise.withResolvers<Report>()
    const { id } = watches.create(question('a.test'), 5)
    await pass(0)
    answer = () => under.promise
    await pass(5 * minute)
    const reportId = watches.list()[0]?.lastReportId ?? 0
    watches.remove(id)
    under.resolve(result('doesNotWork'))
    await settled()
    expect(watches.list()).toEqual([])
    expect(heard).toEqual([`removed ${id}`])
    expect(selectSummary(db, reportId)?.watchId).toBeNull()
    expect(() => watches.remove(id)).toThrow('There is no watch with this id')
    expect(() => watches.update(id, { paused: true })).toThrow('There is no watch with this id')
  })

  it('with a login needs an upstream, whose secret is in the vault', () => {
    expect(() => watches.create(question('a.test', { tryLogin: true, username: 'joe' }), 5)).toThrow(
      'A watch keeps no password',
    )
    expect(watches.create(question('', { tryLogin: true, upstreamId: 'up_1' }), 5).question.upstreamId).toBe('up_1')
  })

  it('is the fiftieth at the most', () => {
    for (let count = 0; count < 50; count++) watches.create(question(`${count}.test`), 60)
    expect(() => watches.create(question('one-more.test'), 60)).toThrow('50 watches already')
  })

  it('of a process that does not serve is listed and not asked', async () => {
    watches.create(question('a.test'), 5)
    watches.close()
    open(false)
    watches.create(question('b.test'), 5)
    await pass(60 * minute)
    expect(asked).toEqual([])
    expect(watches.list()).toHaveLength(2)
  })

  it('asks a little later than it could, so that many do not ask in step', async () => {
    watches.close()
    watches = openWatches({ db, clock, random: () => 0.5, run: async () => result('works'), changed: () => undefined })
    watches.create(question('a.test'), 20)
    await pass(0)
    expect(watches.list()[0]?.nextAt).toBe('2026-11-21T07:21:00.000Z')
  })

  it('keeps no password that was typed into the field for the host, and asks for what the lint made of it', async () => {
    const watch = watches.create(question('smtp://app:gZ9-in-the-url@mail.test:2525'), 5)
    expect(watch.question).toMatchObject({ host: 'mail.test', ports: [2525], username: 'app' })
    expect(JSON.stringify(db.query('SELECT * FROM watches').all())).not.toContain('gZ9')
    await pass(0)
    expect(asked).toEqual(['mail.test'])
  })
})
