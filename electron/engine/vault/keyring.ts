import { setTimeout as sleep } from 'node:timers/promises'
import type { Actor, Opener, VaultStatus } from '../../../shared/model/vault.ts'
import type { VaultDatabase } from '../database/vault.ts'
import type { Notices } from '../notices.ts'
import type { VaultOpening } from '../options.ts'
import { KeyFileProblem, makeKeyFile, readKeyFile, replaceDamaged } from './keyFile.ts'
import { deriveKeys, makeKey, type VaultKeys } from './keys.ts'
import { checkPassphrase, stretch } from './passphrase.ts'
import { makeRecoveryCode, recoveryKey } from './recoveryCode.ts'
import { weakness } from './strength.ts'
import type { NewAuditEntry } from './tables/audit.ts'
import { deleteSlot, saveSlot, selectSlots, type KeySlot } from './tables/keySlots.ts'
import { VaultError } from './types.ts'
import { slotOfCode, unwrap, wrap, wrappingOfPassphrase } from './wrapping.ts'

const nobody: Actor = { is: 'sandpost', id: '', name: 'Sandpost' }
const noticeId = 'vaultLocked'
/** A wrong passphrase or code is answered later each time, up to this. */
const longestPauseMs = 5_000

interface Parts {
  readonly db: VaultDatabase
  readonly opening: VaultOpening
  readonly notices: Pick<Notices, 'raise' | 'clear'>
  readonly audit: (entry: NewAuditEntry) => void
  readonly changed: (status: VaultStatus) => void
}

/**
 * The vault key: made once, kept wrapped in one slot for each way to open the vault (as LUKS does), and in memory while
 * the vault is open. Changing a passphrase wraps it anew and touches nothing else.
 */
export class Keyring {
  /** Only right after the vault was made. */
  readonly firstRecoveryCode: string | null
  readonly #parts: Parts
  #vaultKey: Buffer | null = null
  #keys: VaultKeys | null = null
  #problem: string | null = null
  #wrongUnlocks = 0
  #unlocking: Promise<unknown> = Promise.resolve()

  private constructor(parts: Parts, firstRecoveryCode: string | null) {
    this.#parts = parts
    this.firstRecoveryCode = firstRecoveryCode
  }

  /** Opens the vault by what the host gives, and makes it on first use. When it cannot, it stays locked and says why. */
  static async open(parts: Parts): Promise<Keyring> {
    const { db, opening } = parts
    if (selectSlots(db).length > 0) {
      const ring = new Keyring(parts, null)
      try {
        const key = await ring.#unwrapByOpening()
        ring.#isOpenWith(key)
      } catch (error) {
        if (!(error instanceof KeyFileProblem)) throw error
        ring.#lockedBecause(error.message)
      }
      return ring
    }
    return opening.by === 'none' ? new Keyring(parts, null) : Keyring.#make(parts)
  }

