import { os } from './implementer.ts'
import type { Rooms } from './rooms.ts'

/** Whose manners a listener can have. */
export function profileProcedures({ profiles }: Rooms) {
  return { list: os.profiles.list.handler(() => profiles()) }
}

/** Faults on demand. */
export function faultScenarioProcedures({ faultScenarios: room }: Rooms) {
  const { faultScenarios } = os
  return {
    list: faultScenarios.list.handler(() => [...room.list()]),
    put: faultScenarios.put.handler(({ input }) => {
      room.put(input)
      return input
    }),
    remove: faultScenarios.remove.handler(({ input, errors }) => {
      if (!room.remove(input.id)) throw errors.NOT_FOUND()
      return { deleted: true as const }
    }),
  }
}
