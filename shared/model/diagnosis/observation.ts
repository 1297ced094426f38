import { z } from 'zod'
import { TranscriptLine } from '../session.ts'
import { InputNote } from './question.ts'

/** What is looked at, in order. */
export const Stage = z.enum([
  'name',
  'reach',
  'greeting',
  'capabilities',
  'startTls',
  'handshake',
  'certificate',
  'versions',
  'login',
  'dryRun',
  'deep',
])
export type Stage = z.infer<typeof Stage>

/** `failed`: the probe did not get what it is for. Whether that is bad is for `judge` to say. */
export const StageRecord = z.object({
  stage: Stage,
  state: z.enum(['waiting', 'running', 'done', 'failed', 'notRun']),
  milliseconds: z.number().nullable(),
  /** Why it did not run, as a sentence. */
  because: z.string().nullable(),
})
export type StageRecord = z.infer<typeof StageRecord>

/** One question to the DNS. `error` is the code of c-ares: ENOTFOUND, ENODATA, ESERVFAIL, EREFUSED, ETIMEOUT. */
export const DnsAnswer = z.object({
  type: z.string(),
  name: z.string(),
  values: z.array(z.string()),
  error: z.string().nullable(),
  milliseconds: z.number(),
})
export type DnsAnswer = z.infer<typeof DnsAnswer>

export const NameObservation = z.object({
  /** Null: not looked up, an address was given. */
  host: z.string().nullable(),
  /** What this machine's resolver says (hosts file, VPN and all): what most programs go by. */
  system: z
    .object({ addresses: z.array(z.string()), error: z.string().nullable(), milliseconds: z.number() })
    .nullable(),
  /** What name servers say: A, AAAA, CNAME, and MX where there is one. */
  dns: z.array(DnsAnswer),
  /** PTR of each address. */
  reverse: z.array(z.object({ address: z.string(), names: z.array(z.string()), error: z.string().nullable() })),
  /** Both answered, and not the same. */
  disagree: z.boolean(),
})
export type NameObservation = z.infer<typeof NameObservation>

/** What became of a TCP connection. `silent`: no answer within our time. `forbidden`: this machine's own policy. */
export const Reach = z.object({
  is: z.enum(['open', 'closed', 'silent', 'noRoute', 'forbidden', 'noFamily', 'reset', 'error']),
  /** The system's code, ECONNREFUSED for one. */
  code: z.string().nullable(),
  milliseconds: z.number(),
})
export type Reach = z.infer<typeof Reach>

/**
 * What a port says unasked. `silent`: nothing within the time. `tls`: nothing, but a ClientHello is answered with TLS.
 * `closed`, `reset`: it hung up without a word. `http`: answers HTTP when it is spoken to.
 */
export const Greeting = z.object({
  is: z.enum(['smtp', 'tls', 'silent', 'closed', 'reset', 'http', 'ssh', 'imap', 'pop3', 'ftp', 'binary', 'other']),
  /** Of an SMTP greeting: 220, 421, 554 … */
  code: z.number().int().nullable(),
  /** The lines, control characters shown as \x00; bounded. */
  lines: z.array(z.string()),
  /** Until the first byte, and until it was complete, since the connection stood. */
  firstByteMilliseconds: z.number().nullable(),
  milliseconds: z.number(),
  /** A firewall wrote stars over it (Cisco ESMTP inspection). */
  masked: z.boolean(),
  /** Each a sentence: line without end, endless continuation, LF alone, mixed codes. */
  protocolErrors: z.array(z.string()),
  /** The first bytes of what is not SMTP, in hexadecimal. */
  firstBytes: z.string().nullable(),
})
export type Greeting = z.infer<typeof Greeting>

/** What EHLO (or HELO) got. */
export const Capabilities = z.object({
  command: z.enum(['EHLO', 'HELO']),
  name: z.string(),
  code: z.number().int().nullable(),
  lines: z.array(z.string()),
  /** Keywords as they were announced, upper case. */
  keywords: z.array(z.string()),
  /** Mechanisms after AUTH, `AUTH=` of old servers too. */
  auth: z.array(z.string()),
  /** Bytes of a message; null when the server names none. */
  size: z.number().nullable(),
  /** How it ended when there was no reply. */
  ended: z.enum(['closed', 'reset', 'silent']).nullable(),
  milliseconds: z.number(),
  protocolErrors: z.array(z.string()),
})
export type Capabilities = z.infer<typeof Capabilities>

