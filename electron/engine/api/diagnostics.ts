import { os } from './implementer.ts'
import type { Rooms } from './rooms.ts'

/** Why mail does not leave: run, follow, keep, compare, hand out. */
export function diagnosticsProcedures({ diagnostics: room }: Rooms) {
  const { diagnostics } = os
  return {
    run: diagnostics.run.handler(({ input, signal }) => room.run(input, signal)),
    start: diagnostics.start.handler(async ({ input }) => ({ id: await room.start(input) })),
    list: diagnostics.list.handler(({ input }) => room.list(input)),
    get: diagnostics.get.handler(({ input }) => room.get(input.id)),
    follow: diagnostics.follow.handler(({ input, signal }) => room.follow(input.id, signal)),
    cancel: diagnostics.cancel.handler(({ input }) => room.cancel(input.id)),
    remove: diagnostics.remove.handler(({ input }) => {
      room.remove(input.id)
      return { deleted: true as const }
    }),
    compare: diagnostics.compare.handler(({ input }) => room.compare(input.id, input.with ?? null)),
    file: diagnostics.file.handler(async ({ input: { id, format, share } }) => {
      const { name, type, bytes } = await room.file(id, format, share)
      return new File([bytes as Uint8Array<ArrayBuffer>], name, { type })
    }),
    domain: diagnostics.domain.handler(({ input, signal }) => room.domain(input, signal)),
  }
}

/** Diagnoses that are repeated. */
export function watchProcedures({ diagnostics: { watches: room } }: Rooms) {
  const { watches } = os
  return {
    list: watches.list.handler(() => room.list()),
    create: watches.create.handler(({ input }) => room.create(input.question, input.everyMinutes)),
    update: watches.update.handler(({ input: { id, ...change } }) => room.update(id, change)),
    remove: watches.remove.handler(({ input }) => {
      room.remove(input.id)
      return { deleted: true as const }
    }),
  }
}
