import type { WritableDatabase } from '../database/open.ts'
import { insertAudit, selectAudit, type NewAuditEntry } from './tables/audit.ts'
import type { ListRequest, Page, Refused } from './types.ts'
import type { AuditEntry } from '../../../shared/model/vault.ts'

/** Refused requests of one kind from one address share an entry for so long: nobody can flood the trail. */
const sharedMs = 60_000
/** Addresses and reasons remembered at once. */
const mostKinds = 1_000

/** What was done to the vault, and by whom. Entries are written with the change itself, in its transaction. */
export class AuditTrail {
  readonly #db: WritableDatabase
  readonly #refused = new Map<string, number>()

  constructor(db: WritableDatabase) {
    this.#db = db
  }

  add(entry: NewAuditEntry): void {
    insertAudit(this.#db, Date.now(), entry)
  }

  /** A REST request with a key that is not good. */
  requestRefused({ reason, explanation, credentialId }: Refused, name: string | null, remoteAddress: string): void {
    const kind = `${reason} ${remoteAddress} ${credentialId ?? ''}`
    const now = Date.now()
    if (now - (this.#refused.get(kind) ?? 0) < sharedMs) return
    if (this.#refused.size >= mostKinds) this.#refused.clear()
    this.#refused.set(kind, now)
    this.add({
      actor: { is: 'apiKey', id: credentialId ?? '', name: name ?? remoteAddress },
      action: 'requestRefused',
      target: credentialId === null ? null : { id: credentialId, name: name ?? '' },
      detail: `from ${remoteAddress}: ${explanation}`,
    })
  }

  list(request: ListRequest & { target?: string | undefined }): Page<AuditEntry> {
    const { rows, total } = selectAudit(this.#db, { ...request, limit: request.limit + 1 })
    const items = rows.slice(0, request.limit)
    return { items, nextCursor: rows.length > request.limit ? String(items.at(-1)?.id) : null, total }
  }
}