export const StartTls = z.object({
  offered: z.boolean(),
  /** Sent although it was not offered, to find out who hides it. */
  sentAnyway: z.boolean(),
  code: z.number().int().nullable(),
  reply: z.string().nullable(),
  /** Bytes that came with the 220, before encryption: an attack, or a broken proxy. Controls shown. */
  injected: z.string().nullable(),
  ended: z.enum(['closed', 'reset', 'silent']).nullable(),
  milliseconds: z.number(),
})
export type StartTls = z.infer<typeof StartTls>

/** A handshake as a normal client of this runtime makes it. */
export const Handshake = z.object({
  ok: z.boolean(),
  /** TLSv1.3 … */
  protocol: z.string().nullable(),
  cipher: z.string().nullable(),
  keyExchange: z.string().nullable(),
  serverName: z.string().nullable(),
  /** Code and text of the TLS library. */
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** What it failed of, whatever the library calls it. `library`: this runtime refused, nothing is known of the server. */
  failed: z
    .enum([
      'notTls',
      'closed',
      'reset',
      'silent',
      'alert',
      'version',
      'cipher',
      'name',
      'clientCertificate',
      'library',
      'other',
    ])
    .nullable(),
  /** Refused or will refuse clients without a certificate. */
  wantsClientCertificate: z.boolean(),
  ocspStapled: z.boolean().nullable(),
  milliseconds: z.number(),
})
export type Handshake = z.infer<typeof Handshake>

/** One certificate, read from its DER by us. All texts come from the server: bounded, controls shown. */
export const Certificate = z.object({
  subject: z.string(),
  /** Its common name, or the subject. */
  name: z.string(),
  issuer: z.string(),
  issuerName: z.string(),
  /** DNS names and addresses of subjectAltName, `*.example.com`, `192.0.2.1`. At most 100. */
  names: z.array(z.string()),
  validFrom: z.iso.datetime(),
  validTo: z.iso.datetime(),
  /** `type` as node:crypto names it (rsa, rsa-pss, ec, ed25519, dsa), or the OID; `curve` as P-256, brainpoolP256r1, or the OID. */
  key: z.object({ type: z.string(), bits: z.number().nullable(), curve: z.string().nullable() }),
  /** `sha256WithRSAEncryption`, or the OID. */
  signature: z.string(),
  isCa: z.boolean(),
  selfSigned: z.boolean(),
  /** Extended key usage: `serverAuth`, `clientAuth`, OIDs. Empty: any. */
  usage: z.array(z.string()),
  /** Where its issuer's certificate is (AIA). */
  issuerUrl: z.string().nullable(),
  /** Hexadecimal, as it stands there. */
  serial: z.string(),
  /** SHA-256 over the DER, hexadecimal in lower case. */
  fingerprint: z.string(),
  /** Empty for one of more than 64 KiB. */
  pem: z.string(),
})
export type Certificate = z.infer<typeof Certificate>

/** Whether a store trusts the chain, names and dates left aside. Null: this runtime cannot tell. */
export const Trust = z.object({
  store: z.enum(['node', 'system', 'own']),
  trusted: z.boolean().nullable(),
  /** The root it ends at, when there is one. */
  root: z.string().nullable(),
  why: z.string().nullable(),
})
export type Trust = z.infer<typeof Trust>

export const Chain = z.object({
  /** As it was served, the server's own first. At most 10; ends before one that cannot be read. */
  served: z.array(Certificate),
  /** Served in an order in which each is signed by the next. */
  inOrder: z.boolean(),
  /** Name of the issuer that is neither served nor a known root; null when none is missing. */
  missingIssuer: z.string().nullable(),
  /** The last one served is a root: not needed, harmless. */
  servesRoot: z.boolean(),
  /** The name that was asked for, and whether the certificate is for it (RFC 6125; without SAN never). */
  host: z.string(),
  nameMatches: z.boolean(),
  /** Only the common name matches: Node accepts that, most others do not. */
  commonNameOnly: z.boolean(),
  trust: z.array(Trust),
  /** Antivirus or company proxy that signs for others, by the name of its root. */
  interceptor: z.string().nullable(),
})
export type Chain = z.infer<typeof Chain>

export const TlsVersion = z.enum(['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1', 'SSLv3'])
export type TlsVersion = z.infer<typeof TlsVersion>

