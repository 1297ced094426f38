import type { ReadableDatabase, WritableDatabase } from '../../database/open.ts'

export function insertTranscript(db: WritableDatabase, session: number, seq: number, lines: string): void {
  db.command('INSERT INTO transcripts (session, seq, lines) VALUES (?, ?, ?)').run(session, seq, lines)
}

/** The pieces in order; each is encoded by itself. */
export function selectTranscript(db: ReadableDatabase, session: number): string[] {
  return db.values<string>('SELECT lines FROM transcripts WHERE session = ? ORDER BY seq').all(session)
}

export function deleteTranscripts(db: WritableDatabase, sessions: readonly number[]): void {
  db.command('DELETE FROM transcripts WHERE session IN (SELECT value FROM json_each(?))').run(JSON.stringify(sessions))
}
