import { z } from 'zod'
import { plainText } from './text.ts'

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max)

/**
 * How the connection is protected. `tls`: from the first byte. `starttls`: must be offered, else nothing is sent.
 * `opportunistic`: STARTTLS where it is offered. `none`: in clear.
 */
export const UpstreamSecurity = z.enum(['tls', 'starttls', 'opportunistic', 'none'])
export type UpstreamSecurity = z.infer<typeof UpstreamSecurity>

/** What was entered to log in, without its secret. */
export const UpstreamLogin = z.discriminatedUnion('is', [
  z.object({ is: z.literal('none') }),
  z.object({ is: z.literal('password'), username: plainText(255).min(1) }),
  /** XOAUTH2 with a refresh token, as Gmail and Microsoft 365 have it. */
  z.object({
    is: z.literal('oauth2'),
    username: plainText(255).min(1),
    clientId: plainText(512).min(1),
    /** Where a refresh token is exchanged for an access token. */
    tokenUrl: z
      .url({ protocol: /^https?$/ })
      .max(1_024)
      .refine(
        (url) => /^https:|^http:\/\/(127\.0\.0\.1|localhost|\[::1\])([:/]|$)/.test(url),
        'Secrets go there: it has to be https',
      ),
    scope: plainText(1_024).default(''),
  }),
])
export type UpstreamLogin = z.infer<typeof UpstreamLogin>

const chosen = {
  name: plainText(100).min(1),
  /** Which preset it was made from: its provider's headers are passed on to it. Null for a server of one's own. */
  preset: plainText(64).nullable(),
  host: plainText(255)
    .min(1)
    .regex(/^[^\s/@]+$/, 'Write a host name such as smtp.example.com, without a scheme'),
  port: whole(1, 65_535),
  security: UpstreamSecurity,
  /** Name to expect in the certificate; null takes `host`. */
  serverName: plainText(255).nullable(),
  /** PEM of a certificate authority of one's own, besides those that Node trusts; null without. */
  ca: z.string().max(200_000).nullable(),
  /** Whether the server must prove who it is. */
  verifyCertificate: z.boolean(),
  /** PEM; its key is a secret. Null without. */
  clientCertificate: z.string().max(100_000).nullable(),
  login: UpstreamLogin,
  /** Connections at once. */
  connections: whole(1, 100),
  /** After that many a connection is closed and a new one opened. */
  messagesPerConnection: whole(1, 100_000),
  /** 0: no limit. */
  messagesPerSecond: whole(0, 10_000),
  messagesPerMinute: whole(0, 600_000),
  /** Recipients in one transaction. */
  recipientsPerMessage: whole(1, 1_000),
  /** Waits between tries, in seconds, each ±10 %: as many tries as waits, and the first. */
  retryAfterSeconds: z
    .array(whole(1, 7 * 86_400))
    .min(0)
    .max(30),
  /** What happens with a bounce message (RFC 3464): none, into the inbox, or sent to the envelope sender. */
  bounceMessages: z.enum(['none', 'inbox', 'send']),
  paused: z.boolean(),
}

/** AhaSend: six to seven tries in about 24 hours. */
export const defaultRetries = [60, 300, 1_800, 7_200, 21_600, 54_000]

const defaults = {
  preset: chosen.preset.default(null),
  security: chosen.security.default('starttls'),
  serverName: chosen.serverName.default(null),
  ca: chosen.ca.default(null),
  verifyCertificate: chosen.verifyCertificate.default(true),
  clientCertificate: chosen.clientCertificate.default(null),
  login: chosen.login.default({ is: 'none' }),
  connections: chosen.connections.default(4),
  messagesPerConnection: chosen.messagesPerConnection.default(100),
  messagesPerSecond: chosen.messagesPerSecond.default(0),
  messagesPerMinute: chosen.messagesPerMinute.default(0),
  recipientsPerMessage: chosen.recipientsPerMessage.default(50),
  retryAfterSeconds: chosen.retryAfterSeconds.default(defaultRetries),
  bounceMessages: chosen.bounceMessages.default('inbox'),
  paused: chosen.paused.default(false),
}