  static async #make(parts: Parts): Promise<Keyring> {
    const code = makeRecoveryCode()
    const ring = new Keyring(parts, code)
    try {
      // No vault depends on it yet: a file that a crash left half written may go.
      if (parts.opening.by === 'keyFile') replaceDamaged(parts.opening.path)
      const wrapping = await ring.#ownWrapping()
      const vaultKey = makeKey()
      parts.db.transaction(() => {
        saveSlot(parts.db, wrapping(vaultKey))
        saveSlot(parts.db, slotOfCode(vaultKey, code))
        parts.audit({
          actor: nobody,
          action: 'vaultMade',
          target: null,
          detail: `opened by ${word[wrapping(vaultKey).opener]}`,
        })
      })
      ring.#isOpenWith(vaultKey)
      return ring
    } catch (error) {
      if (!(error instanceof KeyFileProblem)) throw error
      const locked = new Keyring(parts, null)
      locked.#lockedBecause(error.message)
      return locked
    }
  }

  get isOpen(): boolean {
    return this.#keys !== null
  }

  /** Throws VAULT_LOCKED. */
  keys(): VaultKeys {
    if (!this.#keys) throw this.#locked()
    return this.#keys
  }

  /** For a backup. Throws VAULT_LOCKED. */
  vaultKey(): Buffer {
    if (!this.#vaultKey) throw this.#locked()
    return this.#vaultKey
  }

  status(): VaultStatus {
    const { db, opening } = this.#parts
    return {
      state: this.isOpen ? 'open' : 'locked',
      problem: this.#problem,
      openers: selectSlots(db).map(({ opener }) => opener),
      keyFile: opening.by === 'keyFile' ? opening.path : null,
      keychainIsWeak: opening.by === 'keychain' && opening.isWeak,
    }
  }

  /** Throws WRONG_SECRET. Also gives this host's own opener its slot again, so that the next start needs nothing. */
  unlock(by: { passphrase: string } | { recoveryCode: string }, actor: Actor): Promise<VaultStatus> {
    // One after the other: guesses that come at once must not overtake the pause.
    const mine = this.#unlocking.then(() => this.#unlock(by, actor))
    this.#unlocking = mine.catch(() => undefined)
    return mine
  }

  async #unlock(by: { passphrase: string } | { recoveryCode: string }, actor: Actor): Promise<VaultStatus> {
    const opener: Opener = 'passphrase' in by ? 'passphrase' : 'recoveryCode'
    await this.#pause()
    const key = 'passphrase' in by ? await this.#byPassphrase(by.passphrase) : this.#byCode(by.recoveryCode)
    if (!key) {
      this.#wrongUnlocks += 1
      this.#parts.audit({ actor, action: 'unlockRefused', target: null, detail: `wrong ${word[opener]}` })
      throw new VaultError('WRONG_SECRET', `This ${word[opener]} does not open the vault. Nothing was changed.`)
    }
    this.#wrongUnlocks = 0
    this.#parts.audit({ actor, action: 'vaultUnlocked', target: null, detail: `by ${word[opener]}` })
    this.#isOpenWith(key)
    await this.#addOwnOpener(actor)
    return this.#told()
  }

  /** Throws WRONG_SECRET, WEAK_PASSPHRASE, CONFLICT (nothing else would open the vault), VAULT_LOCKED. */
  async setPassphrase(
    { current, passphrase }: { current?: string | undefined; passphrase: string | null },
    actor: Actor,
  ): Promise<VaultStatus> {
    this.keys()
    if (passphrase !== null) checkPassphrase(passphrase)
    if (this.#slot('passphrase')) {
      await this.#pause()
      if (current === undefined || !(await this.#byPassphrase(current))) {
        this.#wrongUnlocks += 1
        this.#parts.audit({ actor, action: 'unlockRefused', target: null, detail: 'wrong present passphrase' })
        throw new VaultError('WRONG_SECRET', 'The present passphrase is not right. Nothing was changed.')
      }
      this.#wrongUnlocks = 0
    }
    // The key is taken after the wait: a restore may have brought another one meanwhile.
    const wrapping = passphrase === null ? null : await wrappingOfPassphrase(passphrase)
    const slot = wrapping && wrapping(this.vaultKey())
    if (!slot && this.#parts.opening.by === 'passphrase')
      throw new VaultError(
        'CONFLICT',
        'Sandpost was started with this passphrase (SANDPOST_PASSPHRASE). Start it with a key file first: sandpost vault unlock with the passphrase makes one.',
      )
    if (!slot && !(await this.#opensByItself()))
      throw new VaultError(
        'CONFLICT',
        'Nothing else opens this vault at the next start of this host: its own key file or keychain does not. Mend that first.',
      )
    const { db, audit } = this.#parts
    db.transaction(() => {
      if (slot) saveSlot(db, slot)
      else deleteSlot(db, 'passphrase')
      audit({ actor, action: slot ? 'passphraseSet' : 'passphraseRemoved', target: null, detail: '' })
    })
    db.cutLog()
    return this.#told()
  }

  /** The code before stops to work. Throws VAULT_LOCKED. */
  makeRecoveryCode(actor: Actor): string {
    const vaultKey = this.vaultKey()
    const code = makeRecoveryCode()
    const { db, audit } = this.#parts
    db.transaction(() => {
      saveSlot(db, slotOfCode(vaultKey, code))
      audit({ actor, action: 'recoveryCodeMade', target: null, detail: '' })
    })
    db.cutLog()
    this.#told()
    return code
  }

  /** A restored vault key, wrapped for this host. To be called within the transaction that restores the rows. */
  async wrappingForRestore(): Promise<(vaultKey: Buffer) => KeySlot> {
    try {
      return await this.#ownWrapping()
    } catch (error) {
      if (error instanceof KeyFileProblem) throw new VaultError('VAULT_LOCKED', error.message)
      throw error
    }
  }

  /** Whether this is the key that is in use. */
  isSameKey(vaultKey: Buffer): boolean {
    return this.#vaultKey?.equals(vaultKey) ?? false
  }

  /** The key that a restore brought is in use from now on. */
  replaced(vaultKey: Buffer): void {
    this.#isOpenWith(vaultKey)
    this.#told()
  }

  /** Forgets the key. */
  close(): void {
    this.#vaultKey?.fill(0)
    this.#vaultKey = null
    this.#keys = null
  }

  #locked(): VaultError {
    return new VaultError('VAULT_LOCKED', this.#problem ?? 'The vault is locked. Unlock it first.')
  }

  #isOpenWith(vaultKey: Buffer): void {
    this.#vaultKey = vaultKey
    this.#keys = deriveKeys(vaultKey)
    this.#problem = null
    this.#parts.notices.clear(noticeId)
  }

  #lockedBecause(problem: string): void {
    this.#problem = problem
    this.#parts.notices.raise({ id: noticeId, severity: 'error', title: 'The vault is locked', detail: problem })
  }

  #told(): VaultStatus {
    const status = this.status()
    this.#parts.changed(status)
    return status
  }

  async #pause(): Promise<void> {
    if (this.#wrongUnlocks > 0) await sleep(Math.min(longestPauseMs, 125 * 2 ** Math.min(this.#wrongUnlocks, 10)))
  }

  #slot(opener: Opener): KeySlot | undefined {
    return selectSlots(this.#parts.db).find((slot) => slot.opener === opener)
  }

  /** Throws KeyFileProblem with the reason and the way out. */
  async #unwrapByOpening(): Promise<Buffer> {
    const { opening } = this.#parts
    if (opening.by === 'none') throw new KeyFileProblem('The vault was not opened for this.')
    const slot = this.#slot(opening.by)
    if (!slot) throw new KeyFileProblem(this.#madeElsewhere())
    if (opening.by === 'passphrase') {
      const key = await this.#byPassphrase(opening.passphrase)
      if (!key)
        throw new KeyFileProblem(
          'SANDPOST_PASSPHRASE is not the passphrase of this vault. Start with the right one, or unlock with the recovery code.',
        )
      return key
    }
    const given = opening.by === 'keyFile' ? readKeyFile(opening.path) : keyOfKeychain(opening)
    if (!given && opening.by === 'keyFile')
      throw new KeyFileProblem(
        `The key file ${opening.path} is missing. Put it back (SANDPOST_KEY_FILE names another place), or unlock with the recovery code.`,
      )
    const key = given && unwrap(slot, given)
    if (key) return key
    if (opening.by === 'keyFile')
      throw new KeyFileProblem(
        `The key file ${opening.path} belongs to another vault. Put the right one back, or unlock with the recovery code.`,
      )
    if (given && opening.problem === null)
      throw new KeyFileProblem(
        "The key in the system's keychain belongs to another vault. Unlock with the passphrase or the recovery code.",
      )
    throw new KeyFileProblem(
      `The system's keychain no longer gives the key of this vault${opening.problem ? ` (${opening.problem})` : ''}. Unlock with the passphrase or the recovery code.`,
    )
  }

  #madeElsewhere(): string {
    const ways = selectSlots(this.#parts.db).map(({ opener }) => opener)
    if (this.#parts.opening.by === 'passphrase')
      return 'This vault has no passphrase. Start without SANDPOST_PASSPHRASE; or unlock it once with the recovery code, and the one that was given becomes its passphrase.'
    const begin = ways.includes('keychain')
      ? "This vault is sealed by the desktop app's keychain."
      : ways.includes('keyFile')
        ? 'This vault is opened by a key file, which was not given.'
        : 'This vault is opened by a passphrase.'
    const passphrase = ways.includes('passphrase') ? 'its passphrase (SANDPOST_PASSPHRASE when headless) or ' : ''
    return `${begin} Unlock it once with ${passphrase}the recovery code; from then on this host opens it by itself.`
  }

  /** How this host wraps a vault key. Makes the key file when there is none. */
  async #ownWrapping(): Promise<(vaultKey: Buffer) => KeySlot> {
    const { opening } = this.#parts
    if (opening.by === 'none') throw new KeyFileProblem('The vault was not opened for this.')
    if (opening.by === 'passphrase') {
      const why = weakness(opening.passphrase, [])
      if (why !== null) throw new KeyFileProblem(`SANDPOST_PASSPHRASE is too easy to guess. ${why}`)
      return wrappingOfPassphrase(opening.passphrase)
    }
    const key =
      opening.by === 'keyFile' ? (readKeyFile(opening.path) ?? makeKeyFile(opening.path)) : keyOfKeychain(opening)
    if (!key)
      throw new KeyFileProblem(
        `The system's keychain cannot be used${opening.by === 'keychain' && opening.problem ? ` (${opening.problem})` : ''}. Mail is captured all the same; credentials need the vault.`,
      )
    return (vaultKey) => wrap(opening.by, { kdf: 'none' }, key, vaultKey)
  }

  /** Whether the next start of this host needs nobody. */
  async #opensByItself(): Promise<boolean> {
    try {
      await this.#unwrapByOpening()
      return true
    } catch (error) {
      if (error instanceof KeyFileProblem) return false
      throw error
    }
  }

  async #addOwnOpener(actor: Actor): Promise<void> {
    const { db, opening, audit } = this.#parts
    // A passphrase that was given and is not the vault's own never takes its place.
    if (opening.by === 'none' || (opening.by === 'passphrase' && this.#slot('passphrase'))) return
    try {
      if (opening.by === 'keyFile') replaceDamaged(opening.path)
      const slot = (await this.#ownWrapping())(this.vaultKey())
      db.transaction(() => {
        saveSlot(db, slot)
        audit({ actor, action: 'openerAdded', target: null, detail: word[slot.opener] })
      })
    } catch (error) {
      // Open for now; the next start asks again.
      if (!(error instanceof KeyFileProblem)) throw error
    }
  }

  async #byPassphrase(passphrase: string): Promise<Buffer | null> {
    const slot = this.#slot('passphrase')
    if (slot?.derivation.kdf !== 'scrypt') return null
    return unwrap(slot, await stretch(passphrase, slot.derivation))
  }

  #byCode(code: string): Buffer | null {
    const slot = this.#slot('recoveryCode')
    const key = recoveryKey(code)
    return slot && key ? unwrap(slot, key) : null
  }
}

const word: Record<Opener, string> = {
  keychain: 'keychain',
  keyFile: 'key file',
  passphrase: 'passphrase',
  recoveryCode: 'recovery code',
}

function keyOfKeychain({ key }: Extract<VaultOpening, { by: 'keychain' }>): Buffer | null {
  return key === null ? null : Buffer.from(key, 'base64')
}
