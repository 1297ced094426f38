import { describe, expect, test } from 'vitest'
import { ask, askText, type Zones } from './domainRig.ts'

const spf = async (text: string, more: Zones = {}) => (await askText('acme.test', [text], more)).record('SPF')
const exists = { A: ['192.0.2.1'], MX: ['10 mx.acme.test'] }

describe('a sound record', () => {
  test('is explained part by part', async () => {
    const record = await spf('v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 include:_spf.mail.test a:out.test/28 -all', {
      '_spf.mail.test': { TXT: ['v=spf1 ip4:198.51.100.7 ~all'] },
      'out.test': exists,
    })
    expect(record).toMatchObject({
      state: 'published',
      problems: [],
      todo: '',
      parts: [
        { part: 'v=spf1' },
        { part: 'ip4:192.0.2.0/24', means: '192.0.2.0/24 may send.' },
        { part: 'ip6:2001:db8::/32', means: '2001:db8::/32 may send.' },
        { part: 'include:_spf.mail.test', means: 'Whoever the SPF record of _spf.mail.test allows may send.' },
        { part: 'a:out.test/28' },
        { part: '-all', means: 'Everybody else must be refused.' },
      ],
    })
    expect(record.summary).toContain('2 of 10')
  })

  test('may consist of several strings, which are joined without a space', async () => {
    const { record } = await askText('acme.test', [['v=spf1 ip4:192.0.', '2.1 -all']])
    expect(record('SPF')).toMatchObject({ state: 'published', raw: ['v=spf1 ip4:192.0.2.1 -all'] })
  })

  test('stands beside other TXT records', async () => {
    const { record } = await askText('acme.test', [
      'google-site-verification=x',
      'v=spf1 -all',
      'v=spf10 is something else',
    ])
    expect(record('SPF')).toMatchObject({ state: 'published', raw: ['v=spf1 -all'] })
  })

  test('may have macros, which are counted and not followed', async () => {
    const record = await spf('v=spf1 exists:%{ir}.sp.%{d}.acme.test include:%{d2}.acme.test -all')
    expect(record).toMatchObject({ state: 'published', problems: [] })
    expect(record.summary).toContain('2 of 10')
  })
})

describe('the questions that receivers have to ask', () => {
  const includes = (count: number) => Array.from({ length: count }, (_, index) => `include:i${index}.test`).join(' ')
  const leaves = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`i${index}.test`, { TXT: ['v=spf1 -all'] }]))

  test('may be ten', async () => {
    expect(await spf(`v=spf1 ${includes(10)} -all`, leaves(10))).toMatchObject({ state: 'published', problems: [] })
  })

  test('may not be eleven', async () => {
    const record = await spf(`v=spf1 ${includes(11)} -all`, leaves(11))
    expect(record.state).toBe('invalid')
    expect(record.problems[0]).toContain('11 times')
  })

  test('are counted through all includes and the redirect', async () => {
    const record = await spf('v=spf1 include:a.test redirect=b.test', {
      'a.test': { TXT: ['v=spf1 include:c.test mx -all'], MX: ['10 mx.acme.test'] },
      'b.test': { TXT: ['v=spf1 a:d.test -all'] },
      'c.test': { TXT: ['v=spf1 a:d.test -all'] },
      'd.test': exists,
    })
    expect(record.summary).toContain('6 of 10')
    expect(record.problems).toEqual([])
  })

  test('end where a record includes itself', async () => {
    const record = await spf('v=spf1 include:a.test -all', { 'a.test': { TXT: ['v=spf1 include:acme.test -all'] } })
    expect(record).toMatchObject({ state: 'invalid' })
    expect(record.problems.join(' ')).toContain('acme.test → a.test → acme.test')
  })

  test('in a tree of includes that grows without end are not asked to its end', async () => {
    // Every name is there, and includes five others.
    const five = Array.from({ length: 5 }, (_, index) => index)
    const zones: Zones = { 'acme.test': { TXT: ['v=spf1 include:n.test -all'] } }
    const grow = (name: string, depth: number): void => {
      zones[name] = { TXT: [`v=spf1 ${five.map((index) => `include:${index}.${name}`).join(' ')} -all`] }
      if (depth > 0) for (const index of five) grow(`${index}.${name}`, depth - 1)
    }
    grow('n.test', 3)
    const { record, server } = await ask(zones)
    expect(record('SPF').state).toBe('invalid')
    expect(record('SPF').problems[0]).toContain('more than')
    expect(server.asked.filter((question) => question.endsWith('n.test')).length).toBeLessThanOrEqual(40)
  })

  test('to names that do not exist may be two', async () => {
    const two = await spf('v=spf1 a:x.test a:y.test -all')
    const three = await spf('v=spf1 a:x.test a:y.test mx:z.test -all')
    expect(two.problems.join(' ')).not.toContain('give up')
    expect(three.problems.join(' ')).toContain('3 of the names in it do not exist')
  })

  test('that are not answered are no mistake of the record', async () => {
    const record = await spf('v=spf1 include:broken.test -all', { 'broken.test': 'SERVFAIL' })
    expect(record.state).toBe('published')
    expect(record.summary).toContain('as far as could be seen')
  })
})

