import { z } from 'zod'

/** What can open the vault: each holds the vault key wrapped in its own way. */
export const Opener = z.enum(['keychain', 'keyFile', 'passphrase', 'recoveryCode'])
export type Opener = z.infer<typeof Opener>

export const VaultStatus = z.object({
  state: z.enum(['open', 'locked']),
  /** Why it is locked and what to do, as sentences; null when it is open. */
  problem: z.string().nullable(),
  /** The ways that exist to open this vault. */
  openers: z.array(Opener),
  /** Where the key file lies; null when there is none. */
  keyFile: z.string().nullable(),
  /** The desktop's keychain does not protect (Linux without a secret service): say so and offer a passphrase. */
  keychainIsWeak: z.boolean(),
})
export type VaultStatus = z.infer<typeof VaultStatus>

/** Who did something: a window on this machine, a browser, the command line's process key, an API key. */
export const Actor = z.object({
  is: z.enum(['window', 'browser', 'commandLine', 'processKey', 'apiKey', 'sandpost']),
  /** Of the API key; empty otherwise. */
  id: z.string(),
  name: z.string(),
})
export type Actor = z.infer<typeof Actor>

export const AuditAction = z.enum([
  'vaultMade',
  'vaultUnlocked',
  'unlockRefused',
  'passphraseSet',
  'passphraseRemoved',
  'recoveryCodeMade',
  'openerAdded',
  'backupMade',
  'backupRestored',
  'credentialMade',
  'credentialChanged',
  'credentialRotated',
  'credentialRevealed',
  'credentialDeleted',
  'sandboxLocked',
  'sandboxReleased',
  /** A REST request with a wrong, disabled, expired or misplaced key; many of one kind share an entry. */
  'requestRefused',
])
export type AuditAction = z.infer<typeof AuditAction>

/** One line of the trail that cannot be changed or removed through the app. Never holds a secret. */
export const AuditEntry = z.object({
  id: z.number().int(),
  at: z.iso.datetime(),
  actor: Actor,
  action: AuditAction,
  /** The credential or key it was done to; null when none. Its name as it was then. */
  target: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** What changed, as a sentence: `mode: sandbox → production`. */
  detail: z.string(),
})
export type AuditEntry = z.infer<typeof AuditEntry>