/** What a ClientHello for one version got. `unknown`: reset, timeout or a cap: nothing is known. */
export const VersionAnswer = z.object({
  version: TlsVersion,
  answer: z.enum(['offered', 'refused', 'unknown']),
  /** IANA name of the suite the server chose. */
  cipher: z.string().nullable(),
  group: z.string().nullable(),
  /** The alert, or what else came; empty when there is nothing to add. */
  detail: z.string(),
  /** Since the hello was sent. */
  milliseconds: z.number(),
})
export type VersionAnswer = z.infer<typeof VersionAnswer>

export const LoginTry = z.object({
  mechanism: z.string(),
  /** With the password as linted instead of as given. */
  cleaned: z.boolean(),
  code: z.number().int().nullable(),
  reply: z.string().nullable(),
  ended: z.enum(['closed', 'reset', 'silent']).nullable(),
  milliseconds: z.number(),
})
export type LoginTry = z.infer<typeof LoginTry>

/** The reply to a command. */
export const StepReply = z.object({
  command: z.string(),
  code: z.number().int().nullable(),
  reply: z.string().nullable(),
  milliseconds: z.number(),
})
export type StepReply = z.infer<typeof StepReply>

/** What a server takes, suite by suite, in the order in which it chooses. */
export const DeepTls = z.object({
  versions: z.array(
    z.object({
      version: TlsVersion,
      ciphers: z.array(
        z.object({
          id: z.number().int(),
          name: z.string(),
          openssl: z.string().nullable(),
          strength: z.enum(['good', 'weak', 'broken']),
        }),
      ),
      /** Whether the server's order wins over the client's. Null: one suite only, or not known. */
      serverOrder: z.boolean().nullable(),
      /** Why the list ends early; null when it is whole. */
      incomplete: z.string().nullable(),
    }),
  ),
  groups: z.array(z.string()),
  /** Bits of the DH parameters that were offered; null without DHE. */
  dhBits: z.number().nullable(),
  ocspStapled: z.boolean().nullable(),
  connections: z.number().int(),
  milliseconds: z.number(),
  /** When, if it is an earlier answer that was still fresh. */
  cachedFrom: z.iso.datetime().nullable(),
})
export type DeepTls = z.infer<typeof DeepTls>

/** One port of one address, through its stages. What is null was not reached or not asked for. */
export const Endpoint = z.object({
  /** `address|port`: stable within a report. */
  id: z.string(),
  address: z.string(),
  family: z.union([z.literal(4), z.literal(6)]),
  port: z.number().int(),
  /** Tried because none of the ports that were asked for works. */
  elsewhere: z.boolean(),
  stages: z.array(StageRecord),
  reach: Reach.nullable(),
  greeting: Greeting.nullable(),
  /** TLS from the first byte, or the conversation begins in clear. Null: not known. */
  mode: z.enum(['tls', 'plain']).nullable(),
  capabilities: Capabilities.nullable(),
  startTls: StartTls.nullable(),
  handshake: Handshake.nullable(),
  chain: Chain.nullable(),
  versions: z.array(VersionAnswer),
  /** EHLO within TLS. */
  capabilitiesInTls: Capabilities.nullable(),
  /** Null: not asked for. `skipped`: why it was not tried although it was asked for. */
  login: z.object({ tries: z.array(LoginTry), skipped: z.string().nullable() }).nullable(),
  dryRun: z.array(StepReply).nullable(),
  deep: DeepTls.nullable(),
  transcript: z.array(TranscriptLine),
  /** TCP connections made. */
  connections: z.number().int(),
  /** The server said 421, or hung up on too many: everything else was left alone. */
  throttled: z.string().nullable(),
})
export type Endpoint = z.infer<typeof Endpoint>

/** Everything that was seen; nothing that was concluded. */
export const Observations = z.object({
  /** As cleaned by the lint: what was in fact asked for. */
  host: z.string(),
  notes: z.array(InputNote),
  name: NameObservation.nullable(),
  endpoints: z.array(Endpoint),
  /** Of the machine the diagnosis ran on. */
  machine: z.object({
    platform: z.string(),
    runtime: z.string(),
    /** `http_proxy` and the like are set, which SMTP does not use. */
    proxy: z.boolean(),
    container: z.boolean(),
    /** It has an address of that family besides loopback and link-local ones. */
    ipv4: z.boolean(),
    ipv6: z.boolean(),
  }),
  /** Of a self-diagnosis: our listeners and where they listen. */
  listeners: z
    .array(
      z.object({ host: z.string(), port: z.number().int(), security: z.enum(['starttls', 'tls']), open: z.boolean() }),
    )
    .nullable(),
})
export type Observations = z.infer<typeof Observations>
