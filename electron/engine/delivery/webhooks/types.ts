import type {
  NewWebhookEndpoint,
  ReceivedCall,
  WebhookCall,
  WebhookCallDetail,
  WebhookEndpoint,
  WebhookEndpointChange,
  WebhookEvent,
  WebhookReceiver,
} from '../../../../shared/model/webhook.ts'
import type { MailEvent } from '../events.ts'
import type { CallFilter } from './tables/calls.ts'

/** A request at the door of the receiver. */
export interface ReceiverRequest {
  readonly method: string
  /** Below the receiver's own, with the query: `/` where nothing follows. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Endpoints. Methods throw RelayError NOT_FOUND, OUTSIDE, CONFLICT, BAD_REQUEST, and what the vault throws. */
export interface WebhookEndpoints {
  list(): WebhookEndpoint[]
  get(id: string): WebhookEndpoint
  create(wanted: NewWebhookEndpoint): WebhookEndpoint & { secret: string | null }
  update(id: string, change: WebhookEndpointChange): WebhookEndpoint
  rotateSecret(id: string): WebhookEndpoint & { secret: string | null }
  remove(id: string): void
  test(id: string, event: WebhookEvent): WebhookCall
}

export interface WebhookCalls {
  list(request: CallFilter & { readonly limit: number; readonly cursor?: string | undefined }): {
    items: WebhookCall[]
    nextCursor: string | null
    total: number
  }
  get(id: number): WebhookCallDetail
  /** The same event under its own id: what waits is tried now, what was told is told once more. */
  replay(id: number): WebhookCall
}

export interface Receiver {
  /** Where the HTTP door lets it receive: `/webhook-receiver/<token>`. */
  readonly path: string
  get(): WebhookReceiver
  put(answer: WebhookReceiver['answer']): WebhookReceiver
  calls(limit: number): ReceivedCall[]
  clear(): void
  /** Keeps the request; resolves with what to answer, once it is time to. */
  receive(request: ReceiverRequest): Promise<{ readonly status: number }>
}

/** The room of webhooks. */
export interface Webhooks {
  /** Whether anybody wants to hear of it: saves putting the event together. */
  wants(type: WebhookEvent, credentialId: string | null): boolean
  /** To be called within the transaction of mail.db that writes the fact: then both are on disk, or neither. */
  tell(event: MailEvent): void
  /** Messages that are gone for good: nothing of them is kept longer than it takes to tell it. */
  forgetMessages(ids: readonly number[]): void
  readonly endpoints: WebhookEndpoints
  readonly calls: WebhookCalls
  readonly receiver: Receiver
  /** Breaks off what is under way; it is told at the next start. */
  close(): Promise<void>
}
