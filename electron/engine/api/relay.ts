import { requireProduction } from './caller.ts'
import { os } from './implementer.ts'
import type { Rooms } from './rooms.ts'

/** Real SMTP servers that production mail leaves through. */
export function upstreamProcedures({ relay: { upstreams: room } }: Rooms) {
  const { upstreams } = os
  return {
    list: upstreams.list.handler(() => room.list()),
    presets: upstreams.presets.handler(() => room.presets()),
    get: upstreams.get.handler(({ input }) => room.get(input.id)),
    create: upstreams.create.handler(({ input }) => room.create(input)),
    update: upstreams.update.handler(({ input: { id, ...change } }) => room.update(id, change)),
    remove: upstreams.remove.handler(({ input }) => {
      room.remove(input.id)
      return { deleted: true as const }
    }),
    resume: upstreams.resume.handler(({ input }) => room.resume(input.id)),
    test: upstreams.test.handler(({ input }) => room.test(input.id, input.login)),
  }
}

/** Which mail leaves through which upstream. */
export function routingProcedures({ relay }: Rooms) {
  const { routing } = os
  return {
    get: routing.get.handler(() => relay.routing()),
    put: routing.put.handler(({ input }) => relay.putRouting(input)),
    explain: routing.explain.handler(({ input }) => relay.explain(input)),
  }
}

/** What was and will be delivered. */
export function deliveryProcedures({ relay }: Rooms) {
  const { deliveries } = os
  return {
    list: deliveries.list.handler(({ input }) => relay.deliveries(input)),
    get: deliveries.get.handler(({ input }) => relay.delivery(input.id)),
    act: deliveries.act.handler(({ input: { action, ...which } }) => ({ changed: relay.act(which, action) })),
    schedule: deliveries.schedule.handler(({ input }) => ({
      changed: relay.schedule(input.ids, Date.parse(input.at)),
    })),
    counts: deliveries.counts.handler(({ input }) => relay.counts(input.hours, input.steps)),
  }
}

/** What a message's view does with its way out. */
export function outgoingProcedures({ relay }: Rooms) {
  const { outgoing } = os
  return {
    ofMessage: outgoing.ofMessage.handler(({ input }) => relay.ofMessage(input.id)),
    preview: outgoing.preview.handler(({ input }) => relay.preview(input.id, input.upstreamId, input.to)),
    release: outgoing.release.handler(({ input: { id, upstreamId, to }, context }) => {
      requireProduction(context)
      return { deliveries: relay.release(id, upstreamId, typeof to === 'string' ? [to] : to) }
    }),
    releaseMany: outgoing.releaseMany.handler(({ input, context }) => {
      requireProduction(context)
      return relay.releaseMany(input.ids, input.upstreamId, input.to)
    }),
    simulate: outgoing.simulate.handler(({ input }) => ({
      deliveries: relay.simulate(input.id, input.result, input.to),
    })),
    engage: outgoing.engage.handler(({ input: { id, ...what } }) => ({ told: relay.engage(id, what) })),
  }
}

/** Addresses that are not sent to. */
export function suppressionProcedures({ relay }: Rooms) {
  const { suppressions } = os
  return {
    list: suppressions.list.handler(({ input }) => relay.suppressions(input)),
    add: suppressions.add.handler(({ input }) => relay.suppress(input)),
    remove: suppressions.remove.handler(({ input }) => {
      relay.unsuppress(input.address)
      return { deleted: true as const }
    }),
  }
}
