import { os } from './implementer.ts'
import type { Rooms } from './rooms.ts'

/** Webhook endpoints: list, make, change, rotate, remove, test. */
export function webhookEndpointProcedures({ webhooks: { endpoints: room } }: Rooms) {
  const { webhookEndpoints } = os
  return {
    list: webhookEndpoints.list.handler(() => room.list()),
    get: webhookEndpoints.get.handler(({ input }) => room.get(input.id)),
    create: webhookEndpoints.create.handler(({ input }) => room.create(input)),
    update: webhookEndpoints.update.handler(({ input: { id, ...change } }) => room.update(id, change)),
    rotateSecret: webhookEndpoints.rotateSecret.handler(({ input }) => room.rotateSecret(input.id)),
    remove: webhookEndpoints.remove.handler(({ input }) => {
      room.remove(input.id)
      return { deleted: true as const }
    }),
    test: webhookEndpoints.test.handler(({ input }) => room.test(input.id, input.event)),
  }
}

/** Webhook calls: list, look at one, send again. */
export function webhookCallProcedures({ webhooks: { calls: room } }: Rooms) {
  const { webhookCalls } = os
  return {
    list: webhookCalls.list.handler(({ input }) => room.list(input)),
    get: webhookCalls.get.handler(({ input }) => room.get(input.id)),
    replay: webhookCalls.replay.handler(({ input }) => room.replay(input.id)),
  }
}

/** The built-in receiver: its address, its answer, what it took. */
export function webhookReceiverProcedures({ webhooks: { receiver: room } }: Rooms) {
  const { webhookReceiver } = os
  return {
    get: webhookReceiver.get.handler(() => room.get()),
    put: webhookReceiver.put.handler(({ input }) => room.put(input.answer)),
    calls: webhookReceiver.calls.handler(({ input }) => room.calls(input.limit)),
    clear: webhookReceiver.clear.handler(() => {
      room.clear()
      return { deleted: true as const }
    }),
  }
}
