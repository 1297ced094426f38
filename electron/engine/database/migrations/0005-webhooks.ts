/**
 * What endpoints are told. A call is one HTTP request, made until it is taken or given up; it holds one event, or with
 * SendGrid's format several. Its row is written with the fact that it tells, so both survive or neither does.
 * Secrets are in vault.db.
 */
export const sql = `
CREATE TABLE webhook_endpoints (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  -- It was said on purpose that this address is not on this machine.
  outside INTEGER NOT NULL,
  format TEXT NOT NULL,
  -- JSON arrays.
  events TEXT NOT NULL,
  credential_ids TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  public_key TEXT,
  secret_hint TEXT,
  disabled_because TEXT,
  successes INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  failures_in_a_row INTEGER NOT NULL,
  last_call_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE webhook_calls (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  endpoint TEXT NOT NULL,
  -- As it was when the payload was made: an endpoint can be given another.
  format TEXT NOT NULL,
  event_id TEXT NOT NULL,
  type TEXT NOT NULL,
  -- NULL: of none, or of several.
  message INTEGER,
  -- Of its payloads, in bytes.
  size INTEGER NOT NULL,
  -- Further events may still be added.
  gathering INTEGER NOT NULL,
  status TEXT NOT NULL,
  tries INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  -- When next_try_at was decided: with both, a clock that was set back is noticed.
  scheduled_at INTEGER NOT NULL,
  next_try_at INTEGER,
  last_result TEXT,
  test INTEGER NOT NULL
) STRICT;
CREATE INDEX webhook_calls_due ON webhook_calls (endpoint, next_try_at, id) WHERE status = 'waiting';
CREATE INDEX webhook_calls_gathering ON webhook_calls (endpoint) WHERE gathering = 1;
CREATE INDEX webhook_calls_endpoint ON webhook_calls (endpoint, id);
CREATE INDEX webhook_calls_status ON webhook_calls (status, id);

CREATE TABLE webhook_events (
  id INTEGER PRIMARY KEY,
  call INTEGER NOT NULL,
  message INTEGER,
  -- A JSON object, or a query string: as the format wants it.
  payload TEXT NOT NULL,
  -- Its message is gone: it goes too, once it was told.
  forgotten INTEGER NOT NULL
) STRICT;
CREATE INDEX webhook_events_call ON webhook_events (call);
CREATE INDEX webhook_events_message ON webhook_events (message) WHERE message IS NOT NULL;
CREATE INDEX webhook_events_forgotten ON webhook_events (call) WHERE forgotten = 1;

CREATE TABLE webhook_attempts (
  id INTEGER PRIMARY KEY,
  call INTEGER NOT NULL,
  at INTEGER NOT NULL,
  milliseconds INTEGER NOT NULL,
  -- JSON objects.
  request_headers TEXT NOT NULL,
  status INTEGER,
  response_headers TEXT NOT NULL,
  response_body TEXT NOT NULL,
  problem TEXT
) STRICT;
CREATE INDEX webhook_attempts_call ON webhook_attempts (call);

-- What the built-in receiver took.
CREATE TABLE received_calls (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  headers TEXT NOT NULL,
  body TEXT NOT NULL,
  verified INTEGER,
  verification TEXT NOT NULL,
  answered INTEGER NOT NULL
) STRICT;

-- The receiver's token and answer; the account that payloads name.
CREATE TABLE webhook_facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`
