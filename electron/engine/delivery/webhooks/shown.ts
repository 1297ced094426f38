import type { WebhookCall, WebhookEndpoint } from '../../../../shared/model/webhook.ts'
import { formats } from './formats/index.ts'
import type { CallRow } from './tables/calls.ts'
import type { Endpoint } from './tables/endpoints.ts'

/** An endpoint in the contract's words. */
export function shownEndpoint(endpoint: Endpoint, secretMissing: boolean): WebhookEndpoint {
  const { outside: _, lastCallAt, createdAt, events, credentialIds, ...rest } = endpoint
  return {
    ...rest,
    events: [...events],
    credentialIds: [...credentialIds],
    signing: formats[endpoint.format].signing,
    secretMissing,
    lastCallAt: lastCallAt === null ? null : new Date(lastCallAt).toISOString(),
    createdAt: new Date(createdAt).toISOString(),
  }
}

/** A call in the contract's words. While its endpoint is switched off it is not tried. */
export function shownCall(call: CallRow, endpoint: Endpoint): WebhookCall {
  const waits = call.next_try_at !== null && endpoint.enabled
  return {
    id: call.id,
    endpointId: call.endpoint,
    endpointName: endpoint.name,
    eventId: call.event_id,
    type: call.type,
    messageId: call.message,
    status: call.status,
    tries: call.tries,
    createdAt: new Date(call.created_at).toISOString(),
    nextTryAt: waits ? new Date(call.next_try_at ?? 0).toISOString() : null,
    lastResult: call.last_result,
    test: call.test === 1,
  }
}
