import { apiKeys, credentials, smtpCredentials } from './credentials.ts'
import { diagnostics, watches } from './diagnostics.ts'
import { events } from './events.ts'
import { faultScenarios, profiles } from './manners.ts'
import { messages } from './messages.ts'
import { deliveries, outgoing, routing, suppressions, upstreams } from './relay.ts'
import { sessions } from './sessions.ts'
import { settings, system } from './system.ts'
import { sandboxLock, vault } from './vault.ts'
import { webhookCalls, webhookEndpoints, webhookReceiver } from './webhooks.ts'

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
  upstreams,
  routing,
  deliveries,
  outgoing,
  suppressions,
  webhookEndpoints,
  webhookCalls,
  webhookReceiver,
  profiles,
  faultScenarios,
  diagnostics,
  watches,
}
export type Contract = typeof contract
