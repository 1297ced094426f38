/**
 * A message is spread over tables by how it is used: `messages` is what lists and filters scan, so its rows are
 * narrow; `bodies` holds what is read one at a time; `unread` is rows of its own, because marking 100,000 read is
 * then one DELETE instead of 100,000 updates.
 */
export const sql = `
CREATE TABLE messages (
  -- AUTOINCREMENT: an id is never used twice, also not after the newest message was deleted.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- Milliseconds. received_at is older than stored_at for imported mail; stored_at grows with id.
  received_at INTEGER NOT NULL,
  stored_at INTEGER NOT NULL,
  -- NULL: there is no From that can be read.
  from_address TEXT,
  from_name TEXT NOT NULL,
  -- One mailbox per line, name TAB address: To and Cc, else the envelope's recipients.
  recipients TEXT NOT NULL,
  -- Envelope recipients that stand in neither To nor Cc, one per line.
  bcc TEXT NOT NULL,
  subject TEXT NOT NULL,
  size INTEGER NOT NULL,
  starred INTEGER NOT NULL,
  -- Words separated by a space.
  flags TEXT NOT NULL,
  credential_id TEXT,
  mode TEXT NOT NULL,
  session_id INTEGER
) STRICT;
CREATE INDEX messages_starred ON messages (id) WHERE starred = 1;

-- Deleted messages that can still be brought back; their bodies stay where they are.
CREATE TABLE trash (
  id INTEGER PRIMARY KEY,
  received_at INTEGER NOT NULL,
  stored_at INTEGER NOT NULL,
  from_address TEXT,
  from_name TEXT NOT NULL,
  recipients TEXT NOT NULL,
  bcc TEXT NOT NULL,
  subject TEXT NOT NULL,
  size INTEGER NOT NULL,
  starred INTEGER NOT NULL,
  flags TEXT NOT NULL,
  credential_id TEXT,
  mode TEXT NOT NULL,
  session_id INTEGER,
  unread INTEGER NOT NULL,
  batch TEXT NOT NULL,
  removed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX trash_batch ON trash (batch);

CREATE TABLE bodies (
  id INTEGER PRIMARY KEY,
  -- JSON. Before the bytes, so that it is read without them.
  envelope TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE unread (id INTEGER PRIMARY KEY) STRICT;

CREATE TABLE tags (
  message INTEGER NOT NULL,
  tag TEXT NOT NULL COLLATE NOCASE,
  PRIMARY KEY (message, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_tag ON tags (tag, message);

CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO counters (name, value) VALUES ('total', 0), ('unread', 0);

CREATE TABLE sessions (
  id INTEGER PRIMARY KEY,
  listener_port INTEGER NOT NULL,
  security TEXT NOT NULL,
  remote_address TEXT NOT NULL,
  remote_port INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  ending TEXT NOT NULL,
  client_name TEXT,
  tls_protocol TEXT,
  tls_cipher TEXT,
  tls_server_name TEXT,
  login_mechanism TEXT,
  login_username TEXT,
  login_result TEXT,
  messages INTEGER NOT NULL,
  refusals INTEGER NOT NULL,
  last_refusal TEXT,
  -- Its messages lie between these ids.
  first_message INTEGER,
  last_message INTEGER
) STRICT;

-- A session's dialogue in the pieces in which it was handed over.
CREATE TABLE transcripts (
  session INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  lines TEXT NOT NULL,
  PRIMARY KEY (session, seq)
) STRICT, WITHOUT ROWID;
`
