import type { Envelope } from '../../../../shared/model/envelope.ts'
import type { ReadableDatabase, WritableDatabase } from '../../database/open.ts'

export function insertBody(db: WritableDatabase, id: number, envelope: Envelope, bytes: Uint8Array): void {
  db.command('INSERT INTO bodies (id, envelope, bytes) VALUES (?, ?, ?)').run(id, JSON.stringify(envelope), bytes)
}

export function selectBytes(db: ReadableDatabase, id: number): Buffer | null {
  return db.values<Buffer>('SELECT bytes FROM bodies WHERE id = ?').get(id) ?? null
}

export function selectEnvelope(db: ReadableDatabase, id: number): Envelope | null {
  const text = db.values<string>('SELECT envelope FROM bodies WHERE id = ?').get(id)
  return text === undefined ? null : (JSON.parse(text) as Envelope)
}

/** Ids above `after`, oldest first, whether their message is in the list or in the trash. */
export function bodyIdsAfter(db: ReadableDatabase, after: number, limit: number): number[] {
  return db.values<number>('SELECT id FROM bodies WHERE id > ? ORDER BY id LIMIT ?').all(after, limit)
}

export function deleteBodies(db: WritableDatabase, ids: readonly number[]): void {
  db.command('DELETE FROM bodies WHERE id IN (SELECT value FROM json_each(?))').run(JSON.stringify(ids))
}
