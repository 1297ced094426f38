/**
 * What leaves, or is pretended to. A delivery is one message to one recipient; its row says what is still to be done, so
 * that a process that dies at any moment knows it again.
 */
export const sql = `
-- JSON in the words of the contract. Logins are in vault.db, sealed.
CREATE TABLE upstreams (
  id TEXT PRIMARY KEY,
  config TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- One row: routes, safety net, sandbox rules.
CREATE TABLE routing (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL) STRICT;

CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  message INTEGER NOT NULL,
  subject TEXT NOT NULL,
  sender TEXT NOT NULL,
  recipient TEXT NOT NULL,
  original_recipient TEXT,
  -- JSON: what MAIL FROM and RCPT TO said besides the addresses.
  parameters TEXT NOT NULL,
  -- Empty for simulated ones.
  upstream TEXT NOT NULL,
  -- What is simulated; NULL for real ones.
  result TEXT,
  released INTEGER NOT NULL,
  credential TEXT,
  status TEXT NOT NULL,
  tries INTEGER NOT NULL,
  -- NULL: nothing is to be done.
  next_try_at INTEGER,
  -- The time was chosen, not the wait after a try: a clock that was set back must not shorten it.
  scheduled INTEGER NOT NULL,
  -- A try is under way. After a crash it tells that the server may have the message already.
  started_at INTEGER,
  created_at INTEGER NOT NULL,
  finished_at INTEGER,
  reply TEXT,
  explanation TEXT NOT NULL
) STRICT;
CREATE INDEX deliveries_due ON deliveries (upstream, next_try_at, id) WHERE next_try_at IS NOT NULL;
CREATE INDEX deliveries_message ON deliveries (message);
CREATE INDEX deliveries_status ON deliveries (status, id);
CREATE INDEX deliveries_started ON deliveries (id) WHERE started_at IS NOT NULL;

CREATE TABLE attempts (
  id INTEGER PRIMARY KEY,
  delivery INTEGER NOT NULL,
  at INTEGER NOT NULL,
  milliseconds INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  upstream_name TEXT,
  address TEXT,
  tls TEXT,
  reply TEXT NOT NULL,
  explanation TEXT NOT NULL,
  dialogue TEXT NOT NULL
) STRICT;
CREATE INDEX attempts_delivery ON attempts (delivery);
CREATE INDEX attempts_at ON attempts (at, outcome);

CREATE TABLE suppressions (
  -- In lower case.
  address TEXT NOT NULL,
  simulated INTEGER NOT NULL,
  reason TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  message INTEGER,
  PRIMARY KEY (address, simulated)
) STRICT, WITHOUT ROWID;

-- Messages that asked to be removed at a time of their own.
CREATE TABLE message_expiry (id INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
CREATE INDEX message_expiry_at ON message_expiry (at);
`
