import { z } from 'zod'
import { plainText } from './text.ts'

/** What can be told. Opens and clicks are made by hand, from the message. */
export const WebhookEvent = z.enum([
  'received',
  'delivered',
  'deferred',
  'bounced',
  'failed',
  'suppressed',
  'opened',
  'clicked',
  'suppressionCreated',
])
export type WebhookEvent = z.infer<typeof WebhookEvent>

/** Whose payload, signature and retry schedule. */
export const WebhookFormat = z.enum(['sandpost', 'ahasend', 'sendgrid', 'paubox', 'elasticemail'])
export type WebhookFormat = z.infer<typeof WebhookFormat>

const chosen = {
  name: plainText(100).min(1),
  url: z.url({ protocol: /^https?$/ }).max(2_048),
  format: WebhookFormat,
  events: z.array(WebhookEvent).max(20),
  /** Empty: of all mail. */
  credentialIds: z.array(z.string().max(64)).max(200),
  enabled: z.boolean(),
}

export const WebhookEndpoint = z.object({
  id: z.string(),
  ...chosen,
  /** How to verify, for people: what the receiver needs besides the secret. */
  signing: z.enum(['standardWebhooks', 'rawSecret', 'ecdsa', 'none']),
  /** ECDSA alone: base64 of the public key (DER), as SendGrid shows it. */
  publicKey: z.string().nullable(),
  /** Last characters of the secret; null without. */
  secretHint: z.string().nullable(),
  /** The vault has lost the secret, or is locked. */
  secretMissing: z.boolean(),
  /** Why it was switched off; null when it was not, or by hand. */
  disabledBecause: z.string().nullable(),
  successes: z.number().int(),
  failures: z.number().int(),
  failuresInARow: z.number().int(),
  lastCallAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
})
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>

export const NewWebhookEndpoint = z.object({
  name: chosen.name,
  url: chosen.url,
  format: chosen.format.default('sandpost'),
  events: chosen.events.default(['received', 'delivered', 'deferred', 'bounced', 'failed', 'suppressed']),
  credentialIds: chosen.credentialIds.default([]),
  enabled: chosen.enabled.default(true),
  /** An address outside this machine: said on purpose. */
  outside: z.boolean().default(false),
})
export type NewWebhookEndpoint = z.output<typeof NewWebhookEndpoint>

export const WebhookEndpointChange = z.object(chosen).partial().extend({ outside: z.boolean().optional() })
export type WebhookEndpointChange = z.output<typeof WebhookEndpointChange>

export const WebhookCallStatus = z.enum(['waiting', 'delivered', 'failed'])

/** One thing that is told to one endpoint, until it is taken or given up. */
export const WebhookCall = z.object({
  id: z.number().int(),
  endpointId: z.string(),
  endpointName: z.string(),
  /** The same at every try: receivers know repeats by it. */
  eventId: z.string(),
  /** As the format names it: `message.delivered`. */
  type: z.string(),
  messageId: z.number().int().nullable(),
  status: WebhookCallStatus,
  tries: z.number().int(),
  createdAt: z.iso.datetime(),
  nextTryAt: z.iso.datetime().nullable(),
  /** HTTP status of the last answer, or what went wrong. */
  lastResult: z.string().nullable(),
  test: z.boolean(),
})
export type WebhookCall = z.infer<typeof WebhookCall>

export const WebhookAttempt = z.object({
  id: z.number().int(),
  at: z.iso.datetime(),
  milliseconds: z.number().int(),
  requestHeaders: z.record(z.string(), z.string()),
  status: z.number().int().nullable(),
  responseHeaders: z.record(z.string(), z.string()),
  /** The first 16 KB. */
  responseBody: z.string(),
  problem: z.string().nullable(),
})
export type WebhookAttempt = z.infer<typeof WebhookAttempt>

export const WebhookCallDetail = WebhookCall.extend({
  method: z.enum(['POST', 'GET']),
  url: z.string(),
  body: z.string(),
  attempts: z.array(WebhookAttempt),
})
export type WebhookCallDetail = z.infer<typeof WebhookCallDetail>

/** A request that the built-in receiver took. */
export const ReceivedCall = z.object({
  id: z.number().int(),
  at: z.iso.datetime(),
  method: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  /** Whether the signature fits an endpoint of ours; null when it carries none that is known. */
  verified: z.boolean().nullable(),
  /** Which signature was looked at, and what came of it. */
  verification: z.string(),
  /** What the receiver answered. */
  answered: z.number().int(),
})
export type ReceivedCall = z.infer<typeof ReceivedCall>

/** The page that takes webhook calls, so that one sees them without writing a server. */
export const WebhookReceiver = z.object({
  /** Where to point an endpoint. Null while the HTTP door is closed. */
  url: z.string().nullable(),
  /** What it answers, to try out retries. */
  answer: z.object({
    status: z.coerce.number().int().min(200).max(599).default(200),
    delayMs: z.coerce.number().int().min(0).max(120_000).default(0),
  }),
})
export type WebhookReceiver = z.infer<typeof WebhookReceiver>
