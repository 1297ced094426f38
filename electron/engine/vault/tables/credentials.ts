import type { CredentialKind, CredentialLabel, Permission, Scope } from '../../../../shared/model/credential.ts'
import type { Mode } from '../../../../shared/model/mode.ts'
import { containing } from '../../database/like.ts'
import type { ReadableDatabase, SqlValue, WritableDatabase } from '../../database/open.ts'
import type { ActiveCredential, ListRequest } from '../types.ts'

/** A row in the words of the house. Times in milliseconds. */
export interface StoredCredential extends ActiveCredential {
  readonly username: string | null
  readonly secretHash: Buffer
  readonly secretHint: string
  readonly oldSecretHash: Buffer | null
  readonly oldSecretUntil: number | null
  readonly sealed: Buffer | null
  readonly note: string
  readonly updatedAt: number
  readonly deletedAt: number | null
  readonly version: number
  readonly lastUsedAt: number | null
  readonly useCount: number
}

interface Row {
  readonly id: string
  readonly kind: CredentialKind
  readonly name: string
  readonly username: string | null
  readonly secret_hash: Buffer
  readonly secret_hint: string
  readonly old_secret_hash: Buffer | null
  readonly old_secret_until: number | null
  readonly sealed: Buffer | null
  readonly mode: Mode
  readonly scope: Scope
  readonly domains: string
  readonly include_subdomains: number
  readonly check_header_from: number
  readonly allowed_ips: string
  readonly permissions: string
  readonly tags: string
  readonly enabled: number
  readonly expires_at: number | null
  readonly note: string
  readonly created_at: number
  readonly updated_at: number
  readonly deleted_at: number | null
  readonly version: number
  readonly last_used_at: number | null
  readonly use_count: number
}

/** How user names are compared: `Ann` and `ann` would be taken for the same by people, so there is only one of them. */
export function usernameKey(username: string): string {
  return username.normalize('NFC').toLowerCase()
}

export function selectStored(db: ReadableDatabase, id: string): StoredCredential | null {
  return one(db.query<Row>('SELECT * FROM credentials WHERE id = ?').get(id))
}

/** Those that live; a user name that was deleted is free again. */
export function selectByUsername(db: ReadableDatabase, username: string): StoredCredential | null {
  return one(
    db
      .query<Row>(
        'SELECT * FROM credentials WHERE username_key = ? AND username_key IS NOT NULL AND deleted_at IS NULL',
      )
      .get(usernameKey(username)),
  )
}

/** The id of a living credential: what a login looks up, and all it looks up. */
export function idByUsername(db: ReadableDatabase, username: string): string | null {
  return (
    db
      .values<string>(
        'SELECT id FROM credentials WHERE username_key = ? AND username_key IS NOT NULL AND deleted_at IS NULL',
      )
      .get(usernameKey(username)) ?? null
  )
}

/** The API key with this secret, now or before its rotation; deleted ones too, so that it can be said that it was. */
export function keyIdByHash(db: ReadableDatabase, hash: Buffer): string | null {
  return (
    db.values<string>("SELECT id FROM credentials WHERE secret_hash = ? AND kind = 'apiKey'").get(hash) ??
    db
      .values<string>(
        "SELECT id FROM credentials WHERE old_secret_hash = ? AND old_secret_hash IS NOT NULL AND kind = 'apiKey'",
      )
      .get(hash) ??
    null
  )
}

export function selectKeyByHash(db: ReadableDatabase, hash: Buffer): StoredCredential | null {
  const id = keyIdByHash(db, hash)
  return id === null ? null : selectStored(db, id)
}

/** Whose secret this is or was, of either kind: somebody may have put it where the name goes. */
export function selectBySecretHash(db: ReadableDatabase, hash: Buffer): StoredCredential | null {
  const now = one(db.query<Row>('SELECT * FROM credentials WHERE secret_hash = ?').get(hash))
  return (
    now ??
    one(db.query<Row>('SELECT * FROM credentials WHERE old_secret_hash = ? AND old_secret_hash IS NOT NULL').get(hash))
  )
}

/** Newest first, below the cursor's row. */
export function selectCredentials(
  db: ReadableDatabase,
  kind: CredentialKind,
  { search, limit, cursor }: ListRequest,
): StoredCredential[] {
  const { sql, values } = found(search)
  const [before = Number.MAX_SAFE_INTEGER, beforeId = ''] = cursor === undefined ? [] : splitCursor(cursor)
  return db
    .query<Row>(
      `SELECT * FROM credentials WHERE kind = ? AND deleted_at IS NULL AND (created_at, id) < (?, ?) AND ${sql}
        ORDER BY created_at DESC, id DESC LIMIT ?`,
    )
    .all(kind, before, beforeId, ...values, limit)
    .map(storedOf)
}

