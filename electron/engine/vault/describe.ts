import type { StoredCredential } from './tables/credentials.ts'

const words: readonly [keyof StoredCredential, string][] = [
  ['name', 'name'],
  ['username', 'user name'],
  ['mode', 'mode'],
  ['scope', 'scope'],
  ['domains', 'domains'],
  ['includeSubdomains', 'subdomains'],
  ['checkHeaderFrom', 'check of header From'],
  ['allowedIps', 'allowed addresses'],
  ['permissions', 'permissions'],
  ['tags', 'tags'],
  ['enabled', 'enabled'],
  ['expiresAt', 'expiry'],
]

/** What a change did, for the audit trail: `mode: sandbox → production; note changed`. */
export function describeChange(before: StoredCredential, after: StoredCredential): string {
  const parts = words
    .filter(([key]) => shown(before[key]) !== shown(after[key]))
    .map(([key, word]) => `${word}: ${told(key, before[key])} → ${told(key, after[key])}`)
  if (before.note !== after.note) parts.push('note changed')
  return parts.join('; ')
}

function told(key: keyof StoredCredential, value: unknown): string {
  if (key === 'expiresAt') return typeof value === 'number' ? new Date(value).toISOString() : 'never'
  return shown(value)
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'none'
}
