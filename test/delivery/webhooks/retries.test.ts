import { Webhook } from 'standardwebhooks'
import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formats } from '../../../electron/engine/delivery/webhooks/formats/index.ts'
import { hookServer, type HookServer } from '../../support/hookServer.ts'
import { ManualClock } from '../../support/manualClock.ts'
import { makeFolder } from '../../support/store.ts'
import { mailEvent, openWebhookRoom, type WebhookRoom } from '../../support/webhookRoom.ts'

let folder: ReturnType<typeof makeFolder>
let clock: ManualClock
let room: WebhookRoom
let server: HookServer
let answer: (response: ServerResponse) => void
beforeEach(async () => {
  folder = makeFolder()
  clock = new ManualClock()
  room = openWebhookRoom(folder.path, { clock, random: () => 0 })
  answer = (response) => response.writeHead(500).end('no')
  server = await hookServer((response) => answer(response))
})
afterEach(async () => {
  await room.close()
  await server.close()
  folder.remove()
})

const seconds = (from: number | string | null) => Math.round((Date.parse(String(from)) - clock.now()) / 1_000)

describe('a call that fails', () => {
  it('is made ten times within four days by Standard Webhooks, each with the same id and body and its own time', async () => {
    const { secret } = room.create({ url: server.url })
    room.tell(mailEvent())
    const waits: number[] = []
    for (let tries = 1; tries < 10; tries += 1) {
      const { nextTryAt, status, lastResult } = await room.call((call) => call.tries === tries)
      expect({ status, lastResult }).toEqual({ status: 'waiting', lastResult: 'HTTP 500' })
      waits.push(seconds(nextTryAt))
      clock.advance(Date.parse(String(nextTryAt)) - clock.now())
    }
    const last = await room.call(({ tries }) => tries === 10)
    expect(last).toMatchObject({ status: 'failed', nextTryAt: null })
    expect(last.attempts).toHaveLength(10)
    expect(waits).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400])

    const { requests } = server
    expect(new Set(requests.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([last.eventId]))
    expect(new Set(requests.map(({ body }) => body)).size).toBe(1)
    expect(new Set(requests.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(10)
    const [first] = requests
    new Webhook(secret ?? '').verify(first?.body ?? '', first?.headers as Record<string, string>)
  })

  it('is made six times in 16 minutes by AhaSend: after 1, 16, 81, 256 and 625 s', async () => {
    room.create({ url: server.url, format: 'ahasend' })
    await room.close()
    room = openWebhookRoom(folder.path, { clock, random: () => 0.5, vault: room.vault })
    room.tell(mailEvent())
    const waits: number[] = []
    for (let tries = 1; tries < 6; tries += 1) {
      const { nextTryAt } = await room.call((call) => call.tries === tries)
      waits.push(seconds(nextTryAt))
      clock.advance(Date.parse(String(nextTryAt)) - clock.now())
    }
    expect((await room.call(({ tries }) => tries === 6)).status).toBe('failed')
    expect(waits).toEqual([1, 16, 81, 256, 625])
  })

  it('is not made again by Paubox', async () => {
    room.create({ url: server.url, format: 'paubox' })
    room.tell(mailEvent())
    expect(await room.call(({ tries }) => tries === 1)).toMatchObject({ status: 'failed', nextTryAt: null })
  })

  it('is taken in the end', async () => {
    const { id } = room.create({ url: server.url })
    room.tell(mailEvent())
    await room.call(({ tries }) => tries === 1)
    expect(room.webhooks.endpoints.get(id)).toMatchObject({ successes: 0, failures: 1, failuresInARow: 1 })
    answer = (response) => response.writeHead(204).end()
    clock.advance(5_000)
    const call = await room.call(({ status }) => status === 'delivered')
    expect(call.attempts.map(({ status, responseBody }) => ({ status, responseBody }))).toEqual([
      { status: 500, responseBody: 'no' },
      { status: 204, responseBody: '' },
    ])
    expect(room.webhooks.endpoints.get(id)).toMatchObject({ successes: 1, failures: 1, failuresInARow: 0 })
  })

  it('waits as SendGrid and Elastic Email do: longer each time, and not beyond a day', () => {
    for (const name of ['sendgrid', 'elasticemail'] as const) {
      const waits: number[] = []
      for (let tries = 1; ; tries += 1) {
        const wait = formats[name].wait(tries, 0)
        if (wait === null) break
        waits.push(wait)
      }
      expect(waits).toEqual(waits.toSorted((one, other) => one - other))
      expect(waits.reduce((sum, wait) => sum + wait)).toBeLessThan(24 * 3_600_000)
    }
  })

  it('comes back within ten percent of its time, so that many do not come at once', () => {
    expect([0, 1].map((random) => formats.ahasend.wait(3, random))).toEqual([72_900, 89_100])
    expect([0, 1].map((random) => formats.sandpost.wait(1, random))).toEqual([5_000, 5_500])
  })
})

describe('an endpoint', () => {
  it('that answers 200 to Elastic Email has taken it, one that answers 204 has not', async () => {
    answer = (response) => response.writeHead(204).end()
    room.create({ url: server.url, format: 'elasticemail' })
    room.tell(mailEvent())
    expect(await room.call(({ tries }) => tries === 1)).toMatchObject({
      status: 'waiting',
      lastResult: 'HTTP 204: only 200 counts',
    })
    answer = (response) => response.end()
    clock.advance(60_000)
    await room.call(({ status }) => status === 'delivered')
  })

  it('that says 410 is switched off, with a notice that goes when it is switched on', async () => {
    answer = (response) => response.writeHead(410).end()
    const { id } = room.create({ url: server.url })
    room.tell(mailEvent())
    expect(await room.call(({ status }) => status === 'failed')).toMatchObject({ tries: 1, nextTryAt: null })
    expect(room.webhooks.endpoints.get(id)).toMatchObject({
      enabled: false,
      disabledBecause: expect.stringContaining('410') as string,
    })
    expect(room.notices.list()).toMatchObject([{ title: 'A webhook endpoint was switched off' }])
    room.tell(mailEvent())
    expect(room.webhooks.calls.list({ limit: 5 }).total).toBe(1)

    // The notice is there again after a restart.
    await room.close()
    room = openWebhookRoom(folder.path, { clock, vault: room.vault })
    expect(room.notices.list()).toHaveLength(1)
    room.webhooks.endpoints.update(id, { enabled: true })
    expect(room.webhooks.endpoints.get(id)).toMatchObject({ enabled: true, disabledBecause: null })
    expect(room.notices.list()).toEqual([])
  })

  it.each([
    ['ahasend', 100],
    ['elasticemail', 1_000],
  ] as const)(
    'of %s is switched off after %i failures in a row, and what waits goes on once it is on again',
    async (format, most) => {
      const { id } = room.create({ url: server.url, format })
      room.tell(...Array.from({ length: most + 5 }, () => mailEvent()))
      // Failing endpoints are asked one at a time, with a pause; the clock is led through it.
      while (room.webhooks.endpoints.get(id).enabled) {
        const before = room.webhooks.endpoints.get(id).failures
        clock.advance(100)
        await room.until(() => room.webhooks.endpoints.get(id).failures > before)
        await new Promise(setImmediate)
        await new Promise(setImmediate)
      }
      const off = room.webhooks.endpoints.get(id)
      expect(off).toMatchObject({
        failuresInARow: most,
        disabledBecause: expect.stringContaining(String(most)) as string,
      })
      const { total } = room.webhooks.calls.list({ status: 'waiting', limit: 1 })
      expect(total).toBeGreaterThan(0)
      expect(room.webhooks.calls.list({ status: 'waiting', limit: 1 }).items[0]?.nextTryAt).toBeNull()

      answer = (response) => response.end()
      room.webhooks.endpoints.update(id, { enabled: true })
      clock.advance(24 * 3_600_000)
      await room.until(() => room.webhooks.calls.list({ status: 'waiting', limit: 1 }).total === 0)
    },
    60_000,
  )

  it.each([
    [429, { 'Retry-After': '120' }, 120],
    [503, { 'Retry-After': '90' }, 90],
    [500, { 'Retry-After': '60' }, 60],
    [429, { 'Retry-After': '999999999' }, 86_400],
    [429, { 'Retry-After': 'soon' }, 5],
    [429, { 'Retry-After': '-5' }, 5],
  ])('that answers %i with %o is tried again after %i s', async (status, headers, wanted) => {
    answer = (response) => response.writeHead(status, headers).end()
    room.create({ url: server.url })
    room.tell(mailEvent())
    const { nextTryAt } = await room.call(({ tries }) => tries === 1)
    expect(seconds(nextTryAt)).toBe(wanted)
  })

  it('that names a date to come back is tried again then', async () => {
    const date = new Date(clock.now() + 600_000)
    answer = (response) => response.writeHead(503, { 'Retry-After': date.toUTCString() }).end()
    room.create({ url: server.url })
    room.tell(mailEvent())
    const { nextTryAt } = await room.call(({ tries }) => tries === 1)
    expect(Math.abs(Date.parse(String(nextTryAt)) - date.getTime())).toBeLessThanOrEqual(1_000)
  })

  it.each([429, 502, 504])('that answers %i is left alone for a while, also with what is new', async (status) => {
    answer = (response) => response.writeHead(status, status === 429 ? { 'Retry-After': '30' } : {}).end()
    room.create({ url: server.url })
    room.tell(mailEvent())
    await room.call(({ tries }) => tries === 1)
    room.tell(mailEvent())
    const { id } = await room.call(({ status: stands }) => stands === 'waiting')
    await new Promise(setImmediate)
    await new Promise(setImmediate)
    expect(server.requests).toHaveLength(1)
    answer = (response) => response.end()
    clock.advance(30_000)
    await room.call(({ status: stands }) => stands === 'delivered', id)
  })
})

describe('time', () => {
  it('that went on while the machine slept is noticed, and what is due is made once', async () => {
    room.create({ url: server.url })
    room.tell(mailEvent())
    await room.call(({ tries }) => tries === 1)
    answer = (response) => response.end()
    // A day passes without a timer having run; then the next short one does.
    clock.set(clock.now() + 86_400_000)
    clock.advance(30_000)
    expect((await room.call(({ status }) => status === 'delivered')).tries).toBe(2)
  })

  it('that is set back by years keeps nothing waiting for years', async () => {
    room.create({ url: server.url })
    room.tell(mailEvent())
    await room.call(({ tries }) => tries === 1)
    await new Promise(setImmediate)
    clock.set(clock.now() - 10 * 365 * 86_400_000)
    answer = (response) => response.end()
    // Noticed with the next timer, the wait of 5 s begins anew.
    clock.advance(5_000)
    await new Promise(setImmediate)
    await new Promise(setImmediate)
    clock.advance(5_000)
    await room.call(({ status }) => status === 'delivered')
  })

  it('that was set back between two runs keeps nothing waiting either', async () => {
    room.create({ url: server.url })
    room.tell(mailEvent())
    await room.call(({ tries }) => tries === 1)
    await room.close()
    clock = new ManualClock(clock.now() - 365 * 86_400_000)
    room = openWebhookRoom(folder.path, { clock, vault: room.vault })
    expect(seconds((await room.call(() => true)).nextTryAt)).toBe(5)
  })
})
