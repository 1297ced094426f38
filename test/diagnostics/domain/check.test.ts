import { describe, expect, test } from 'vitest'
import { checkDomain } from '../../../electron/engine/diagnostics/domain/check.ts'
import { DomainQuestion } from '../../../shared/model/diagnosis/domain.ts'
import { nameServer } from '../../support/nameServer.ts'
import { ask, askText } from './domainRig.ts'

const sha256 = 'ab'.repeat(32)

describe('MX', () => {
  test('is shown by preference', async () => {
    const { record } = await ask({
      'acme.test': { MX: ['20 b.acme.test', '10 a.acme.test'] },
      'a.acme.test': { A: ['192.0.2.1'] },
      'b.acme.test': { AAAA: ['2001:db8::1'] },
    })
    expect(record('MX')).toMatchObject({ state: 'published', raw: ['10 a.acme.test', '20 b.acme.test'], problems: [] })
  })

  test('that says that no mail is taken is sound', async () => {
    const { record } = await ask({ 'acme.test': { MX: ['0 .'] } })
    expect(record('MX')).toMatchObject({ state: 'published', raw: ['0 .'], problems: [] })
    expect(record('MX').summary).toContain('takes no mail')
  })

  test.each([
    ['a null MX beside others', ['0 .', '10 a.acme.test'], 'null MX'],
    ['a name without an address', ['10 nowhere.test'], 'no address'],
    ['an alias', ['10 alias.test'], 'alias'],
    ['an address', ['10 192.0.2.1'], 'is an address'],
  ])('with %s is invalid', async (_, MX, problem) => {
    const { record } = await ask({
      'acme.test': { MX },
      'a.acme.test': { A: ['192.0.2.1'] },
      'alias.test': { CNAME: ['a.acme.test'] },
    })
    expect(record('MX').state).toBe('invalid')
    expect(record('MX').problems.join(' ')).toContain(problem)
  })

  test('that is not there is told, with and without an address', async () => {
    expect((await ask({ 'acme.test': { A: ['192.0.2.1'] } })).record('MX')).toMatchObject({
      state: 'notPublished',
      todo: '',
    })
    expect((await ask({})).record('MX').todo).not.toBe('')
  })
})

describe('TLSA', () => {
  const mx = { 'acme.test': { MX: ['10 a.acme.test'] }, 'a.acme.test': { A: ['192.0.2.1'] } }

  test('of the mail exchangers is read', async () => {
    const { record } = await ask({ ...mx, '_25._tcp.a.acme.test': { TLSA: [`3 1 1 ${sha256}`] } })
    expect(record('TLSA')).toMatchObject({
      state: 'published',
      raw: [`_25._tcp.a.acme.test 3 1 1 ${sha256}`],
      problems: [],
    })
    expect(record('TLSA').summary).toContain('was not checked')
  })

  test.each([
    ['a usage that is not for mail', `1 1 1 ${sha256}`, 'not for mail'],
    ['an unknown usage', `7 1 1 ${sha256}`, 'usage 7'],
    ['an unknown selector', `3 2 1 ${sha256}`, 'selector 2'],
    ['an unknown matching type', `3 1 9 ${sha256}`, 'matching type 9'],
    ['a digest that is too short', '3 1 1 abcd', '32 bytes'],
  ])('with %s is invalid', async (_, TLSA, problem) => {
    const { record } = await ask({ ...mx, '_25._tcp.a.acme.test': { TLSA: [TLSA] } })
    expect(record('TLSA').state).toBe('invalid')
    expect(record('TLSA').problems.join(' ')).toContain(problem)
  })

  test('is not published where the DNS says so, and not known where it fails', async () => {
    expect((await ask(mx)).record('TLSA').state).toBe('notPublished')
    expect((await ask({ ...mx, '_25._tcp.a.acme.test': 'SERVFAIL' })).record('TLSA').state).toBe('couldNotCheck')
    expect((await ask({ 'acme.test': { MX: 'REFUSED' } })).record('TLSA').state).toBe('couldNotCheck')
  })

  test('without data is no answer that can be read', async () => {
    const { record } = await ask({ ...mx, '_25._tcp.a.acme.test': { TLSA: ['3 1 0 '] } })
    expect(record('TLSA')).toMatchObject({
      state: 'couldNotCheck',
      summary: expect.stringContaining('cannot be read') as string,
    })
  })
})

describe('TLS-RPT', () => {
  test('is read', async () => {
    const { record } = await askText('_smtp._tls.acme.test', ['v=TLSRPTv1; rua=mailto:t@acme.test,https://r.test/x'])
    expect(record('TLS-RPT')).toMatchObject({ state: 'published', problems: [] })
  })

  test.each([
    ['without an address', 'v=TLSRPTv1', 'rua='],
    ['with a bare address', 'v=TLSRPTv1; rua=t@acme.test', 'neither'],
    ['with http', 'v=TLSRPTv1; rua=http://r.test', 'neither'],
    ['of another version', 'v=TLSRPTv2; rua=mailto:t@acme.test', 'v=TLSRPTv1'],
  ])('%s is invalid', async (_, text, problem) => {
    const { record } = await askText('_smtp._tls.acme.test', [text])
    expect(record('TLS-RPT').state).toBe('invalid')
    expect(record('TLS-RPT').problems.join(' ')).toContain(problem)
  })
})

