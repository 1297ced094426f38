import { afterEach, describe, expect, test } from 'vitest'
import { lookUpName } from '../../../electron/engine/diagnostics/observe/name.ts'
import { nameServer, type Answer, type NameServer } from '../../support/nameServer.ts'

const open: NameServer[] = []
afterEach(() => Promise.all(open.splice(0).map((server) => server.close())))

async function serve(zones: Record<string, Answer | Record<string, Answer>>): Promise<NameServer> {
  const server = await nameServer(zones)
  open.push(server)
  return server
}

async function lookUp(
  host: string,
  zones: Record<string, Answer | Record<string, Answer>>,
  more: { family?: 'any' | '4' | '6'; timeoutMs?: number } = {},
) {
  const server = await serve(zones)
  const found = await lookUpName(host, {
    family: 'any',
    dnsServer: server.address,
    signal: new AbortController().signal,
    ...more,
  })
  return { ...found, server }
}

const answerOf = (found: Awaited<ReturnType<typeof lookUp>>, type: string) =>
  found.observation.dns.find((one) => one.type === type)

describe('a name server that was named', () => {
  test('gives addresses of both families, and their names', async () => {
    const found = await lookUp('mail.test', {
      'mail.test': { A: ['192.0.2.7', '192.0.2.8'], AAAA: ['2001:db8::7'] },
      '7.2.0.192.in-addr.arpa': { PTR: ['out.mail.test'] },
      '7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa': { PTR: ['six.mail.test'] },
    })
    expect(found.addresses).toEqual([
      { address: '192.0.2.7', family: 4 },
      { address: '192.0.2.8', family: 4 },
      { address: '2001:db8::7', family: 6 },
    ])
    expect(found.observation.reverse).toEqual([
      { address: '192.0.2.7', names: ['out.mail.test'], error: null },
      { address: '192.0.2.8', names: [], error: 'ENOTFOUND' },
      { address: '2001:db8::7', names: ['six.mail.test'], error: null },
    ])
    expect(found.observation).toMatchObject({
      host: 'mail.test',
      dns: [
        { type: 'A', error: null },
        { type: 'AAAA', error: null },
      ],
    })
  })

  test('is asked for one family when one was chosen', async () => {
    const { addresses, server } = await lookUp(
      'mail.test',
      { 'mail.test': { A: ['192.0.2.7'], AAAA: ['2001:db8::7'] } },
      { family: '4' },
    )
    expect(addresses).toEqual([{ address: '192.0.2.7', family: 4 }])
    expect(server.asked).not.toContain('AAAA mail.test')
  })

  test('follows an alias, and shows it', async () => {
    const found = await lookUp('mail.test', {
      'mail.test': { CNAME: ['real.test'] },
      'real.test': { A: ['192.0.2.7'] },
    })
    expect(found.addresses).toEqual([{ address: '192.0.2.7', family: 4 }])
    expect(answerOf(found, 'CNAME')?.values).toEqual(['real.test'])
  })

  test('shows mail exchangers of a name that has them, by preference', async () => {
    const found = await lookUp('acme.test', { 'acme.test': { MX: ['20 b.acme.test', '10 a.acme.test'] } })
    expect(answerOf(found, 'MX')?.values).toEqual(['10 a.acme.test', '20 b.acme.test'])
    expect(answerOf(found, 'A')).toMatchObject({ values: [], error: 'ENODATA' })
    expect(found.addresses).toEqual([])
  })

  test('shows a null MX as such', async () => {
    expect(answerOf(await lookUp('acme.test', { 'acme.test': { MX: ['0 .'] } }), 'MX')?.values).toEqual(['0 .'])
  })

  test('gives at most eight addresses, some of either family', async () => {
    const many = Array.from({ length: 12 }, (_, index) => `192.0.2.${index + 1}`)
    const { addresses } = await lookUp('mail.test', { 'mail.test': { A: many, AAAA: ['2001:db8::1', '2001:db8::2'] } })
    expect(addresses).toHaveLength(8)
    expect(addresses.filter(({ family }) => family === 6)).toHaveLength(2)
  })

  test('gives an address that it says twice once', async () => {
    expect((await lookUp('mail.test', { 'mail.test': { A: ['192.0.2.7', '192.0.2.7'] } })).addresses).toHaveLength(1)
  })

  test('is asked again over TCP when an answer was cut', async () => {
    const { addresses, server } = await lookUp('mail.test', { 'mail.test': { A: { truncated: ['192.0.2.7'] } } })
    expect(addresses).toEqual([{ address: '192.0.2.7', family: 4 }])
    expect(server.asked).toContain('A mail.test tcp')
  })

  test('may be late', async () => {
    const { addresses } = await lookUp('mail.test', {
      'mail.test': { A: { values: ['192.0.2.7'], milliseconds: 120 } },
    })
    expect(addresses).toEqual([{ address: '192.0.2.7', family: 4 }])
  })

  test('is asked for a name of one label as well', async () => {
    expect((await lookUp('mailpit', { mailpit: { A: ['192.0.2.7'] } })).addresses).toEqual([
      { address: '192.0.2.7', family: 4 },
    ])
  })
})

