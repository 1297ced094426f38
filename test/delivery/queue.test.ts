import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestRelay, type TestRelay } from '../support/relay.ts'
import { makeCertificates } from '../../electron/engine/smtp/certificate/make.ts'
import { makeFolder, session } from '../support/store.ts'
import { startUpstream, type UpstreamManners, type UpstreamServer } from '../support/upstreamServer.ts'

const folder = { current: makeFolder() }
let test: TestRelay
const servers: UpstreamServer[] = []

beforeEach(() => {
  folder.current = makeFolder()
  test = openTestRelay(folder.current.path)
})
afterEach(async () => {
  await test.close()
  for (const server of servers.splice(0)) await server.close()
  folder.current.remove()
})

async function upstream(manners: UpstreamManners = {}): Promise<UpstreamServer> {
  const server = await startUpstream(manners)
  servers.push(server)
  return server
}

describe('production mail leaves', () => {
  it('once, as it came, with what a relay adds and without what must not leave', async () => {
    const server = await upstream()
    test.upstream({ port: server.port })
    const message =
      'From: ann@example.test\r\nTo: bob@example.test\r\nBCC: secret@example.test\r\nahasend-tags: one\r\nX-SMTPAPI: {}\r\nSubject: Hi\r\n\r\n.dot\r\n..two\r\nend\r\n'
    await test.send({ to: ['bob@example.test', 'secret@example.test'], message })
    const [taken] = await server.got(1)
    const text = taken?.bytes.toString() ?? ''
    expect(taken?.mailFrom).toContain('<ann@example.test>')
    expect(taken?.recipients.map((one) => one.trim())).toEqual(['<bob@example.test>', '<secret@example.test>'])
    expect(text).not.toMatch(/^bcc/im)
    expect(text).not.toMatch(/ahasend|smtpapi/i)
    expect(text).toMatch(/^Received: by /m)
    expect(text).toMatch(/^Return-Path: <ann@example.test>/m)
    expect(text).toMatch(/^Date: /m)
    expect(text).toMatch(/^Message-ID: </m)
    expect(text.endsWith('\r\n\r\n.dot\r\n..two\r\nend\r\n')).toBe(true)
    const delivery = await test.until('bob@', ({ status }) => status === 'delivered')
    expect(delivery.attempts).toHaveLength(1)
    expect(delivery.attempts[0]).toMatchObject({ outcome: 'delivered', address: `127.0.0.1:${server.port}`, tls: null })
    expect(delivery.attempts[0]?.dialogue).toContain('C: MAIL FROM:<ann@example.test>')
    expect(test.inbox.stored(1)?.bytes.toString()).toBe(message)
  })

  it('keeps the headers of the provider it leaves through', async () => {
    const server = await upstream()
    test.upstream({ port: server.port, preset: 'sendgrid' })
    await test.send({ message: 'From: a@b.test\r\nX-SMTPAPI: {"category":"x"}\r\nahasend-tags: one\r\n\r\nHi\r\n' })
    const [taken] = await server.got(1)
    expect(taken?.bytes.toString()).toContain('X-SMTPAPI: {"category":"x"}')
    expect(taken?.bytes.toString()).not.toContain('ahasend')
  })

  it('gives every recipient an outcome of its own', async () => {
    const server = await upstream({
      rcpt: (address) =>
        address.startsWith('gone')
          ? '550 5.1.1 No such user'
          : address.startsWith('later')
            ? '450 4.2.1 Later'
            : '250 Ok',
    })
    test.upstream({ port: server.port })
    await test.send({ to: ['bob@example.test', 'gone@example.test', 'later@example.test'] })
    expect((await test.until('bob@', ({ status }) => status === 'delivered')).tries).toBe(1)
    const gone = await test.until('gone@', ({ status }) => status === 'bounced')
    expect(gone).toMatchObject({
      reply: '550 5.1.1 No such user',
      explanation: expect.stringContaining('does not exist'),
    })
    const later = await test.until('later@', ({ status }) => status === 'deferred')
    expect(later.nextTryAt).not.toBeNull()
    expect(test.inbox.list({ search: 'outcome:bounced', limit: 5 }).total).toBe(1)
    expect(test.inbox.list({ search: '', limit: 5 }).items.find(({ id }) => id === 1)?.outcome).toBe('mixed')
  })

  it.each<[string, UpstreamManners]>([
    ['every recipient', { rcpt: (address) => (address.startsWith('gone') ? '550 5.1.1 No such user' : '250 Ok') }],
    ['DATA', { data: '451 4.3.0 Not now' }],
  ])('ends a transaction whose %s was refused, so that the next message does not bounce for it', async (_, manners) => {
    const server = await upstream(manners)
    test.upstream({ port: server.port, connections: 1, bounceMessages: 'none' })
    await test.send({ to: ['gone@example.test'] })
    await test.until('gone@', ({ tries }) => tries === 1)
    server.manners.data = '354 Go'
    await test.send({ to: ['bob@example.test'] })
    const delivery = await test.until('bob@', ({ tries }) => tries === 1)
    expect(delivery).toMatchObject({ status: 'delivered', tries: 1 })
    expect(server.connections).toBe(1)
  })

  it('bounces at once on 5xx, puts the address on the suppression list and tells the sender', async () => {
    const server = await upstream({ rcpt: () => '550 5.1.1 No such user' })
    test.upstream({ port: server.port })
    await test.send()
    await test.until('bob@', ({ status }) => status === 'bounced')
    expect(test.relay.suppressions({ search: '', limit: 10 }).items).toMatchObject([
      { address: 'bob@example.test', simulated: false, messageId: 1 },
    ])
    await test.send()
    const second = await test.until('bob@', ({ status }) => status === 'suppressed')
    expect(second).toMatchObject({ messageId: expect.any(Number), tries: 0 })
    expect(server.taken).toHaveLength(0)
    const reports = test.inbox.list({ search: 'subject:"Undelivered Mail"', limit: 5 }).items
    expect(reports).toHaveLength(1)
    const report = test.inbox.stored(reports[0]?.id ?? 0)
    expect(report?.bytes.toString()).toMatch(
      /Final-Recipient: rfc822; bob@example.test\r\nAction: failed\r\nStatus: 5.1.1/,
    )
    expect(report?.envelope.recipients).toEqual([{ address: 'ann@example.test' }])
    test.relay.unsuppress('bob@example.test')
    server.manners = {}
    await test.send()
    await server.got(1)
  })

  it('tries again after 4xx by the upstream’s own schedule, then gives up', async () => {
    const server = await upstream({ message: () => '451 4.3.0 Try later' })
    test.upstream({ port: server.port, retryAfterSeconds: [1, 1] })
    await test.send()
    const failed = await test.until('bob@', ({ status }) => status === 'failed')
    expect(failed.attempts.map(({ outcome }) => outcome)).toEqual(['deferred', 'deferred', 'failed'])
    expect(failed.explanation).toContain('Given up after 3 tries')
    expect(test.events.map(({ type }) => type)).toEqual([
      'received',
      'deferred',
      'deferred',
      'failed',
      'suppressionCreated',
    ])
  })

  it('waits while the sandbox is locked, and leaves when the lock is released', async () => {
    const server = await upstream()
    test.upstream({ port: server.port })
    test.locked = true
    await test.send()
    expect(test.relay.deliveries({ limit: 5 }).items[0]?.status).toBe('queued')
    expect(server.connections).toBe(0)
    test.locked = false
    await server.got(1)
  })

  it('anonymous mail and mail of sandbox credentials never leave', async () => {
    const server = await upstream()
    test.upstream({ port: server.port })
    await test.send({ credentialId: null, mode: 'sandbox' })
    await test.send({ mode: 'sandbox', to: ['carol@example.test'] })
    await test.send({
      to: ['dave@example.test'],
      message: 'AhaSend-Sandbox: true\r\nTo: dave@example.test\r\n\r\nHi\r\n',
    })
    await test.until('dave@', ({ status }) => status === 'delivered')
    await test.until('carol@', ({ status, simulated }) => simulated && status === 'delivered')
    expect(test.relay.deliveries({ limit: 5, simulated: false }).total).toBe(0)
    expect(server.connections).toBe(0)
  })
})

