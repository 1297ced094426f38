import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeCertificates } from '../../electron/engine/smtp/certificate/make.ts'
import { openTestRelay, type TestRelay } from '../support/relay.ts'
import { makeFolder } from '../support/store.ts'
import { startUpstream, type UpstreamManners, type UpstreamServer } from '../support/upstreamServer.ts'

let folder: ReturnType<typeof makeFolder>
let test: TestRelay
const servers: UpstreamServer[] = []

beforeEach(() => {
  folder = makeFolder()
  test = openTestRelay(folder.path)
})
afterEach(async () => {
  await test.close()
  for (const server of servers.splice(0)) await server.close()
  folder.remove()
})

async function upstream(manners: UpstreamManners = {}, port = 0): Promise<UpstreamServer> {
  const server = await startUpstream(manners, port)
  servers.push(server)
  return server
}

async function problemOf(id: string): Promise<string> {
  for (;;) {
    const { problem } = test.relay.upstreams.get(id)
    if (problem) return `${problem.is}: ${problem.text}`
    await new Promise(setImmediate)
  }
}

describe('presets', () => {
  it('begin with the four, and know what the others need', async () => {
    const presets = await test.relay.upstreams.presets()
    expect(presets.slice(0, 5).map(({ id }) => id)).toEqual([
      'paubox',
      'sendgrid',
      'ahasend-eu',
      'ahasend-us',
      'elasticemail',
    ])
    expect(presets.length).toBeGreaterThan(80)
    expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length)
    expect(presets.find(({ id }) => id === 'sendgrid')).toMatchObject({
      host: 'smtp.sendgrid.net',
      port: 587,
      username: 'apikey',
    })
    expect(presets.find(({ id }) => id === 'ahasend-eu')?.otherPorts.some(({ security }) => security === 'tls')).toBe(
      false,
    )
    expect(presets.find(({ id }) => id === 'Outlook365')).toMatchObject({ login: 'oauth2', security: 'starttls' })
  })
})

describe('TLS', () => {
  it.each([
    { name: 'STARTTLS', implicit: false, security: 'starttls' as const },
    { name: 'implicit TLS', implicit: true, security: 'tls' as const },
  ])('$name with an authority of one’s own', async ({ implicit, security }) => {
    const made = await makeCertificates(['127.0.0.1', 'localhost'])
    const server = await upstream({ tls: { ...made, implicit } })
    test.upstream({ port: server.port, security, ca: made.caPem })
    await test.send()
    const [taken] = await server.got(1)
    expect(taken?.encrypted).toBe(true)
    const delivery = await test.until('bob@', ({ status }) => status === 'delivered')
    expect(delivery.attempts[0]?.tls).toMatch(/^TLSv1\.[23], /)
  })

  it('a certificate that nobody vouches for, or of another name, gets nothing; the words say which', async () => {
    const made = await makeCertificates(['127.0.0.1', 'localhost'])
    const other = await makeCertificates(['other.test'])
    const server = await upstream({ tls: made })
    const unknown = test.upstream({ port: server.port })
    test.relay.upstreams.update(unknown.id, { security: 'starttls' })
    await test.send()
    expect(await problemOf(unknown.id)).toMatch(/^tls: .*(authority that is not trusted|issuer)/)
    const wrong = await upstream({ tls: other })
    const named = test.upstream({ port: wrong.port, security: 'starttls', ca: other.caPem })
    await test.send()
    expect(await problemOf(named.id)).toMatch(/^tls: .*for another name/)
    expect(
      test.relay.deliveries({ limit: 5 }).items.every(({ tries, status }) => tries === 0 && status === 'queued'),
    ).toBe(true)
    expect(server.taken).toHaveLength(0)
  })

  it('a server that changes its certificate gets nothing more until it is looked at', async () => {
    const before = await makeCertificates(['127.0.0.1', 'localhost'])
    const after = await makeCertificates(['127.0.0.1', 'localhost'])
    const server = await upstream({ tls: before })
    const { id } = test.upstream({
      port: server.port,
      security: 'starttls',
      ca: before.caPem,
      messagesPerConnection: 1,
    })
    await test.send({ to: ['one@x.test'] })
    await test.until('one@', ({ status }) => status === 'delivered')
    server.manners = { tls: after }
    await test.send({ to: ['two@x.test'] })
    expect(await problemOf(id)).toMatch(/^tls/)
    expect(test.notices.list()).toHaveLength(1)
    test.relay.upstreams.update(id, { ca: after.caPem })
    await test.until('two@', ({ status }) => status === 'delivered')
    expect(test.notices.list()).toEqual([])
  })

  it('not checking the certificate is a choice', async () => {
    const server = await upstream({ tls: await makeCertificates(['elsewhere.test']) })
    test.upstream({ port: server.port, security: 'starttls', verifyCertificate: false })
    await test.send()
    await server.got(1)
  })

  it('PEM that cannot be read is said when it is entered', () => {
    expect(() => test.upstream({ port: 1, ca: 'hello' })).toThrow('is not PEM')
    expect(() =>
      test.upstream({ port: 1, ca: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }),
    ).toThrow('cannot be read')
  })
})

