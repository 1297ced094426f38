import { join } from 'node:path'
import { Connection, type ReadableDatabase, type WritableDatabase } from './driver.ts'
import { accessProblem, DataFolderError, isDamage } from './failure.ts'
import { prepareDataFile, prepareDataFolder } from './folder.ts'
import { migrate } from './migrate.ts'
import { mailMigrations } from './migrations/list.ts'
import { WalFlush } from './walFlush.ts'
import { discardSearchDatabase, openSearchDatabase, searchPath } from './search.ts'

export type { ReadableDatabase, SqlValue, WritableDatabase } from './driver.ts'
export { lockDataFolder } from './lock.ts'
export { DataFolderError, isDamage, sqliteCode } from './failure.ts'

/** mail.db as the engine thread has it: the only connection that writes. search.db is attached as `search`, to be read. */
export interface MailDatabase extends WritableDatabase {
  readonly dataDir: string
  /** Called after every transaction. */
  onCommit(listener: () => void): void
  /** Resolves once everything committed before this call is on disk; rejects with the system's error. */
  flushed(): Promise<void>
  /** Moves the WAL into mail.db as far as readers allow. */
  checkpoint(): void
  /** Throws search.db away and attaches an empty one. The reading thread must not be running. */
  discardSearch(): void
  close(): void
}

/** Opens the mail store, making it on first use. What was committed survives a power cut once it was `flushed`. */
export function openMailDatabase(dataDir: string): MailDatabase {
  prepareDataFolder(dataDir)
  const path = join(dataDir, 'mail.db')
  prepareDataFile(path, dataDir)
  const db = open(path, dataDir)
  attachSearch(db, dataDir)
  const wal = new WalFlush(`${path}-wal`)
  return {
    dataDir,
    query: (sql) => db.query(sql),
    values: (sql) => db.values(sql),
    command: (sql) => db.command(sql),
    transaction: (work) => db.transaction(work),
    onCommit: (listener) => db.onCommit(listener),
    flushed: () => wal.flushed(),
    checkpoint: () => void db.checkpoint(),
    discardSearch: () => {
      db.run('DETACH search')
      discardSearchDatabase(dataDir)
      attachSearch(db, dataDir)
    },
    close: () => {
      wal.close()
      db.run('DETACH search')
      db.close()
    },
  }
}

/** mail.db as the reading thread has it: it reads, and keeps the WAL short. */
export function openMailForReading(dataDir: string): ReadableDatabase & Pick<Connection, 'checkpoint' | 'close'> {
  const db = new Connection(join(dataDir, 'mail.db'), { waitForLockMs: 5_000 })
  db.run('PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA query_only = 1')
  return db
}

function open(path: string, dataDir: string): Connection {
  // We are the only writer; what we may wait for is a checkpoint of the reading thread.
  const db = new Connection(path, { waitForLockMs: 5_000 })
  try {
    // The first statement reads: a damaged file is found before anything is written to it.
    db.run('SELECT count(*) FROM sqlite_schema')
    db.run(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 67108864',
    )
    migrate(db, mailMigrations, path)
    return db
  } catch (error) {
    db.close()
    throw explained(error, path, dataDir)
  }
}

function attachSearch(db: Connection, dataDir: string): void {
  openSearchDatabase(dataDir).close()
  db.command('ATTACH ? AS search').run(searchPath(dataDir))
}

function explained(error: unknown, path: string, dataDir: string): unknown {
  if (isDamage(error)) {
    return new DataFolderError(
      `The mail store ${path} is damaged and was left as it is. To start with an empty inbox, move it and its -wal and -shm files away; ` +
        `to save what can be saved, run: sqlite3 "${path}" .recover`,
      { cause: error },
    )
  }
  return accessProblem(error, dataDir) ?? error
}