describe('an upstream that', () => {
  it('is down: the message waits, the upstream says so, and it leaves when the server is back', async () => {
    const server = await startUpstream()
    const { port } = server
    await server.close()
    const { id } = test.upstream({ port, retryAfterSeconds: [1, 1, 1, 1, 1, 1] })
    await test.send()
    const waiting = await test.until('bob@', ({ status }) => status === 'deferred')
    expect(waiting.explanation).toContain('nothing listens there')
    expect(test.relay.upstreams.get(id).problem).toMatchObject({ is: 'unreachable' })
    servers.push(await startUpstream({}, port))
    test.relay.upstreams.resume(id)
    await test.until('bob@', ({ status }) => status === 'delivered')
    expect(test.relay.upstreams.get(id).problem).toBeNull()
  })

  it('greets and then says nothing is given up after a while', async () => {
    const server = await upstream({ message: () => new Promise(() => undefined) })
    test.upstream({ port: server.port })
    await test.send()
    const delivery = await test.until('bob@', ({ status }) => status === 'deferred')
    expect(delivery.explanation).toContain('may arrive twice')
  })

  it('drops in the middle of DATA: tried again', async () => {
    const server = await upstream({ dropAfterBytes: 100 })
    test.upstream({ port: server.port, retryAfterSeconds: [1, 1, 1] })
    await test.send({ message: `Subject: x\r\n\r\n${'line of text\r\n'.repeat(2_000)}` })
    await test.until('bob@', ({ tries }) => tries > 0)
    server.manners = {}
    await server.got(1)
    expect((await test.until('bob@', ({ status }) => status === 'delivered')).tries).toBeGreaterThan(1)
  })

  it('takes the message and then closes has taken it: once', async () => {
    const server = await upstream({ closesAfterMessage: true })
    test.upstream({ port: server.port })
    for (let index = 0; index < 5; index += 1) await test.send({ to: [`user${index}@example.test`] })
    await server.got(5)
    for (let index = 0; index < 5; index += 1) {
      const delivery = await test.until(`user${index}@`, ({ status }) => status === 'delivered')
      expect(delivery.attempts).toHaveLength(1)
    }
    expect(server.taken).toHaveLength(5)
  })

  it('says 421 after three messages on a connection gets the rest on new ones, and no try is lost', async () => {
    const server = await upstream({
      message: (queued) => (queued < 3 ? '250 Ok' : '421 4.7.0 Too many messages on this connection'),
    })
    test.upstream({ port: server.port, connections: 1 })
    for (let index = 0; index < 10; index += 1) await test.send({ to: [`user${index}@example.test`] })
    await server.got(10)
    for (let index = 0; index < 10; index += 1)
      await test.until(`user${index}@`, ({ status }) => status === 'delivered')
    const { items } = test.relay.deliveries({ limit: 20 })
    expect(items.every(({ status, tries }) => status === 'delivered' && tries === 1)).toBe(true)
    expect(server.connections).toBe(4)
  })

  it('refuses the login stops with a notice, burns no tries, and goes on when the password is right', async () => {
    const server = await upstream({ auth: () => '535 5.7.8 Authentication credentials invalid' })
    const { id } = test.upstream({
      port: server.port,
      login: { is: 'password', username: 'me' },
      secrets: { password: 'wrong' },
    })
    for (let index = 0; index < 5; index += 1) await test.send({ to: [`user${index}@example.test`] })
    while (test.relay.upstreams.get(id).problem === null) await new Promise(setImmediate)
    expect(test.relay.upstreams.get(id).problem).toMatchObject({ is: 'login', untilAt: null })
    expect(test.notices.list()).toMatchObject([{ id: `upstream:${id}`, severity: 'error' }])
    // Those that were under way see it too.
    while (test.relay.deliveries({ limit: 20 }).items.some(({ status }) => status === 'sending'))
      await new Promise(setImmediate)
    expect(server.logins).toBeLessThanOrEqual(4)
    // Those beside the first come back as well.
    for (let index = 0; index < 5; index += 1) {
      const delivery = await test.until(`user${index}@`, ({ status }) => status === 'queued')
      expect(delivery.tries).toBe(0)
    }
    server.manners = { auth: () => '235 2.7.0 Ok' }
    test.relay.upstreams.update(id, { secrets: { password: 'right' } })
    await server.got(5)
    expect(test.notices.list()).toEqual([])
  })

  it('offers no TLS where it is required gets nothing', async () => {
    const server = await upstream()
    const { id } = test.upstream({ port: server.port, security: 'starttls' })
    await test.send()
    while (test.relay.upstreams.get(id).problem === null) await new Promise(setImmediate)
    expect(test.relay.upstreams.get(id).problem).toMatchObject({ is: 'tls' })
    expect(server.taken).toHaveLength(0)
    expect(test.relay.deliveries({ limit: 1 }).items[0]).toMatchObject({ tries: 0, status: 'queued' })
  })

  it('answers with a reply of a megabyte is cut off, and the message waits', async () => {
    const server = await upstream({ mail: () => `250-${'x'.repeat(1_000_000)}\n250 Ok` })
    test.upstream({ port: server.port })
    await test.send()
    const delivery = await test.until('bob@', ({ status }) => status === 'deferred')
    expect(delivery.attempts[0]?.dialogue.length).toBeLessThan(70_000)
    expect(server.taken).toHaveLength(0)
  })

  it('cannot take what the message needs: failed at once, with the reason', async () => {
    const server = await upstream({ extensions: ['PIPELINING'] })
    test.upstream({ port: server.port })
    await test.send({ message: 'Subject: x\r\n\r\nGrüße\r\n' })
    const eight = await test.until('bob@', ({ status }) => status === 'failed')
    expect(eight.reply).toContain('8BITMIME')
    await test.send({ to: ['jörg@example.test'], message: 'Subject: x\r\n\r\nHi\r\n' })
    const utf8 = await test.until('jörg@', ({ status }) => status === 'failed')
    expect(utf8.reply).toContain('SMTPUTF8')
    await test.send({ to: ['bob2@bücher.example'], message: 'Subject: x\r\n\r\nHi\r\n' })
    await test.until('bob2@', ({ status }) => status === 'delivered')
    expect(server.taken[0]?.recipients[0]).toContain('bob2@xn--bcher-kva.example')
  })
})

