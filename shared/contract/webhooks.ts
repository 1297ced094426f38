import { z } from 'zod'
import {
  NewWebhookEndpoint,
  ReceivedCall,
  WebhookCall,
  WebhookCallDetail,
  WebhookCallStatus,
  WebhookEndpoint,
  WebhookEndpointChange,
  WebhookEvent,
  WebhookReceiver,
} from '../model/webhook.ts'
import { base, wholeNumber } from './base.ts'

const one = z.object({ id: z.string().min(1).max(64) })
const oneCall = z.object({ id: z.coerce.number().int().min(1) })
const deleted = z.object({ deleted: z.literal(true) })

const webhookBase = base.errors({
  CONFLICT: { status: 409, message: 'This cannot be done as things stand.' },
  VAULT_LOCKED: { status: 423, message: 'The vault is locked. Unlock it first.' },
  OUTSIDE: {
    status: 409,
    message:
      'This address is outside this machine: what your mail is about would be told there. Say so (outside: true).',
  },
})
const reading = webhookBase.meta({ permission: 'relay.read' })
const managing = webhookBase.meta({ permission: 'relay.manage' })

/** Addresses that are told of events. */
export const webhookEndpoints = {
  list: reading
    .route({ method: 'GET', path: '/webhook-endpoints', summary: 'List webhook endpoints', tags: ['Webhooks'] })
    .output(z.array(WebhookEndpoint)),
  get: reading
    .route({ method: 'GET', path: '/webhook-endpoints/{id}', summary: 'One webhook endpoint', tags: ['Webhooks'] })
    .input(one)
    .output(WebhookEndpoint),
  /** The only reply, with that of `rotateSecret`, that holds the secret; null where the format has none. */
  create: managing
    .route({
      method: 'POST',
      path: '/webhook-endpoints',
      successStatus: 201,
      summary: 'Add a webhook endpoint',
      tags: ['Webhooks'],
    })
    .input(NewWebhookEndpoint)
    .output(WebhookEndpoint.extend({ secret: z.string().nullable() })),
  update: managing
    .route({ method: 'PATCH', path: '/webhook-endpoints/{id}', summary: 'Change it', tags: ['Webhooks'] })
    .input(WebhookEndpointChange.extend(one.shape))
    .output(WebhookEndpoint),
  rotateSecret: managing
    .route({
      method: 'POST',
      path: '/webhook-endpoints/{id}/rotate-secret',
      summary: 'Give it a new secret',
      tags: ['Webhooks'],
    })
    .input(one)
    .output(WebhookEndpoint.extend({ secret: z.string().nullable() })),
  remove: managing
    .route({ method: 'DELETE', path: '/webhook-endpoints/{id}', summary: 'Remove it', tags: ['Webhooks'] })
    .input(one)
    .output(deleted),
  /** Sends an event with sample data. */
  test: managing
    .route({ method: 'POST', path: '/webhook-endpoints/{id}/test', summary: 'Send a test event', tags: ['Webhooks'] })
    .input(one.extend({ event: WebhookEvent.default('delivered') }))
    .output(WebhookCall),
}

/** What was told, to whom, and what they answered. */
export const webhookCalls = {
  list: reading
    .route({ method: 'GET', path: '/webhook-calls', summary: 'List calls, newest first', tags: ['Webhooks'] })
    .input(
      z.object({
        endpointId: z.string().max(64).optional(),
        status: WebhookCallStatus.optional(),
        messageId: z.coerce.number().int().min(1).optional(),
        limit: wholeNumber(1, 500).default(100),
        cursor: z.string().max(64).optional(),
      }),
    )
    .output(z.object({ items: z.array(WebhookCall), nextCursor: z.string().nullable(), total: z.number().int() })),
  get: reading
    .route({ method: 'GET', path: '/webhook-calls/{id}', summary: 'One call with its tries', tags: ['Webhooks'] })
    .input(oneCall)
    .output(WebhookCallDetail),
  /** The same event once more, under its own id. */
  replay: managing
    .route({ method: 'POST', path: '/webhook-calls/{id}/replay', summary: 'Send it again', tags: ['Webhooks'] })
    .input(oneCall)
    .output(WebhookCall),
}

/** A place of our own to point an endpoint to. */
export const webhookReceiver = {
  get: reading
    .route({ method: 'GET', path: '/webhook-receiver', summary: 'Its address and its answer', tags: ['Webhooks'] })
    .output(WebhookReceiver),
  put: managing
    .route({ method: 'PUT', path: '/webhook-receiver', summary: 'What it answers', tags: ['Webhooks'] })
    .input(WebhookReceiver.pick({ answer: true }))
    .output(WebhookReceiver),
  calls: reading
    .route({ method: 'GET', path: '/webhook-receiver/calls', summary: 'What it received', tags: ['Webhooks'] })
    .input(z.object({ limit: wholeNumber(1, 1_000).default(200) }))
    .output(z.array(ReceivedCall)),
  clear: managing
    .route({ method: 'DELETE', path: '/webhook-receiver/calls', summary: 'Forget them', tags: ['Webhooks'] })
    .output(deleted),
}
