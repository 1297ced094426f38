import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ask, type Zones } from './domainRig.ts'

const rsa = (bits: number, type: 'spki' | 'pkcs1' = 'spki') =>
  generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ type, format: 'der' }).toString('base64')
const good = rsa(2_048)
const ed25519 = generateKeyPairSync('ed25519')
  .publicKey.export({ type: 'spki', format: 'der' })
  .subarray(-32)
  .toString('base64')

const keyAt = async (...texts: readonly (string | readonly string[])[]) =>
  (await ask({ 'mail._domainkey.acme.test': { TXT: texts } }, { question: { selectors: ['mail'] } })).record('DKIM')

describe('a key', () => {
  test.each([
    ['RSA with 2048 bits', `v=DKIM1; k=rsa; p=${good}`, 'RSA, 2048 bits'],
    ['RSA as RFC 6376 writes it', `v=DKIM1; p=${rsa(2_048, 'pkcs1')}`, 'RSA, 2048 bits'],
    ['RSA without a version', `k=rsa; p=${good}`, 'RSA, 2048 bits'],
    ['RSA with spaces in it', `v=DKIM1; p=${good.slice(0, 100)} ${good.slice(100)}`, 'RSA, 2048 bits'],
    ['Ed25519', `v=DKIM1; k=ed25519; p=${ed25519}`, 'Ed25519'],
  ])('%s is sound', async (_, text, key) => {
    const record = await keyAt(text)
    expect(record).toMatchObject({ state: 'published', problems: [], name: 'mail._domainkey.acme.test' })
    expect(record.summary).toContain(key)
  })

  test('may consist of several strings', async () => {
    const text = `v=DKIM1; p=${good}`
    expect(await keyAt([text.slice(0, 200), text.slice(200)])).toMatchObject({ state: 'published', problems: [] })
  })

  test('is told to be short with 1024 bits', async () => {
    const record = await keyAt(`v=DKIM1; p=${rsa(1_024)}`)
    expect(record.state).toBe('published')
    expect(record.problems.join(' ')).toContain('1024 bits')
  })

  test('that was revoked is invalid', async () => {
    const record = await keyAt('v=DKIM1; p=')
    expect(record).toMatchObject({ state: 'invalid' })
    expect(record.summary).toContain('revoked')
  })

  test('in test mode is told', async () => {
    expect((await keyAt(`v=DKIM1; t=y:s; p=${good}`)).problems.join(' ')).toContain('t=y')
  })

  test.each([
    ['512 bits', `v=DKIM1; p=${rsa(512)}`, '512 bits'],
    ['no key', 'v=DKIM1; k=rsa', 'p= is missing'],
    ['a key that was cut', `v=DKIM1; p=${good.slice(0, 120)}`, 'cannot be read'],
    ['a key in quotation marks', `v=DKIM1; p="${good}"`, 'not in base64'],
    ['a version that comes later', `k=rsa; v=DKIM1; p=${good}`, 'come first'],
    ['another version', `v=DKIM2; p=${good}`, 'v=DKIM1'],
    ['an unknown type', `v=DKIM1; k=dsa; p=${good}`, 'not known'],
    ['Ed25519 with other bytes', `v=DKIM1; k=ed25519; p=${good}`, '32 bytes'],
    ['SHA-1 alone', `v=DKIM1; h=sha1; p=${good}`, 'sha256'],
    ['nothing that is a tag', 'hello', 'p= is missing'],
    ['huge nonsense', `v=DKIM1; p=${'A'.repeat(6_000)}`, 'cannot be read'],
  ])('with %s is invalid', async (_, text, problem) => {
    const record = await keyAt(text)
    expect(record.state).toBe('invalid')
    expect(record.problems.join(' ')).toContain(problem)
  })

  test('with control characters is shown safely', async () => {
    const record = await keyAt(`v=DKIM1; n=\u001b[31mred\u0007; p=${good}`)
    expect(record.raw[0]).toContain('\\x1b[31mred\\x07')
    // oxlint-disable-next-line no-control-regex
    expect(JSON.stringify(record)).not.toMatch(/\\u00(1b|07)/)
  })

  test('beside another one under the same selector is told', async () => {
    expect((await keyAt(`v=DKIM1; p=${good}`, 'v=DKIM1; p=')).problems.join(' ')).toContain('2 records')
  })
})

describe('selectors', () => {
  test('of the providers are tried when none is named', async () => {
    const zones: Zones = {
      's1._domainkey.acme.test': { CNAME: ['s1.domainkey.u1.wl.mail.test'] },
      's1.domainkey.u1.wl.mail.test': { TXT: [`k=rsa; t=s; p=${good}`] },
      'api._domainkey.acme.test': { TXT: [`k=rsa;t=s;p=${good}`] },
    }
    const { report } = await ask(zones)
    expect(report.records.filter(({ what }) => what === 'DKIM')).toMatchObject([
      { name: 's1._domainkey.acme.test', state: 'published', summary: expect.stringContaining('SendGrid') as string },
      {
        name: 'api._domainkey.acme.test',
        state: 'published',
        summary: expect.stringContaining('Elastic Email') as string,
      },
    ])
  })

  test('that are not known say nothing about keys', async () => {
    expect((await ask({})).record('DKIM')).toMatchObject({ state: 'couldNotCheck', name: '*._domainkey.acme.test' })
  })

  test('that were named are told to have no key', async () => {
    const { record } = await ask({}, { question: { selectors: ['mail'] } })
    expect(record('DKIM')).toMatchObject({ state: 'notPublished' })
  })

  test.each(['MAIL', 'mail._domainkey', 'mail._domainkey.acme.test.'])('may be written as %s', async (selector) => {
    const { record } = await ask(
      { 'mail._domainkey.acme.test': { TXT: [`p=${good}`] } },
      { question: { selectors: [selector] } },
    )
    expect(record('DKIM').state).toBe('published')
  })

  test.each(['*', 'a b', '../x', 'x'.repeat(64)])('%s is none, and not asked for', async (selector) => {
    const { record, server } = await ask({}, { question: { selectors: [selector] } })
    expect(record('DKIM').state).toBe('couldNotCheck')
    expect(server.asked.filter((question) => question.includes('_domainkey'))).toEqual([])
  })
})

test.each([
  ['revoked', 'v=DKIM1; p='],
  ['unreadable', 'v=DKIM1; p=abcd'],
])('a key that is %s is a mistake in the summary of the domain, not published', async (_, text) => {
  const { report } = await ask({ 's1._domainkey.acme.test': { TXT: [text] } })
  expect(report.summary).toBe(
    'acme.test publishes no sound SPF, DKIM or DMARC; has mistakes in DKIM; lacks SPF, DMARC.',
  )
})
