import type { WritableDatabase } from '../database/open.ts'
import type { VaultKeys } from './keys.ts'
import { VaultError, type Doing } from './types.ts'

/** As long as AhaSend keeps them. */
const keptMs = 24 * 60 * 60_000

/** Replies that nobody may ask for any more hold secrets still. */
export function forgetExpired(db: WritableDatabase, now: number): void {
  db.command('DELETE FROM idempotency WHERE expires_at <= ?').run(now)
}

/**
 * Does `make` once per Idempotency-Key and caller: asked again within a day, the same reply comes back, secret and all,
 * and nothing is made twice. To be called within a transaction. The kept reply is sealed.
 */
export function once<T>(
  db: WritableDatabase,
  keys: VaultKeys,
  { actor, idempotencyKey }: Doing,
  request: unknown,
  make: () => T,
): T {
  const now = Date.now()
  forgetExpired(db, now)
  if (idempotencyKey === null) return make()
  const caller = `${actor.is} ${actor.id}`
  // Keyed: a request may hold a chosen password.
  const requestHash = keys.hash(JSON.stringify(request))
  const record = `idempotency ${caller} ${idempotencyKey}`
  const known = db
    .query<{ request_hash: Buffer; reply: Buffer }>(
      'SELECT request_hash, reply FROM idempotency WHERE caller = ? AND key = ?',
    )
    .get(caller, idempotencyKey)
  if (known && !known.request_hash.equals(requestHash))
    throw new VaultError('IDEMPOTENCY_MISMATCH', 'This Idempotency-Key was used for another request. Use a new one.')
  if (known) return JSON.parse(keys.open(known.reply, record)) as T
  const reply = make()
  db.command('INSERT INTO idempotency (caller, key, request_hash, reply, expires_at) VALUES (?, ?, ?, ?, ?)').run(
    caller,
    idempotencyKey,
    requestHash,
    keys.seal(JSON.stringify(reply), record),
    now + keptMs,
  )
  return reply
}
