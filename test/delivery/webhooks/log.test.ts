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