describe('the queue', () => {
  it('holds, lets go, cancels and retries by hand, and never sends what was delivered again', async () => {
    const server = await upstream()
    test.upstream({ port: server.port, paused: true })
    await test.send({ to: ['a@example.test', 'b@example.test'] })
    const ids = test.relay.deliveries({ limit: 5 }).items.map(({ id }) => id)
    expect(test.relay.act({ ids }, 'hold')).toBe(2)
    const [b, a] = ids as [number, number]
    expect(test.relay.act({ ids: [a] }, 'cancel')).toBe(1)
    expect(test.relay.act({ ids: [a] }, 'release')).toBe(0)
    expect(test.relay.act({ ids: [b] }, 'release')).toBe(1)
    test.relay.upstreams.update(test.relay.upstreams.list()[0]?.id ?? '', { paused: false })
    await test.until('b@', ({ status }) => status === 'delivered')
    expect(test.relay.act({ ids: [b] }, 'retry')).toBe(0)
    expect(test.relay.act({ ids: [a] }, 'retry')).toBe(1)
    await server.got(2)
    expect(server.taken.map(({ recipients }) => recipients[0])).toEqual(['<b@example.test>', '<a@example.test>'])
  })

  it('survives a day of sleep: what is due is tried, nothing is given up for its age', async () => {
    const server = await upstream({ message: () => '451 4.3.0 Later' })
    test.upstream({ port: server.port, retryAfterSeconds: [3_600, 3_600] })
    await test.send()
    await test.until('bob@', ({ status }) => status === 'deferred')
    server.manners = {}
    test.clockMs = 86_400_000
    const delivery = await test.until('bob@', ({ status }) => status === 'delivered')
    expect(delivery.tries).toBe(2)
  })

  it('a clock that is set back by years does not make it wait for years', async () => {
    const server = await upstream({ message: () => '451 4.3.0 Later' })
    test.upstream({ port: server.port, retryAfterSeconds: [1, 1, 1] })
    await test.send()
    await test.until('bob@', ({ status }) => status === 'deferred')
    server.manners = {}
    test.clockMs = -3 * 365 * 86_400_000
    await test.until('bob@', ({ status }) => status === 'delivered')
  })

  it('a clock that is set back while Sandpost is closed does not make it wait for years', async () => {
    const server = await upstream({ message: () => '451 4.3.0 Later' })
    test.upstream({ port: server.port, retryAfterSeconds: [60] })
    test.clockMs = 3 * 365 * 86_400_000
    await test.send()
    await test.until('bob@', ({ status }) => status === 'deferred')
    server.manners = {}
    await test.close()
    test = openTestRelay(folder.current.path)
    await test.until('bob@', ({ status }) => status === 'delivered')
  })

  it('keeps to the rate of the upstream', async () => {
    const server = await upstream()
    test.upstream({ port: server.port, messagesPerMinute: 3 })
    for (let index = 0; index < 6; index += 1) await test.send({ to: [`user${index}@example.test`] })
    await server.got(3)
    await test.until('user2@', ({ status }) => status === 'delivered')
    await new Promise(setImmediate)
    expect(server.taken).toHaveLength(3)
    expect(test.relay.deliveries({ limit: 10, status: ['queued'] }).total).toBe(3)
  })

  it('a message in circles is refused before it is taken', async () => {
    const server = await upstream()
    test.upstream({ port: server.port })
    const { reply } = await test.send({ message: `${'Received: by loop.test\r\n'.repeat(51)}Subject: x\r\n\r\nHi\r\n` })
    expect(reply).toMatchObject({ code: 554, enhancedCode: '5.4.6' })
  })

  it('a message is kept while somebody has to let it go', async () => {
    const { id } = test.upstream({ port: 1, paused: true })
    const { id: message } = await test.send()
    test.relay.act({ filter: {} }, 'hold')
    expect([...test.relay.needed([message])]).toEqual([message])
    test.relay.upstreams.remove(id)
    expect(test.relay.act({ filter: {} }, 'release')).toBe(0)
    expect(test.relay.act({ filter: {} }, 'cancel')).toBe(1)
    expect([...test.relay.needed([message])]).toEqual([])
  })

  it('removing an upstream holds what waits for it', async () => {
    const { id } = test.upstream({ port: 1, paused: true })
    await test.send()
    test.relay.upstreams.remove(id)
    expect(test.relay.deliveries({ limit: 1 }).items[0]).toMatchObject({ status: 'held', upstreamName: null })
  })
})

