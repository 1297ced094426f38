import type {
  Delivery,
  DeliveryAction,
  DeliveryCounts,
  DeliveryDetail,
  MessageDeliveries,
  OutgoingPreview,
  Suppression,
} from '../../../shared/model/delivery.ts'
import type { Envelope } from '../../../shared/model/envelope.ts'
import type { RouteAnswer, RouteQuestion, Routing, SandboxResult } from '../../../shared/model/routing.ts'
import type {
  NewUpstream,
  Upstream,
  UpstreamChange,
  UpstreamPreset,
  UpstreamTest,
} from '../../../shared/model/upstream.ts'
import type { MailPlan, Planned, Sender } from './plan.ts'
import type { DeliveryFilter } from './tables/deliveries.ts'

export type { MailPlan, Planned } from './plan.ts'

/** A captured message as the way out reads it. */
export interface StoredMessage {
  readonly bytes: Buffer
  readonly envelope: Envelope
  readonly subject: string
  /** Milliseconds. */
  readonly receivedAt: number
  readonly credentialId: string | null
}

export interface Page<T> {
  readonly items: T[]
  readonly nextCursor: string | null
  readonly total: number
}

/** What intake asks, so that a message and its deliveries are committed together. */
export interface Planning {
  plan(mail: { bytes: Buffer; envelope: Envelope; sender: Sender }): Planned
  /** Within the transaction that writes the message. */
  write(
    messageId: number,
    plan: MailPlan,
    mail: { envelope: Envelope; subject: string; credentialId: string | null },
  ): void
  /** It is on disk. */
  written(): void
}

/** The room of what leaves. Methods throw RelayError. */
export interface Relay extends Planning {
  readonly upstreams: {
    list(): Upstream[]
    get(id: string): Upstream
    create(wanted: NewUpstream): Upstream
    update(id: string, change: UpstreamChange): Upstream
    remove(id: string): void
    resume(id: string): Upstream
    presets(): Promise<UpstreamPreset[]>
    test(id: string, login: boolean): Promise<UpstreamTest>
    /** In clear, for a login that is about to be tried; null where there is none. Throws when the vault is locked. */
    password(id: string): string | null
  }

  routing(): Routing
  putRouting(routing: Routing): Routing
  explain(question: RouteQuestion): RouteAnswer

  deliveries(query: DeliveryFilter & { limit: number; cursor?: string | undefined }): Page<Delivery>
  delivery(id: number): DeliveryDetail
  /** Returns how many it concerned. */
  act(
    which: { ids?: readonly number[] | undefined; filter?: DeliveryFilter | undefined },
    action: DeliveryAction,
  ): number
  /** They wait until then (milliseconds). Returns how many it concerned. */
  schedule(ids: readonly number[], at: number): number
  counts(
    hours: number,
    steps: number,
  ): { steps: DeliveryCounts[]; waiting: { queued: number; deferred: number; held: number } }

  ofMessage(id: number): MessageDeliveries
  preview(id: number, upstreamId: string, to?: readonly string[]): OutgoingPreview
  release(id: number, upstreamId: string, to?: readonly string[]): Delivery[]
  releaseMany(
    ids: readonly number[],
    upstreamId: string,
    to?: readonly string[],
  ): { released: number; deliveries: number }
  simulate(id: number, result: SandboxResult, to?: readonly string[]): Delivery[]
  /** Returns how many endpoints were told. */
  engage(
    id: number,
    what: { is: 'opened' | 'clicked'; recipient?: string | undefined; url?: string | undefined },
  ): number

  suppressions(query: { search: string; limit: number; cursor?: string | undefined }): Page<Suppression>
  suppress(wanted: { address: string; reason: string; simulated: boolean }): Suppression
  unsuppress(address: string): void

  /** Which of these messages something still waits for. */
  needed(messageIds: readonly number[]): Set<number>
  /** These are gone for good. */
  forget(messageIds: readonly number[]): void
  /** The sandbox lock or the vault changed. */
  wake(): void
  close(): Promise<void>
}
