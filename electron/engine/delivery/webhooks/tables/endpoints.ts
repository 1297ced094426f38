import type { WebhookEvent, WebhookFormat } from '../../../../../shared/model/webhook.ts'
import type { ReadableDatabase, WritableDatabase } from '../../../database/open.ts'

/** Where to tell what, and how that went so far. Times in milliseconds. */
export interface Endpoint {
  readonly id: string
  readonly name: string
  readonly url: string
  /** It was said on purpose that the address is not on this machine. */
  readonly outside: boolean
  readonly format: WebhookFormat
  readonly events: readonly WebhookEvent[]
  /** Empty: of all mail. */
  readonly credentialIds: readonly string[]
  readonly enabled: boolean
  readonly publicKey: string | null
  readonly secretHint: string | null
  readonly disabledBecause: string | null
  readonly successes: number
  readonly failures: number
  readonly failuresInARow: number
  readonly lastCallAt: number | null
  readonly createdAt: number
}

interface EndpointRow {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly outside: number
  readonly format: WebhookFormat
  readonly events: string
  readonly credential_ids: string
  readonly enabled: number
  readonly public_key: string | null
  readonly secret_hint: string | null
  readonly disabled_because: string | null
  readonly successes: number
  readonly failures: number
  readonly failures_in_a_row: number
  readonly last_call_at: number | null
  readonly created_at: number
}

/** All of them, oldest first. */
export function selectEndpoints(db: ReadableDatabase): Endpoint[] {
  return db
    .query<EndpointRow>('SELECT * FROM webhook_endpoints ORDER BY created_at, id')
    .all()
    .map((row) => ({
      id: row.id,
      name: row.name,
      url: row.url,
      outside: row.outside === 1,
      format: row.format,
      events: JSON.parse(row.events) as WebhookEvent[],
      credentialIds: JSON.parse(row.credential_ids) as string[],
      enabled: row.enabled === 1,
      publicKey: row.public_key,
      secretHint: row.secret_hint,
      disabledBecause: row.disabled_because,
      successes: row.successes,
      failures: row.failures,
      failuresInARow: row.failures_in_a_row,
      lastCallAt: row.last_call_at,
      createdAt: row.created_at,
    }))
}

export function saveEndpoint(db: WritableDatabase, endpoint: Endpoint): void {
  db.command('INSERT OR REPLACE INTO webhook_endpoints VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
    endpoint.id,
    endpoint.name,
    endpoint.url,
    Number(endpoint.outside),
    endpoint.format,
    JSON.stringify(endpoint.events),
    JSON.stringify(endpoint.credentialIds),
    Number(endpoint.enabled),
    endpoint.publicKey,
    endpoint.secretHint,
    endpoint.disabledBecause,
    endpoint.successes,
    endpoint.failures,
    endpoint.failuresInARow,
    endpoint.lastCallAt,
    endpoint.createdAt,
  )
}

export function deleteEndpoint(db: WritableDatabase, id: string): void {
  db.command('DELETE FROM webhook_endpoints WHERE id = ?').run(id)
}
