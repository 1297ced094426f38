import type { Settings } from '../../../shared/model/settings.ts'
import type { Announcer } from '../announce.ts'
import { openVaultDatabase } from '../database/vault.ts'
import type { Notices } from '../notices.ts'
import type { VaultOpening } from '../options.ts'
import { createApiKeys } from './apiKeys.ts'
import { AuditTrail } from './auditTrail.ts'
import { makeBackup, restoreBackup } from './backup.ts'
import { CredentialStore } from './credentialStore.ts'
import { forgetExpired } from './idempotency.ts'
import { Keyring } from './keyring.ts'
import { createLogins } from './login.ts'
import { createSmtpCredentials } from './smtpCredentials.ts'
import { createSecrets } from './secrets.ts'
import { selectLabels, selectStored, someReadable, type StoredCredential } from './tables/credentials.ts'
import { isSandboxLocked, setSandboxLock } from './tables/sandboxLock.ts'
import type { Vault } from './types.ts'
import { Uses } from './uses.ts'

/** Opens the room of secrets, making it on first use. It may be locked afterwards: `status()` says why. */
export async function openVault(parts: {
  dataDir: string
  opening: VaultOpening
  announcer: Announcer
  notices: Notices
  limits: () => Settings['vault']
}): Promise<Vault> {
  const { announcer, notices, limits } = parts
  const db = openVaultDatabase(parts.dataDir)
  const trail = new AuditTrail(db)
  forgetExpired(db, Date.now())
  const keyring = await Keyring.open({
    db,
    opening: parts.opening,
    notices,
    audit: (entry) => trail.add(entry),
    changed: (vault) => announcer.announce({ type: 'vaultChanged', vault }),
  }).catch((error: unknown) => {
    db.close()
    throw error
  })
  // Asked for with every login and every transaction: read anew only after something was written.
  const rows = new Map<string, StoredCredential | null>()
  let cramMd5: boolean | null = null
  function changed(): void {
    rows.clear()
    cramMd5 = null
    announcer.announce({ type: 'credentialsChanged' })
  }
  const uses = new Uses(db, () => announcer.announce({ type: 'credentialsChanged' }))
  const store = new CredentialStore({ db, keys: () => keyring.keys(), trail, changed })
  function rowOf(id: string): StoredCredential | null {
    const known = rows.get(id)
    if (known !== undefined) return known
    const row = selectStored(db, id)
    rows.set(id, row)
    return row
  }
  const logins = createLogins({ db, keyring, rowOf, used: (id) => uses.add(id) })
  let locked = isSandboxLocked(db)

  return {
    smtpCredentials: createSmtpCredentials({
      store,
      keys: () => keyring.keys(),
      trail,
      changed,
      most: () => limits().smtpCredentials,
    }),
    apiKeys: createApiKeys({ store, most: () => limits().apiKeys }),
    labels: () => selectLabels(db),
    secrets: createSecrets({ db, keys: () => keyring.keys() }),

    login: (login) => logins.login(login),
    bearer: (key, remoteAddress) => logins.bearer(key, remoteAddress),
    active(id) {
      const row = rowOf(id)
      return row && row.deletedAt === null ? row : null
    },
    canCramMd5: () => (cramMd5 ??= keyring.isOpen && someReadable(db)),

    status: () => keyring.status(),
    async unlock(by, actor) {
      const status = await keyring.unlock(by, actor)
      changed()
      return status
    },
    setPassphrase: (wanted, actor) => keyring.setPassphrase(wanted, actor),
    makeRecoveryCode: (actor) => keyring.makeRecoveryCode(actor),
    firstRecoveryCode: keyring.firstRecoveryCode,
    backup(passphrase, actor) {
      uses.flush()
      return makeBackup({ db, keyring, trail }, passphrase, actor)
    },
    async restore(file, passphrase, { replace }, actor) {
      uses.flush()
      const restored = await restoreBackup({ db, keyring, trail }, file, { passphrase, replace, actor })
      changed()
      return restored
    },

    get sandboxLocked() {
      return locked
    },
    setSandboxLock(wanted, actor) {
      if (wanted === locked) return
      db.transaction(() => {
        setSandboxLock(db, wanted)
        trail.add({ actor, action: wanted ? 'sandboxLocked' : 'sandboxReleased', target: null, detail: '' })
      })
      locked = wanted
      announcer.announce({ type: 'sandboxLockChanged', locked })
    },

    audit: (request) => trail.list(request),
    requestRefused(refused, remoteAddress) {
      const name = refused.credentialId === null ? null : (selectStored(db, refused.credentialId)?.name ?? null)
      try {
        trail.requestRefused(refused, name, remoteAddress)
      } catch {
        // The disk is full or gone, which its own notice tells: the request is refused all the same.
      }
    },

    close() {
      uses.flush()
      keyring.close()
      db.close()
    },
  }
}
