import { join, resolve } from 'node:path'
import type { VaultOpening } from '../engine/options.ts'
import { takeFromEnvironment } from '../host.ts'

/** How a host without a desktop opens the vault: by passphrase, else by key file. */
export function vaultOpening(dataDir: string): VaultOpening {
  const passphrase = takeFromEnvironment('SANDPOST_PASSPHRASE')
  if (passphrase !== null) return { by: 'passphrase', passphrase }
  return { by: 'keyFile', path: resolve(process.env['SANDPOST_KEY_FILE'] || join(dataDir, 'vault.key')) }
}
