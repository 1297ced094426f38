import { z } from 'zod'
import { ProfileName } from './manners.ts'
import { ListenerSecurity } from './session.ts'

/** `lenient`, `strict`, `required`: see docs/settings.md. */
export const LoginMode = z.enum(['lenient', 'strict', 'required'])
export type LoginMode = z.infer<typeof LoginMode>

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max)
const port = whole(0, 65_535)

/** Guards of every listener. 0 means no limit where 0 is allowed. */
export const SmtpLimits = z.object({
  /** Largest message in bytes, announced with SIZE (RFC 1870). */
  messageBytes: whole(1_024, 512 * 1024 * 1024).default(35 * 1024 * 1024),
  /** RFC 5321 4.5.3.1.8 asks for at least 100. */
  recipients: whole(1, 100_000).default(1_000),
  messagesPerConnection: whole(0, 1_000_000).default(0),
  connections: whole(1, 100_000).default(2_000),
  connectionsPerAddress: whole(0, 100_000).default(0),
  messagesPerMinutePerAddress: whole(0, 1_000_000).default(0),
  /** RFC 5321 4.5.3.2.7: at least 5 minutes. */
  commandSeconds: whole(1, 3_600).default(300),
  /** Longest silence within DATA or BDAT; RFC 5321 4.5.3.2.5: 3 minutes. */
  dataSeconds: whole(1, 3_600).default(180),
  unknownCommands: whole(1, 1_000).default(10),
  /** RFC 4954 4: not fewer than 3. */
  failedLogins: whole(3, 1_000).default(5),
})
export type SmtpLimits = z.infer<typeof SmtpLimits>

export const Settings = z.object({
  smtp: z
    .object({
      host: z.string().min(1).max(255).default('127.0.0.1'),
      /** Port of the listener with STARTTLS; 0 picks a free one. */
      port: port.default(2525),
      /** Port of the listener with implicit TLS; 0 picks a free one. */
      tlsPort: port.default(4650),
      login: LoginMode.default('lenient'),
      /** Whether AUTH is offered before TLS. On loopback nobody can listen; elsewhere turn it off (RFC 4954 4). */
      loginWithoutTls: z.boolean().default(true),
      /** Whose manners the two listeners have. */
      profile: ProfileName.default('sandpost'),
      /** Listeners besides the two, each with manners of its own. */
      more: z
        .array(z.object({ port, security: ListenerSecurity, profile: ProfileName.default('sandpost') }))
        .max(16)
        .default([]),
      /** How long a new credential stays unknown on listeners with the manners of AhaSend, where it takes up to 120 s. */
      newCredentialSeconds: whole(0, 600).default(0),
      limits: SmtpLimits.prefault({}),
    })
    .prefault({}),
  http: z
    .object({
      host: z.string().min(1).max(255).default('127.0.0.1'),
      port: port.default(8025),
      /** Names this host may be called by, e.g. of a container; addresses and localhost always are. */
      names: z.array(z.string().min(1).max(255)).max(50).default([]),
    })
    .prefault({}),
  /** How many there may be, as Elastic Email has it. 0 means no limit. */
  vault: z
    .object({ smtpCredentials: whole(0, 1_000_000).default(15), apiKeys: whole(0, 1_000_000).default(15) })
    .prefault({}),
  /** What is kept. Starred messages are never removed. 0 means no limit. */
  retention: z
    .object({ keepAtMost: whole(0, 10_000_000).default(200_000), keepForDays: whole(0, 36_500).default(0) })
    .prefault({}),
})
export type Settings = z.infer<typeof Settings>