it('a delivery that is put off by hand waits for its time, whatever the clock does', async () => {
  const server = await upstream()
  test.upstream({ port: server.port, paused: true })
  await test.send()
  const [delivery] = test.relay.deliveries({ limit: 1 }).items
  const at = Date.now() + 3_600_000
  expect(test.relay.schedule([delivery?.id ?? 0], at)).toBe(1)
  test.relay.upstreams.update(test.relay.upstreams.list()[0]?.id ?? '', { paused: false })
  test.clockMs = -86_400_000
  await new Promise(setImmediate)
  expect(test.relay.deliveries({ limit: 1 }).items[0]).toMatchObject({
    status: 'queued',
    nextTryAt: new Date(at).toISOString(),
  })
  test.clockMs = 3_600_000
  await server.got(1)
})

describe('REQUIRETLS', () => {
  const demanding = () =>
    test.intake.accept({
      bytes: Buffer.from('Subject: x\r\n\r\nHi\r\n'),
      envelope: { mailFrom: { address: 'a@b.test', requiretls: true }, recipients: [{ address: 'bob@example.test' }] },
      identity: { credentialId: 'production', mode: 'production', tags: [], unknownLogin: false },
      session: session(),
      transcript: '',
    })

  it('is passed on to a server that promises it', async () => {
    const made = await makeCertificates(['127.0.0.1'])
    const server = await upstream({ tls: made, extensions: ['REQUIRETLS', '8BITMIME'] })
    test.upstream({ port: server.port, security: 'starttls', ca: made.caPem })
    await demanding()
    const [taken] = await server.got(1)
    expect(taken?.mailFrom).toContain('REQUIRETLS')
  })

  it('fails where it cannot be promised: in clear, not offered, or a certificate that is not checked', async () => {
    const made = await makeCertificates(['127.0.0.1'])
    const server = await upstream({ tls: made, extensions: ['REQUIRETLS'] })
    for (const [index, change] of [
      { security: 'none' as const },
      { security: 'starttls' as const, verifyCertificate: false },
    ].entries()) {
      test.upstream({ port: server.port, bounceMessages: 'none', ...change })
      await demanding()
      const delivery = await test.until(
        'bob@',
        ({ status, messageId }) => status === 'failed' && messageId === index + 1,
      )
      expect(delivery.reply).toMatch(/^550 5\.7\.30/)
    }
    expect(server.taken).toHaveLength(0)
  })
})
