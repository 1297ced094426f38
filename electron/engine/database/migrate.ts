import type { Connection } from './driver.ts'
import { DataFolderError } from './failure.ts'

/** One step of the schema. Never edited once released: add the next one. */
export interface Migration {
  readonly name: string
  readonly sql: string
}

/** Brings a database up to date. Refuses one whose history is not the beginning of ours. */
export function migrate(db: Connection, migrations: readonly Migration[], path: string): void {
  db.run('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT')
  const applied = db.values<string>('SELECT name FROM migrations ORDER BY name').all()
  applied.forEach((name, index) => {
    if (migrations[index]?.name !== name) {
      throw new DataFolderError(
        `${path} was made by another version of Sandpost (it has the change "${name}", which this version does not know). ` +
          'Start the newer version, or choose another data folder with --data.',
      )
    }
  })
  for (const migration of migrations.slice(applied.length)) {
    db.transaction(() => {
      db.run(migration.sql)
      db.command('INSERT INTO migrations (name, applied_at) VALUES (?, ?)').run(migration.name, Date.now())
    })
  }
}
