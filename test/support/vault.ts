import { join } from 'node:path'
import type { z } from 'zod'
import { Announcer } from '../../electron/engine/announce.ts'
import { Notices } from '../../electron/engine/notices.ts'
import type { VaultOpening } from '../../electron/engine/options.ts'
import { openVault } from '../../electron/engine/vault/open.ts'
import type { Doing, Vault } from '../../electron/engine/vault/types.ts'
import { NewApiKey, NewSmtpCredential } from '../../shared/model/credential.ts'
import type { Settings } from '../../shared/model/settings.ts'

/** A person at a window. */
export const window: Doing = { actor: { is: 'window', id: '', name: 'Desktop window' }, idempotencyKey: null }

/** The real vault over a real folder, opened by a key file unless told. */
export function openTestVault(
  dataDir: string,
  options: { opening?: VaultOpening; limits?: Settings['vault']; announcer?: Announcer; notices?: Notices } = {},
): Promise<Vault> {
  const announcer = options.announcer ?? new Announcer()
  return openVault({
    dataDir,
    opening: options.opening ?? { by: 'keyFile', path: join(dataDir, 'vault.key') },
    announcer,
    notices: options.notices ?? new Notices(announcer),
    limits: () => options.limits ?? { smtpCredentials: 0, apiKeys: 0 },
  })
}

/** Everything left out is as the contract has it. */
export function newCredential(wanted: Partial<z.input<typeof NewSmtpCredential>> = {}) {
  return NewSmtpCredential.parse({ name: 'Test', ...wanted })
}

export function newKey(wanted: Partial<z.input<typeof NewApiKey>> = {}) {
  return NewApiKey.parse({ name: 'Test', ...wanted })
}
