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
const count = (table: string) => room.db.values<number>(`SELECT count(*) FROM ${table}`).get()

describe('an event', () => {
  it('is told with the transaction that it is part of, or not at all', async () => {
    room.create({ url: server.url })
    expect(() =>
      room.db.transaction(() => {
        room.webhooks.tell(mailEvent())
        throw new Error('the disk is full')
      }),
    ).toThrow('the disk is full')
    expect(count('webhook_calls')).toBe(0)
    room.tell(mailEvent({ messageId: 8 }))
    expect((await room.call(({ status: stands }) => stands === 'delivered')).messageId).toBe(8)
    expect(server.requests).toHaveLength(1)
  })

  it('writes nothing where nobody wants it', () => {
    room.create({ url: server.url, events: ['bounced'], name: 'Others' })
    room.create({ url: server.url, enabled: false, name: 'Off' })
    room.create({ url: server.url, credentialIds: ['another'], name: 'Of another' })
    room.create({ url: server.url, format: 'paubox', events: ['received'], name: 'Has no such event' })
    room.tell(mailEvent(), mailEvent({ type: 'received' }), mailEvent({ credentialId: null }))
    expect(count('webhook_calls')).toBe(0)
  })

  it('is told to each who chose it, once, also when it was chosen twice', async () => {
    room.create({ url: server.url, events: ['delivered', 'delivered'] })
    room.create({ url: server.url, credentialIds: ['credential-1', 'another'] })
    room.tell(mailEvent())
    await room.until(() => room.webhooks.calls.list({ status: 'delivered', limit: 5 }).total === 2)
    expect(count('webhook_calls')).toBe(2)
  })

  it('is announced, many at once', async () => {
    room.create({ url: server.url })
    clock.advance(250)
    const before = room.changes.length
    room.tell(...Array.from({ length: 50 }, () => mailEvent()))
    await room.until(() => room.webhooks.calls.list({ status: 'delivered', limit: 1 }).total === 50)
    clock.advance(250)
    expect(room.changes.slice(before)).toEqual([{ type: 'webhooksChanged' }])
  })
})

describe('replay', () => {
  it('tells what was told once more, under the same id', async () => {
    room.create({ url: server.url })
    room.tell(mailEvent())
    const first = await room.call(({ status: stands }) => stands === 'delivered')
    const again = room.webhooks.calls.replay(first.id)
    expect(again).toMatchObject({ eventId: first.eventId, status: 'waiting', tries: 0, messageId: 7 })
    await room.call(({ status: stands }) => stands === 'delivered', again.id)
    const [one, other] = server.requests
    expect(other?.body).toBe(one?.body)
    expect(other?.headers['webhook-id']).toBe(one?.headers['webhook-id'])
  })

  it('tries what waits at once instead of making another', async () => {
    status = 500
    room.create({ url: server.url })
    room.tell(mailEvent())
    const { id } = await room.call(({ tries }) => tries === 1)
    status = 200
    expect(room.webhooks.calls.replay(id).id).toBe(id)
    expect((await room.call(({ status: stands }) => stands === 'delivered')).tries).toBe(2)
  })

  it('is refused where it cannot be done', async () => {
    const { id: endpoint } = room.create({ url: server.url })
    room.tell(mailEvent())
    const { id } = await room.call(({ status: stands }) => stands === 'delivered')
    room.webhooks.endpoints.update(endpoint, { enabled: false })
    expect(codeOf(() => room.webhooks.calls.replay(id))).toBe('CONFLICT')
    room.webhooks.endpoints.update(endpoint, { enabled: true, format: 'paubox' })
    expect(codeOf(() => room.webhooks.calls.replay(id))).toBe('CONFLICT')
    expect(codeOf(() => room.webhooks.calls.replay(999))).toBe('NOT_FOUND')
  })
})
