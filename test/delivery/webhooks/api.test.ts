import { createRouterClient } from '@orpc/server'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { person } from '../../../electron/engine/api/caller.ts'
import { explainErrors } from '../../../electron/engine/api/errors.ts'
import type { Rooms } from '../../../electron/engine/api/rooms.ts'
import {
  webhookCallProcedures,
  webhookEndpointProcedures,
  webhookReceiverProcedures,
} from '../../../electron/engine/api/webhooks.ts'
import { webhookCalls, webhookEndpoints, webhookReceiver } from '../../../shared/contract/webhooks.ts'
import { hookServer, type HookServer } from '../../support/hookServer.ts'
import { makeFolder } from '../../support/store.ts'
import { mailEvent, openWebhookRoom, type WebhookRoom } from '../../support/webhookRoom.ts'

let folder: ReturnType<typeof makeFolder>
let room: WebhookRoom
let server: HookServer
beforeEach(async () => {
  folder = makeFolder()
  room = openWebhookRoom(folder.path, { httpUrl: () => 'http://127.0.0.1:8025' })
  server = await hookServer()
})
afterEach(async () => {
  await room.close()
  await server.close()
  folder.remove()
})

function connect() {
  const rooms = { webhooks: room.webhooks } as Rooms
  return createRouterClient(
    {
      webhookEndpoints: webhookEndpointProcedures(rooms),
      webhookCalls: webhookCallProcedures(rooms),
      webhookReceiver: webhookReceiverProcedures(rooms),
    },
    { context: person('window'), interceptors: [explainErrors] },
  )
}

/** What a procedure gave, held against what the contract promises. */
function promised<T>(procedure: { '~orpc': { outputSchema?: unknown } }, output: T): T {
  const schema = procedure['~orpc'].outputSchema as { parse(value: unknown): unknown }
  expect(schema.parse(output)).toEqual(output)
  return output
}

it('every procedure of webhooks gives what the contract says', async () => {
  const client = connect()
  const made = promised(
    webhookEndpoints.create,
    await client.webhookEndpoints.create({ name: 'Mine', url: server.url, format: 'ahasend' }),
  )
  const { id } = made
  expect(made.events).toEqual(['received', 'delivered', 'deferred', 'bounced', 'failed', 'suppressed'])
  promised(webhookEndpoints.list, await client.webhookEndpoints.list())
  promised(webhookEndpoints.get, await client.webhookEndpoints.get({ id }))
  promised(webhookEndpoints.update, await client.webhookEndpoints.update({ id, name: 'Renamed' }))
  const rotated = promised(webhookEndpoints.rotateSecret, await client.webhookEndpoints.rotateSecret({ id }))
  expect(rotated.secret).not.toBe(made.secret)
  expect(rotated.secretHint).toBe(rotated.secret?.slice(-4))
  const tested = promised(webhookEndpoints.test, await client.webhookEndpoints.test({ id }))
  expect(tested).toMatchObject({ type: 'message.delivered', test: true, endpointName: 'Renamed' })

  room.tell(mailEvent())
  const call = await room.call(({ status }) => status === 'delivered')
  promised(webhookCalls.list, await client.webhookCalls.list({}))
  promised(webhookCalls.get, await client.webhookCalls.get({ id: call.id }))
  promised(webhookCalls.replay, await client.webhookCalls.replay({ id: call.id }))

  promised(webhookReceiver.get, await client.webhookReceiver.get())
  promised(webhookReceiver.put, await client.webhookReceiver.put({ answer: { status: 500, delayMs: 10 } }))
  promised(webhookReceiver.calls, await client.webhookReceiver.calls({}))
  expect(await client.webhookReceiver.clear()).toEqual({ deleted: true })
  expect(await client.webhookEndpoints.remove({ id })).toEqual({ deleted: true })
})

it('what cannot be done is said with the codes of the contract', async () => {
  const { webhookEndpoints: endpoints, webhookCalls: calls } = connect()
  const wanted = { name: 'Out', url: 'https://example.com/hook' }
  await expect(endpoints.create(wanted)).rejects.toMatchObject({ code: 'OUTSIDE', status: 409 })
  await expect(endpoints.create({ ...wanted, url: 'ftp://127.0.0.1/' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await expect(endpoints.get({ id: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND', status: 404 })
  await expect(calls.get({ id: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND', status: 404 })
  await expect(calls.list({ cursor: 'x' })).rejects.toMatchObject({ code: 'BAD_REQUEST', status: 400 })
  const { id } = await endpoints.create({ name: 'Paubox', url: server.url, format: 'paubox' })
  await expect(endpoints.rotateSecret({ id })).rejects.toMatchObject({ code: 'CONFLICT', status: 409 })
})
