import type { VaultDatabase } from '../database/vault.ts'
import type { VaultKeys } from './keys.ts'
import { deleteSecret, saveSecret, selectSecret } from './tables/secrets.ts'
import type { Secrets } from '../secrets.ts'

/** Keeps secrets of other rooms, sealed; what was there before is overwritten on disk as well. */
export function createSecrets({ db, keys }: { db: VaultDatabase; keys: () => VaultKeys }): Secrets {
  return {
    keep(id, text) {
      const sealed = keys().seal(text, id)
      db.transaction(() => saveSecret(db, id, sealed))
      db.cutLog()
    },
    open(id) {
      const sealed = selectSecret(db, id)
      if (!sealed) return null
      const opened = keys()
      try {
        return opened.open(sealed, id)
      } catch {
        // Sealed by the vault that was here before a restore: as good as lost.
        return null
      }
    },
    forget(id) {
      db.transaction(() => deleteSecret(db, id))
      db.cutLog()
    },
  }
}
