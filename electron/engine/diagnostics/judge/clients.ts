import type { Endpoint, TlsVersion } from '../../../../shared/model/diagnosis/observation.ts'
import type { ClientAnswer, Judgement } from '../../../../shared/model/diagnosis/report.ts'
import type { Case } from './case.ts'
import {
  forbidsServers,
  hasWeakKey,
  hasWeakSignature,
  isExpired,
  isNotYetValid,
  needsOwnCa,
  trustedBy,
} from './certificateFacts.ts'
import { failedAt } from './ways.ts'
import { list } from './words.ts'
import { versionName } from './rules/versions.ts'

/** What a program accepts when nothing is set by hand. Null: not known, or it depends on how it was built. */
interface Client {
  readonly client: string
  readonly versions: readonly TlsVersion[]
  /** Takes RSA keys of 1024 bits. */
  readonly weakKey: boolean | null
  /** Takes certificates signed with SHA-1. */
  readonly sha1: boolean | null
  /** Takes a name in the common name only. */
  readonly commonName: boolean | null
  /** `own`: brings roots of its own, mostly the public ones. */
  readonly store: 'node' | 'system' | 'own'
  readonly implicitTls: boolean
}

const current: readonly TlsVersion[] = ['TLSv1.3', 'TLSv1.2']

const clients: readonly Client[] = [
  // Measured with 20.20 (OpenSSL 3.0, security level 1).
  {
    client: 'Node 20',
    versions: current,
    weakKey: true,
    sha1: false,
    commonName: true,
    store: 'node',
    implicitTls: true,
  },
  // Measured with 22.23 and 24.21 (OpenSSL 3.5, security level 2).
  {
    client: 'Node 22–24',
    versions: current,
    weakKey: false,
    sha1: false,
    commonName: true,
    store: 'node',
    implicitTls: true,
  },
  // BoringSSL knows no security levels; measured with two builds of it, not with Electron. Names are checked by Node.
  {
    client: 'Electron',
    versions: current,
    weakKey: true,
    sha1: true,
    commonName: true,
    store: 'node',
    implicitTls: true,
  },
  // "What’s new in Python 3.10", ssl: at least TLS 1.2, security level 2.
  {
    client: 'Python 3.12+',
    versions: current,
    weakKey: false,
    sha1: false,
    commonName: null,
    store: 'system',
    implicitTls: true,
  },
  // jdk.tls.disabledAlgorithms since 8u291 and 16: no TLS 1.0 and 1.1; RSA from 1024 bits. TLS 1.3 since 8u261 and 11.
  {
    client: 'Java 8u291+, 17+',
    versions: current,
    weakKey: true,
    sha1: null,
    commonName: null,
    store: 'own',
    implicitTls: true,
  },
  // System.Net.Mail.SmtpClient has STARTTLS only, by its own documentation of EnableSsl. The rest is up to the system.
  {
    client: '.NET 8 (SmtpClient)',
    versions: current,
    weakKey: null,
    sha1: null,
    commonName: null,
    store: 'system',
    implicitTls: false,
  },
  // OpenSSL 3 has no TLS 1.0 and 1.1 from security level 1 on; level 1 or 2 depends on who built it.
  {
    client: 'PHP 8 (OpenSSL 3)',
    versions: current,
    weakKey: null,
    sha1: false,
    commonName: null,
    store: 'system',
    implicitTls: true,
  },
  // Release notes: 1.15 no common name, 1.18 TLS 1.2 and no SHA-1, 1.24 RSA from 1024 bits.
  {
    client: 'Go 1.22+',
    versions: current,
    weakKey: true,
    sha1: false,
    commonName: false,
    store: 'system',
    implicitTls: true,
  },
  {
    client: 'curl (OpenSSL 3)',
    versions: current,
    weakKey: null,
    sha1: false,
    commonName: null,
    store: 'system',
    implicitTls: true,
  },
  // OpenSSL 1.0.2, Java 8 before 8u261, Windows before Server 2022.
  {
    client: 'Clients without TLS 1.3',
    versions: ['TLSv1.2', 'TLSv1.1', 'TLSv1'],
    weakKey: null,
    sha1: null,
    commonName: null,
    store: 'own',
    implicitTls: true,
  },
  // OpenSSL 0.9.8, Java 6 and 7 by default, .NET Framework before 4.6.
  {
    client: 'Old clients (TLS 1.0 only)',
    versions: ['TLSv1'],
    weakKey: true,
    sha1: true,
    commonName: true,
    store: 'own',
    implicitTls: true,
  },
  {
    client: 'Strict policy (TLS 1.3 only)',
    versions: ['TLSv1.3'],
    weakKey: false,
    sha1: false,
    commonName: null,
    store: 'own',
    implicitTls: true,
  },
]

