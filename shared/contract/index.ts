import { events } from './events.ts'
import { messages } from './messages.ts'
import { sessions } from './sessions.ts'
import { settings, system } from './system.ts'

/** Everything the outside can ask of the engine, implemented once and served through every door. */
export const contract = { messages, events, sessions, system, settings }
export type Contract = typeof contract
