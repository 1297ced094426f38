import { z } from 'zod'

/**
 * Where a delivery stands. `queued`: not tried yet. `deferred`: tried, will be tried again (or, simulated, stays so).
 * `held`: waits for somebody. `bounced`: refused for good. `failed`: given up. `suppressed`: not tried, the address is on
 * the suppression list. `cancelled`: by hand.
 */
export const DeliveryStatus = z.enum([
  'queued',
  'sending',
  'deferred',
  'held',
  'delivered',
  'bounced',
  'failed',
  'suppressed',
  'cancelled',
])
export type DeliveryStatus = z.infer<typeof DeliveryStatus>

/** One message to one recipient. */
export const Delivery = z.object({
  id: z.number().int(),
  messageId: z.number().int(),
  /** Of the message, so that a list can be read without asking for each. */
  subject: z.string(),
  sender: z.string(),
  /** Where it goes. */
  recipient: z.string(),
  /** As the envelope had it, when it was rewritten; null otherwise. */
  originalRecipient: z.string().nullable(),
  status: DeliveryStatus,
  simulated: z.boolean(),
  /** Null for simulated ones, and when the upstream was deleted. */
  upstreamId: z.string().nullable(),
  upstreamName: z.string().nullable(),
  /** Made by hand from a captured message. */
  released: z.boolean(),
  credentialId: z.string().nullable(),
  tries: z.number().int(),
  createdAt: z.iso.datetime(),
  /** When it is tried next; null when it is not. */
  nextTryAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  /** The last reply as the server gave it, or what went wrong. */
  reply: z.string().nullable(),
  /** The same in plain words, with what to do; empty when there is nothing to say. */
  explanation: z.string(),
})
export type Delivery = z.infer<typeof Delivery>

/** One try. */
export const DeliveryAttempt = z.object({
  id: z.number().int(),
  at: z.iso.datetime(),
  milliseconds: z.number().int(),
  outcome: z.enum(['delivered', 'deferred', 'bounced', 'failed', 'suppressed', 'interrupted']),
  upstreamName: z.string().nullable(),
  /** Address and port of the server; null when none was reached. */
  address: z.string().nullable(),
  /** `TLSv1.3, TLS_AES_256_GCM_SHA384`; null in clear. */
  tls: z.string().nullable(),
  reply: z.string(),
  explanation: z.string(),
  /** `C: EHLO …` and `S: 250 …`, without secrets and without the message. */
  dialogue: z.string(),
})
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>

export const DeliveryDetail = Delivery.extend({
  /** Oldest first. */
  attempts: z.array(DeliveryAttempt),
})
export type DeliveryDetail = z.infer<typeof DeliveryDetail>

export const DeliveryAction = z.enum(['retry', 'hold', 'release', 'cancel'])
export type DeliveryAction = z.infer<typeof DeliveryAction>

/** Outcomes of a stretch of time. */
export const DeliveryCounts = z.object({
  at: z.iso.datetime(),
  delivered: z.number().int(),
  deferred: z.number().int(),
  bounced: z.number().int(),
  failed: z.number().int(),
  suppressed: z.number().int(),
})
export type DeliveryCounts = z.infer<typeof DeliveryCounts>

export const Suppression = z.object({
  address: z.string(),
  reason: z.string(),
  /** A simulated bounce keeps nobody from real mail. */
  simulated: z.boolean(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  /** The message whose bounce put it there; null when by hand. */
  messageId: z.number().int().nullable(),
})
export type Suppression = z.infer<typeof Suppression>

/** What will leave when a message is released. */
export const OutgoingPreview = z.object({
  sender: z.string(),
  recipients: z.array(z.string()),
  /** The header section as it will be sent. */
  header: z.string(),
  size: z.number().int(),
  /** What differs from the stored copy, a sentence each. */
  changes: z.array(z.string()),
})
export type OutgoingPreview = z.infer<typeof OutgoingPreview>

/** One header field that a provider gives a meaning to, as it was understood. */
export const ProviderHeader = z.object({
  provider: z.enum(['ahasend', 'sendgrid', 'elasticemail']),
  name: z.string(),
  value: z.string(),
  /** What it does there and here, as a sentence. */
  meaning: z.string(),
  /** Why it has no effect; null when it has. */
  problem: z.string().nullable(),
})
export type ProviderHeader = z.infer<typeof ProviderHeader>

/** X-SMTPAPI, decoded. */
export const SmtpApi = z.object({
  /** JSON, indented; null when it cannot be parsed. */
  json: z.string().nullable(),
  problems: z.array(z.string()),
  /** What each recipient of `to` would get: tags and what stands in their place. */
  recipients: z.array(z.object({ address: z.string(), substitutions: z.record(z.string(), z.string()) })),
  categories: z.array(z.string()),
  uniqueArgs: z.record(z.string(), z.string()),
  sendAt: z.iso.datetime().nullable(),
})
export type SmtpApi = z.infer<typeof SmtpApi>

/** Everything a message's view shows of its way out. */
export const MessageDeliveries = z.object({
  deliveries: z.array(Delivery),
  headers: z.array(ProviderHeader),
  smtpApi: SmtpApi.nullable(),
})
export type MessageDeliveries = z.infer<typeof MessageDeliveries>
