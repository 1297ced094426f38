import { join } from 'node:path'
import { Connection, type WritableDatabase } from './driver.ts'
import { accessProblem, DataFolderError, isDamage, sqliteCode } from './failure.ts'
import { prepareDataFile, prepareDataFolder } from './folder.ts'
import { migrate } from './migrate.ts'
import { sql as vault } from './migrations/vault/0001-vault.ts'
import { sql as secrets } from './migrations/vault/0002-secrets.ts'

/** vault.db, as the engine thread has it: the only connection. */
export interface VaultDatabase extends WritableDatabase {
  /**
   * Empties the write-ahead log into the file and cuts it, so that nothing wiped stays readable in it. What was
   * committed stays so when the disk is too full for it: a new secret must reach its owner. The next time does it then.
   */
  cutLog(): void
  close(): void
}

/**
 * Opens the vault's file, making it on first use. `secure_delete`: what is wiped is overwritten, not only forgotten.
 * Every transaction is flushed before it returns; they are few.
 */
export function openVaultDatabase(dataDir: string): VaultDatabase {
  prepareDataFolder(dataDir)
  const path = join(dataDir, 'vault.db')
  prepareDataFile(path, dataDir)
  const db = new Connection(path, { waitForLockMs: 5_000 })
  try {
    // Before anything is written. The file is small, and what is damaged deep inside must not turn up at a login.
    if (db.values<string>('PRAGMA quick_check(1)').get() !== 'ok') throw damaged(path)
    db.run('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON')
    migrate(
      db,
      [
        { name: '0001-vault', sql: vault },
        { name: '0002-secrets', sql: secrets },
      ],
      path,
    )
  } catch (error) {
    db.close()
    throw isDamage(error) ? damaged(path, error) : (accessProblem(error, dataDir) ?? error)
  }
  return {
    query: (text) => db.query(text),
    values: (text) => db.values(text),
    command: (text) => db.command(text),
    transaction: (work) => db.transaction(work),
    cutLog: () => {
      try {
        db.pragma('wal_checkpoint(TRUNCATE)')
      } catch (error) {
        if (sqliteCode(error) === null) throw error
      }
    },
    close: () => db.close(),
  }
}

function damaged(path: string, cause?: unknown): DataFolderError {
  return new DataFolderError(
    `The vault ${path} is damaged and was left as it is. Put back a copy of it, or move it and its -wal and -shm files away to begin with an empty vault and restore a backup.`,
    { cause },
  )
}
