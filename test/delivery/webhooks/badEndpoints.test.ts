import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hookServer } from '../../support/hookServer.ts'
import { ManualClock } from '../../support/manualClock.ts'
import { makeFolder } from '../../support/store.ts'
import { mailEvent, openWebhookRoom, type WebhookRoom } from '../../support/webhookRoom.ts'

let folder: ReturnType<typeof makeFolder>
let clock: ManualClock
let room: WebhookRoom
const toClose: (() => unknown)[] = []
beforeEach(() => {
  folder = makeFolder()
  clock = new ManualClock()
  room = openWebhookRoom(folder.path, { clock })
})
afterEach(async () => {
  await room.close()
  for (const close of toClose.splice(0)) await close()
  folder.remove()
})

/** A server that knows no HTTP: it does with each connection what it is told to. */
async function rawServer(treat: (socket: Socket) => void): Promise<{ url: string; server: Server }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    treat(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  toClose.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server }
}

const firstTry = () => room.call(({ tries }) => tries === 1)

describe('an endpoint', () => {
  it('that hangs is left after 15 s, and holds up nobody else', async () => {
    const connected: (() => void)[] = []
    let connections = 0
    const { url } = await rawServer(() => {
      connections += 1
      connected.shift()?.()
    })
    const good = await hookServer()
    toClose.push(good.close)
    const { id: bad } = room.create({ url, name: 'Hangs' })
    room.create({ url: good.url, name: 'Good' })
    const four = new Promise<void>((resolve) =>
      connected.push(
        () => undefined,
        () => undefined,
        () => undefined,
        resolve,
      ),
    )
    room.tell(...Array.from({ length: 20 }, () => mailEvent()))
    await four
    await room.until(() => room.webhooks.calls.list({ status: 'delivered', limit: 1 }).total === 20)
    // Of those to the one that hangs no more than four are under way.
    expect(connections).toBe(4)
    clock.advance(15_000)
    await room.until(() => room.webhooks.endpoints.get(bad).failures >= 4)
    const [tried] = room.webhooks.calls.list({ endpointId: bad, limit: 50 }).items.filter(({ tries }) => tries === 1)
    expect(tried?.lastResult).toBe('There was no answer within 15 s.')
  })

  it('that drips its answer forever is believed in its status', async () => {
    const { url } = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n')
      // Each second a byte, by the clock of the test.
      const drip = () => socket.write('x', () => clock.advance(1_000))
      const timer = setInterval(drip, 10)
      socket.on('close', () => clearInterval(timer))
    })
    room.create({ url })
    room.tell(mailEvent())
    expect(await firstTry()).toMatchObject({ status: 'delivered' })
  })

  it('that drips its headers forever is left', async () => {
    const { url } = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nX-Slow: ', () => clock.advance(15_000))
    })
    room.create({ url })
    room.tell(mailEvent())
    expect((await firstTry()).lastResult).toBe('There was no answer within 15 s.')
  })

  it.each([301, 302, 303, 307, 308])('that redirects with %i is not followed', async (status) => {
    const elsewhere = await hookServer()
    const server = await hookServer((response) => response.writeHead(status, { Location: elsewhere.url }).end())
    toClose.push(elsewhere.close, server.close)
    room.create({ url: server.url })
    room.tell(mailEvent())
    expect(await firstTry()).toMatchObject({
      status: 'waiting',
      lastResult: `HTTP ${status}: redirects are not followed`,
    })
    expect(elsewhere.requests).toEqual([])
  })

  it('that answers with a gigabyte is read for 16 KB', async () => {
    let sent = 0
    const { url } = await rawServer((socket) => {
      const piece = Buffer.alloc(1024 * 1024, 'x')
      const more = () => {
        while (!socket.destroyed && sent < 1_024) {
          sent += 1
          if (!socket.write(piece)) return void socket.once('drain', more)
        }
        return undefined
      }
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${1024 ** 3}\r\n\r\n`)
      more()
    })
    room.create({ url })
    room.tell(mailEvent())
    const call = await firstTry()
    expect(call.status).toBe('delivered')
    expect(call.attempts[0]?.responseBody).toBe('x'.repeat(16 * 1024))
    expect(sent).toBeLessThan(200)
  })

  it.each([
    ['closes at once', (socket: Socket) => socket.end(), 'The connection was closed before an answer came.'],
    ['resets', (socket: Socket) => socket.resetAndDestroy(), 'The connection was closed before an answer came.'],
    ['speaks SMTP', (socket: Socket) => socket.write('220 mail.example.test ESMTP\r\n'), 'Parse Error'],
    [
      'sends headers without end',
      (socket: Socket) => socket.write(`HTTP/1.1 200 OK\r\n${'X-Long: 0123456789\r\n'.repeat(5_000)}`),
      'Header',
    ],
  ])('that %s has failed, with its reason in the log', async (_, treat, says) => {
    const { url } = await rawServer(treat)
    room.create({ url })
    room.tell(mailEvent())
    const call = await firstTry()
    expect(call).toMatchObject({ status: 'waiting', lastResult: expect.stringContaining(says) as string })
    expect(call.attempts).toMatchObject([{ status: null, problem: call.lastResult }])
  })

  it('that wants to speak another protocol has failed', async () => {
    const { url } = await rawServer((socket) =>
      socket.write('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
    )
    room.create({ url })
    room.tell(mailEvent())
    expect(await firstTry()).toMatchObject({ status: 'waiting', lastResult: 'HTTP 101' })
  })

  it('where nobody listens has failed, with that as its reason', async () => {
    const { url, server } = await rawServer(() => undefined)
    server.close()
    await once(server, 'close')
    room.create({ url })
    room.tell(mailEvent())
    expect((await firstTry()).lastResult).toMatch(/^Nothing listens at 127\.0\.0\.1:\d+\.$/)
  })

  it('that speaks HTTP where TLS is wanted has failed', async () => {
    const server = await hookServer()
    toClose.push(server.close)
    room.create({ url: server.url.replace('http:', 'https:') })
    room.tell(mailEvent())
    expect((await firstTry()).status).toBe('waiting')
  })

  it('may answer with any bytes: they are shown as text', async () => {
    const body = Buffer.from([0, 0xff, 0xfe, 0x41, 0x0d, 0x0a, 0xc3])
    const server = await hookServer((response) => response.writeHead(200, { 'X-A': ['1', '2'] }).end(body))
    toClose.push(server.close)
    room.create({ url: server.url })
    room.tell(mailEvent())
    const [attempt] = (await firstTry()).attempts
    expect(attempt?.responseBody).toBe(body.toString('utf8'))
    expect(attempt?.responseHeaders['x-a']).toBe('1, 2')
  })
})

it('what is under way at the end is told at the next start', async () => {
  let reached: () => void = () => undefined
  const connected = new Promise<void>((resolve) => (reached = resolve))
  const { url } = await rawServer(() => reached())
  const { id } = room.create({ url })
  room.tell(mailEvent())
  await connected
  await room.close()

  const server = await hookServer()
  toClose.push(server.close)
  room = openWebhookRoom(folder.path, { clock, vault: room.vault })
  room.webhooks.endpoints.update(id, { url: server.url })
  expect(await room.call(({ status }) => status === 'delivered')).toMatchObject({ tries: 1 })
})
