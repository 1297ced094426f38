import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RelayError } from '../../../electron/engine/delivery/relayError.ts'
import type { Webhooks } from '../../../electron/engine/delivery/webhooks/open.ts'
import { WebhookFormat } from '../../../shared/model/webhook.ts'
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

describe('the log', () => {
  it('lists calls by endpoint, status and message, in pages', async () => {
    const { id: one } = room.create({ url: server.url, name: 'One' })
    const { id: two } = room.create({ url: server.url, name: 'Two' })
    for (let messageId = 1; messageId <= 5; messageId += 1) room.tell(mailEvent({ messageId }))
    const list: Webhooks['calls']['list'] = (request) => room.webhooks.calls.list(request)
    await room.until(() => list({ status: 'delivered', limit: 1 }).total === 10)
    expect(list({ endpointId: one, limit: 50 })).toMatchObject({ total: 5, nextCursor: null })
    expect(
      list({ messageId: 3, limit: 50 })
        .items.map(({ endpointName }) => endpointName)
        .toSorted(),
    ).toEqual(['One', 'Two'])
    const first = list({ limit: 4 })
    const second = list({ limit: 4, cursor: first.nextCursor ?? undefined })
    const third = list({ limit: 4, cursor: second.nextCursor ?? undefined })
    const ids = [first, second, third].flatMap(({ items }) => items.map(({ id }) => id))
    expect(ids).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
    expect(third.nextCursor).toBeNull()
    expect(codeOf(() => list({ limit: 4, cursor: 'x' }))).toBe('BAD_REQUEST')

    room.webhooks.endpoints.remove(two)
    expect(list({ limit: 50 }).total).toBe(5)
    expect(codeOf(() => room.webhooks.calls.get(2))).toBe('NOT_FOUND')
    clock.advance(5 * 60_000)
    expect(count('webhook_calls')).toBe(5)
    expect(count('webhook_attempts')).toBe(5)
    expect(count('webhook_events')).toBe(5)
  })

  it('has request and answer of every attempt', async () => {
    const { id } = room.create({ url: server.url })
    room.tell(mailEvent())
    const call = await room.call(({ status: stands }) => stands === 'delivered')
    const [request] = server.requests
    expect(call).toMatchObject({ endpointId: id, method: 'POST', url: server.url, body: request?.body, test: false })
    const sent = call.attempts[0]?.requestHeaders ?? {}
    expect(sent).toMatchObject({ 'Content-Type': 'application/json', 'webhook-id': call.eventId })
    for (const [name, value] of Object.entries(sent)) expect(request?.headers[name.toLowerCase()]).toBe(value)
  })

  it('knows what is due, and the newest, by lookups', () => {
    const plan = (sql: string) =>
      room.db
        .query<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map(({ detail }) => detail)
        .join('; ')
    const due = plan(
      `SELECT * FROM webhook_calls WHERE endpoint = 'a' AND status = 'waiting' AND next_try_at <= 1 ORDER BY next_try_at, id LIMIT 4`,
    )
    expect(due).toContain('webhook_calls_due (endpoint=? AND next_try_at<?)')
    expect(due).not.toContain('TEMP B-TREE')
    expect(plan(`SELECT * FROM webhook_calls WHERE endpoint = 'a' AND gathering = 1`)).toContain(
      'webhook_calls_gathering',
    )
    expect(plan('SELECT id FROM webhook_events WHERE message IN (1, 2) AND forgotten = 0')).toContain(
      'webhook_events_message',
    )
  })

  it('keeps 20,000 calls that came to their end, and all that wait', () => {
    const { id } = room.create({ url: server.url, enabled: false })
    const insert = room.db.command(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20500)
        INSERT INTO webhook_calls (endpoint, format, event_id, type, size, gathering, status, tries, created_at, scheduled_at, next_try_at, test)
        SELECT ?, 'sandpost', 'e' || i, 't', 1, 0, iif(i <= 100, 'waiting', 'delivered'), 0, ?, ?, ?, 0 FROM n`,
    )
    room.db.transaction(() => insert.run(id, clock.now(), clock.now(), clock.now()))
    clock.advance(6 * 60_000)
    expect(count('webhook_calls')).toBe(20_100)
    clock.set(clock.now() + 31 * 86_400_000)
    clock.advance(6 * 60_000)
    expect(count('webhook_calls')).toBe(100)
  })

  it('forgets messages that are gone for good; what is still to be told of them is told first', async () => {
    room.create({ url: server.url })
    room.tell(mailEvent({ messageId: 1 }))
    await room.call(({ status: stands }) => stands === 'delivered')
    status = 500
    room.tell(mailEvent({ messageId: 2 }))
    await room.call(({ tries }) => tries === 1)
    room.webhooks.forgetMessages([1, 2, 3])
    expect(room.webhooks.calls.list({ limit: 5 }).items.map(({ messageId }) => messageId)).toEqual([2])
    status = 200
    clock.advance(6_000)
    await room.until(() => server.requests.length === 3)
    expect(['webhook_calls', 'webhook_events', 'webhook_attempts'].map(count)).toEqual([0, 0, 0])
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

it('no secret is in a byte of mail.db, nor in what is shown afterwards', async () => {
  const secrets: string[] = []
  for (const format of WebhookFormat.options) {
    const { id, secret } = room.create({ url: server.url, format })
    if (secret !== null) secrets.push(secret, room.webhooks.endpoints.rotateSecret(id).secret ?? '')
  }
  for (const kept of room.vault.values()) {
    const { secret } = JSON.parse(kept) as { secret: string }
    secrets.push(...secret.split('\n').filter((line) => line !== '' && !line.startsWith('-----')))
  }
  room.tell(mailEvent())
  clock.advance(1_000)
  await room.until(() => room.webhooks.calls.list({ status: 'delivered', limit: 1 }).total === 5)
  room.db.checkpoint()
  const shown = JSON.stringify([
    room.webhooks.endpoints.list(),
    ...room.webhooks.calls.list({ limit: 10 }).items.map(({ id }) => room.webhooks.calls.get(id)),
  ])
  const bytes = ['mail.db', 'mail.db-wal'].map((name) => readFileSync(join(folder.path, name), 'latin1')).join('')
  expect(secrets.length).toBeGreaterThan(5)
  for (const secret of secrets) {
    expect(bytes).not.toContain(secret)
    expect(bytes).not.toContain(secret.replace(/^(whsec_|aha-whsec-)/, ''))
    expect(shown).not.toContain(secret)
  }
})
