import type { Opener } from '../../../shared/model/vault.ts'
import { decrypt, encrypt } from './keys.ts'
import { newScrypt, stretch } from './passphrase.ts'
import { recoveryKey } from './recoveryCode.ts'
import type { Derivation, KeySlot } from './tables/keySlots.ts'

/** How a passphrase wraps a vault key; the stretching is done once, before. */
export async function wrappingOfPassphrase(passphrase: string): Promise<(vaultKey: Buffer) => KeySlot> {
  const derivation = newScrypt()
  const key = await stretch(passphrase, derivation)
  return (vaultKey) => wrap('passphrase', derivation, key, vaultKey)
}

/** The vault key wrapped by a recovery code of ours. */
export function slotOfCode(vaultKey: Buffer, code: string): KeySlot {
  return wrap('recoveryCode', { kdf: 'none' }, recoveryKey(code) as Buffer, vaultKey)
}

/** The vault key wrapped for one way to open the vault. */
export function wrap(opener: Opener, derivation: Derivation, key: Buffer, vaultKey: Buffer): KeySlot {
  return { opener, derivation, wrapped: encrypt(key, vaultKey, `sandpost vault key, ${opener}`) }
}

/** The vault key; null when this key does not fit. */
export function unwrap({ opener, wrapped }: KeySlot, key: Buffer): Buffer | null {
  try {
    return decrypt(key, wrapped, `sandpost vault key, ${opener}`)
  } catch {
    return null
  }
}
