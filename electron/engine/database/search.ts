import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Connection } from './driver.ts'
import { isDamage } from './failure.ts'
import { prepareDataFile } from './folder.ts'

/** Raise it when the schema below or what is written into it changes: the file is then made anew. */
const version = 1

/**
 * Everything here is derived from mail.db and can be made again. `texts` keeps no copy of what it indexes;
 * `progress` says up to which message id everything is in, and moves in the same transaction as the rows.
 */
const schema = `
CREATE VIRTUAL TABLE texts USING fts5 (
  subject, sender, recipients, body, content = '', contentless_delete = 1, tokenize = 'unicode61', prefix = '3'
);
CREATE TABLE previews (id INTEGER PRIMARY KEY, attachments INTEGER NOT NULL, snippet TEXT NOT NULL) STRICT;
CREATE INDEX previews_attachments ON previews (id) WHERE attachments > 0;
CREATE TABLE progress (indexed_to INTEGER NOT NULL) STRICT;
INSERT INTO progress (indexed_to) VALUES (0);
PRAGMA user_version = ${version};
`

export const searchPath = (dataDir: string): string => join(dataDir, 'search.db')

/** Opens search.db for the one who writes it. A damaged or outdated file is thrown away and made anew, empty. */
export function openSearchDatabase(dataDir: string): Connection {
  try {
    const db = open(dataDir)
    if (db.pragma('user_version') === version) return db
    db.close()
  } catch (error) {
    if (!isDamage(error)) throw error
  }
  discardSearchDatabase(dataDir)
  const db = open(dataDir)
  db.transaction(() => db.run(schema))
  return db
}

/** Nobody may have it open. */
export function discardSearchDatabase(dataDir: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(searchPath(dataDir) + suffix, { force: true })
}

function open(dataDir: string): Connection {
  prepareDataFile(searchPath(dataDir), dataDir)
  const db = new Connection(searchPath(dataDir), { waitForLockMs: 5_000 })
  try {
    // A crash may cost the last batch, never the file: it is made again from mail.db.
    db.run('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; SELECT count(*) FROM sqlite_schema;')
    if (db.pragma('user_version') === version) db.values('SELECT indexed_to FROM progress').get()
  } catch (error) {
    db.close()
    throw error
  }
  return db
}