describe('a name server that fails', () => {
  test.each([
    ['says that there is no such name', 'NXDOMAIN', 'ENOTFOUND'],
    ['fails', 'SERVFAIL', 'ESERVFAIL'],
    ['refuses', 'REFUSED', 'EREFUSED'],
    ['is silent', 'silence', 'ETIMEOUT'],
    ['forges an answer to another question', { wrongId: ['192.0.2.66'] }, 'ETIMEOUT'],
  ] as const)('%s', async (_, answer, error) => {
    const found = await lookUp('mail.test', { 'mail.test': { A: answer } }, { timeoutMs: 400 })
    expect(answerOf(found, 'A')).toMatchObject({ values: [], error })
    expect(found.addresses).toEqual([])
  })

  test('sends garbage, which is no answer', async () => {
    const found = await lookUp('mail.test', { 'mail.test': 'garbage' }, { timeoutMs: 400 })
    expect(answerOf(found, 'A')?.error).toMatch(/^(ETIMEOUT|EBADRESP)$/)
  })

  test('for one type has no say about the other', async () => {
    const found = await lookUp('mail.test', { 'mail.test': { A: ['192.0.2.7'], AAAA: 'SERVFAIL' } })
    expect(found.addresses).toEqual([{ address: '192.0.2.7', family: 4 }])
    expect(answerOf(found, 'AAAA')?.error).toBe('ESERVFAIL')
    expect(found.observation.disagree).toBe(false)
  })

  test('names mail exchangers with control characters, which are shown or refused, never passed on', async () => {
    const found = await lookUp('acme.test', { 'acme.test': { MX: ['10 \u001b[31mevil.test'], PTR: ['x'] } })
    // oxlint-disable-next-line no-control-regex
    expect(JSON.stringify(found.observation)).not.toMatch(/\\u001b|\u001b/)
  })

  test('has an address that is none', async () => {
    const { observation, addresses } = await lookUpName('mail.test', {
      family: 'any',
      dnsServer: 'no address',
      signal: new AbortController().signal,
    })
    expect(observation.dns.map(({ error }) => error)).toEqual(['ERR_INVALID_IP_ADDRESS', 'ERR_INVALID_IP_ADDRESS'])
    expect(addresses).toEqual([])
  })
})

