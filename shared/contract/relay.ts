import { z } from 'zod'
import {
  Delivery,
  DeliveryAction,
  DeliveryCounts,
  DeliveryDetail,
  DeliveryStatus,
  MessageDeliveries,
  OutgoingPreview,
  Suppression,
} from '../model/delivery.ts'
import { RouteAnswer, RouteQuestion, Routing, SandboxResult } from '../model/routing.ts'
import { NewUpstream, Upstream, UpstreamChange, UpstreamPreset, UpstreamTest } from '../model/upstream.ts'
import { base, messageId, wholeNumber } from './base.ts'

const one = z.object({ id: z.string().min(1).max(64) })
const deleted = z.object({ deleted: z.literal(true) })
const address = z
  .string()
  .trim()
  .min(1)
  .max(320)
  // A line break in an address would be a command or a header of its own.
  // oxlint-disable-next-line no-control-regex
  .regex(/^[^\s<>\u0000-\u001f\u007f]+@[^\s<>@\u0000-\u001f\u007f]+$/, 'Write an address such as ann@example.com')

const relayBase = base.errors({
  CONFLICT: { status: 409, message: 'This cannot be done as things stand.' },
  VAULT_LOCKED: { status: 423, message: 'The vault is locked. Unlock it first.' },
})
const reading = relayBase.meta({ permission: 'relay.read' })
const managing = relayBase.meta({ permission: 'relay.manage' })
const sending = relayBase.meta({ permission: 'mail.send' })

/** Real SMTP servers that production mail leaves through. */
export const upstreams = {
  list: reading
    .route({ method: 'GET', path: '/upstreams', summary: 'List upstreams', tags: ['Relay'] })
    .output(z.array(Upstream)),
  presets: reading
    .route({ method: 'GET', path: '/upstream-presets', summary: 'Settings of known providers', tags: ['Relay'] })
    .output(z.array(UpstreamPreset)),
  get: reading
    .route({ method: 'GET', path: '/upstreams/{id}', summary: 'One upstream', tags: ['Relay'] })
    .input(one)
    .output(Upstream),
  create: managing
    .route({ method: 'POST', path: '/upstreams', successStatus: 201, summary: 'Add an upstream', tags: ['Relay'] })
    .input(NewUpstream)
    .output(Upstream),
  update: managing
    .route({ method: 'PATCH', path: '/upstreams/{id}', summary: 'Change or pause it', tags: ['Relay'] })
    .input(UpstreamChange.extend(one.shape))
    .output(Upstream),
  remove: managing
    .route({
      method: 'DELETE',
      path: '/upstreams/{id}',
      summary: 'Remove it; what waits for it is held',
      tags: ['Relay'],
    })
    .input(one)
    .output(deleted),
  /** Ends a problem that somebody had to look at, and tries again. */
  resume: managing
    .route({ method: 'POST', path: '/upstreams/{id}/resume', summary: 'Try again now', tags: ['Relay'] })
    .input(one)
    .output(Upstream),
  /** Connects, and by choice logs in. Sends nothing. */
  test: managing
    .route({ method: 'POST', path: '/upstreams/{id}/test', summary: 'Test it', tags: ['Relay'] })
    .input(one.extend({ login: z.boolean().default(false) }))
    .output(UpstreamTest),
}

/** Which mail leaves through which upstream, and what the sandbox pretends. */
export const routing = {
  get: reading
    .route({ method: 'GET', path: '/routes', summary: 'Routes, safety net, sandbox rules', tags: ['Relay'] })
    .output(Routing),
  put: managing
    .route({ method: 'PUT', path: '/routes', summary: 'Replace them', tags: ['Relay'] })
    .input(Routing)
    .output(Routing),
  explain: reading
    .route({ method: 'POST', path: '/routes/explain', summary: 'What would happen to a mail', tags: ['Relay'] })
    .input(RouteQuestion)
    .output(RouteAnswer),
}

const filter = z.object({
  status: z.array(DeliveryStatus).max(20).optional(),
  messageId: messageId.optional(),
  upstreamId: z.string().max(64).optional(),
  simulated: z.stringbool().or(z.boolean()).optional(),
  /** Part of the recipient, the sender or the subject. */
  search: z.string().max(200).default(''),
})

