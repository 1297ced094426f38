/** Diagnoses that were made, and those that are repeated. */
export const sql = `
CREATE TABLE diagnoses (
  -- Never used again: a link to a report that was removed must not lead to another.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  started_at INTEGER NOT NULL,
  milliseconds REAL NOT NULL,
  state TEXT NOT NULL,
  host TEXT NOT NULL,
  -- JSON array.
  ports TEXT NOT NULL,
  depth TEXT NOT NULL,
  self INTEGER NOT NULL,
  -- What makes two questions the same one: host, ports and security as JSON.
  same TEXT NOT NULL,
  verdict TEXT NOT NULL,
  -- Its first word: works, worksBut …
  verdict_is TEXT NOT NULL,
  -- The watch that asked; NULL for people.
  watch TEXT,
  -- The whole report, JSON, deflated.
  report BLOB NOT NULL
) STRICT;
CREATE INDEX diagnoses_same ON diagnoses (same, id);
CREATE INDEX diagnoses_watch ON diagnoses (watch, id);

CREATE TABLE watches (
  id TEXT PRIMARY KEY,
  -- JSON, without secrets.
  question TEXT NOT NULL,
  every_minutes INTEGER NOT NULL,
  paused INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  last_at INTEGER,
  next_at INTEGER NOT NULL,
  last_report INTEGER,
  -- JSON: what the next one is compared with.
  last_verdict TEXT,
  last_findings TEXT,
  changed_at INTEGER
) STRICT, WITHOUT ROWID;
`
