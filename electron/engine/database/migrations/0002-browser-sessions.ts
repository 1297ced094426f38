/** Browsers that were signed in: the SHA-256 of each one's cookie, so that the file opens no door. */
export const sql = `
CREATE TABLE browser_sessions (
  cookie_hash BLOB PRIMARY KEY,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`
