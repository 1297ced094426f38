import { eventProcedures } from './events.ts'
import { os } from './implementer.ts'
import { messageProcedures } from './messages.ts'
import type { Rooms } from './rooms.ts'
import { sessionProcedures } from './sessions.ts'
import { settingsProcedures, systemProcedures } from './system.ts'

/** Implements the whole contract, once for all doors. */
export function createRouter(rooms: Rooms) {
  return os.router({
    messages: messageProcedures(rooms),
    events: eventProcedures(rooms),
    sessions: sessionProcedures(rooms),
    system: systemProcedures(rooms),
    settings: settingsProcedures(rooms),
  })
}

export type Router = ReturnType<typeof createRouter>
