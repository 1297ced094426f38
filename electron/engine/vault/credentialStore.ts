import { randomUUID } from 'node:crypto'
import type { CredentialKind, Permission } from '../../../shared/model/credential.ts'
import type { VaultDatabase } from '../database/vault.ts'
import type { AuditTrail } from './auditTrail.ts'
import { describeChange } from './describe.ts'
import { once } from './idempotency.ts'
import type { VaultKeys } from './keys.ts'
import {
  countCredentials,
  cursorAfter,
  saveCredential,
  selectByUsername,
  selectCredentials,
  selectStored,
  type StoredCredential,
} from './tables/credentials.ts'
import { dayMs, selectUses } from './tables/uses.ts'
import { VaultError, type Doing, type ListRequest, type Page } from './types.ts'
import { withoutUndefined } from '../withoutUndefined.ts'

/** What an owner can choose, in the contract's words; both kinds have it. */
export interface Chosen {
  readonly name: string
  readonly mode: StoredCredential['mode']
  readonly scope?: StoredCredential['scope'] | undefined
  readonly domains: readonly string[]
  readonly includeSubdomains: boolean
  readonly checkHeaderFrom: boolean
  readonly allowedIps: readonly string[]
  readonly enabled: boolean
  readonly expiresAt: string | null
  readonly note: string
  readonly tags: readonly string[]
}

export type Change = { readonly [Key in keyof Chosen]?: Chosen[Key] | undefined } & {
  readonly version?: number | undefined
  readonly username?: string | undefined
  readonly permissions?: readonly Permission[] | undefined
}

interface Parts {
  readonly db: VaultDatabase
  readonly keys: () => VaultKeys
  readonly trail: AuditTrail
  /** Something was written. */
  readonly changed: () => void
}

/** What SMTP credentials and API keys have in common: rows, versions, limits, secrets that rotate. */
export class CredentialStore {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  list<T>(kind: CredentialKind, request: ListRequest, shown: (row: StoredCredential, uses: number[]) => T): Page<T> {
    const { db } = this.#parts
    const rows = selectCredentials(db, kind, { ...request, limit: request.limit + 1 })
    const page = rows.slice(0, request.limit)
    const uses = selectUses(
      db,
      page.map(({ id }) => id),
      Math.floor(Date.now() / dayMs),
    )
    const last = page.at(-1)
    return {
      items: page.map((row) => shown(row, uses.get(row.id) ?? [])),
      nextCursor: rows.length > request.limit && last ? cursorAfter(last) : null,
      total: countCredentials(db, kind, request.search),
    }
  }

