import { z } from 'zod'
import { AuditEntry, VaultStatus } from '../model/vault.ts'
import { base, wholeNumber } from './base.ts'

const passphrase = z.string().min(1).max(1_024)
const errors = base.errors({
  VAULT_LOCKED: { status: 423, message: 'The vault is locked. Unlock it first.' },
  WRONG_SECRET: { status: 422, message: 'This does not open it.' },
  WEAK_PASSPHRASE: { status: 422, message: 'This passphrase is too easy to guess.' },
  CONFLICT: { status: 409, message: 'The vault is not empty.' },
})
const managing = errors.meta({ permission: 'credentials.manage', forPeople: true })

/** How the vault is sealed, and what was done to it. */
export const vault = {
  status: errors
    .meta({ permission: 'credentials.read' })
    .route({ method: 'GET', path: '/vault', summary: 'Whether the vault is open, and by what', tags: ['Vault'] })
    .output(VaultStatus),
  /** Also gives this machine's key file or keychain its place again, so that the next start needs nothing. */
  unlock: managing
    .route({ method: 'POST', path: '/vault/unlock', summary: 'Open a locked vault', tags: ['Vault'] })
    .input(z.union([z.object({ passphrase }), z.object({ recoveryCode: z.string().min(1).max(200) })]))
    .output(VaultStatus),
  /** `null` removes it, as long as another way to open the vault at the next start is left. */
  setPassphrase: managing
    .route({ method: 'PUT', path: '/vault/passphrase', summary: 'Set or remove the passphrase', tags: ['Vault'] })
    .input(z.object({ current: passphrase.optional(), passphrase: passphrase.nullable() }))
    .output(VaultStatus),
  /** The one before stops to work. Shown once. */
  makeRecoveryCode: managing
    .route({ method: 'POST', path: '/vault/recovery-code', summary: 'Make a recovery code', tags: ['Vault'] })
    .output(z.object({ code: z.string() })),
  backup: managing
    .route({ method: 'POST', path: '/vault/backup', summary: 'The whole vault as one encrypted file', tags: ['Vault'] })
    .input(z.object({ passphrase }))
    .output(z.file()),
  /** `replace`: throws away what is in the vault now. Without it only an empty vault takes a backup. */
  restore: managing
    .route({ method: 'POST', path: '/vault/restore', summary: 'Restore a backup', tags: ['Vault'] })
    .input(z.object({ file: z.file(), passphrase, replace: z.boolean().default(false) }))
    .output(z.object({ smtpCredentials: z.number().int(), apiKeys: z.number().int() })),
  audit: errors
    .meta({ permission: 'credentials.read' })
    .route({ method: 'GET', path: '/audit', summary: 'Changes of the vault, newest first', tags: ['Activity'] })
    .input(
      z.object({
        limit: wholeNumber(1, 1_000).default(100),
        cursor: z.string().max(64).optional(),
        /** Part of an actor's or target's name, or of the detail. */
        search: z.string().max(200).default(''),
        /** Entries of one credential or key. */
        target: z.string().max(64).optional(),
      }),
    )
    .output(z.object({ items: z.array(AuditEntry), nextCursor: z.string().nullable(), total: z.number().int() })),
}

const lock = z.object({ locked: z.boolean() })

/** While locked, everything is captured only, whatever the mode of its credential. */
export const sandboxLock = {
  get: base
    .meta({ permission: 'relay.manage' })
    .route({ method: 'GET', path: '/sandbox-lock', summary: 'Whether mail may leave', tags: ['Sandbox'] })
    .output(lock),
  put: base
    .meta({ permission: 'relay.manage' })
    .route({ method: 'PUT', path: '/sandbox-lock', summary: 'Lock or release the sandbox', tags: ['Sandbox'] })
    .input(lock)
    .output(lock),
}
