import { safeStorage } from 'electron'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { VaultOpening } from '../engine/options.ts'

/**
 * The key that wraps the vault key, kept by the system: Keychain, DPAPI, libsecret or KWallet. What lies in the folder is
 * what the system encrypted. To be called once the app is ready: before, Linux has no keychain yet.
 */
export function openKeychain(folder: string): Extract<VaultOpening, { by: 'keychain' }> {
  if (!safeStorage.isEncryptionAvailable())
    return { by: 'keychain', key: null, problem: 'this system offers none', isWeak: false }
  // Without a secret service Electron encrypts with a password that is the same everywhere.
  const isWeak = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
  const path = join(folder, 'vault-key.bin')
  try {
    return { by: 'keychain', key: read(path) ?? make(folder, path), problem: null, isWeak }
  } catch {
    // What the system says about its keychain may quote what it holds: not repeated. The file stays, the keychain may
    // come back; beside it is one that a reset keychain can read, so that one unlock is enough.
    const problem = `it could not read ${path}`
    const second = join(folder, 'vault-key-2.bin')
    try {
      return { by: 'keychain', key: read(second) ?? make(folder, second), problem, isWeak }
    } catch {
      return { by: 'keychain', key: null, problem, isWeak }
    }
  }
}

function read(path: string): string | null {
  let sealed: Buffer
  try {
    sealed = readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  return safeStorage.decryptString(sealed)
}

function make(folder: string, path: string): string {
  const key = randomBytes(32).toString('base64')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // Never over one that is there: it may be the only way into a vault.
  writeFileSync(path, safeStorage.encryptString(key), { mode: 0o600, flag: 'wx' })
  return key
}
