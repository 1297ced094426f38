import { CircleAlert, CircleCheck, CirclePause, Hourglass, type LucideIcon } from 'lucide-react'
import type {
  NewWebhookEndpoint,
  WebhookCall,
  WebhookEndpoint,
  WebhookEvent,
  WebhookFormat,
} from '../../../shared/model/webhook.ts'
import type { Tone } from '../words.ts'

/** What can be told, in the order of a mail's life. */
export const eventWords: Readonly<Record<WebhookEvent, { readonly word: string; readonly meaning: string }>> = {
  received: { word: 'Received', meaning: 'Sandpost has taken the mail' },
  delivered: { word: 'Delivered', meaning: 'a server has taken it over' },
  deferred: { word: 'Deferred', meaning: 'refused for now' },
  bounced: { word: 'Bounced', meaning: 'refused for good' },
  failed: { word: 'Failed', meaning: 'given up' },
  suppressed: { word: 'Suppressed', meaning: 'the address is suppressed' },
  opened: { word: 'Opened', meaning: 'simulated from a message' },
  clicked: { word: 'Clicked', meaning: 'simulated from a message' },
  suppressionCreated: { word: 'Suppression created', meaning: 'an address was added to the list' },
}

/** Whose payload, with what is good to know when choosing. */
export const formatWords: Readonly<Record<WebhookFormat, { readonly word: string; readonly meaning: string }>> = {
  sandpost: { word: 'Sandpost', meaning: 'One JSON object each, signed by Standard Webhooks' },
  ahasend: { word: 'AhaSend', meaning: 'Its types and fields; signed with the raw secret' },
  sendgrid: { word: 'SendGrid', meaning: 'A JSON array of events, signed with ECDSA' },
  paubox: { word: 'Paubox', meaning: 'Its event names and payload; not signed' },
  elasticemail: { word: 'Elastic Email', meaning: 'Its notification parameters; not signed' },
}

/** Whether an endpoint is told. */
export function stateOf({ enabled, disabledBecause, secretMissing, failuresInARow }: WebhookEndpoint): {
  readonly icon: LucideIcon
  readonly word: string
  readonly tone: Tone
} {
  if (!enabled) {
    return disabledBecause === null
      ? { icon: CirclePause, word: 'Off', tone: 'plain' }
      : { icon: CircleAlert, word: 'Switched off', tone: 'red' }
  }
  if (secretMissing) return { icon: CircleAlert, word: 'Secret missing', tone: 'red' }
  if (failuresInARow > 0) return { icon: CircleAlert, word: 'Failing', tone: 'amber' }
  return { icon: CircleCheck, word: 'On', tone: 'green' }
}

/** Where a call stands. */
export const callWords: Readonly<
  Record<WebhookCall['status'], { readonly icon: LucideIcon; readonly word: string; readonly tone: Tone }>
> = {
  waiting: { icon: Hourglass, word: 'Waiting', tone: 'plain' },
  delivered: { icon: CircleCheck, word: 'Taken', tone: 'green' },
  failed: { icon: CircleAlert, word: 'Given up', tone: 'red' },
}

export type EndpointDraft = Pick<NewWebhookEndpoint, 'name' | 'url' | 'format' | 'events' | 'credentialIds'>

export const emptyEndpoint: EndpointDraft = {
  name: '',
  url: '',
  format: 'sandpost',
  events: ['received', 'delivered', 'deferred', 'bounced', 'failed', 'suppressed'],
  credentialIds: [],
}

/** JSON indented, anything else as it is. */
export function prettyBody(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
