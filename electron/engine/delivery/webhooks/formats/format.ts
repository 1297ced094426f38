import type { WebhookEndpoint, WebhookFormat } from '../../../../../shared/model/webhook.ts'
import type { MailEvent } from '../../events.ts'

/** What a payload names besides the event itself. */
export interface PayloadContext {
  readonly endpointId: string
  /** A made-up account, the same for all that this data folder tells. */
  readonly accountId: string
  /** Of this event alone; the same at every try. */
  readonly eventId: string
}

export interface Payload {
  /** As the provider names it. */
  readonly type: string
  /** One event: a JSON object, or a query string. */
  readonly text: string
}

/** Whose payload, signature and retry schedule: pure functions and data, in one file per provider. */
export interface Format {
  readonly name: WebhookFormat
  readonly signing: WebhookEndpoint['signing']
  readonly method: 'POST' | 'GET'
  /** Null where there is no body. */
  readonly contentType: string | null
  /** How long an attempt may take. */
  readonly timeoutMs: number
  /** Events of this stretch of time make one call; 0 sends each on its own. */
  readonly gatherMs: number
  /** After so many failures in a row the endpoint is switched off; null never does. */
  readonly disableAfter: number | null
  accepts(status: number): boolean
  /** Milliseconds until the next try after so many that failed; null gives up. `random` is within 0 and 1. */
  wait(failedTries: number, random: number): number | null
  makeEventId(now: number): string
  /** Null when the provider tells nothing of the kind. */
  payload(event: MailEvent, context: PayloadContext): Payload | null
  body(payloads: readonly string[]): string
  url(endpointUrl: string, payloads: readonly string[]): string
}

/** What most formats share: a POST of JSON, one event each, taken with any 2xx. */
export const jsonPost = {
  method: 'POST',
  contentType: 'application/json',
  gatherMs: 0,
  accepts: (status: number) => status >= 200 && status < 300,
  body: (payloads: readonly string[]) => payloads[0] ?? '',
  url: (endpointUrl: string) => endpointUrl,
} as const

/** A wait from a list, up to a tenth longer, so that many calls do not come back at the same moment. */
export function fromSchedule(waits: readonly number[], failedTries: number, random: number): number | null {
  const wait = waits[failedTries - 1]
  return wait === undefined ? null : Math.round(wait * (1 + random / 10))
}

export const second = 1_000
export const minute = 60 * second
export const hour = 60 * minute
