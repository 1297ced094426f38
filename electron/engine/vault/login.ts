import { createHmac, timingSafeEqual } from 'node:crypto'
import type { VaultDatabase } from '../database/vault.ts'
import { isAllowed } from './addressRanges.ts'
import { explainFormerKey, explainKey, explainUnknown, explainWrongPassword } from './explain.ts'
import type { Keyring } from './keyring.ts'
import type { VaultKeys } from './keys.ts'
import { idByUsername, keyIdByHash, type StoredCredential } from './tables/credentials.ts'
import type { KeyVerdict, LoginVerdict, Refused, SecretLogin } from './types.ts'

const nobody = Buffer.alloc(32)

/**
 * Whether a secret is right, by one look-up and one comparison in constant time, whether or not the name exists. Why it
 * is not is found out afterwards and is for the owner alone: callers answer every failure alike and at the same time.
 */
export function createLogins(parts: {
  db: VaultDatabase
  keyring: Keyring
  /** A row as it is now, at best from memory. */
  rowOf: (id: string) => StoredCredential | null
  used: (id: string) => void
}) {
  const { db, keyring, used } = parts
  const rowOf = (id: string | null) => (id === null ? null : parts.rowOf(id))

  function login(given: SecretLogin): LoginVerdict {
    if (!keyring.isOpen) return lockedVault()
    const keys = keyring.keys()
    if (given.username.toLowerCase() === 'apikey')
      return given.password === null ? cramWithKey() : withKey(keys, given.password, given.remoteAddress)
    const row = rowOf(idByUsername(db, given.username))
    if (given.cram !== null) return withCram(keys, row, given, given.cram)
    const password = given.password ?? ''
    const right = isRight(row, keys.hash(password))
    if (!row) return { is: 'unknown', ...explainUnknown(db, keys, given) }
    if (!right) return { is: 'refused', ...explainWrongPassword(keys, row, password) }
    return checked(row, given.remoteAddress)
  }

  function withKey(keys: VaultKeys, key: string, remoteAddress: string): LoginVerdict {
    const hash = keys.hash(key)
    const row = rowOf(keyIdByHash(db, hash))
    if (isRight(row, hash) && row && row.deletedAt === null) return checked(row, remoteAddress)
    const why = row ? explainFormerKey(row) : explainKey(db, keys, key)
    // A key that can be told is a login that names a credential, and that has to be right.
    return { is: why.credentialId === null ? 'unknown' : 'refused', ...why }
  }

  function withCram(
    keys: VaultKeys,
    row: StoredCredential | null,
    given: SecretLogin,
    { challenge, digest }: { challenge: string; digest: string },
  ): LoginVerdict {
    if (!row) return { is: 'unknown', ...explainUnknown(db, keys, given) }
    if (!row.sealed)
      return {
        is: 'refused',
        reason: 'notReadable',
        credentialId: row.id,
        explanation: `CRAM-MD5 can be verified only with a password that is kept readable, and that of "${row.name}" is not. Let the client use PLAIN or LOGIN over TLS, or rotate it and keep it readable.`,
      }
    const expected = createHmac('md5', keys.open(row.sealed, row.id)).update(challenge).digest()
    const got = Buffer.from(digest, 'hex')
    if (got.length === expected.length && timingSafeEqual(got, expected)) return checked(row, given.remoteAddress)
    return {
      is: 'refused',
      reason: 'wrongPassword',
      credentialId: row.id,
      explanation: `The CRAM-MD5 answer was not made with the password of "${row.name}", which ends in ${row.secretHint}.`,
    }
  }

  /** The secret is right: what else has to hold. */
  function checked(row: StoredCredential, remoteAddress: string): KeyVerdict {
    const problem = standing(row) ?? address(row, remoteAddress)
    if (problem) return problem
    used(row.id)
    return { is: 'right', credential: row }
  }

  return {
    login,

    bearer(key: string, remoteAddress: string): KeyVerdict {
      if (!keyring.isOpen) return lockedVault()
      const verdict = withKey(keyring.keys(), key, remoteAddress)
      return verdict.is === 'unknown' ? { ...verdict, is: 'refused' } : verdict
    },
  }
}

/** Whether a credential may be used at all, now. */
export function standing(row: Pick<StoredCredential, 'id' | 'name' | 'enabled' | 'expiresAt'>): Refused | null {
  const why = (reason: Refused['reason'], explanation: string): Refused => ({
    is: 'refused',
    reason,
    explanation,
    credentialId: row.id,
  })
  if (!row.enabled) return why('disabled', `"${row.name}" is disabled. Enable it under Credentials.`)
  if (row.expiresAt !== null && row.expiresAt <= Date.now())
    return why(
      'expired',
      `"${row.name}" expired on ${new Date(row.expiresAt).toISOString().slice(0, 16).replace('T', ' ')} UTC. Give it a later expiry under Credentials, or none.`,
    )
  return null
}

/** Whether a credential may be used from there. */
export function address(
  row: Pick<StoredCredential, 'id' | 'name' | 'allowedIps'>,
  remoteAddress: string,
): Refused | null {
  if (isAllowed(remoteAddress, row.allowedIps)) return null
  return {
    is: 'refused',
    reason: 'wrongAddress',
    explanation: `"${row.name}" may not be used from ${remoteAddress}. Add that address to its allowed addresses, or clear the list.`,
    credentialId: row.id,
  }
}

function isRight(row: StoredCredential | null, hash: Buffer): boolean {
  const now = timingSafeEqual(row?.secretHash ?? nobody, hash)
  const before = timingSafeEqual(row?.oldSecretHash ?? nobody, hash)
  return row !== null && (now || (before && (row.oldSecretUntil ?? 0) > Date.now()))
}

function lockedVault(): Refused {
  return {
    is: 'refused',
    reason: 'vaultLocked',
    explanation: 'The vault is locked, so no secret can be checked. Unlock it; the client may then try again.',
    credentialId: null,
  }
}

function cramWithKey(): LoginVerdict {
  return {
    is: 'refused',
    reason: 'notReadable',
    explanation: 'API keys are never kept readable, so CRAM-MD5 cannot verify them. Let the client use PLAIN or LOGIN.',
    credentialId: null,
  }
}
