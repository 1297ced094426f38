import type { Opener } from '../../../../shared/model/vault.ts'
import type { ReadableDatabase, WritableDatabase } from '../../database/open.ts'

/** How a key-encryption key is made. A random key needs no stretching. */
export type Derivation =
  | { readonly kdf: 'none' }
  | { readonly kdf: 'scrypt'; readonly salt: string; readonly N: number; readonly r: number; readonly p: number }

/** The vault key, wrapped for one way to open the vault. */
export interface KeySlot {
  readonly opener: Opener
  readonly derivation: Derivation
  readonly wrapped: Buffer
}

export function selectSlots(db: ReadableDatabase): KeySlot[] {
  return db
    .query<{ opener: Opener; derivation: string; wrapped: Buffer }>('SELECT opener, derivation, wrapped FROM key_slots')
    .all()
    .map(({ derivation, ...slot }) => ({ ...slot, derivation: JSON.parse(derivation) as Derivation }))
}

/** Takes the place of the slot that this opener had. */
export function saveSlot(db: WritableDatabase, slot: KeySlot): void {
  db.command('INSERT OR REPLACE INTO key_slots (opener, derivation, wrapped, created_at) VALUES (?, ?, ?, ?)').run(
    slot.opener,
    JSON.stringify(slot.derivation),
    slot.wrapped,
    Date.now(),
  )
}

export function deleteSlot(db: WritableDatabase, opener: Opener): void {
  db.command('DELETE FROM key_slots WHERE opener = ?').run(opener)
}
