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

/** A server that waits, and the moment when it is waited for. */
function gate(): { manners: UpstreamManners; reached: Promise<void>; open: (answer: string) => void } {
  const answer = Promise.withResolvers<string>()
  const reached = Promise.withResolvers<void>()
  const message = () => {
    reached.resolve()
    return answer.promise
  }
  return { manners: { message }, reached: reached.promise, open: answer.resolve }
}

describe('while the connection is being made', () => {
  let greet: (greeting: string) => void
  let server: UpstreamServer
  let id: string

  beforeEach(async () => {
    const greeting = Promise.withResolvers<string>()
    greet = greeting.resolve
    server = await upstream({ greeting: greeting.promise })
    id = test.upstream({ port: server.port }).id
    await test.send()
    await test.until('bob@', ({ status }) => status === 'sending')
  })

  it.each<[string, () => unknown]>([
    ['the sandbox is locked', () => (test.locked = true)],
    ['the upstream is paused', () => test.relay.upstreams.update(id, { paused: true })],
  ])('%s: nothing leaves, and no try is lost', async (_, happens) => {
    happens()
    greet('220 upstream.test')
    const delivery = await test.until('bob@', ({ status }) => status === 'queued')
    expect(delivery.tries).toBe(0)
    expect(server.taken).toHaveLength(0)
  })

  it('the upstream gets another host: nothing leaves through the one before', async () => {
    const other = await upstream()
    test.relay.upstreams.update(id, { port: other.port })
    greet('220 upstream.test')
    await other.got(1)
    expect(server.taken).toHaveLength(0)
  })

  it('stopping does not wait for it', async () => {
    const silent = await upstream({ greeting: new Promise<string>(() => undefined) })
    test.relay.upstreams.update(id, { port: silent.port })
    await test.relay.close()
    expect(test.relay.deliveries({ limit: 1 }).items[0]).toMatchObject({ status: 'queued', tries: 0 })
  })
})

describe('while a message is being handed over', () => {
  it.each<[string, { paused: boolean } | { name: string }]>([
    ['paused', { paused: true }],
    ['renamed', { name: 'Another name' }],
  ])('the upstream is %s: it comes to its end, so that nothing is sent twice', async (_, change) => {
    const held = gate()
    const server = await upstream(held.manners)
    const { id } = test.upstream({ port: server.port })
    await test.send()
    await held.reached
    test.relay.upstreams.update(id, change)
    held.open('250 2.0.0 Ok')
    const delivery = await test.until('bob@', ({ tries }) => tries === 1)
    expect(delivery.status).toBe('delivered')
  })

  it('the upstream is removed: what it does not take then is held', async () => {
    const held = gate()
    const server = await upstream(held.manners)
    const { id } = test.upstream({ port: server.port })
    await test.send()
    await held.reached
    test.relay.upstreams.remove(id)
    held.open('451 4.3.0 Later')
    const delivery = await test.until('bob@', ({ status, tries }) => tries === 1 && status !== 'deferred')
    expect(delivery).toMatchObject({ status: 'held', nextTryAt: null })
    expect(delivery.explanation).toContain('was removed')
  })
})