describe('OAuth2', () => {
  let tokens: Server
  let asked: URLSearchParams[]
  beforeEach(async () => {
    asked = []
    tokens = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        const form = new URLSearchParams(body)
        asked.push(form)
        const good = form.get('refresh_token') === 'good-refresh'
        response.writeHead(good ? 200 : 400, { 'content-type': 'application/json' })
        response.end(
          JSON.stringify(good ? { access_token: 'access-1', expires_in: 3_600 } : { error: 'invalid_grant' }),
        )
      })
    })
    tokens.listen(0, '127.0.0.1')
    await once(tokens, 'listening')
  })
  afterEach(() => tokens.close())

  const login = () => ({
    is: 'oauth2' as const,
    username: 'me@example.test',
    clientId: 'client',
    tokenUrl: `http://127.0.0.1:${(tokens.address() as AddressInfo).port}/token`,
    scope: 'mail',
  })

  it('exchanges the refresh token and logs in with XOAUTH2', async () => {
    let said = ''
    const server = await upstream({
      auth: (line) => {
        said = Buffer.from(line.split(' ')[2] ?? '', 'base64').toString()
        return '235 2.7.0 Accepted'
      },
    })
    test.upstream({
      port: server.port,
      login: login(),
      secrets: { clientSecret: 'secret-1', refreshToken: 'good-refresh' },
    })
    await test.send()
    await server.got(1)
    expect(said).toBe('user=me@example.test\u0001auth=Bearer access-1\u0001\u0001')
    expect(asked[0]?.get('grant_type')).toBe('refresh_token')
    expect(asked[0]?.get('scope')).toBe('mail')
    const delivery = await test.until('bob@', ({ status }) => status === 'delivered')
    expect(delivery.attempts[0]?.dialogue).toContain('AUTH XOAUTH2 ***')
    expect(JSON.stringify(delivery)).not.toMatch(/access-1|good-refresh|secret-1/)
  })

  it('a token server that cannot be reached is no wrong login: it goes on by itself', async () => {
    const server = await upstream({ auth: () => '235 Ok' })
    const { id } = test.upstream({
      port: server.port,
      login: { ...login(), tokenUrl: 'http://127.0.0.1:1/token' },
      secrets: { clientSecret: 's', refreshToken: 'good-refresh' },
    })
    await test.send()
    expect(await problemOf(id)).toMatch(/^unreachable: /)
  })

  it('a refresh token that is not good any more stops the upstream and says what to do', async () => {
    const server = await upstream({ auth: () => '235 Ok' })
    const { id } = test.upstream({
      port: server.port,
      login: login(),
      secrets: { clientSecret: 's', refreshToken: 'old' },
    })
    await test.send()
    expect(await problemOf(id)).toMatch(/^login: .*enter the new refresh token/)
  })
})

describe('secrets', () => {
  it('a password does not follow when host or port change', () => {
    const { id } = test.upstream({
      port: 1,
      login: { is: 'password', username: 'me' },
      secrets: { password: 'hunter2' },
    })
    expect(() => test.relay.upstreams.update(id, { host: 'evil.test' })).toThrow('entered again')
    expect(() => test.relay.upstreams.update(id, { port: 2 })).toThrow('entered again')
    test.relay.upstreams.update(id, { host: 'other.test', secrets: { password: 'hunter3' } })
    expect(test.secrets.get(`upstream:${id}:password`)).toBe('hunter3')
    test.relay.upstreams.remove(id)
    expect(test.secrets.size).toBe(0)
  })

  it('a refresh token does not follow when the token address changes, not even by a detour', () => {
    const login = { is: 'oauth2' as const, username: 'me', clientId: 'client', scope: '' }
    const { id } = test.upstream({
      port: 1,
      login: { ...login, tokenUrl: 'https://good.test/' },
      secrets: { clientSecret: 'secret-1', refreshToken: 'refresh-1' },
    })
    const evil = { login: { ...login, tokenUrl: 'https://evil.test/' } }
    expect(() => test.relay.upstreams.update(id, evil)).toThrow('entered again')
    expect(() => test.relay.upstreams.update(id, { ...evil, secrets: { refreshToken: 'x' } })).toThrow('entered again')
    test.relay.upstreams.update(id, { login: { is: 'none' } })
    expect(() => test.relay.upstreams.update(id, evil)).toThrow('entered again')
    test.relay.upstreams.update(id, { ...evil, secrets: { clientSecret: 'x', refreshToken: 'y' } })
    expect([...test.secrets.values()]).toEqual(['x', 'y'])
  })

  it('one that the vault has lost stops the upstream, and asks for it', async () => {
    const { id } = test.upstream({
      port: 1,
      login: { is: 'password', username: 'me' },
      secrets: { password: 'hunter2' },
    })
    test.secrets.clear()
    await test.send()
    expect(await problemOf(id)).toMatch(/^login: .*lacks the password/)
  })
})

describe('the test of an upstream', () => {
  it('says step by step what works, and sends nothing', async () => {
    const server = await upstream({
      auth: (line) => (line.includes(Buffer.from('\0me\0right').toString('base64')) ? '235 Ok' : '535 5.7.8 Wrong'),
    })
    const { id } = test.upstream({
      port: server.port,
      paused: true,
      login: { is: 'password', username: 'me' },
      secrets: { password: 'right' },
    })
    const without = await test.relay.upstreams.test(id, false)
    expect(without).toMatchObject({ works: true })
    expect(without.steps.map(({ name, result }) => `${name} ${result}`)).toEqual([
      'connect done',
      'tls notRun',
      'login notRun',
    ])
    expect(server.logins).toBe(0)
    expect((await test.relay.upstreams.test(id, true)).works).toBe(true)
    test.relay.upstreams.update(id, { secrets: { password: 'wrong' } })
    const refused = await test.relay.upstreams.test(id, true)
    expect(refused).toMatchObject({ works: false, summary: expect.stringContaining('does not accept the login') })
    expect(server.taken).toHaveLength(0)
  })

  it('of a server that is not there', async () => {
    const { id } = test.upstream({ port: 1, paused: true })
    const result = await test.relay.upstreams.test(id, true)
    expect(result).toMatchObject({ works: false, summary: expect.stringContaining('nothing listens there') })
    expect(result.steps.map(({ result: step }) => step)).toEqual(['failed', 'notRun', 'notRun'])
  })
})
