import type { ApiKey, SmtpCredential } from '../../shared/model/credential.ts'

/** One row of the screen: an SMTP credential or an API key. */
export type Item = ({ readonly kind: 'smtpCredential' } & SmtpCredential) | ({ readonly kind: 'apiKey' } & ApiKey)
export type Kind = Item['kind']

export const kindWord: Readonly<Record<Kind, string>> = { smtpCredential: 'SMTP credential', apiKey: 'API key' }

/** What a client logs in with. */
export function usernameOf(item: Item): string {
  return item.kind === 'apiKey' ? 'apikey' : item.username
}

export type Standing = 'active' | 'expiresSoon' | 'expired' | 'disabled'

const soon = 7 * 24 * 60 * 60_000

/** Whether it may be used, as of `now` (milliseconds). */
export function standingOf({ enabled, expiresAt }: Item, now: number): Standing {
  if (!enabled) return 'disabled'
  if (expiresAt === null) return 'active'
  const left = Date.parse(expiresAt) - now
  if (left <= 0) return 'expired'
  return left < soon ? 'expiresSoon' : 'active'
}

export const standingWord: Readonly<Record<Standing, string>> = {
  active: 'Active',
  expiresSoon: 'Expires soon',
  expired: 'Expired',
  disabled: 'Disabled',
}

/** `Any sender`, or the domains. */
export function scopeWords({ scope, domains, includeSubdomains }: Item): string {
  if (scope === 'global') return 'Any sender'
  return `${domains.join(', ')}${includeSubdomains ? ' and subdomains' : ''}`
}

export type SortKey = 'name' | 'mode' | 'scope' | 'useCount' | 'lastUsedAt' | 'createdAt'

/** A copy in order; what was never used comes last. */
export function sorted(items: readonly Item[], key: SortKey, down: boolean): Item[] {
  const value = (item: Item): string | number => (key === 'scope' ? scopeWords(item) : (item[key] ?? ''))
  const order = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })
  return items.toSorted((one, other) => {
    const a = value(one)
    const b = value(other)
    const difference = typeof a === 'number' && typeof b === 'number' ? a - b : order.compare(String(a), String(b))
    return (down ? -difference : difference) || order.compare(one.id, other.id)
  })
}

/** Whether every word of a search stands in the name, user name, domains, tags, note or hint. */
export function matches(item: Item, search: string): boolean {
  const text = [item.name, usernameOf(item), ...item.domains, ...item.tags, item.note, item.secretHint, item.mode]
    .join(' ')
    .toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
