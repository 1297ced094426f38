import type { Actor } from '../../../shared/model/vault.ts'
import type { SqlValue } from '../database/open.ts'
import type { VaultDatabase } from '../database/vault.ts'
import type { AuditTrail } from './auditTrail.ts'
import type { Keyring } from './keyring.ts'
import { decrypt, encrypt } from './keys.ts'
import { checkPassphrase, newScrypt, stretch } from './passphrase.ts'
import { countCredentials } from './tables/credentials.ts'
import { saveSlot, type Derivation } from './tables/keySlots.ts'
import { VaultError } from './types.ts'

const format = 'sandpost-vault-backup'
const version = 1
/** What goes into a backup, in the order in which it comes back. Not the openers: they belong to their machine. */
const tables = ['credentials', 'uses', 'audit', 'secrets'] as const
/** A vault of 10,000 credentials takes about 10 MB. */
const largest = 256 * 1024 * 1024
const problem = (message: string) => new VaultError('BAD_REQUEST', message)
const wrong = () =>
  new VaultError(
    'WRONG_SECRET',
    'This passphrase does not open the backup, or the file was changed. Nothing was restored.',
  )

type Row = Record<string, unknown>
interface Content {
  readonly vaultKey: string
  /** Those of an older version lack some. */
  readonly tables: Partial<Record<(typeof tables)[number], Row[]>>
}

/** The whole vault as one file: a line of JSON that says how it is sealed, then AES-256-GCM. */
export async function makeBackup(
  { db, keyring, trail }: { db: VaultDatabase; keyring: Keyring; trail: AuditTrail },
  passphrase: string,
  actor: Actor,
): Promise<Buffer> {
  checkPassphrase(passphrase)
  keyring.keys()
  const scrypt = newScrypt()
  const header = `${JSON.stringify({ format, version, scrypt })}\n`
  const key = await stretch(passphrase, scrypt)
  // Taken after the wait, together with the rows: a restore may have brought others meanwhile.
  const vaultKey = keyring.vaultKey()
  trail.add({ actor, action: 'backupMade', target: null, detail: '' })
  const content: Content = {
    vaultKey: vaultKey.toString('base64'),
    tables: Object.fromEntries(
      tables.map((table) => [table, db.query<Row>(`SELECT * FROM ${table}`).all().map(toJson)]),
    ),
  }
  // The header is bound in: nobody can make the passphrase cheaper to guess.
  return Buffer.concat([Buffer.from(header), encrypt(key, Buffer.from(JSON.stringify(content)), header)])
}

/** Throws WRONG_SECRET, CONFLICT (not empty), BAD_REQUEST (no backup, truncated, too new). All or nothing. */
export async function restoreBackup(
  { db, keyring, trail }: { db: VaultDatabase; keyring: Keyring; trail: AuditTrail },
  file: Buffer,
  { passphrase, replace, actor }: { passphrase: string; replace: boolean; actor: Actor },
): Promise<{ smtpCredentials: number; apiKeys: number }> {
  const { header, scrypt, sealed } = splitFile(file)
  if (!replace && countCredentials(db, 'smtpCredential') + countCredentials(db, 'apiKey') > 0)
    throw new VaultError(
      'CONFLICT',
      'There are credentials in this vault. A restore would replace all of them: say so (replace), or make a backup of them first.',
    )
  const key = await stretch(passphrase, scrypt)
  let content: Content
  try {
    content = JSON.parse(decrypt(key, sealed, header).toString('utf8')) as Content
  } catch {
    throw wrong()
  }
  const vaultKey = Buffer.from(content.vaultKey, 'base64')
  const wrap = await keyring.wrappingForRestore()
  // Its own backup: the ways to open it and the trail are here already, and stay.
  const isOwn = keyring.isSameKey(vaultKey)
  db.transaction(() => {
    db.command('DELETE FROM credentials').run()
    db.command('DELETE FROM uses').run()
    db.command('DELETE FROM idempotency').run()
    if (!isOwn) {
      db.command('DELETE FROM key_slots').run()
      // Sealed under the key that goes: nobody could read them.
      db.command('DELETE FROM secrets').run()
    }
    for (const table of isOwn ? tables.filter((name) => name !== 'audit') : tables)
      for (const row of content.tables[table] ?? []) insert(db, table, fromJson(row))
    saveSlot(db, wrap(vaultKey))
    trail.add({ actor, action: 'backupRestored', target: null, detail: replace ? 'replaced what was there' : '' })
  })
  db.cutLog()
  keyring.replaced(vaultKey)
  return { smtpCredentials: countCredentials(db, 'smtpCredential'), apiKeys: countCredentials(db, 'apiKey') }
}

function splitFile(file: Buffer): { header: string; scrypt: Extract<Derivation, { kdf: 'scrypt' }>; sealed: Buffer } {
  if (file.length > largest) throw problem('This file is too large to be a backup of a vault.')
  const end = file.subarray(0, 1_024).indexOf(0x0a)
  try {
    const header = file.subarray(0, end + 1).toString('utf8')
    const read = JSON.parse(header) as {
      format: string
      version: number
      scrypt: Extract<Derivation, { kdf: 'scrypt' }>
    }
    if (read.format !== format) throw new Error('format')
    if (read.version > version) throw problem('This backup was made by a newer Sandpost. Restore it with that one.')
    const { N, r, p } = read.scrypt
    // A hostile file must not make us take gigabytes of memory.
    const whole = [N, r, p].every((cost) => Number.isInteger(cost)) && Number.isInteger(Math.log2(N))
    if (!whole || N > 2 ** 18 || N < 2 || r > 16 || r < 1 || p > 4 || p < 1) throw new Error('cost')
    if (typeof read.scrypt.salt !== 'string') throw new Error('salt')
    const sealed = file.subarray(end + 1)
    if (sealed.length < 64) throw problem('This backup is cut off: a part of the file is missing.')
    return { header, scrypt: read.scrypt, sealed }
  } catch (error) {
    if (error instanceof VaultError) throw error
    throw problem('This is not a backup of a Sandpost vault.')
  }
}

/** The trail only grows: what the backup brings goes behind what is here, under numbers of its own. */
function insert(db: VaultDatabase, table: (typeof tables)[number], row: Record<string, SqlValue>): void {
  const columns = Object.keys(row).filter(
    (column) => /^[a-z_]+$/.test(column) && !(table === 'audit' && column === 'id'),
  )
  // Secrets of its own backup may have been changed since: what is here is newer.
  db.command(
    `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  ).run(...columns.map((column) => row[column] ?? null))
}

function toJson(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
    ]),
  )
}

function fromJson(row: Row): Record<string, SqlValue> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null
        ? Buffer.from((value as { base64: string }).base64, 'base64')
        : (value as SqlValue),
    ]),
  )
}