describe('a broken record', () => {
  test.each([
    ['an include without a record', 'v=spf1 include:none.test -all', 'none.test, which has no SPF record'],
    ['an include without a name', 'v=spf1 include: -all', 'does not name a domain'],
    ['an unknown mechanism', 'v=spf1 ipv4:192.0.2.1 -all', 'no mechanism'],
    ['a wrong address', 'v=spf1 ip4:192.0.2.300 -all', 'no IPv4'],
    ['a wrong network', 'v=spf1 ip4:192.0.2.0/33 -all', 'no IPv4'],
    ['an IPv6 address as IPv4', 'v=spf1 ip4:2001:db8::1 -all', 'no IPv4'],
    ['a wrong IPv6 network', 'v=spf1 ip6:2001:db8::/129 -all', 'no IPv6'],
    ['a comma', 'v=spf1 ip4:192.0.2.1, ip4:192.0.2.2 -all', 'no IPv4'],
    ['a sign before a modifier', 'v=spf1 -redirect=b.test', 'no sign'],
    ['two redirects', 'v=spf1 redirect=b.test redirect=b.test', 'once each'],
    ['“all” with an argument', 'v=spf1 -all:acme.test', 'stands alone'],
    ['a macro that is none', 'v=spf1 exists:%{q}.test -all', 'does not name a domain'],
    ['no word at all', 'v=spf1 "-all"', 'neither'],
    ['a terminal escape', 'v=spf1 \u001b[31m -all', 'neither'],
  ])('%s', async (_, text, problem) => {
    const record = await spf(text, { 'b.test': { TXT: ['v=spf1 -all'] } })
    expect(record.state).toBe('invalid')
    expect(record.problems.join(' ')).toContain(problem)
    // oxlint-disable-next-line no-control-regex
    expect(JSON.stringify(record)).not.toMatch(/\\u001b/)
  })

  test('two of them', async () => {
    const { record } = await askText('acme.test', ['v=spf1 -all', 'v=spf1 +all'])
    expect(record('SPF')).toMatchObject({ state: 'invalid', raw: ['v=spf1 -all', 'v=spf1 +all'] })
  })

  test('one that is nearly SPF', async () => {
    const { record } = await askText('acme.test', ['v = spf1 -all'])
    expect(record('SPF')).toMatchObject({ state: 'invalid', raw: ['v = spf1 -all'] })
  })
})

test.each([
  ['+all', 'v=spf1 +all', 'lets everybody send'],
  ['all, which is +all', 'v=spf1 all', 'lets everybody send'],
  ['?all', 'v=spf1 ?all', 'says nothing'],
  ['no all', 'v=spf1 ip4:192.0.2.1', 'no “all”'],
  ['ptr', 'v=spf1 ptr -all', 'should not be used'],
  ['terms after all', 'v=spf1 -all ip4:192.0.2.1', 'never looked at'],
  ['a redirect beside all', 'v=spf1 -all redirect=b.test', 'never looked at'],
])('%s is allowed, and told', async (_, text, problem) => {
  const record = await spf(text)
  expect(record.state).toBe('published')
  expect(record.problems.join(' ')).toContain(problem)
})

test('none is no mistake, and told with what to do', async () => {
  const { record } = await ask({ 'acme.test': { TXT: ['something else'] } })
  expect(record('SPF')).toMatchObject({ state: 'notPublished', raw: [] })
  expect(record('SPF').todo).not.toBe('')
})
