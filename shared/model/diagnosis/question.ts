import { z } from 'zod'
import { ProfileName } from '../manners.ts'
import { plainText } from '../text.ts'
import { UpstreamSecurity } from '../upstream.ts'

const port = z.coerce.number().int().min(1).max(65_535)

/** The ports on which servers take mail from apps, 25 besides: what is looked at when nobody names a port. */
export const submissionPorts: readonly number[] = [587, 465, 2525, 25]

/** What is asked of a server, and how far. What was typed is linted first: nothing here needs to be clean. */
export const DiagnosisQuestion = z.object({
  /** A host name or an address as it was typed. Empty with `upstreamId`, `pasted` or `self`. */
  host: z.string().max(1_000).default(''),
  /** None: those of `submissionPorts`. */
  ports: z.array(port).max(8).default([]),
  /** How the app is set. `auto`: nobody says. */
  security: UpstreamSecurity.or(z.literal('auto')).default('auto'),
  provider: ProfileName.exclude(['sandpost']).nullable().default(null),
  /** Settings of an upstream instead; `login` tries with its sealed secret. */
  upstreamId: z.string().max(64).nullable().default(null),
  /** Our own listeners, as other machines and containers see them. */
  self: z.boolean().default(false),
  family: z.enum(['any', '4', '6']).default('any'),
  /** Name to send and to expect in the certificate; null takes `host`. */
  serverName: plainText(255).nullable().default(null),
  /** PEM of a certificate authority of one's own. */
  ca: z.string().max(200_000).nullable().default(null),
  username: z.string().max(1_000).nullable().default(null),
  /** Log in, over verified TLS only, at most twice. Needs a password, or an upstream. */
  tryLogin: z.boolean().default(false),
  /** MAIL FROM and RCPT TO, then RSET and QUIT: never DATA. Null: not asked for. */
  dryRun: z
    .object({ from: plainText(320), to: plainText(320) })
    .nullable()
    .default(null),
  /** `reach`: names, ports and greetings only. `deep`: every cipher suite and curve as well. */
  depth: z.enum(['reach', 'quick', 'deep']).default('quick'),
  /** Ports tried as well when none of `ports` works. */
  elsewhere: z
    .array(port)
    .max(8)
    .default([...submissionPorts]),
  /** Asked instead of the name servers of this machine: `192.0.2.53`, `127.0.0.1:5353`. */
  dnsServer: plainText(64).nullable().default(null),
  /** What to say after EHLO; null takes the name of this machine. */
  ehloName: plainText(255).nullable().default(null),
})
export type DiagnosisQuestion = z.output<typeof DiagnosisQuestion>

/** A question as it is asked: what must not be kept comes along and is forgotten when the diagnosis ends. */
export const DiagnosisRequest = DiagnosisQuestion.extend({
  /** Settings as they were pasted: a URL, .env, Nodemailer, Laravel, Django, Spring. What they say fills what is empty. */
  pasted: z.string().max(100_000).optional(),
  password: z.string().max(4_096).optional(),
})
export type DiagnosisRequest = z.output<typeof DiagnosisRequest>

/** What the lint of typed or pasted settings found. */
export const InputNote = z.object({
  /** What is odd, as a word for programs: `schemeInHost`, `newlineInPassword`. */
  id: z.string(),
  field: z.enum(['host', 'port', 'security', 'username', 'password', 'certificate', 'other']),
  /** `cleaned`: put right here, the app may still have it. `problem`: the app cannot work like this. */
  severity: z.enum(['problem', 'warning', 'cleaned']),
  /** What is odd and what to do, for people. Never the secret itself. */
  text: z.string(),
})
export type InputNote = z.infer<typeof InputNote>