/** For each endpoint that answered with TLS. Where TLS was not reached nothing is said. */
export function clientsOf(c: Case): Judgement['clients'] {
  return c.endpoints
    .filter(
      ({ handshake, versions, startTls }) =>
        startTls?.injected == null && (handshake?.ok === true || versions.some(({ answer }) => answer === 'offered')),
    )
    .map((endpoint) => ({
      endpoint: endpoint.id,
      answers: clients.map((client) => answerFor(client, endpoint, c.now)),
    }))
}

function answerFor(client: Client, endpoint: Endpoint, now: Date): ClientAnswer {
  const say = (answer: ClientAnswer['answer'], why: string): ClientAnswer => ({ client: client.client, answer, why })
  if (endpoint.mode === 'tls' && !client.implicitTls)
    return say('no', 'It cannot do TLS from the first byte; use a port with STARTTLS.')
  const version = sharedVersion(client, endpoint)
  if (version === 'none') return say('no', `It has ${names(client.versions)} only, which the server refuses.`)
  const certificate = certificateAnswer(client, endpoint, now)
  if (certificate?.answer === 'no') return say('no', certificate.why)
  if (version === 'unknown') return say('unknown', 'Which versions the server has for it could not be found out.')
  if (certificate !== null) return say('unknown', certificate.why)
  if (endpoint.handshake?.failed === 'clientCertificate' || failedAt(endpoint, 'handshake'))
    return say('unknown', 'The handshake from here failed, so that it could not be seen to the end.')
  const told = endpoint.chain !== null && needsOwnCa(endpoint.chain) ? ' once it is told to trust that authority' : ''
  return say('yes', `${versionName(version)}, and a certificate it accepts${told}.`)
}

function names(versions: readonly TlsVersion[]): string {
  return list(versions.map(versionName))
}

/** The newest both have; `none` only when each was refused. */
function sharedVersion(client: Client, { versions, handshake }: Endpoint): TlsVersion | 'none' | 'unknown' {
  const answers = client.versions.map((version) => {
    if (handshake?.ok === true && handshake.protocol === version) return 'offered'
    return versions.find((entry) => entry.version === version)?.answer ?? 'unknown'
  })
  const index = answers.indexOf('offered')
  if (index >= 0) return client.versions[index] as TlsVersion
  return answers.every((answer) => answer === 'refused') ? 'none' : 'unknown'
}

/** Null: the certificate is accepted. */
function certificateAnswer(
  client: Client,
  { chain }: Endpoint,
  now: Date,
): { answer: 'no' | 'unknown'; why: string } | null {
  const no = (why: string) => ({ answer: 'no' as const, why })
  const unknown = (why: string) => ({ answer: 'unknown' as const, why })
  const [leaf] = chain?.served ?? []
  if (chain === null || leaf === undefined) return unknown('The certificate was not seen.')
  if (isExpired(leaf, now)) return no('The certificate has expired.')
  if (isNotYetValid(leaf, now)) return no('The certificate is not valid yet.')
  if (forbidsServers(leaf)) return no('The certificate is not made for servers.')
  if (!chain.nameMatches && !chain.commonNameOnly) return no('The certificate is for another name.')
  const signed = chain.served.filter((certificate, index) => index === 0 || !certificate.selfSigned)
  const accepts: [boolean, boolean | null, string][] = [
    [chain.commonNameOnly && !chain.nameMatches, client.commonName, 'The name stands in the common name only'],
    [signed.some(hasWeakKey), client.weakKey, 'A key has less than 2048 bits'],
    [signed.some(hasWeakSignature), client.sha1, 'A certificate is signed with an outdated method'],
  ]
  for (const [applies, taken, what] of accepts) if (applies && taken === false) return no(`${what}, which it refuses.`)
  const trust = trustAnswer(client, chain)
  if (trust === 'no') return no('It does not trust the issuer of the certificate until it is told to.')
  for (const [applies, taken, what] of accepts)
    if (applies && taken === null) return unknown(`${what}; whether it takes that depends on its version or build.`)
  return trust === 'yes' ? null : unknown('Whether it trusts the issuer depends on its own list of authorities.')
}

function trustAnswer(client: Client, chain: NonNullable<Endpoint['chain']>): 'yes' | 'no' | 'unknown' {
  // Given by hand in every program alike.
  if (trustedBy(chain, 'own') === true) return 'yes'
  const byNode = trustedBy(chain, 'node')
  const trusted = client.store === 'own' ? byNode : trustedBy(chain, client.store)
  if (trusted === true) return 'yes'
  // Its own list has mostly the same public authorities as Node’s, and surely none of a company or of the server itself.
  const isHome = chain.served[0]?.selfSigned === true || chain.missingIssuer !== null
  if (client.store === 'own' && !isHome) return 'unknown'
  return trusted === false ? 'no' : 'unknown'
}