/** A place in the list that stays valid while others come and go. */
export function cursorAfter({ createdAt, id }: StoredCredential): string {
  return `${createdAt}.${id}`
}

export function countCredentials(db: ReadableDatabase, kind: CredentialKind, search = ''): number {
  const { sql, values } = found(search)
  return (
    db
      .values<number>(`SELECT count(*) FROM credentials WHERE kind = ? AND deleted_at IS NULL AND ${sql}`)
      .get(kind, ...values) ?? 0
  )
}

export function selectLabels(db: ReadableDatabase): CredentialLabel[] {
  return db
    .query<{ id: string; kind: CredentialKind; name: string; deleted: number }>(
      'SELECT id, kind, name, deleted_at IS NOT NULL AS deleted FROM credentials ORDER BY name',
    )
    .all()
    .map(({ deleted, ...label }) => ({ ...label, deleted: deleted === 1 }))
}

/** Whether a password that could verify CRAM-MD5 exists. */
export function someReadable(db: ReadableDatabase): boolean {
  return (
    db
      .values<number>(
        'SELECT 1 FROM credentials WHERE sealed IS NOT NULL AND enabled = 1 AND deleted_at IS NULL LIMIT 1',
      )
      .get() !== undefined
  )
}

const columns = [
  'id',
  'kind',
  'name',
  'username',
  'username_key',
  'secret_hash',
  'secret_hint',
  'old_secret_hash',
  'old_secret_until',
  'sealed',
  'mode',
  'scope',
  'domains',
  'include_subdomains',
  'check_header_from',
  'allowed_ips',
  'permissions',
  'tags',
  'enabled',
  'expires_at',
  'note',
  'created_at',
  'updated_at',
  'deleted_at',
  'version',
]

/** Writes the whole row but the uses, which have their own way (`addUses`). */
export function saveCredential(db: WritableDatabase, row: StoredCredential): void {
  db.command(
    `INSERT INTO credentials (${columns.join(', ')}, last_used_at, use_count)
      VALUES (${columns.map(() => '?').join(', ')}, NULL, 0)
      ON CONFLICT (id) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  ).run(
    row.id,
    row.kind,
    row.name,
    row.username,
    row.username === null ? null : usernameKey(row.username),
    row.secretHash,
    row.secretHint,
    row.oldSecretHash,
    row.oldSecretUntil,
    row.sealed,
    row.mode,
    row.scope,
    JSON.stringify(row.domains),
    row.includeSubdomains ? 1 : 0,
    row.checkHeaderFrom ? 1 : 0,
    JSON.stringify(row.allowedIps),
    JSON.stringify(row.permissions),
    JSON.stringify(row.tags),
    row.enabled ? 1 : 0,
    row.expiresAt,
    row.note,
    row.createdAt,
    row.updatedAt,
    row.deletedAt,
    row.version,
  )
}

function found(search: string): { sql: string; values: SqlValue[] } {
  const text = search.trim()
  if (text === '') return { sql: '1', values: [] }
  const pattern = containing(text)
  const places = ['name', "ifnull(username, '')", 'note', 'domains', 'tags', 'secret_hint']
  return {
    sql: `(${places.map((place) => `${place} LIKE ? ESCAPE '\\'`).join(' OR ')})`,
    values: places.map(() => pattern),
  }
}

function splitCursor(cursor: string): [number, string] {
  const at = cursor.indexOf('.')
  const time = Number(cursor.slice(0, at))
  return [Number.isSafeInteger(time) ? time : 0, cursor.slice(at + 1)]
}

function one(row: Row | undefined): StoredCredential | null {
  return row ? storedOf(row) : null
}

function storedOf(row: Row): StoredCredential {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    username: row.username,
    secretHash: row.secret_hash,
    secretHint: row.secret_hint,
    oldSecretHash: row.old_secret_hash,
    oldSecretUntil: row.old_secret_until,
    sealed: row.sealed,
    mode: row.mode,
    scope: row.scope,
    domains: JSON.parse(row.domains) as string[],
    includeSubdomains: row.include_subdomains === 1,
    checkHeaderFrom: row.check_header_from === 1,
    allowedIps: JSON.parse(row.allowed_ips) as string[],
    permissions: JSON.parse(row.permissions) as Permission[],
    tags: JSON.parse(row.tags) as string[],
    enabled: row.enabled === 1,
    expiresAt: row.expires_at,
    note: row.note,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
    version: row.version,
    lastUsedAt: row.last_used_at,
    useCount: row.use_count,
  }
}