  usesOf(id: string): number[] {
    return selectUses(this.#parts.db, [id], Math.floor(Date.now() / dayMs)).get(id) ?? []
  }

  /** Throws NOT_FOUND. */
  get(kind: CredentialKind, id: string): StoredCredential {
    const row = selectStored(this.#parts.db, id)
    if (!row || row.kind !== kind || row.deletedAt !== null)
      throw new VaultError('NOT_FOUND', `There is no ${word[kind]} with this id. It may have been deleted.`)
    return row
  }

  /** Makes a row and the reply that shows its secret, once per Idempotency-Key. `most` 0: no limit. */
  create<T>(
    kind: CredentialKind,
    wanted: Chosen,
    own: { username: string | null; permissions: readonly Permission[]; secret: string; readable: boolean },
    how: { doing: Doing; most: number; request: unknown; reply: (row: StoredCredential) => T },
  ): T {
    const { db, trail } = this.#parts
    const keys = this.#parts.keys()
    const reply = db.transaction(() =>
      once(db, keys, how.doing, [kind, how.request], () => {
        this.#checkLimit(kind, how.most)
        if (own.username !== null) this.#checkFree(own.username)
        const id = randomUUID()
        const now = Date.now()
        const row: StoredCredential = {
          id,
          kind,
          username: own.username,
          ...this.#chosen(wanted),
          permissions: own.permissions,
          ...this.#secretOf(id, own.secret, own.readable),
          oldSecretHash: null,
          oldSecretUntil: null,
          createdAt: now,
          updatedAt: now,
          deletedAt: null,
          version: 1,
          lastUsedAt: null,
          useCount: 0,
        }
        saveCredential(db, row)
        trail.add({
          actor: how.doing.actor,
          action: 'credentialMade',
          target: row,
          detail: `${word[kind]}, ${row.mode}`,
        })
        return how.reply(row)
      }),
    )
    this.#parts.changed()
    return reply
  }

  /** Throws CONFLICT when `version` is not the present one. */
  update(kind: CredentialKind, id: string, change: Change, doing: Doing): StoredCredential {
    const { db, trail } = this.#parts
    const after = db.transaction(() => {
      const before = this.get(kind, id)
      const { version, username, permissions, ...chosen } = change
      if (version !== undefined && version !== before.version)
        throw new VaultError(
          'CONFLICT',
          `"${before.name}" was changed somewhere else in between. Read it again, then make your change.`,
        )
      if (username !== undefined && username !== before.username) this.#checkFree(username, id)
      const row: StoredCredential = {
        ...before,
        ...this.#chosen({ ...asChosen(before), ...withoutUndefined(chosen), ...narrowed(change) }),
        username: username ?? before.username,
        permissions: permissions ?? before.permissions,
        updatedAt: Date.now(),
        version: before.version + 1,
      }
      const detail = describeChange(before, row)
      if (detail === '') return before
      saveCredential(db, row)
      trail.add({ actor: doing.actor, action: 'credentialChanged', target: row, detail })
      return row
    })
    this.#parts.changed()
    return after
  }

  /** A new secret; the one before stays good for the grace period. */
  rotate(
    kind: CredentialKind,
    id: string,
    how: { secret: string; readable: boolean; graceSeconds: number },
    doing: Doing,
  ): StoredCredential {
    const { db, trail } = this.#parts
    const row = db.transaction(() => {
      const before = this.get(kind, id)
      const now = Date.now()
      const after: StoredCredential = {
        ...before,
        ...this.#secretOf(id, how.secret, how.readable),
        oldSecretHash: before.secretHash,
        oldSecretUntil: now + how.graceSeconds * 1_000,
        updatedAt: now,
        version: before.version + 1,
      }
      saveCredential(db, after)
      const until = how.graceSeconds === 0 ? 'at once' : `on ${new Date(after.oldSecretUntil ?? now).toISOString()}`
      trail.add({
        actor: doing.actor,
        action: 'credentialRotated',
        target: after,
        detail: `the secret before ends ${until}`,
      })
      return after
    })
    db.cutLog()
    this.#parts.changed()
    return row
  }

  remove(kind: CredentialKind, id: string, doing: Doing): void {
    const { db, trail } = this.#parts
    db.transaction(() => {
      const row = this.get(kind, id)
      const now = Date.now()
      saveCredential(db, {
        ...row,
        sealed: null,
        note: '',
        enabled: false,
        deletedAt: now,
        updatedAt: now,
        version: row.version + 1,
      })
      trail.add({ actor: doing.actor, action: 'credentialDeleted', target: row, detail: word[kind] })
    })
    db.cutLog()
    this.#parts.changed()
  }

  #checkLimit(kind: CredentialKind, most: number): void {
    if (most === 0 || countCredentials(this.#parts.db, kind) < most) return
    throw new VaultError(
      'LIMIT_REACHED',
      `There are ${most} ${word[kind]}s already, which is the most that the settings allow. Delete one, or raise the limit under Settings, Vault.`,
    )
  }

  #checkFree(username: string, except: string | null = null): void {
    const taken = selectByUsername(this.#parts.db, username)
    if (taken && taken.id !== except)
      throw new VaultError('CONFLICT', `The user name ${username} is taken by "${taken.name}". Choose another.`)
  }

  #chosen(wanted: Chosen) {
    const scope = wanted.scope ?? (wanted.domains.length > 0 ? 'scoped' : 'global')
    if (scope === 'scoped' && wanted.domains.length === 0)
      throw new VaultError(
        'BAD_REQUEST',
        'domains: A scoped credential needs at least one sender domain. Add one, or set its scope to global.',
      )
    return {
      name: wanted.name,
      mode: wanted.mode,
      scope,
      domains: [...new Set(wanted.domains)],
      includeSubdomains: wanted.includeSubdomains,
      checkHeaderFrom: wanted.checkHeaderFrom,
      allowedIps: [...new Set(wanted.allowedIps)],
      enabled: wanted.enabled,
      expiresAt: wanted.expiresAt === null ? null : Date.parse(wanted.expiresAt),
      note: wanted.note,
      tags: [...new Set(wanted.tags)],
    } as const
  }

  #secretOf(id: string, secret: string, readable: boolean) {
    const keys = this.#parts.keys()
    return {
      secretHash: keys.hash(secret),
      secretHint: secret.slice(-5),
      sealed: readable ? keys.seal(secret, id) : null,
    }
  }
}

const word: Record<CredentialKind, string> = { smtpCredential: 'SMTP credential', apiKey: 'API key' }

/** Domains without a word about the scope mean `scoped`. None of them never means `global`: that has to be said. */
function narrowed({ scope, domains }: Change): { scope?: 'scoped' } {
  return scope === undefined && domains !== undefined && domains.length > 0 ? { scope: 'scoped' } : {}
}

function asChosen(row: StoredCredential): Chosen {
  return { ...row, expiresAt: row.expiresAt === null ? null : new Date(row.expiresAt).toISOString() }
}
