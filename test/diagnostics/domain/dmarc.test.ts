import { describe, expect, test } from 'vitest'
import { ask, askText } from './domainRig.ts'

const dmarc = async (...texts: string[]) => (await askText('_dmarc.acme.test', texts)).record('DMARC')

test('a sound record is explained part by part', async () => {
  const record = await dmarc(
    'v=DMARC1; p=reject; sp=quarantine; np=reject; adkim=s; aspf=r; rua=mailto:d@acme.test!10m',
  )
  expect(record).toMatchObject({ state: 'published', problems: [], todo: '', name: '_dmarc.acme.test' })
  expect(record.parts.map(({ part }) => part)).toEqual([
    'v=DMARC1',
    'p=reject',
    'sp=quarantine',
    'np=reject',
    'adkim=s',
    'aspf=r',
    'rua=mailto:d@acme.test!10m',
  ])
  expect(record.summary).toContain('p=reject')
})

test('p=none is published, and what comes next is said', async () => {
  expect(await dmarc('v=DMARC1;p=none')).toMatchObject({
    state: 'published',
    todo: expect.stringContaining('quarantine') as string,
  })
})

describe('a record', () => {
  test.each([
    ['without a policy', 'v=DMARC1; rua=mailto:d@acme.test', 'p= is missing'],
    ['with an unknown policy', 'v=DMARC1; p=block', 'p=block'],
    ['with a prototype key as policy', 'v=DMARC1; p=constructor', 'p=constructor'],
  ])('%s is invalid', async (_, text, problem) => {
    const record = await dmarc(text)
    expect(record.state).toBe('invalid')
    expect(record.problems.join(' ')).toContain(problem)
  })

  test.each([
    ['with a wrong percentage', 'v=DMARC1; p=reject; pct=200', '0 to 100'],
    ['for a part of the mail', 'v=DMARC1; p=reject; pct=10', '10 of 100'],
    ['with a wrong alignment', 'v=DMARC1; p=reject; adkim=strict', 'r (relaxed)'],
    ['with an address without mailto', 'v=DMARC1; p=reject; rua=d@acme.test', 'no mailto'],
    ['with a wrong policy for subdomains', 'v=DMARC1; p=reject; sp=maybe', 'sp=maybe'],
    ['with a tag twice', 'v=DMARC1; p=reject; p=none', 'twice'],
    ['with a policy that comes late', 'v=DMARC1; rua=mailto:d@acme.test; p=reject', 'right after'],
    ['with words', 'v=DMARC1; p=reject; hello', 'no name=value'],
  ])('%s is published, and told', async (_, text, problem) => {
    const record = await dmarc(text)
    expect(record.state).toBe('published')
    expect(record.problems.join(' ')).toContain(problem)
  })

  test('of another version counts for nothing', async () => {
    expect(await dmarc('v=dmarc1; p=reject')).toMatchObject({ state: 'invalid', raw: ['v=dmarc1; p=reject'] })
  })

  test('beside another one counts for nothing', async () => {
    expect(await dmarc('v=DMARC1; p=reject', 'v=DMARC1; p=none')).toMatchObject({ state: 'invalid' })
  })
})

test('reports to somebody else want a record there, which is said', async () => {
  const record = await dmarc('v=DMARC1; p=reject; rua=mailto:x@reports.test,mailto:y@acme.test')
  expect(record.problems).toEqual([])
  expect(record.parts.at(-1)?.means).toContain('acme.test._report._dmarc.reports.test, which was not checked')
})

describe('a subdomain', () => {
  test('goes by the record of the domain above it, and its sp', async () => {
    const { record } = await ask(
      { '_dmarc.acme.test': { TXT: ['v=DMARC1; p=reject; sp=none'] } },
      { question: { domain: 'news.eu.acme.test' } },
    )
    expect(record('DMARC')).toMatchObject({
      state: 'published',
      name: '_dmarc.acme.test',
      summary: expect.stringContaining('p=none') as string,
    })
    expect(record('DMARC').summary).toContain('organisational domain, which was not checked')
  })

  test('goes by its own where it has one', async () => {
    const { record } = await ask(
      { '_dmarc.acme.test': { TXT: ['v=DMARC1; p=reject'] }, '_dmarc.news.acme.test': { TXT: ['v=DMARC1; p=none'] } },
      { question: { domain: 'news.acme.test' } },
    )
    expect(record('DMARC').name).toBe('_dmarc.news.acme.test')
  })

  test('with fifty labels does not lead to fifty questions', async () => {
    const { server } = await ask({}, { question: { domain: `${'a.'.repeat(50)}acme.test` } })
    expect(server.asked.filter((question) => question.includes('_dmarc')).length).toBeLessThanOrEqual(5)
    expect(server.asked).not.toContain('TXT _dmarc.test')
  })
})

test('none is told with what to publish', async () => {
  expect((await ask({})).record('DMARC')).toMatchObject({
    state: 'notPublished',
    todo: expect.stringContaining('_dmarc.acme.test') as string,
  })
})
