import { describe, expect, test } from 'vitest'
import { helpLink } from '../../../renderer/diagnostics/help/links.ts'
import { abilitiesOf } from '../../../renderer/diagnostics/report/abilityRows.ts'
import { linksOf, shelfLife } from '../../../renderer/diagnostics/report/chainLinks.ts'
import { columnsOf, nextPlace } from '../../../renderer/diagnostics/report/matrixPlaces.ts'
import { progressOf } from '../../../renderer/diagnostics/report/progress.ts'
import { slowestOf, spansOf } from '../../../renderer/diagnostics/report/spans.ts'
import { portAnswer } from '../../../renderer/diagnostics/sideBySide/portAnswer.ts'
import { intervalWord } from '../../../renderer/diagnostics/watches/intervals.ts'
import { endpointName, sentenceOf, subjectOf } from '../../../renderer/diagnostics/words.ts'
import type {
  Capabilities,
  Certificate,
  Chain,
  Endpoint,
  StageRecord,
} from '../../../shared/model/diagnosis/observation.ts'
import type { Cell, Report, WorkingSettings } from '../../../shared/model/diagnosis/report.ts'

const stage = (name: StageRecord['stage'], state: StageRecord['state'], milliseconds: number | null = null) => ({
  stage: name,
  state,
  milliseconds,
  because: null,
})
const endpoint = (port: number, stages: StageRecord[] = []) =>
  ({ id: `192.0.2.1|${port}`, address: '192.0.2.1', port, stages }) as Endpoint
const cell = (port: number, at: Cell['stage'], tone: Cell['tone'], words: string): Cell => ({
  endpoint: `192.0.2.1|${port}`,
  stage: at,
  tone,
  words,
  milliseconds: null,
})
const report = (endpoints: Endpoint[], cells: Cell[] = [], settings: Partial<WorkingSettings>[] = []) =>
  ({ observations: { name: null, endpoints }, judgement: { cells, settings } }) as unknown as Report

describe('the matrix', () => {
  test('has a column for each stage that anything is told of, in their order', () => {
    const cells = [cell(25, 'versions', 'good', ''), cell(25, 'reach', 'good', ''), cell(587, 'reach', 'good', '')]
    expect(columnsOf(cells)).toEqual(['reach', 'versions'])
  })

  test('leaves out what nobody asked for, and keeps what was not reached', () => {
    const cells = [cell(25, 'login', 'unknown', 'not run'), cell(25, 'greeting', 'unknown', 'not run')]
    expect(columnsOf(cells)).toEqual(['greeting'])
    expect(columnsOf([cell(25, 'login', 'problem', '535')])).toEqual(['login'])
  })

  test('arrow keys move within it and stop at its edges', () => {
    const size = { rows: 2, columns: 3 }
    expect(nextPlace({ row: 0, column: 0 }, 'ArrowRight', size)).toEqual({ row: 0, column: 1 })
    expect(nextPlace({ row: 1, column: 2 }, 'ArrowRight', size)).toEqual({ row: 1, column: 2 })
    expect(nextPlace({ row: 1, column: 2 }, 'ArrowDown', size)).toEqual({ row: 1, column: 2 })
    expect(nextPlace({ row: 1, column: 2 }, 'Home', size)).toEqual({ row: 1, column: 0 })
    expect(nextPlace({ row: 1, column: 2 }, 'Enter', size)).toBeNull()
  })
})

describe('time', () => {
  const spans = spansOf(
    endpoint(25, [stage('reach', 'done', 20), stage('login', 'notRun'), stage('greeting', 'done', 80)]),
  )

  test('stages stand one after the other, those that did not run are left out', () => {
    expect(spans).toEqual([
      { stage: 'reach', start: 0, end: 20 },
      { stage: 'greeting', start: 20, end: 100 },
    ])
  })

  test('the slowest is named', () => {
    expect(slowestOf(spans)?.stage).toBe('greeting')
    expect(slowestOf([])).toBeNull()
  })
})

test('progress grows with the stages that are over, and says what is looked at', () => {
  expect(progressOf(report([]))).toEqual({ share: 0, doing: 'Looking up the name' })
  const half = report([endpoint(25, [stage('reach', 'done'), stage('greeting', 'running')])])
  expect(progressOf(half).doing).toBe('Greeting')
  expect(progressOf(half).share).toBeCloseTo(0.55)
})

