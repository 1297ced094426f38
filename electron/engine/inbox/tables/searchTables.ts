import type { ReadableDatabase, WritableDatabase } from '../../database/open.ts'

/** What is searched and shown of one message. Written by the reading thread alone. */
export interface IndexedMessage {
  readonly id: number
  readonly subject: string
  readonly sender: string
  readonly recipients: string
  readonly body: string
  readonly attachments: number
  readonly snippet: string
}

export function insertIndexed(search: WritableDatabase, message: IndexedMessage): void {
  search
    .command('INSERT OR REPLACE INTO texts (rowid, subject, sender, recipients, body) VALUES (?, ?, ?, ?, ?)')
    .run(message.id, message.subject, message.sender, message.recipients, message.body)
  search
    .command('INSERT OR REPLACE INTO previews (id, attachments, snippet) VALUES (?, ?, ?)')
    .run(message.id, message.attachments, message.snippet)
}

export function deleteIndexed(search: WritableDatabase, id: number): void {
  search.command('DELETE FROM texts WHERE rowid = ?').run(id)
  search.command('DELETE FROM previews WHERE id = ?').run(id)
}

export function setIndexedTo(search: WritableDatabase, id: number): void {
  search.command('UPDATE progress SET indexed_to = ?').run(id)
}

/** Everything up to this id is indexed. */
export function indexedTo(search: ReadableDatabase): number {
  return search.values<number>('SELECT indexed_to FROM progress').get() ?? 0
}

/** Ids of previews in a stretch, to find those whose message is gone. */
export function previewIds(search: ReadableDatabase, after: number, limit: number): number[] {
  return search.values<number>('SELECT id FROM previews WHERE id > ? ORDER BY id LIMIT ?').all(after, limit)
}
