import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { insertDelivery } from '../../electron/engine/delivery/tables/deliveries.ts'
import { openTestRelay } from '../support/relay.ts'
import { makeFolder } from '../support/store.ts'
import { startUpstream, type UpstreamServer } from '../support/upstreamServer.ts'

let folder: ReturnType<typeof makeFolder>
let server: UpstreamServer

beforeEach(async () => {
  folder = makeFolder()
  server = await startUpstream()
})
afterEach(async () => {
  await server.close()
  folder.remove()
})

it('50,000 waiting deliveries: lists and actions answer, an upstream that is down burns few tries, and nothing is lost', async () => {
  const test = openTestRelay(folder.path)
  const { port } = server
  await server.close()
  const { id: upstreamId } = test.upstream({ port, paused: true })
  const { id } = await test.send()
  test.db.transaction(() => {
    for (let index = 0; index < 50_000; index += 1)
      insertDelivery(
        test.db,
        id,
        {
          subject: 'Hello',
          sender: 'ann@example.test',
          recipient: `user${index}@example.test`,
          originalRecipient: null,
          parameters: { mail: {}, rcpt: {} },
          upstreamId,
          result: null,
          released: false,
          credentialId: null,
          status: 'queued',
          nextTryAt: Date.now(),
          scheduled: false,
          explanation: '',
        },
        Date.now(),
      )
  })
  expect(test.relay.upstreams.get(upstreamId).waiting).toBe(50_001)
  const page = test.relay.deliveries({ limit: 100, status: ['queued'] })
  expect(page).toMatchObject({ total: 50_001, nextCursor: expect.any(String) })
  expect(test.relay.deliveries({ limit: 100, cursor: page.nextCursor ?? '' }).items[0]?.id).toBe(
    (page.items.at(-1)?.id ?? 0) - 1,
  )

  test.relay.upstreams.update(upstreamId, { paused: false })
  while (test.relay.upstreams.get(upstreamId).problem === null) await new Promise(setImmediate)
  expect(test.relay.deliveries({ limit: 1, status: ['deferred'] }).total).toBeLessThanOrEqual(4 * 50)

  expect(test.relay.act({ filter: { search: 'user1' } }, 'hold')).toBeGreaterThan(11_000)
  expect(test.relay.act({ filter: { status: ['queued', 'deferred', 'held'] } }, 'cancel')).toBeGreaterThan(49_000)
  await test.close()
  server = await startUpstream()
})

it('a disk that is full when the server has taken a message does not make it send it again', async () => {
  const disk = join(folder.path, 'disk')
  mkdirSync(disk)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', disk], { stdio: 'ignore' })
  } catch {
    // No real small disk on this system: the other half is tested by the intake's own test.
    return
  }
  try {
    const test = openTestRelay(join(disk, 'data'))
    const ballast = join(disk, 'ballast')
    let answer: ((reply: string) => void) | null = null
    const asked = new Promise<void>((resolve) => {
      server.manners = {
        message: () =>
          new Promise((settle) => {
            answer = settle
            resolve()
          }),
      }
    })
    test.upstream({ port: server.port })
    await test.send()
    await asked
    // Fill what is left while the server thinks.
    let size = 8 * 1024 * 1024
    for (let part = 0; size >= 4_096; part += 1) {
      try {
        writeFileSync(`${ballast}${part}`, Buffer.alloc(size))
      } catch {
        size = Math.floor(size / 2)
      }
    }
    for (let tries = 0; tries < 100; tries += 1)
      try {
        test.relay.suppress({ address: `filler${tries}@x.test`, reason: 'x'.repeat(200), simulated: false })
      } catch {
        break
      }
    ;(answer as ((reply: string) => void) | null)?.('250 2.0.0 Ok')
    await server.got(1)
    for (let part = 0; part < 40; part += 1) rmSync(`${ballast}${part}`, { force: true })
    const delivery = await test.until('bob@', ({ status }) => status === 'delivered')
    expect(delivery.tries).toBe(1)
    expect(server.taken).toHaveLength(1)
    await test.close()
  } finally {
    execFileSync('umount', [disk])
  }
})