describe('the chain', () => {
  const leaf = { name: 'mail.shop.test', selfSigned: false, isCa: false } as Certificate
  const root = { name: 'Root', selfSigned: true, isCa: true } as Certificate
  const chain = (change: Partial<Chain>) => ({ served: [leaf], missingIssuer: null, trust: [], ...change }) as Chain

  test('an issuer that was not sent is drawn as missing, and nothing behind it', () => {
    const served = [{ ...leaf, issuerUrl: 'http://r11.test/r11.crt' }]
    const links = linksOf(
      chain({ served, missingIssuer: 'R11', trust: [{ store: 'system', trusted: true, root: 'X1', why: null }] }),
    )
    expect(links.map(({ is }) => is)).toEqual(['served', 'missing'])
  })

  test('an authority of one’s own is drawn as unknown: nobody forgot it', () => {
    expect(linksOf(chain({ missingIssuer: 'Company Root' })).map(({ is }) => is)).toEqual(['served', 'unknown'])
  })

  test('a root of the store ends the chain, unless it was sent along', () => {
    const trust: Chain['trust'] = [{ store: 'node', trusted: true, root: 'Root', why: null }]
    expect(linksOf(chain({ trust })).at(-1)).toEqual({ is: 'store', name: 'Root' })
    expect(linksOf(chain({ trust, served: [leaf, root] })).map(({ is }) => is)).toEqual(['served', 'served'])
  })

  test('the days that are left are told, and their end', () => {
    const now = Date.parse('2026-06-01T12:00:00Z')
    const until = (validTo: string) => shelfLife({ validFrom: '2026-01-01T00:00:00Z', validTo }, now)
    expect(until('2026-09-01T12:00:00Z')).toEqual({ tone: 'green', words: '92 days left' })
    expect(until('2026-06-02T12:00:00Z')).toEqual({ tone: 'amber', words: '1 day left' })
    expect(until('2026-06-01T20:00:00Z')).toEqual({ tone: 'amber', words: 'expires today' })
    expect(until('2026-06-01T12:00:00Z')).toEqual({ tone: 'red', words: 'expired' })
    expect(shelfLife({ validFrom: '2026-06-02T00:00:00Z', validTo: '2027-01-01T00:00:00Z' }, now).words).toBe(
      'not valid yet',
    )
  })
})

test('what is offered stands side by side, with parameters; what only TLS brings is seen', () => {
  const list = (lines: string[], auth: string[] = [], size: number | null = null) =>
    ({ lines, keywords: lines.slice(1).map((line) => line.slice(4).split(/[ =]/)[0]), auth, size }) as Capabilities
  const before = list(['250-mail', '250-SIZE 1000000', '250-STARTTLS', '250 LIMITS RCPTMAX=50'], [], 1_000_000)
  const within = list(['250-mail', '250 AUTH PLAIN LOGIN'], ['PLAIN', 'LOGIN'])
  expect(abilitiesOf(before, within)).toEqual([
    { keyword: 'SIZE', before: '1 MB', within: null },
    { keyword: 'STARTTLS', before: '', within: null },
    { keyword: 'LIMITS', before: 'RCPTMAX=50', within: null },
    { keyword: 'AUTH', before: null, within: 'PLAIN LOGIN' },
  ])
  expect(abilitiesOf(null, null)).toEqual([])
})

describe('a port in the comparison of providers', () => {
  const settings = { endpoint: '192.0.2.1|587', security: 'starttls', caution: null } as const

  test('says how it works, where it does', () => {
    expect(portAnswer(report([endpoint(587)], [], [settings]), 587)).toEqual({ tone: 'good', words: 'STARTTLS' })
  })

  test('names the stage that went wrong rather than one that is in order', () => {
    const cells = [cell(465, 'reach', 'problem', 'no answer'), cell(465, 'greeting', 'waiting', 'not run')]
    expect(portAnswer(report([endpoint(465)], cells), 465)).toEqual({ tone: 'problem', words: 'no answer' })
  })

  test('that was not looked at says nothing', () => {
    expect(portAnswer(report([endpoint(587)]), 25)).toBeNull()
  })
})

describe('links of help pages', () => {
  test('lead to another page, or out over HTTPS', () => {
    expect(helpLink('./incomplete-chain.md')).toEqual({ is: 'page', page: 'incomplete-chain' })
    expect(helpLink('old-tls.md#fix')).toEqual({ is: 'page', page: 'old-tls' })
    expect(helpLink('https://www.rfc-editor.org/rfc/rfc8314')).toMatchObject({ is: 'outside' })
  })

  test.each(['javascript:alert(1)', 'http://example.com', 'no-such-page.md', '../relay.md', 'file:///etc/passwd'])(
    '%s leads nowhere',
    (href) => expect(helpLink(href)).toEqual({ is: 'none' }),
  )
})

test('names for people: endpoints, subjects, intervals', () => {
  expect(endpointName({ address: '2001:db8::1', port: 587 })).toBe('[2001:db8::1]:587')
  expect(endpointName({ address: '192.0.2.1', port: 25 })).toBe('192.0.2.1:25')
  expect(subjectOf({ self: true, host: '' }, '')).toBe('This Sandpost')
  expect(subjectOf({ self: false, host: ' mail ' }, '')).toBe('mail')
  expect(intervalWord(15)).toBe('Every 15 minutes')
  expect(intervalWord(1)).toBe('Every minute')
  expect(intervalWord(7)).toBe('Every 7 minutes')
})

test('an answer that begins with its own word says it once', () => {
  expect(sentenceOf({ sentence: 'Does not work: the name does not exist.' })).toBe('The name does not exist.')
  expect(sentenceOf({ sentence: 'Port 25 works: well.' })).toBe('Port 25 works: well.')
  expect(sentenceOf({ sentence: '' })).toBe('')
})
