import type { ApiKey } from '../../../shared/model/credential.ts'
import type { StoredCredential } from './tables/credentials.ts'

/** A row in the contract's words: everything but what is secret. */
export function shownCommon(row: StoredCredential, usesPerDay: number[]): Omit<ApiKey, 'permissions'> {
  const time = (at: number | null) => (at === null ? null : new Date(at).toISOString())
  return {
    id: row.id,
    name: row.name,
    mode: row.mode,
    scope: row.scope,
    domains: [...row.domains],
    includeSubdomains: row.includeSubdomains,
    checkHeaderFrom: row.checkHeaderFrom,
    allowedIps: [...row.allowedIps],
    enabled: row.enabled,
    expiresAt: time(row.expiresAt),
    note: row.note,
    tags: [...row.tags],
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt: new Date(row.updatedAt).toISOString(),
    version: row.version,
    lastUsedAt: time(row.lastUsedAt),
    useCount: row.useCount,
    usesPerDay,
    secretHint: row.secretHint,
    oldSecretUntil: row.oldSecretUntil !== null && row.oldSecretUntil > Date.now() ? time(row.oldSecretUntil) : null,
  }
}
