import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHttpDoor, type HttpDoor, type HttpDoorOptions } from '../../../electron/engine/api/doors/http.ts'
import { WebhookFormat } from '../../../shared/model/webhook.ts'
import { httpRequest } from '../../support/httpRequest.ts'
import { ManualClock } from '../../support/manualClock.ts'
import { makeFolder } from '../../support/store.ts'
import { mailEvent, openWebhookRoom, type WebhookRoom } from '../../support/webhookRoom.ts'

let folder: ReturnType<typeof makeFolder>
let clock: ManualClock
let room: WebhookRoom
let door: HttpDoor
let base: string
beforeEach(async () => {
  folder = makeFolder()
  clock = new ManualClock()
  room = openWebhookRoom(folder.path, { clock, httpUrl: () => base })
  door = await openHttpDoor('127.0.0.1', 0, {
    webhookReceiver: room.webhooks.receiver,
    names: () => [],
    rendererDir: null,
    receive: () =>
      Promise.resolve({ is: 'refused', refusal: { status: 401, code: 'UNAUTHORIZED', message: 'Sign in.' } }),
  } as Partial<HttpDoorOptions> as HttpDoorOptions)
  base = `http://127.0.0.1:${door.port}`
})
afterEach(async () => {
  await room.close()
  await door.close()
  folder.remove()
})

const address = () => room.webhooks.receiver.get().url ?? ''
const received = () => room.webhooks.receiver.calls(1_000)
const post = (url: string, body = '{}', headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body, headers })

