import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { Announcer } from '../../electron/engine/announce.ts'
import { createWebSocketDoor } from '../../electron/engine/api/doors/webSocket.ts'
import { person } from '../../electron/engine/api/caller.ts'
import { createRouter } from '../../electron/engine/api/router.ts'
import { createWebhooks } from '../../electron/engine/delivery/webhooks/open.ts'
import type { Contract } from '../../shared/contract/index.ts'
import { openDiagnostics } from '../../electron/engine/diagnostics/open.ts'
import { Settings } from '../../shared/model/settings.ts'
import { openTestVault } from '../support/vault.ts'
import { openTestRelay } from '../support/relay.ts'
import { makeFolder } from '../support/store.ts'

/** More than every buffer between the two ends can hold. */
const announcements = 3_000
const idsEach = 5_000

it('a browser that stops reading is not written to without end: it is told to ask again when it comes back', async () => {
  const folder = makeFolder()
  const store = openTestRelay(folder.path)
  const announcer = new Announcer()
  const vault = await openTestVault(folder.path)
  const router = createRouter({
    inbox: store.inbox,
    vault,
    relay: store.relay,
    webhooks: createWebhooks({ ...store, announcer, secrets: vault.secrets, httpUrl: () => null }),
    diagnostics: openDiagnostics({
      db: store.db,
      tools: {
        version: '0',
        provider: () => null,
        upstream: () => Promise.reject(new Error('none')),
        listeners: () => [],
        ca: () => null,
      },
      changed: () => undefined,
      watchChanged: () => undefined,
      watchRemoved: () => undefined,
      watching: false,
    }),
    announcer,
    importMessage: (bytes, receivedAt) => store.intake.importMessage(bytes, receivedAt),
    info: () => {
      throw new Error('not asked for')
    },
    caCertificate: () => null,
    sendSample: () => Promise.reject(new Error('no listener')),
    profiles: () => [],
    faultScenarios: { list: () => [], put: () => undefined, remove: () => false },
    settings: () => Settings.parse({}),
    putSettings: (settings) => Promise.resolve(settings),
  })
  const door = createWebSocketDoor(router)
  const server = createServer().on('upgrade', (request, socket, head) =>
    door.accept(request, socket, head, person('browser')),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const client: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ websocket: socket }))
  const changes = await client.events.stream()
  socket.pause()
  for (let round = 0; round < announcements; round++) {
    const ids = Array.from({ length: idsEach }, (_, index) => round * idsEach + index)
    announcer.announce({ type: 'messagesRemoved', ids, counts: { total: 0, unread: 0 } })
    // Let the door write what it will.
    await new Promise((resolve) => setImmediate(resolve))
  }
  socket.resume()
  const types = new Set<string>()
  for await (const change of changes) {
    types.add(change.type)
    if (change.type === 'resync') break
  }
  expect(types).toContain('resync')

  socket.terminate()
  door.close()
  door.terminate()
  vault.close()
  server.close()
  await store.close()
  folder.remove()
})
