import { apiKeyProcedures, credentialProcedures, smtpCredentialProcedures } from './credentials.ts'
import { diagnosticsProcedures, watchProcedures } from './diagnostics.ts'
import { eventProcedures } from './events.ts'
import { os } from './implementer.ts'
import { faultScenarioProcedures, profileProcedures } from './manners.ts'
import { messageProcedures } from './messages.ts'
import {
  deliveryProcedures,
  outgoingProcedures,
  routingProcedures,
  suppressionProcedures,
  upstreamProcedures,
} from './relay.ts'
import type { Rooms } from './rooms.ts'
import { sessionProcedures } from './sessions.ts'
import { settingsProcedures, systemProcedures } from './system.ts'
import { sandboxLockProcedures, vaultProcedures } from './vault.ts'
import { webhookCallProcedures, webhookEndpointProcedures, webhookReceiverProcedures } from './webhooks.ts'

/** Implements the whole contract, once for all doors. */
export function createRouter(rooms: Rooms) {
  return os.router({
    messages: messageProcedures(rooms),
    events: eventProcedures(rooms),
    sessions: sessionProcedures(rooms),
    system: systemProcedures(rooms),
    settings: settingsProcedures(rooms),
    smtpCredentials: smtpCredentialProcedures(rooms),
    apiKeys: apiKeyProcedures(rooms),
    credentials: credentialProcedures(rooms),
    vault: vaultProcedures(rooms),
    sandboxLock: sandboxLockProcedures(rooms),
    upstreams: upstreamProcedures(rooms),
    routing: routingProcedures(rooms),
    deliveries: deliveryProcedures(rooms),
    outgoing: outgoingProcedures(rooms),
    suppressions: suppressionProcedures(rooms),
    webhookEndpoints: webhookEndpointProcedures(rooms),
    webhookCalls: webhookCallProcedures(rooms),
    webhookReceiver: webhookReceiverProcedures(rooms),
    profiles: profileProcedures(rooms),
    faultScenarios: faultScenarioProcedures(rooms),
    diagnostics: diagnosticsProcedures(rooms),
    watches: watchProcedures(rooms),
  })
}

export type Router = ReturnType<typeof createRouter>
