import { z } from 'zod'
import { ProfileName } from './manners.ts'
import { ListenerSecurity } from './session.ts'
import { VaultStatus } from './vault.ts'

/** A bound local port that speaks SMTP, or one that could not be bound. */
export const Listener = z.object({
  host: z.string(),
  port: z.number().int(),
  security: ListenerSecurity,
  /** Whose manners it has. */
  profile: ProfileName,
  state: z.discriminatedUnion('is', [
    z.object({ is: z.literal('listening') }),
    z.object({
      is: z.literal('failed'),
      /** A sentence: what happened, why, what to do. */
      message: z.string(),
      /** The next free port, offered and never silently used; null when none was looked for. */
      nextFreePort: z.number().int().nullable(),
    }),
    z.object({ is: z.literal('stopped') }),
  ]),
})
export type Listener = z.infer<typeof Listener>

/** Something the owner must know now: disk full, folder not writable. Goes away by itself when it is over. */
export const Notice = z.object({
  id: z.string(),
  severity: z.enum(['warning', 'error']),
  title: z.string(),
  detail: z.string(),
  since: z.iso.datetime(),
})
export type Notice = z.infer<typeof Notice>

export const CertificateFacts = z.object({
  /** Names and addresses the server certificate is good for. */
  names: z.array(z.string()),
  validTo: z.iso.datetime(),
  /** SHA-256 of the local CA certificate, colon-separated upper-case hex. */
  caFingerprint: z.string(),
  /** Where the CA certificate lies on this machine, to trust it from a terminal. */
  caPath: z.string(),
})
export type CertificateFacts = z.infer<typeof CertificateFacts>

export const SystemInfo = z.object({
  version: z.string(),
  dataDir: z.string(),
  /** Base URL of the HTTP door; null when it is not open. */
  http: z.string().nullable(),
  listeners: z.array(Listener),
  notices: z.array(Notice),
  certificate: CertificateFacts.nullable(),
  vault: VaultStatus,
  /** While locked, everything is captured only. */
  sandboxLocked: z.boolean(),
})
export type SystemInfo = z.infer<typeof SystemInfo>
