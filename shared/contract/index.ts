import { apiKeys, credentials, smtpCredentials } from './credentials.ts'
import { events } from './events.ts'
import { messages } from './messages.ts'
import { sessions } from './sessions.ts'
import { settings, system } from './system.ts'
import { sandboxLock, vault } from './vault.ts'

/** Everything the outside can ask of the engine, implemented once and served through every door. */
export const contract = {
  messages,
  events,
  sessions,
  system,
  settings,
  smtpCredentials,
  apiKeys,
  credentials,
  vault,
  sandboxLock,
}
export type Contract = typeof contract