describe('submission', () => {
  test('is read, both ways', async () => {
    const { record } = await ask({
      '_submissions._tcp.acme.test': { SRV: ['0 1 465 smtp.acme.test'] },
      '_submission._tcp.acme.test': { SRV: ['0 1 2587 smtp.acme.test'] },
    })
    expect(record('submission')).toMatchObject({
      state: 'published',
      parts: [
        { means: 'Send through smtp.acme.test, port 465, with TLS from the first byte.' },
        { part: '0 1 2587 smtp.acme.test' },
      ],
    })
    expect(record('submission').problems.join(' ')).toContain('587 is the usual one')
  })

  test('may be denied', async () => {
    const { record } = await ask({ '_submission._tcp.acme.test': { SRV: ['0 0 0 .'] } })
    expect(record('submission').parts[0]?.means).toContain('not offered')
  })
})

describe('the domain', () => {
  test.each([
    ['ann@acme.test', 'acme.test'],
    ['Ann <ann@acme.test>', 'acme.test'],
    ['https://acme.test/', 'acme.test'],
    [' ACME.test. ', 'acme.test'],
    ['bücher.test', 'xn--bcher-kva.test'],
  ])('%s is %s', async (domain, expected) => {
    expect((await ask({}, { question: { domain } })).report.domain).toBe(expected)
  })

  test.each([
    '192.0.2.1',
    '::1',
    'localhost',
    'a b',
    '..',
    '*.acme.test',
    '\u202e\u0000',
    '<>',
    'x'.repeat(500),
    '${DOMAIN}',
    'acme.123',
  ])('%s is none, and nothing is asked', async (domain) => {
    const { report, server } = await ask({}, { question: { domain } })
    expect(report).toMatchObject({ domain: '', records: [] })
    expect(server.asked).toEqual([])
  })
})

describe('a name server', () => {
  const kinds = ['MX', 'SPF', 'DKIM', 'DMARC', 'MTA-STS', 'TLS-RPT', 'TLSA', 'submission']

  test.each([
    ['fails', 'SERVFAIL'],
    ['refuses', 'REFUSED'],
    ['is silent', 'silence'],
    ['sends garbage', 'garbage'],
  ] as const)('that %s leaves everything unknown, nothing missing', async (_, answer) => {
    const { report } = await ask({ '*': answer }, { timeoutMs: 400 })
    expect(report.records.map(({ what }) => what)).toEqual(kinds)
    expect(new Set(report.records.map(({ state }) => state))).toEqual(new Set(['couldNotCheck']))
    expect(report.summary).toContain('Nothing could be found out')
  })

  test('that knows nothing gives what is missing, and what that means', async () => {
    const { report } = await ask({})
    expect(report.summary).toBe(
      'acme.test publishes no sound SPF, DKIM or DMARC; lacks SPF, DMARC; could not be checked for DKIM.',
    )
    for (const { summary } of report.records) expect(summary).not.toBe('')
  })

  test('with a huge TXT record is bounded', async () => {
    const { report } = await ask({
      'acme.test': { TXT: Array.from({ length: 60 }, (_, index) => `v=spf1 ${'a:x.test '.repeat(100)}${index} -all`) },
    })
    expect(JSON.stringify(report).length).toBeLessThan(200_000)
    expect(report.records.find(({ what }) => what === 'SPF')?.state).toBe('invalid')
  })

  test('with bytes that are no text is shown safely', async () => {
    const { report } = await ask({ 'acme.test': { TXT: [['v=spf1 \u0000\u0007\u009b\u00e2\u0080\u00ae']] } })
    expect(JSON.stringify(report)).not.toMatch(/\\u00(00|07)|[\u0080-\u009f\u202e]/)
  })

  test('that answers twice the same questions gives twice the same', async () => {
    const zones = {
      'acme.test': { TXT: ['v=spf1 include:a.test -all'], MX: ['10 a.test'] },
      'a.test': { TXT: ['v=spf1 -all'], A: ['192.0.2.1'] },
    }
    const [one, other] = await Promise.all([ask(zones), ask(zones)])
    const plain = (report: typeof one.report) => report.records.map((record) => ({ ...record, milliseconds: 0 }))
    expect(plain(one.report)).toEqual(plain(other.report))
  })
})

test('cancelling ends it at once', async () => {
  const server = await nameServer({ '*': 'silence' })
  const controller = new AbortController()
  const checking = checkDomain(
    DomainQuestion.parse({ domain: 'acme.test', dnsServer: server.address }),
    controller.signal,
  )
  await server.waitFor('MX acme.test')
  controller.abort(new Error('enough'))
  await expect(checking).rejects.toThrow('enough')
  await server.close()
})
