import type { WritableDatabase } from '../../database/open.ts'

/** The table `browser_sessions`: SHA-256 of every cookie handed out, nothing else. */
export interface BrowserSessions {
  add(cookieHash: Buffer, now: number, expiresAt: number): void
  isValid(cookieHash: Buffer, now: number): boolean
}

export function browserSessions(db: WritableDatabase): BrowserSessions {
  return {
    add(cookieHash, now, expiresAt) {
      db.transaction(() => {
        db.command('DELETE FROM browser_sessions WHERE expires_at <= ?').run(now)
        db.command('INSERT INTO browser_sessions (cookie_hash, created_at, expires_at) VALUES (?, ?, ?)').run(
          cookieHash,
          now,
          expiresAt,
        )
      })
    },
    isValid: (cookieHash, now) =>
      db
        .values<number>('SELECT 1 FROM browser_sessions WHERE cookie_hash = ? AND expires_at > ?')
        .get(cookieHash, now) !== undefined,
  }
}
