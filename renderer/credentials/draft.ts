import type { Permission } from '../../shared/model/credential.ts'
import type { Item, Kind } from './item.ts'

/** What the form holds; lists as the lines that were typed. */
export interface Draft {
  readonly name: string
  readonly username: string
  readonly mode: Item['mode']
  readonly scope: Item['scope']
  readonly domains: readonly string[]
  readonly includeSubdomains: boolean
  readonly checkHeaderFrom: boolean
  readonly allowedIps: readonly string[]
  /** As a date field has it, local time; empty: never. */
  readonly expires: string
  readonly tags: readonly string[]
  readonly note: string
  readonly permissions: readonly Permission[]
  readonly enabled: boolean
}

export const emptyDraft: Draft = {
  name: '',
  username: '',
  mode: 'sandbox',
  scope: 'global',
  domains: [],
  includeSubdomains: false,
  checkHeaderFrom: false,
  allowedIps: [],
  expires: '',
  tags: [],
  note: '',
  permissions: ['mail.send'],
  enabled: true,
}

export function draftOf(item: Item): Draft {
  return {
    ...item,
    username: item.kind === 'smtpCredential' ? item.username : '',
    expires: item.expiresAt === null ? '' : localTime(new Date(item.expiresAt)),
    permissions: item.kind === 'apiKey' ? item.permissions : [],
  }
}

/** The draft in the contract's words. */
export function wantedOf(kind: Kind, draft: Draft) {
  const { expires, username, permissions, ...same } = draft
  const common = {
    ...same,
    domains: draft.scope === 'scoped' ? [...draft.domains] : [],
    allowedIps: [...draft.allowedIps],
    tags: [...draft.tags],
    expiresAt: expires === '' ? null : new Date(expires).toISOString(),
  }
  return kind === 'apiKey'
    ? { ...common, permissions: [...permissions] }
    : { ...common, ...(username.trim() !== '' && { username: username.trim() }) }
}

/** Local time in the form that a date field takes. */
export function localTime(at: Date): string {
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 16)
}
