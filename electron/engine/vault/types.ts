import type {
  ApiKey,
  ApiKeyChange,
  CredentialKind,
  CredentialLabel,
  LoginReason,
  NewApiKey,
  NewSmtpCredential,
  Permission,
  SmtpCredential,
  SmtpCredentialChange,
} from '../../../shared/model/credential.ts'
import type { Mode } from '../../../shared/model/mode.ts'
import type { Secrets } from '../secrets.ts'
import type { Actor, AuditEntry, VaultStatus } from '../../../shared/model/vault.ts'

/** The vault cannot do this. `code` is the contract's; the message is for people and holds no secret. */
export class VaultError extends Error {
  readonly code:
    | 'VAULT_LOCKED'
    | 'NOT_FOUND'
    | 'CONFLICT'
    | 'LIMIT_REACHED'
    | 'BAD_REQUEST'
    | 'WRONG_SECRET'
    | 'WEAK_PASSPHRASE'
    | 'IDEMPOTENCY_MISMATCH'

  constructor(code: VaultError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** A credential or key as it is used: what must hold at this moment for a login, a sender, a request. */
export interface ActiveCredential {
  readonly id: string
  readonly kind: CredentialKind
  readonly name: string
  readonly mode: Mode
  readonly scope: 'global' | 'scoped'
  readonly domains: readonly string[]
  readonly includeSubdomains: boolean
  readonly checkHeaderFrom: boolean
  readonly allowedIps: readonly string[]
  readonly permissions: readonly Permission[]
  readonly enabled: boolean
  /** Milliseconds. */
  readonly expiresAt: number | null
  readonly createdAt: number
  readonly tags: readonly string[]
}

export interface Page<T> {
  readonly items: T[]
  readonly nextCursor: string | null
  readonly total: number
}

export interface ListRequest {
  readonly search: string
  readonly limit: number
  readonly cursor?: string | undefined
}

/** Who does it, and the header that makes a creation safe to repeat. */
export interface Doing {
  readonly actor: Actor
  readonly idempotencyKey: string | null
}

interface Kind<T, New, Change, Secret> {
  list(request: ListRequest): Page<T>
  /** Throws NOT_FOUND, as all below do. */
  get(id: string): T
  create(wanted: New, doing: Doing): T & Secret
  update(id: string, change: Change, doing: Doing): T
  remove(id: string, doing: Doing): void
}

export interface SmtpCredentials extends Kind<
  SmtpCredential,
  NewSmtpCredential,
  SmtpCredentialChange,
  { password: string }
> {
  /** Without a password one is made; `readable` as before unless told. */
  rotate(
    id: string,
    how: { graceSeconds: number; password?: string | undefined; readable?: boolean | undefined },
    doing: Doing,
  ): SmtpCredential & { password: string }
  reveal(id: string, doing: Doing): string
}

export interface ApiKeys extends Kind<ApiKey, NewApiKey, ApiKeyChange, { key: string }> {
  rotate(id: string, how: { graceSeconds: number }, doing: Doing): ApiKey & { key: string }
}

/** A login over SMTP. `password` null and `cram` set for CRAM-MD5. */
export interface SecretLogin {
  readonly username: string
  readonly password: string | null
  readonly cram: { readonly challenge: string; readonly digest: string } | null
  readonly remoteAddress: string
}

/** Why not, in words for the owner. */
export interface Refused {
  readonly is: 'refused'
  readonly reason: LoginReason
  readonly explanation: string
  readonly credentialId: string | null
}

export type LoginVerdict =
  | { readonly is: 'right'; readonly credential: ActiveCredential }
  | Refused
  /** The user name belongs to no credential (or the key to no key): a lenient listener may let it in as anonymous. */
  | (Omit<Refused, 'is'> & { readonly is: 'unknown' })

export type KeyVerdict = { readonly is: 'right'; readonly credential: ActiveCredential } | Refused

/** The room of secrets. Every method that needs the vault key throws VAULT_LOCKED while it is locked. */
export interface Vault {
  readonly smtpCredentials: SmtpCredentials
  readonly apiKeys: ApiKeys
  labels(): CredentialLabel[]
  readonly secrets: Secrets

  /** One indexed lookup and a comparison in constant time; counts a use when right. Explains itself when not. */
  login(login: SecretLogin): LoginVerdict
  /** A bearer key over REST. Counts a use when right. */
  bearer(key: string, remoteAddress: string): KeyVerdict
  /** As it is now; null when it was deleted. Cheap: asked for every transaction. */
  active(id: string): ActiveCredential | null
  /** Whether an enabled credential was kept readable, so that CRAM-MD5 can be verified. */
  canCramMd5(): boolean

  status(): VaultStatus
  unlock(by: { passphrase: string } | { recoveryCode: string }, actor: Actor): Promise<VaultStatus>
  setPassphrase(wanted: { current?: string | undefined; passphrase: string | null }, actor: Actor): Promise<VaultStatus>
  makeRecoveryCode(actor: Actor): string
  backup(passphrase: string, actor: Actor): Promise<Buffer>
  restore(
    file: Buffer,
    passphrase: string,
    how: { replace: boolean },
    actor: Actor,
  ): Promise<{ smtpCredentials: number; apiKeys: number }>
  /** Only when the vault was made at this start; null afterwards. */
  readonly firstRecoveryCode: string | null

  readonly sandboxLocked: boolean
  setSandboxLock(locked: boolean, actor: Actor): void

  audit(request: ListRequest & { target?: string | undefined }): Page<AuditEntry>
  /** A REST request that was refused; many of one kind within a minute share an entry. */
  requestRefused(refused: Refused, remoteAddress: string): void

  close(): void
}
