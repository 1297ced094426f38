import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestRelay, type TestRelay } from '../support/relay.ts'
import { makeFolder } from '../support/store.ts'
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

const suppressed = () => test.relay.suppressions({ search: '', limit: 10 }).items

describe('an address is not put on the suppression list', () => {
  it.each<[string, UpstreamManners]>([
    [
      'when the message is refused',
      { message: () => '550 The from address does not match a verified Sender Identity' },
    ],
    ['when the sender is refused', { mail: () => '550 5.1.1 Who are you?' }],
  ])('%s', async (_, manners) => {
    const server = await upstream(manners)
    test.upstream({ port: server.port })
    await test.send()
    await test.until('bob@', ({ status }) => status === 'bounced')
    expect(suppressed()).toEqual([])
  })

  it('when the server was down until the last try', async () => {
    const server = await upstream({ data: null })
    test.upstream({ port: server.port, retryAfterSeconds: [1] })
    await test.send()
    await test.until('bob@', ({ tries }) => tries === 1)
    const [one] = test.relay.deliveries({ limit: 1 }).items
    test.relay.upstreams.resume(one?.upstreamId ?? '')
    test.relay.act({ ids: [one?.id ?? 0] }, 'retry')
    await test.until('bob@', ({ status }) => status === 'failed')
    expect(suppressed()).toEqual([])
  })
})

it('a message that is too large for the server fails alone: the others do not wait', async () => {
  const server = await upstream({ extensions: ['SIZE 1000'] })
  const { id } = test.upstream({ port: server.port, connections: 1 })
  await test.send({ to: ['large@example.test'], message: `Subject: x\r\n\r\n${'long\r\n'.repeat(500)}` })
  await test.until('large@', ({ status }) => status === 'failed')
  expect(test.relay.upstreams.get(id).problem).toBeNull()
  await test.send()
  await test.until('bob@', ({ status }) => status === 'delivered')
  expect(server.connections).toBe(1)
})

it('“too many” at RCPT makes everything go slower', async () => {
  const server = await upstream({ rcpt: () => '450 4.7.28 Too many messages from you' })
  const { id } = test.upstream({ port: server.port })
  await test.send()
  await test.until('bob@', ({ status }) => status === 'deferred')
  expect(test.relay.upstreams.get(id).problem).toMatchObject({ is: 'busy' })
})

it('a refused login stands, though another connection still carries mail', async () => {
  const answer = Promise.withResolvers<string>()
  const server = await upstream({ auth: () => '235 Ok', message: () => answer.promise })
  const { id } = test.upstream({
    port: server.port,
    login: { is: 'password', username: 'ann' },
    secrets: { password: 'correct' },
  })
  await test.send({ to: ['first@example.test'] })
  await test.until('first@', ({ status }) => status === 'sending')
  while (server.logins < 1) await new Promise(setImmediate)
  server.manners.auth = () => '535 5.7.8 No'
  await test.send({ to: ['second@example.test'] })
  while (test.relay.upstreams.get(id).problem?.is !== 'login') await new Promise(setImmediate)
  answer.resolve('250 Ok')
  await test.until('first@', ({ status }) => status === 'delivered')
  expect(test.relay.upstreams.get(id).problem?.is).toBe('login')
  expect(server.logins).toBe(2)
})

it('a server that falls away before its answer may have the message, however long the dialogue was', async () => {
  const server = await upstream({ message: () => null, rcpt: () => `250 2.1.5 ${'x'.repeat(100)}` })
  test.upstream({ port: server.port, recipientsPerMessage: 1_000 })
  await test.send({ to: Array.from({ length: 600 }, (_, index) => `bob${index}@example.test`) })
  const delivery = await test.until('bob599@', ({ tries }) => tries === 1)
  expect(delivery.explanation).toContain('may have taken it')
  // Each of them keeps the dialogue: together no more than a message would be.
  const kept = test.db.values<number>('SELECT sum(length(dialogue)) FROM attempts').get() ?? 0
  expect(kept).toBeLessThan(600 * 1_024)
  expect(delivery.attempts[0]?.dialogue).toMatch(/^S: 220[^]*S: 354 Go$/)
})