describe('the system’s resolver', () => {
  const signal = new AbortController().signal

  test('answers for localhost, and no name server is asked', async () => {
    const { addresses, observation, server } = await lookUp('localhost', { localhost: { A: ['192.0.2.66'] } })
    expect(addresses.map(({ address }) => address)).toContain('127.0.0.1')
    expect(observation).toMatchObject({ dns: [], reverse: [], disagree: false })
    expect(server.asked).toEqual([])
  })

  test.each(['printer.local', 'a.localhost'])('%s is not asked of a name server', async (host) => {
    const { server } = await lookUp(host, {})
    expect(server.asked).toEqual([])
  })

  test('is shown beside the server that was named, and a disagreement told', async () => {
    // The system knows no name under .test.
    const { observation } = await lookUp('mail.test', { 'mail.test': { A: ['192.0.2.7'] } })
    expect(observation.system).toMatchObject({ addresses: [] })
    // Where this machine has no name server, the system's answer says nothing definite.
    expect(observation.disagree).toBe(observation.system?.error === 'ENOTFOUND')
  })

  test('an empty name does not lead to this machine', async () => {
    const { observation, addresses } = await lookUpName('', { family: 'any', dnsServer: null, signal })
    expect(observation).toMatchObject({ system: { addresses: [], error: 'ENOTFOUND' }, dns: [] })
    expect(addresses).toEqual([])
  })

  test.each([
    ['too long a name', `${'a'.repeat(300)}.test`],
    ['a label that is too long', `${'a'.repeat(70)}.test`],
    ['a NUL within', 'mail\0.test'],
    ['a line break within', 'mail\n.test'],
    ['dots alone', '...'],
    ['a hundred kilobytes', 'a.'.repeat(50_000)],
    ['a lone surrogate', '\ud800.test'],
  ])('%s gives an error, and no exception', async (_, host) => {
    const { addresses, observation } = await lookUp(host, {}, { timeoutMs: 400 })
    expect(addresses).toEqual([])
    expect(observation.system?.error).toMatch(/^E/)
  })
})

describe('an address', () => {
  test.each([
    ['192.0.2.7', 4],
    ['2001:db8::7', 6],
  ] as const)('%s is not looked up, only its name is', async (address, family) => {
    const { observation, addresses, server } = await lookUp(address, { '*': { PTR: ['out.mail.test'] } })
    expect(addresses).toEqual([{ address, family }])
    expect(observation).toMatchObject({
      host: null,
      system: null,
      dns: [],
      reverse: [{ address, names: ['out.mail.test'] }],
      disagree: false,
    })
    expect(server.asked).toHaveLength(1)
  })

  test.each(['127.0.0.1', '::1', 'fe80::1%lo'])('%s of this machine or link has no name elsewhere', async (address) => {
    const { addresses, server } = await lookUp(address, {})
    expect(addresses).toMatchObject([{ address }])
    expect(server.asked).toEqual([])
  })
})

describe('cancelling', () => {
  test('ends what waits for a silent server', async () => {
    const server = await serve({ '*': 'silence' })
    const controller = new AbortController()
    const looking = lookUpName('mail.test', {
      family: 'any',
      dnsServer: server.address,
      timeoutMs: 60_000,
      signal: controller.signal,
    })
    await server.waitFor('A mail.test')
    controller.abort(new Error('enough'))
    await expect(looking).rejects.toThrow('enough')
  })

  test('before it begins asks nothing', async () => {
    const server = await serve({})
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(lookUpName('mail.test', { family: 'any', dnsServer: server.address, signal })).rejects.toThrow(
      'enough',
    )
    expect(server.asked).toEqual([])
  })
})

test('fifty names at once get their own answers', async () => {
  const names = Array.from({ length: 50 }, (_, index) => index + 1)
  const server = await serve(Object.fromEntries(names.map((index) => [`m${index}.test`, { A: [`192.0.2.${index}`] }])))
  const found = await Promise.all(
    names.map((index) =>
      lookUpName(`m${index}.test`, {
        family: '4',
        dnsServer: server.address,
        // The system's own resolver may be slow with many at once; this is not about it.
        timeoutMs: 1_500,
        signal: new AbortController().signal,
      }),
    ),
  )
  expect(found.map(({ addresses }) => addresses[0]?.address)).toEqual(names.map((index) => `192.0.2.${index}`))
})
