import type { WebhookEvent } from '../../../../shared/model/webhook.ts'
import type { MailDatabase } from '../../database/open.ts'
import { RelayError } from '../relayError.ts'
import { deleteEndpoint, saveEndpoint, selectEndpoints, type Endpoint } from './tables/endpoints.ts'

/** The endpoints, in memory: every event of every message asks who wants it. */
export class EndpointBook {
  readonly #db: MailDatabase
  readonly #endpoints: Map<string, Endpoint>
  readonly #wanting = new Map<WebhookEvent, string[]>()

  constructor(db: MailDatabase) {
    this.#db = db
    this.#endpoints = new Map(selectEndpoints(db).map((endpoint) => [endpoint.id, endpoint]))
    this.#sort()
  }

  /** Oldest first. */
  list(): Endpoint[] {
    return [...this.#endpoints.values()]
  }

  find(id: string): Endpoint | null {
    return this.#endpoints.get(id) ?? null
  }

  /** Throws NOT_FOUND. */
  get(id: string): Endpoint {
    const endpoint = this.find(id)
    if (!endpoint) throw new RelayError('NOT_FOUND', 'There is no such webhook endpoint.')
    return endpoint
  }

  /** Enabled endpoints that chose this event, of this credential. */
  wanting(type: WebhookEvent, credentialId: string | null): Endpoint[] {
    const ids = this.#wanting.get(type)
    if (!ids) return []
    return ids
      .map((id) => this.#endpoints.get(id) as Endpoint)
      .filter(({ credentialIds }) => credentialIds.length === 0 || credentialIds.includes(credentialId ?? ''))
  }

  /** Also within a transaction of the caller's, if that is the last that can fail in it. */
  save(endpoint: Endpoint): void {
    saveEndpoint(this.#db, endpoint)
    const before = this.#endpoints.get(endpoint.id)
    this.#endpoints.set(endpoint.id, endpoint)
    // Every attempt saves its counters: who wants what stays.
    if (before?.enabled !== endpoint.enabled || before.events !== endpoint.events) this.#sort()
  }

  remove(id: string): void {
    deleteEndpoint(this.#db, id)
    this.#endpoints.delete(id)
    this.#sort()
  }

  #sort(): void {
    this.#wanting.clear()
    for (const { id, enabled, events } of this.#endpoints.values()) {
      if (!enabled) continue
      for (const event of new Set(events)) this.#wanting.set(event, [...(this.#wanting.get(event) ?? []), id])
    }
  }
}
