import { join } from 'node:path'
import { Connection } from './driver.ts'
import { DataFolderError, sqliteCode } from './failure.ts'
import { prepareDataFile, prepareDataFolder } from './folder.ts'

/**
 * Takes the data folder for this process alone. Held as an exclusive SQLite lock on `lock.db`, because the
 * operating system lets go of it by itself when the process dies, also after SIGKILL: no stale lock files.
 */
export function lockDataFolder(dataDir: string): { release(): void } {
  prepareDataFolder(dataDir)
  const path = join(dataDir, 'lock.db')
  prepareDataFile(path, dataDir)
  const lock = new Connection(path, { waitForLockMs: 0 })
  try {
    lock.run('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY')) {
      throw new DataFolderError(
        `Another Sandpost already uses the data folder ${dataDir}. Close it first, or start this one with another folder: --data DIR.`,
        { cause: error },
      )
    }
    throw error
  }
  return { release: () => lock.close() }
}
