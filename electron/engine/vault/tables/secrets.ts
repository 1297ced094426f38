import type { ReadableDatabase, WritableDatabase } from '../../database/open.ts'

export function selectSecret(db: ReadableDatabase, id: string): Buffer | null {
  return db.values<Buffer>('SELECT sealed FROM secrets WHERE id = ?').get(id) ?? null
}

export function saveSecret(db: WritableDatabase, id: string, sealed: Buffer): void {
  db.command('INSERT OR REPLACE INTO secrets (id, sealed) VALUES (?, ?)').run(id, sealed)
}

export function deleteSecret(db: WritableDatabase, id: string): void {
  db.command('DELETE FROM secrets WHERE id = ?').run(id)
}
