import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { DeliveryAttempt } from '../../shared/model/delivery.ts'
import { keptConnection } from '../support/sendSmtp.ts'
import { removeFolder, startHost, temporaryFolder, type TestHost } from '../support/testHost.ts'
import { startUpstream, type UpstreamServer } from '../support/upstreamServer.ts'

/** Messages the upstream has taken in a round when the host is killed: different moments of sending each time. */
const enough = [1, 7, 20, 3, 40, 12, 60, 2, 25, 9]
const clients = 4

const folder = temporaryFolder()
let host: TestHost
let upstream: UpstreamServer
let login: { user: string; pass: string }
const answered = new Set<string>()

beforeAll(async () => {
  // A turn of the event loop between DATA and its 250, so that there is a moment to be killed in.
  upstream = await startUpstream({
    message: (queued) => new Promise((resolve) => setTimeout(() => resolve(`250 2.0.0 Ok: queued as ${queued}`), 2)),
  })
  host = await startHost(folder)
  const post = async (path: string, body: unknown, method = 'POST') => {
    const response = await host.rest(path, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
    expect(response.ok, await response.clone().text()).toBe(true)
    return (await response.json()) as { id: string; username: string; password: string }
  }
  const { id } = await post('/upstreams', { name: 'Sink', host: '127.0.0.1', port: upstream.port, security: 'none' })
  await post('/routes', { otherwise: { is: 'relay', upstreamId: id } }, 'PUT')
  await post('/sandbox-lock', { locked: false }, 'PUT')
  const { username, password } = await post('/smtp-credentials', { name: 'app', mode: 'production' })
  login = { user: username, pass: password }
})
afterAll(async () => {
  await host.stop()
  await upstream.close()
  removeFolder(folder)
})

async function sendUntilKilled(port: number): Promise<void> {
  const transport = keptConnection(port, login)
  try {
    for (;;) {
      const token = randomBytes(12).toString('hex')
      const raw = `Subject: ${token}\r\nFrom: a@example.test\r\nTo: b@example.test\r\n\r\nHello\r\n`
      await transport.sendMail({ envelope: { from: 'a@example.test', to: 'b@example.test' }, raw })
      answered.add(token)
    }
  } catch {
    // The host was killed in the middle: this message was not answered.
  } finally {
    transport.close()
  }
}

it(
  `what was answered 250 arrives at the upstream, once but for the moment SMTP leaves open, after ${enough.length} times SIGKILL`,
  { timeout: 180_000 },
  async () => {
    for (const limit of enough) {
      const target = upstream.taken.length + limit
      const sending = Promise.all(Array.from({ length: clients }, () => sendUntilKilled(host.smtpPort)))
      await upstream.got(target)
      await host.kill()
      await sending
      host = await startHost(folder)
    }
    type List = { items: { id: number; messageId: number; subject: string }[]; total: number }
    for (;;) {
      const waiting = (await (await host.rest('/deliveries?status=queued,deferred,sending')).json()) as List
      if (waiting.total === 0) break
      // The last one may arrive before its row says so: the host is asked again.
      await sleep(50)
    }

    const arrivals = new Map<string, number>()
    for (const { bytes } of upstream.taken) {
      const token = /^Subject: (\w+)/m.exec(bytes.toString('latin1'))?.[1] ?? ''
      arrivals.set(token, (arrivals.get(token) ?? 0) + 1)
    }
    expect(answered.size).toBeGreaterThan(enough.length)
    for (const token of answered) expect(arrivals.get(token) ?? 0, token).toBeGreaterThanOrEqual(1)

    // A message arrived twice only where the record says that a try was cut off.
    const twice = [...arrivals].filter(([, count]) => count > 1)
    for (const [token, count] of twice) {
      const found = (await (await host.rest(`/deliveries?search=${token}`)).json()) as List
      const detail = (await (await host.rest(`/deliveries/${found.items[0]?.id}`)).json()) as {
        attempts: DeliveryAttempt[]
      }
      const interrupted = detail.attempts.filter(({ outcome }) => outcome === 'interrupted').length
      expect(count, token).toBeLessThanOrEqual(1 + interrupted)
    }
    expect(twice.length).toBeLessThanOrEqual(enough.length * 4)
  },
)
