/** Secrets of other rooms: logins of upstreams, keys that sign webhooks. Sealed under the vault key, bound to their id. */
export const sql = `
CREATE TABLE secrets (id TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
`
