import type { WritableDatabase } from '../../database/open.ts'

/** Replaces the tags of a message. */
export function setTags(db: WritableDatabase, message: number, tags: readonly string[]): void {
  db.command('DELETE FROM tags WHERE message = ?').run(message)
  for (const tag of tags) {
    // A line break would split one tag in two when they are read back.
    const clean = tag.replace(/\s+/g, ' ').trim()
    if (clean) db.command('INSERT OR IGNORE INTO tags (message, tag) VALUES (?, ?)').run(message, clean)
  }
}

export function deleteTags(db: WritableDatabase, messages: readonly number[]): void {
  db.command('DELETE FROM tags WHERE message IN (SELECT value FROM json_each(?))').run(JSON.stringify(messages))
}
