/**
 * Nothing in here is a secret in clear: secrets are HMACs or sealed under the vault key, and the vault key is there
 * only wrapped, in `key_slots`.
 */
export const sql = `
-- SMTP credentials and API keys. What was deleted stays as a name for old messages, without its sealed secret.
CREATE TABLE credentials (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  -- As shown, and folded (NFC, lower case) for look-up. NULL for API keys.
  username TEXT,
  username_key TEXT,
  -- HMAC-SHA256 under a subkey of the vault key.
  secret_hash BLOB NOT NULL,
  secret_hint TEXT NOT NULL,
  -- The secret before the last rotation, good until then.
  old_secret_hash BLOB,
  old_secret_until INTEGER,
  -- The password, sealed, where its owner wants to read it again.
  sealed BLOB,
  mode TEXT NOT NULL,
  scope TEXT NOT NULL,
  -- JSON arrays of text.
  domains TEXT NOT NULL,
  include_subdomains INTEGER NOT NULL,
  check_header_from INTEGER NOT NULL,
  allowed_ips TEXT NOT NULL,
  permissions TEXT NOT NULL,
  tags TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  expires_at INTEGER,
  note TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  version INTEGER NOT NULL,
  last_used_at INTEGER,
  use_count INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX credentials_username ON credentials (username_key) WHERE username_key IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX credentials_secret ON credentials (secret_hash);
CREATE INDEX credentials_old_secret ON credentials (old_secret_hash) WHERE old_secret_hash IS NOT NULL;
CREATE INDEX credentials_listed ON credentials (kind, created_at, id) WHERE deleted_at IS NULL;

-- Uses per day (days since 1970, UTC).
CREATE TABLE uses (
  credential TEXT NOT NULL,
  day INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (credential, day)
) STRICT, WITHOUT ROWID;

-- What was done, by whom. It grows and never changes.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor_is TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  action TEXT NOT NULL,
  target_id TEXT,
  target_name TEXT,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_target ON audit (target_id, id) WHERE target_id IS NOT NULL;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'The audit trail cannot be changed'); END;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'The audit trail cannot be shortened'); END;
-- REPLACE deletes without asking the trigger above.
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'The audit trail cannot be changed'); END;

-- Replies of creations that may be asked for again, sealed, since they hold the secret.
CREATE TABLE idempotency (
  caller TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash BLOB NOT NULL,
  reply BLOB NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (caller, key)
) STRICT;

-- The vault key, wrapped once for each way to open the vault.
CREATE TABLE key_slots (
  opener TEXT PRIMARY KEY,
  -- JSON: how the key-encryption key is made, e.g. scrypt and its cost.
  derivation TEXT NOT NULL,
  wrapped BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sandbox_lock (locked INTEGER NOT NULL) STRICT;
INSERT INTO sandbox_lock (locked) VALUES (1);
`
