import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RelayError } from '../../../electron/engine/delivery/relayError.ts'
import { hookServer, type HookServer } from '../../support/hookServer.ts'
import { ManualClock } from '../../support/manualClock.ts'
import { makeFolder } from '../../support/store.ts'
import { mailEvent, openWebhookRoom, type WebhookRoom } from '../../support/webhookRoom.ts'

let folder: ReturnType<typeof makeFolder>
let clock: ManualClock
let room: WebhookRoom
let server: HookServer
let status: number
beforeEach(async () => {
  folder = makeFolder()
  clock = new ManualClock()
  room = openWebhookRoom(folder.path, { clock })
  status = 200
  server = await hookServer((response) => response.writeHead(status).end())
})
afterEach(async () => {
  await room.close()
  await server.close()
  folder.remove()
})

function codeOf(work: () => unknown): string | undefined {
  try {
    work()
  } catch (error) {
    return (error as RelayError).code
  }
  return undefined
}

describe('an endpoint', () => {
  it('can be tried out with an event of any kind that its format has, without a message', async () => {
    const { id } = room.create({ url: server.url, format: 'sendgrid' })
    const { id: call } = room.webhooks.endpoints.test(id, 'clicked')
    expect(await room.call(({ status: stands }) => stands === 'delivered', call)).toMatchObject({
      test: true,
      messageId: null,
      type: 'click',
    })
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject([{ event: 'click', url: 'https://example.com/' }])
    expect(codeOf(() => room.webhooks.endpoints.test(id, 'suppressionCreated'))).toBe('BAD_REQUEST')
    room.webhooks.endpoints.update(id, { enabled: false })
    expect(codeOf(() => room.webhooks.endpoints.test(id, 'clicked'))).toBe('CONFLICT')
  })

  it('that is switched off keeps what it was to be told', async () => {
    status = 500
    const { id } = room.create({ url: server.url })
    room.tell(mailEvent())
    await room.call(({ tries }) => tries === 1)
    room.webhooks.endpoints.update(id, { enabled: false })
    status = 200
    clock.advance(3_600_000)
    await new Promise(setImmediate)
    expect(server.requests).toHaveLength(1)
    expect((await room.call(() => true)).nextTryAt).toBeNull()
    room.webhooks.endpoints.update(id, { enabled: true })
    await room.call(({ status: stands }) => stands === 'delivered')
  })

  it('that gets another format gets another secret, and what waited in the old one is given up', async () => {
    status = 500
    const { id, secretHint } = room.create({ url: server.url })
    room.tell(mailEvent())
    await room.call(({ tries }) => tries === 1)
    const changed = room.webhooks.endpoints.update(id, { format: 'ahasend' })
    expect(changed).toMatchObject({ signing: 'rawSecret', secretMissing: false })
    expect(changed.secretHint).not.toBe(secretHint)
    expect(await room.call(() => true)).toMatchObject({ status: 'failed', nextTryAt: null })
    expect(room.webhooks.endpoints.update(id, { format: 'sendgrid' }).publicKey).toMatch(/^MFkw/)
    expect(room.webhooks.endpoints.update(id, { format: 'paubox' })).toMatchObject({
      publicKey: null,
      secretHint: null,
    })
    expect(room.vault.size).toBe(0)
  })

  it('whose secret cannot be had waits without using up its tries, and goes on with a new one', async () => {
    const { id } = room.create({ url: server.url })
    room.vault.clear()
    expect(room.webhooks.endpoints.get(id).secretMissing).toBe(true)
    room.tell(mailEvent())
    await new Promise(setImmediate)
    await new Promise(setImmediate)
    clock.advance(3_600_000)
    await new Promise(setImmediate)
    expect(await room.call(() => true)).toMatchObject({ tries: 0, status: 'waiting' })
    expect(server.requests).toEqual([])
    room.webhooks.endpoints.rotateSecret(id)
    await room.call(({ status: stands }) => stands === 'delivered')
    expect(room.webhooks.endpoints.get(id).secretMissing).toBe(false)
  })

  it('of a locked vault goes on by itself once it is open', async () => {
    const { id } = room.create({ url: server.url })
    const kept = [...room.vault]
    room.vault.clear()
    room.tell(mailEvent())
    await new Promise(setImmediate)
    await new Promise(setImmediate)
    for (const [name, text] of kept) room.vault.set(name, text)
    clock.advance(30_000)
    await room.call(({ status: stands }) => stands === 'delivered')
    expect(room.webhooks.endpoints.get(id).failures).toBe(0)
  })

  it('that is gone is unknown, and its secret with it', () => {
    const { id } = room.create({ url: server.url })
    room.webhooks.endpoints.remove(id)
    for (const work of [
      () => room.webhooks.endpoints.get(id),
      () => room.webhooks.endpoints.remove(id),
      () => room.webhooks.endpoints.rotateSecret(id),
      () => room.webhooks.endpoints.update(id, { name: 'x' }),
    ])
      expect(codeOf(work)).toBe('NOT_FOUND')
    expect(room.vault.size).toBe(0)
  })

  it('beyond the hundredth is refused', () => {
    for (let made = 0; made < 100; made += 1) room.create({ url: server.url, format: 'paubox' })
    expect(codeOf(() => room.create({ url: server.url }))).toBe('CONFLICT')
  })

  it('without a signature has no secret to rotate', () => {
    const { id } = room.create({ url: server.url, format: 'paubox' })
    expect(codeOf(() => room.webhooks.endpoints.rotateSecret(id))).toBe('CONFLICT')
  })

  it('keeps its choice and its counters over a restart', async () => {
    const {
      id,
      secret: _,
      ...made
    } = room.create({ url: server.url, events: ['delivered'], credentialIds: ['credential-1'] })
    room.tell(mailEvent())
    await room.call(({ status: stands }) => stands === 'delivered')
    await room.close()
    room = openWebhookRoom(folder.path, { clock, vault: room.vault })
    expect(room.webhooks.endpoints.list()).toEqual([
      { ...made, id, successes: 1, lastCallAt: expect.any(String) as string },
    ])
  })
})