/** Only ever taken in, sealed in the vault, and never given out. Left out: as before. */
export const UpstreamSecrets = z.object({
  password: z.string().max(4_096).optional(),
  clientSecret: z.string().max(4_096).optional(),
  refreshToken: z.string().max(16_384).optional(),
  clientKey: z.string().max(100_000).optional(),
})
export type UpstreamSecrets = z.infer<typeof UpstreamSecrets>

/** Why nothing leaves through an upstream now. `login` stands until somebody changes or resumes it; the others end by themselves. */
export const UpstreamProblem = z.object({
  is: z.enum(['login', 'tls', 'unreachable', 'busy']),
  /** What happened and what to do. */
  text: z.string(),
  since: z.iso.datetime(),
  /** When it is tried again; null when somebody has to act. */
  untilAt: z.iso.datetime().nullable(),
})
export type UpstreamProblem = z.infer<typeof UpstreamProblem>

/** A real SMTP server that production mail leaves through. */
export const Upstream = z.object({
  id: z.string(),
  ...chosen,
  /** Which secrets are kept for it, sealed. */
  secrets: z.array(z.enum(['password', 'clientSecret', 'refreshToken', 'clientKey'])),
  problem: UpstreamProblem.nullable(),
  /** Deliveries that wait for it. */
  waiting: z.number().int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Upstream = z.infer<typeof Upstream>

export const NewUpstream = z.object({
  name: chosen.name,
  host: chosen.host,
  port: chosen.port.default(587),
  ...defaults,
  secrets: UpstreamSecrets.default({}),
})
export type NewUpstream = z.output<typeof NewUpstream>

export const UpstreamChange = z.object(chosen).partial().extend({ secrets: UpstreamSecrets.optional() })
export type UpstreamChange = z.output<typeof UpstreamChange>

/** Settings of a provider to begin with. */
export const UpstreamPreset = z.object({
  id: z.string(),
  name: z.string(),
  host: z.string(),
  port: z.number().int(),
  security: UpstreamSecurity,
  /** Other ports that work, with the security each wants. */
  otherPorts: z.array(z.object({ port: z.number().int(), security: UpstreamSecurity })),
  /** The user name, where it is always the same: `apikey`. */
  username: z.string().nullable(),
  /** `oauth2` where passwords are not taken any more. */
  login: z.enum(['password', 'oauth2']),
  tokenUrl: z.string().nullable(),
  scope: z.string().nullable(),
  /** Of the upstream: what the provider allows. */
  limits: UpstreamLimits(),
  /** What to know before the first mail, a sentence each. */
  advice: z.array(z.string()),
  /** One of the four services that Sandpost is modelled on. */
  featured: z.boolean(),
})
export type UpstreamPreset = z.infer<typeof UpstreamPreset>

function UpstreamLimits() {
  return z
    .object({
      connections: chosen.connections,
      messagesPerConnection: chosen.messagesPerConnection,
      messagesPerSecond: chosen.messagesPerSecond,
      messagesPerMinute: chosen.messagesPerMinute,
      recipientsPerMessage: chosen.recipientsPerMessage,
    })
    .partial()
}

/** What a test of an upstream saw, step by step. */
export const UpstreamTest = z.object({
  works: z.boolean(),
  /** One sentence: what is, and what to do. */
  summary: z.string(),
  steps: z.array(
    z.object({
      name: z.enum(['connect', 'tls', 'login']),
      result: z.enum(['done', 'failed', 'notRun']),
      detail: z.string(),
      milliseconds: z.number().nullable(),
    }),
  ),
  dialogue: z.string(),
})
export type UpstreamTest = z.infer<typeof UpstreamTest>