describe('the receiver', () => {
  it.each(WebhookFormat.options)(
    'knows the signature of an endpoint of format %s that points to it',
    async (format) => {
      room.create({ url: address(), format, name: 'Mine' })
      room.tell(mailEvent())
      clock.advance(1_000)
      await room.call(({ status }) => status === 'delivered')
      const [call] = received()
      const isSigned = !['paubox', 'elasticemail'].includes(format)
      expect(call).toMatchObject({ verified: isSigned ? true : null, answered: 200 })
      expect(call?.verification).toContain(isSigned ? '"Mine"' : 'no signature that is known')
      expect(call?.method).toBe(format === 'elasticemail' ? 'GET' : 'POST')
      if (format === 'elasticemail') expect(call?.path).toMatch(/^\/\?account=sandpost&.*status=Sent/)
      else expect(call?.body).toContain('ann@example.org')
    },
  )

  it('says what is wrong with a signature', async () => {
    const { secret } = room.create({ url: address(), name: 'Mine' })
    room.create({ url: address(), name: 'Signs otherwise', format: 'sendgrid' })
    room.create({ url: 'http://127.0.0.1:1/', name: 'Points elsewhere' })
    room.tell(mailEvent())
    clock.advance(1_000)
    await room.until(() => received().length === 2)
    const right = received().find(({ headers }) => headers['webhook-id'] !== undefined)
    const headers = right?.headers ?? {}
    const signature = {
      'webhook-id': headers['webhook-id'] ?? '',
      'webhook-timestamp': headers['webhook-timestamp'] ?? '',
      'webhook-signature': headers['webhook-signature'] ?? '',
    }
    const judged = async (body: string, more: Record<string, string>) => {
      await post(address(), body, more)
      const { verified, verification } = received()[0] ?? {}
      return `${verified}: ${verification}`
    }
    const body = right?.body ?? ''
    expect(await judged(body, signature)).toMatch(/^true/)
    expect(await judged(`${body} `, signature)).toBe('false: HMAC-SHA256: it fits no endpoint that points here.')
    expect(await judged(body, { ...signature, 'webhook-id': '' })).toMatch(/^false/)
    expect(await judged(body, { 'webhook-signature': 'v1,' })).toMatch(/^false: .*missing or not right/)
    expect(await judged(body, { ...signature, 'webhook-timestamp': 'now' })).toMatch(/^false: .*missing or not right/)
    for (const garbage of ['', 'not base64', 'MEUCIQ=='])
      expect(await judged(body, { 'X-Twilio-Email-Event-Webhook-Signature': garbage })).toMatch(/^false: ECDSA/)
    clock.advance(6 * 60_000)
    expect(await judged(body, signature)).toMatch(/^false: .*five minutes/)
    expect(secret).not.toBeNull()
    room.vault.clear()
    expect(await judged(body, signature)).toMatch(/^null: .*Unlock the vault/)
  })

  it('answers as it was told to, after as long as it was told to, so that retries can be tried out', async () => {
    room.webhooks.receiver.put({ status: 503, delayMs: 5_000 })
    room.create({ url: address() })
    room.tell(mailEvent())
    await new Promise<void>((resolve) => {
      const look = () => (received().length === 1 ? resolve() : void setImmediate(look))
      look()
    })
    expect((await room.call(() => true)).tries).toBe(0)
    clock.advance(5_000)
    expect(await room.call(({ tries }) => tries === 1)).toMatchObject({ lastResult: 'HTTP 503' })

    await room.close()
    room = openWebhookRoom(folder.path, { clock, vault: room.vault, httpUrl: () => base })
    expect(room.webhooks.receiver.get().answer).toEqual({ status: 503, delayMs: 5_000 })
  })

  it.each([200, 204, 302, 304, 410, 599])('can answer %i', async (status) => {
    room.webhooks.receiver.put({ status, delayMs: 0 })
    expect((await fetch(address(), { redirect: 'manual' })).status).toBe(status)
  })

  it('takes any method below its address, without a sign-in, and nothing beside it', async () => {
    const path = new URL(address()).pathname
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])
      expect((await httpRequest(base, { method, path: `${path}/below?a=b` })).status).toBe(200)
    expect(received().map(({ method }) => method)).toEqual(['HEAD', 'OPTIONS', 'PATCH', 'DELETE', 'PUT', 'GET'])
    expect(received()[0]?.path).toBe('/below?a=b')
    for (const wrong of [
      `${path}x`,
      path.slice(0, -1),
      '/webhook-receiver/',
      '/webhook-receiver/x',
      `/webhook-receiver/..${path}`,
    ])
      expect((await httpRequest(base, { method: 'POST', path: wrong })).status).toBe(404)
    expect(received()).toHaveLength(6)
    expect(path).toMatch(/^\/webhook-receiver\/[A-Za-z0-9_-]{22}$/)
  })

  it('is not for other web pages, nor for names that are not ours (DNS rebinding)', async () => {
    const path = new URL(address()).pathname
    const foreign = { host: 'evil.example.test' }
    expect((await httpRequest(base, { method: 'POST', path, headers: foreign })).status).toBe(403)
    const page = { origin: 'https://evil.example.test' }
    expect((await httpRequest(base, { method: 'POST', path, headers: page })).status).toBe(403)
    expect(received()).toEqual([])
  })

  it('keeps 256 KB of a body, takes up to 1 MB, and refuses more', async () => {
    await post(address(), 'x'.repeat(1024 * 1024))
    expect(received()[0]?.body.length).toBe(256 * 1024)
    expect((await post(address(), 'x'.repeat(1024 * 1024 + 1))).status).toBe(413)
    expect(received()).toHaveLength(1)
  })

  it('keeps no cookie and no login that a request carried', async () => {
    await post(address(), '{}', { cookie: 'sandpost_8025=abc', authorization: 'Bearer spk_secret' })
    expect(received()[0]?.headers).toMatchObject({ cookie: '***', authorization: '***' })
  })

  it('keeps the newest thousand, until they are cleared', async () => {
    const { receiver } = room.webhooks
    const request = { method: 'POST', path: '/', headers: {}, body: Buffer.from('x') }
    for (let sent = 1; sent <= 1_005; sent += 1) await receiver.receive({ ...request, path: `/${sent}` })
    expect(received()).toHaveLength(1_000)
    expect(received().map(({ path }) => path)).toEqual(Array.from({ length: 1_000 }, (_, index) => `/${1_005 - index}`))
    receiver.clear()
    expect(received()).toEqual([])
  })

  it('has no address while the HTTP door is closed, and the same one after a restart', async () => {
    const before = address()
    await room.close()
    room = openWebhookRoom(folder.path, { clock, httpUrl: () => base })
    expect(address()).toBe(before)
    await room.close()
    room = openWebhookRoom(folder.path, { clock })
    expect(room.webhooks.receiver.get().url).toBeNull()
  })

  it('lets go of who waits for its answer when the engine stops', async () => {
    room.webhooks.receiver.put({ status: 200, delayMs: 120_000 })
    const answered = room.webhooks.receiver.receive({ method: 'POST', path: '/', headers: {}, body: Buffer.alloc(0) })
    await room.webhooks.close()
    expect(await answered).toEqual({ status: 200 })
  })
})