export const deliveries = {
  list: reading
    .route({ method: 'GET', path: '/deliveries', summary: 'List deliveries, newest first', tags: ['Relay'] })
    .input(
      filter.extend({
        /** One, or several with commas between. */
        status: z.preprocess((value) => (typeof value === 'string' ? value.split(',') : value), filter.shape.status),
        limit: wholeNumber(1, 500).default(100),
        cursor: z.string().max(64).optional(),
      }),
    )
    .output(z.object({ items: z.array(Delivery), nextCursor: z.string().nullable(), total: z.number().int() })),
  get: reading
    .route({ method: 'GET', path: '/deliveries/{id}', summary: 'One delivery with its attempts', tags: ['Relay'] })
    .input(z.object({ id: messageId }))
    .output(DeliveryDetail),
  /** Those it does not fit are left out: what is delivered cannot be cancelled. */
  act: managing
    .route({ method: 'POST', path: '/deliveries/act', summary: 'Retry, hold, let go, cancel', tags: ['Relay'] })
    .input(
      z.object({
        ids: z.array(messageId).max(100_000).optional(),
        /** All that match, instead of ids. */
        filter: filter.optional(),
        action: DeliveryAction,
      }),
    )
    .output(z.object({ changed: z.number().int() })),
  /** Waits until then instead; what is held waits as well. */
  schedule: managing
    .route({ method: 'POST', path: '/deliveries/schedule', summary: 'Send later', tags: ['Relay'] })
    .input(z.object({ ids: z.array(messageId).min(1).max(100_000), at: z.iso.datetime({ offset: true }) }))
    .output(z.object({ changed: z.number().int() })),
  counts: reading
    .route({ method: 'GET', path: '/deliveries/counts', summary: 'Outcomes over time', tags: ['Relay'] })
    .input(z.object({ hours: wholeNumber(1, 24 * 90).default(24), steps: wholeNumber(1, 200).default(48) }))
    .output(
      z.object({
        steps: z.array(DeliveryCounts),
        /** As of now. */
        waiting: z.object({ queued: z.number().int(), deferred: z.number().int(), held: z.number().int() }),
      }),
    ),
}

/** What a message's view does with its way out. */
export const outgoing = {
  ofMessage: reading
    .route({
      method: 'GET',
      path: '/messages/{id}/deliveries',
      summary: 'Deliveries of a message and the provider headers it carries',
      tags: ['Relay'],
    })
    .input(z.object({ id: messageId }))
    .output(MessageDeliveries),
  preview: reading
    .route({ method: 'POST', path: '/messages/{id}/outgoing', summary: 'What would leave', tags: ['Relay'] })
    .input(z.object({ id: messageId, upstreamId: z.string().max(64), to: z.array(address).max(1_000).optional() }))
    .output(OutgoingPreview),
  /** `to` left out: to the envelope's recipients. */
  release: sending
    .route({ method: 'POST', path: '/messages/{id}/release', summary: 'Send a captured message on', tags: ['Relay'] })
    .input(
      z.object({
        id: messageId,
        to: z.array(address).min(1).max(1_000).or(address).optional(),
        upstreamId: z.string().max(64),
      }),
    )
    .output(z.object({ deliveries: z.array(Delivery) })),
  releaseMany: sending
    .route({ method: 'POST', path: '/messages/release', summary: 'Send many on', tags: ['Relay'] })
    .input(
      z.object({
        ids: z.array(messageId).min(1).max(10_000),
        to: z.array(address).min(1).max(1_000).optional(),
        upstreamId: z.string().max(64),
      }),
    )
    .output(z.object({ released: z.number().int(), deliveries: z.number().int() })),
  simulate: sending
    .route({ method: 'POST', path: '/messages/{id}/simulate', summary: 'Simulate an outcome', tags: ['Relay'] })
    .input(z.object({ id: messageId, result: SandboxResult, to: z.array(address).max(1_000).optional() }))
    .output(z.object({ deliveries: z.array(Delivery) })),
  /** Tells the webhook endpoints of an open or a click that did not happen. */
  engage: sending
    .route({ method: 'POST', path: '/messages/{id}/engage', summary: 'Simulate an open or a click', tags: ['Relay'] })
    .input(
      z.object({
        id: messageId,
        is: z.enum(['opened', 'clicked']),
        recipient: address.optional(),
        url: z.url().max(2_048).optional(),
      }),
    )
    .output(z.object({ told: z.number().int() })),
}

/** Addresses that are not sent to. */
export const suppressions = {
  list: reading
    .route({ method: 'GET', path: '/suppressions', summary: 'List suppressed addresses', tags: ['Relay'] })
    .input(
      z.object({
        search: z.string().max(200).default(''),
        limit: wholeNumber(1, 1_000).default(200),
        cursor: z.string().max(400).optional(),
      }),
    )
    .output(z.object({ items: z.array(Suppression), nextCursor: z.string().nullable(), total: z.number().int() })),
  add: managing
    .route({ method: 'POST', path: '/suppressions', successStatus: 201, summary: 'Add an address', tags: ['Relay'] })
    .input(
      z.object({
        address,
        reason: z.string().trim().max(200).default('Added by hand'),
        simulated: z.boolean().default(false),
      }),
    )
    .output(Suppression),
  remove: managing
    .route({ method: 'DELETE', path: '/suppressions/{address}', summary: 'Remove an address', tags: ['Relay'] })
    .input(z.object({ address: z.string().max(320) }))
    .output(deleted),
}
