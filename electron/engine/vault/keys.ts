import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto'

/** What the vault key is used for; the key itself stays inside. */
export interface VaultKeys {
  /** HMAC-SHA256: a random secret is found by it, and cannot be had back from it. */
  hash(secret: string): Buffer
  /** AES-256-GCM; `recordId` is bound in, so that a sealed value cannot be moved to another record. */
  seal(text: string, recordId: string): Buffer
  /** Throws when it was changed, moved, or sealed under another vault key. */
  open(sealed: Buffer, recordId: string): string
}

const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

/** Subkeys by HKDF-SHA256 (RFC 5869), one for each purpose. */
export function deriveKeys(vaultKey: Buffer): VaultKeys {
  // A KeyObject: with the bytes of a key, each HMAC would spend ten times as long on importing them.
  const hashing = createSecretKey(subkey(vaultKey, 'sandpost secret hash 1'))
  const sealing = subkey(vaultKey, 'sandpost sealing 1')
  return {
    hash: (secret) => createHmac('sha256', hashing).update(secret).digest(),
    seal: (text, recordId) => encrypt(sealing, Buffer.from(text, 'utf8'), recordId),
    open: (sealed, recordId) => decrypt(sealing, sealed, recordId).toString('utf8'),
  }
}

export function makeKey(): Buffer {
  return randomBytes(keyBytes)
}

/** Nonce, ciphertext and tag in one. */
export function encrypt(key: Buffer, plain: Buffer, associated: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(associated))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Throws when the key, the associated text or a single bit is not what it was. */
export function decrypt(key: Buffer, sealed: Buffer, associated: string): Buffer {
  const nonce = sealed.subarray(0, nonceBytes)
  const tag = sealed.subarray(sealed.length - tagBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(associated)).setAuthTag(tag)
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes)), decipher.final()])
}

function subkey(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), purpose, keyBytes))
}
