import { z } from 'zod'
import { Mode } from './mode.ts'
import { plainText } from './text.ts'

/** What an API key may be used for. `mail.send` is what SMTP needs. */
export const Permission = z.enum([
  'mail.send',
  'messages.read',
  'messages.delete',
  'credentials.read',
  'credentials.manage',
  'relay.read',
  'relay.manage',
  'diagnostics.run',
  'settings.manage',
])
export type Permission = z.infer<typeof Permission>

/** `global`: any sender. `scoped`: only the sender domains listed. */
export const Scope = z.enum(['global', 'scoped'])
export type Scope = z.infer<typeof Scope>

/** SMTP credential: user name and password. API key: the literal user name `apikey`, and bearer token of REST. */
export const CredentialKind = z.enum(['smtpCredential', 'apiKey'])
export type CredentialKind = z.infer<typeof CredentialKind>

export const CredentialName = plainText(255).min(1)
/** No space around it, no control characters; UTF-8 is fine (RFC 4616). `apikey` is taken by API keys. */
export const Username = plainText(255)
  .min(1)
  .regex(/^\S+$/, 'A user name has no spaces')
  .refine((name) => name.toLowerCase() !== 'apikey', 'The user name apikey belongs to API keys')

/** A sender domain, as written or in its ASCII form; stored in lower case. */
export const Domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^(?=.)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)*[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u,
    'Write a domain such as example.com',
  )

const cidr4 = z.cidrv4()
const cidr6 = z.cidrv6()
/** An address, or a range in CIDR notation, v4 or v6. */
export const AddressRange = z
  .string()
  .trim()
  .max(64)
  .refine(
    (text) =>
      z.ipv4().safeParse(text).success ||
      z.ipv6().safeParse(text).success ||
      cidr4.safeParse(text).success ||
      cidr6.safeParse(text).success,
    'Write an address such as 192.0.2.7, or a range such as 192.0.2.0/24 or 2001:db8::/32',
  )

/** What an owner chooses; the same for both kinds. */
const chosen = {
  name: CredentialName,
  mode: Mode,
  scope: Scope,
  domains: z.array(Domain).max(100),
  /** Whether the subdomains of `domains` belong to the scope. */
  includeSubdomains: z.boolean(),
  /** Whether the header From has to lie in the scope too, not the envelope sender alone. */
  checkHeaderFrom: z.boolean(),
  /** Empty: from everywhere. */
  allowedIps: z.array(AddressRange).max(100),
  enabled: z.boolean(),
  expiresAt: z.iso.datetime().nullable(),
  note: z.string().max(2_000),
  /** Put on every message that it sends. */
  tags: z.array(plainText(64).min(1)).max(10),
}

/** What Sandpost knows. */
const known = {
  id: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** Grows with every change by hand; send it back with a change, and a change in between is noticed. */
  version: z.number().int(),
  /** The last successful login or REST request. */
  lastUsedAt: z.iso.datetime().nullable(),
  /** Successful logins and REST requests. */
  useCount: z.number().int(),
  /** Uses per day of the last thirty days, oldest first, today last (UTC). */
  usesPerDay: z.array(z.number().int()),
  /** The last five characters of the secret. */
  secretHint: z.string(),
  /** After a rotation the secret before is good until then; null when it is not. */
  oldSecretUntil: z.iso.datetime().nullable(),
}

export const SmtpCredential = z.object({
  ...known,
  ...chosen,
  username: z.string(),
  /** Whether the password was kept readable (sealed), so that it can be shown again and CRAM-MD5 works. */
  readable: z.boolean(),
})
export type SmtpCredential = z.infer<typeof SmtpCredential>

export const ApiKey = z.object({ ...known, ...chosen, permissions: z.array(Permission) })
export type ApiKey = z.infer<typeof ApiKey>

const defaults = {
  mode: chosen.mode.default('sandbox'),
  scope: chosen.scope.optional(),
  domains: chosen.domains.default([]),
  includeSubdomains: chosen.includeSubdomains.default(false),
  checkHeaderFrom: chosen.checkHeaderFrom.default(false),
  allowedIps: chosen.allowedIps.default([]),
  enabled: chosen.enabled.default(true),
  expiresAt: chosen.expiresAt.default(null),
  note: chosen.note.default(''),
  tags: chosen.tags.default([]),
}

/** A password somebody chose. Checked for strength by the vault. No trimming: it is used as typed. */
export const ChosenPassword = z.string().min(1).max(1_024)

/** Only `name` is needed. Without `scope`, a list of domains makes it `scoped`. */
export const NewSmtpCredential = z.object({
  name: chosen.name,
  ...defaults,
  /** Made when left out. */
  username: Username.optional(),
  /** Made when left out. */
  password: ChosenPassword.optional(),
  readable: z.boolean().default(false),
})
export type NewSmtpCredential = z.output<typeof NewSmtpCredential>

export const NewApiKey = z.object({
  name: chosen.name,
  ...defaults,
  permissions: z.array(Permission).max(20).default(['mail.send']),
})
export type NewApiKey = z.output<typeof NewApiKey>

const changed = z.object(chosen).partial()
/** `version`: the one that was read; refused with 409 when it changed in between. */
const seen = { version: z.number().int().optional() }
export const SmtpCredentialChange = changed.extend({ ...seen, username: Username.optional() })
export type SmtpCredentialChange = z.output<typeof SmtpCredentialChange>
export const ApiKeyChange = changed.extend({ ...seen, permissions: z.array(Permission).max(20).optional() })
export type ApiKeyChange = z.output<typeof ApiKeyChange>

/** For showing what sent a message: also of those that were deleted. */
export const CredentialLabel = z.object({
  id: z.string(),
  kind: CredentialKind,
  name: z.string(),
  deleted: z.boolean(),
})
export type CredentialLabel = z.infer<typeof CredentialLabel>

/** Why a login was refused, for its owner; the client is told much less. */
export const LoginReason = z.enum([
  'unknownUser',
  'wrongPassword',
  /** The secret before the last rotation, whose grace is over. */
  'oldSecret',
  /** The secret is right but for what was put around it. */
  'newlineAtEnd',
  'spaceAround',
  'byteOrderMark',
  'quoted',
  /** Base64 that was broken into lines, or encoded twice. */
  'wrappedBase64',
  'keyAsUsername',
  /** An e-mail address as user name, an API key as password. */
  'emailAsUsername',
  'keyTruncated',
  'keyMistyped',
  /** Well-formed, and no key of this vault: revoked, or made elsewhere. */
  'keyUnknown',
  'disabled',
  'expired',
  /** Not known yet: a listener with the manners of a provider where that takes a while. */
  'tooNew',
  'wrongAddress',
  'missingPermission',
  'scope',
  'tlsRequired',
  'mechanismNotOffered',
  'notBase64',
  /** CRAM-MD5 with a password that was not kept readable. */
  'notReadable',
  'vaultLocked',
])
export type LoginReason = z.infer<typeof LoginReason>
