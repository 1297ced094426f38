import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Webhook } from 'standardwebhooks'
import { afterAll, expect, it } from 'vitest'
import { hookServer } from '../../support/hookServer.ts'
import { ManualClock } from '../../support/manualClock.ts'
import { makeFolder } from '../../support/store.ts'
import { openWebhookRoom } from '../../support/webhookRoom.ts'

const folder = makeFolder()
afterAll(() => folder.remove())

const program = fileURLToPath(new URL('../../support/webhookProcess.ts', import.meta.url))
const rounds = 8

/** Lets the process tell until about so many events were committed, then kills it without warning. */
async function tellAndKill(vault: Map<string, string>, firstId: number, events: number): Promise<number[]> {
  const child = fork(program, [folder.path, JSON.stringify([...vault]), String(firstId)], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const ids: number[] = []
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    // The last line may be cut by the kill, but then it is a number that another line has, or none.
    if (/^\d+$/.test(line)) ids.push(Number(line))
    if (ids.length === events) child.kill('SIGKILL')
  }
  if (child.signalCode === null) await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
  return ids
}

it('every event that was committed reaches its endpoint, however often the process is killed', async () => {
  const failedOnce = new Set<string>()
  let isFailing = true
  const server = await hookServer((response, { headers }) => {
    // Some calls fail once, and wait for their next try when the process dies.
    const id = String(headers['webhook-id'])
    const fails = isFailing && !failedOnce.has(id) && Math.random() < 0.1
    if (fails) failedOnce.add(id)
    response.writeHead(fails ? 503 : 200).end()
  })
  let room = openWebhookRoom(folder.path)
  const { secret } = room.create({ url: server.url })
  const { vault } = room
  await room.close()

  const committed: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const firstId = 1 + round * 100_000
    const told = await tellAndKill(vault, firstId, 20 + Math.floor(Math.random() * 200))
    committed.push(...told)
  }

  isFailing = false
  // A minute later every second try is due.
  room = openWebhookRoom(folder.path, { vault, clock: new ManualClock(Date.now() + 60_000) })
  await room.until(() => room.webhooks.calls.list({ status: 'waiting', limit: 1 }).total === 0)
  const reached = new Map<number, Set<string>>()
  for (const { body, headers } of server.requests) {
    const { data } = new Webhook(secret ?? '').verify(body, headers as Record<string, string>) as {
      data: { messageId: number }
    }
    const ids = reached.get(data.messageId) ?? new Set()
    reached.set(data.messageId, ids.add(String(headers['webhook-id'])))
  }
  expect(committed.length).toBeGreaterThan(rounds * 19)
  expect(committed.filter((messageId) => !reached.has(messageId))).toEqual([])
  // What was told twice can be known by its id.
  expect([...reached.values()].filter((ids) => ids.size !== 1)).toEqual([])
  expect(room.db.values<string>('PRAGMA integrity_check').get()).toBe('ok')
  await room.close()
  await server.close()
}, 120_000)
