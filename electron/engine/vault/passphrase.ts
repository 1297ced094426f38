import { randomBytes, scrypt } from 'node:crypto'
import { weakness } from './strength.ts'
import type { Derivation } from './tables/keySlots.ts'
import { VaultError } from './types.ts'

type Scrypt = Extract<Derivation, { kdf: 'scrypt' }>

/** OWASP's parameters: 128 MB and about half a second for each guess. */
export function newScrypt(): Scrypt {
  return { kdf: 'scrypt', salt: randomBytes(16).toString('base64'), N: 2 ** 17, r: 8, p: 1 }
}

/** The key-encryption key of a passphrase. Runs beside the thread. */
export function stretch(passphrase: string, { salt, N, r, p }: Scrypt): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const memory = { maxmem: 256 * N * r + 1_048_576 }
    scrypt(passphrase.normalize('NFC'), Buffer.from(salt, 'base64'), 32, { N, r, p, ...memory }, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}

/** Throws WEAK_PASSPHRASE. What guards the whole vault has to be long; length counts more than odd characters. */
export function checkPassphrase(passphrase: string): void {
  const why = weakness(passphrase, [])
  if (why === null) return
  throw new VaultError(
    'WEAK_PASSPHRASE',
    `This passphrase is too easy to guess. ${why} Four words that have nothing to do with each other are good.`,
  )
}
