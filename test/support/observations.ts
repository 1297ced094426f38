import type {
  Capabilities,
  Certificate,
  Chain,
  Endpoint,
  Greeting,
  Handshake,
  Observations,
  Stage,
  TlsVersion,
} from '../../shared/model/diagnosis/observation.ts'
import { DiagnosisQuestion } from '../../shared/model/diagnosis/question.ts'

/** The day on which all of this is looked at. */
export const now = new Date('2026-11-21T10:00:00.000Z')
export const host = 'smtp.example.com'

/** A question as somebody asks it who names the host only, and what differs. */
export function question(changes: Partial<DiagnosisQuestion> = {}): DiagnosisQuestion {
  return { ...DiagnosisQuestion.parse({ host }), ...changes }
}

export function certificate(changes: Partial<Certificate> = {}): Certificate {
  return {
    subject: `CN=${host}`,
    name: host,
    issuer: 'C=US, O=Example Trust, CN=Example R1',
    issuerName: 'Example R1',
    names: [host],
    validFrom: '2026-10-01T00:00:00.000Z',
    validTo: '2027-02-01T00:00:00.000Z',
    key: { type: 'rsa', bits: 2_048, curve: null },
    signature: 'sha256WithRSAEncryption',
    isCa: false,
    selfSigned: false,
    usage: ['serverAuth'],
    issuerUrl: 'http://r1.example.net/r1.der',
    serial: '01',
    fingerprint: 'ab'.repeat(32),
    pem: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n',
    ...changes,
  }
}

export const intermediate = certificate({
  subject: 'C=US, O=Example Trust, CN=Example R1',
  name: 'Example R1',
  issuer: 'C=US, O=Example Trust, CN=Example Root',
  issuerName: 'Example Root',
  names: [],
  validFrom: '2020-01-01T00:00:00.000Z',
  validTo: '2030-01-01T00:00:00.000Z',
  isCa: true,
  issuerUrl: null,
  serial: '02',
  fingerprint: 'cd'.repeat(32),
})

/** A chain that Node and the system trust, and what differs. */
export function chain(changes: Partial<Chain> = {}, leaf: Partial<Certificate> = {}): Chain {
  return {
    served: [certificate(leaf), intermediate],
    inOrder: true,
    missingIssuer: null,
    servesRoot: false,
    host,
    nameMatches: true,
    commonNameOnly: false,
    trust: [
      { store: 'node', trusted: true, root: 'Example Root', why: null },
      { store: 'system', trusted: true, root: 'Example Root', why: null },
    ],
    interceptor: null,
    ...changes,
  }
}

/** Nobody trusts it. */
export const untrusted: Chain['trust'] = [
  { store: 'node', trusted: false, root: null, why: 'unknown issuer' },
  { store: 'system', trusted: false, root: null, why: 'unknown issuer' },
]

export function greeting(changes: Partial<Greeting> = {}): Greeting {
  return {
    is: 'smtp',
    code: 220,
    lines: [`220 ${host} ESMTP ready`],
    firstByteMilliseconds: 20,
    milliseconds: 21,
    masked: false,
    protocolErrors: [],
    firstBytes: null,
    ...changes,
  }
}

export function capabilities(keywords: string[], auth: string[], changes: Partial<Capabilities> = {}): Capabilities {
  return {
    command: 'EHLO',
    name: 'client.example.net',
    code: 250,
    lines: [`250-${host}`, ...keywords.map((keyword) => `250 ${keyword}`)],
    keywords,
    auth,
    size: 20_971_520,
    ended: null,
    milliseconds: 15,
    protocolErrors: [],
    ...changes,
  }
}

export function handshake(changes: Partial<Handshake> = {}): Handshake {
  return {
    ok: true,
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    keyExchange: 'X25519',
    serverName: host,
    error: null,
    failed: null,
    wantsClientCertificate: false,
    ocspStapled: false,
    milliseconds: 30,
    ...changes,
  }
}

/** A handshake that came to nothing. */
export function brokenHandshake(
  failed: Handshake['failed'],
  code = 'ECONNRESET',
  message = 'read ECONNRESET',
): Handshake {
  return handshake({ ok: false, protocol: null, cipher: null, keyExchange: null, failed, error: { code, message } })
}

/** Those versions are offered, all others refused. */
export function versions(...offered: TlsVersion[]): Endpoint['versions'] {
  const all: TlsVersion[] = ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1', 'SSLv3']
  return all.map((version) => ({
    version,
    answer: offered.includes(version) ? 'offered' : 'refused',
    cipher: offered.includes(version) ? 'TLS_AES_256_GCM_SHA384' : null,
    group: null,
    detail: offered.includes(version) ? '' : 'alert protocol_version',
    milliseconds: 12,
  }))
}

const quickStages: Stage[] = [
  'name',
  'reach',
  'greeting',
  'capabilities',
  'startTls',
  'handshake',
  'certificate',
  'versions',
]

/** Each stage done, up to and without `until`; that one failed, and the later ones did not run. */
export function stages(until: Stage | null = null): Endpoint['stages'] {
  const end = until === null ? quickStages.length : quickStages.indexOf(until)
  return quickStages.map((stage, index) => ({
    stage,
    state: index < end ? 'done' : index === end ? 'failed' : 'notRun',
    milliseconds: index <= end ? 10 : null,
    because: index > end ? `Not run, because the stage ${until} failed.` : null,
  }))
}

function blank(port: number, address: string): Endpoint {
  return {
    id: `${address}|${port}`,
    address,
    family: address.includes(':') ? 6 : 4,
    port,
    elsewhere: false,
    stages: stages(),
    reach: { is: 'open', code: null, milliseconds: 12 },
    greeting: null,
    mode: null,
    capabilities: null,
    startTls: null,
    handshake: null,
    chain: null,
    versions: [],
    capabilitiesInTls: null,
    login: null,
    dryRun: null,
    deep: null,
    transcript: [],
    connections: 1,
    throttled: null,
  }
}

/** A port with STARTTLS on which all is well, and what differs. */
export function starttlsEndpoint(port = 587, changes: Partial<Endpoint> = {}, address = '192.0.2.1'): Endpoint {
  return {
    ...blank(port, address),
    greeting: greeting(),
    mode: 'plain',
    capabilities: capabilities(['PIPELINING', 'STARTTLS'], []),
    startTls: {
      offered: true,
      sentAnyway: false,
      code: 220,
      reply: '220 go',
      injected: null,
      ended: null,
      milliseconds: 10,
    },
    handshake: handshake(),
    chain: chain(),
    versions: versions('TLSv1.3', 'TLSv1.2'),
    capabilitiesInTls: capabilities(['PIPELINING', 'AUTH PLAIN LOGIN'], ['PLAIN', 'LOGIN']),
    ...changes,
  }
}

/** A port with TLS from the first byte on which all is well, and what differs. */
export function tlsEndpoint(port = 465, changes: Partial<Endpoint> = {}, address = '192.0.2.1'): Endpoint {
  return {
    ...blank(port, address),
    greeting: greeting({ is: 'tls', code: null, lines: [], firstByteMilliseconds: null, milliseconds: 1_500 }),
    mode: 'tls',
    handshake: handshake(),
    chain: chain(),
    versions: versions('TLSv1.3', 'TLSv1.2'),
    capabilitiesInTls: capabilities(['PIPELINING', 'AUTH PLAIN LOGIN'], ['PLAIN', 'LOGIN']),
    ...changes,
  }
}

/** A port to which no connection came about. */
export function unreached(
  port: number,
  is: NonNullable<Endpoint['reach']>['is'],
  code: string | null = null,
  address = '192.0.2.1',
): Endpoint {
  const milliseconds = is === 'silent' ? 10_000 : 3
  return { ...blank(port, address), stages: stages('reach'), reach: { is, code, milliseconds } }
}

/** A port that was connected to, and then greeted like this or not at all. */
export function greeted(port: number, changes: Partial<Greeting>, address = '192.0.2.1'): Endpoint {
  return { ...blank(port, address), stages: stages('greeting'), greeting: greeting(changes), mode: null }
}

/** A port in clear that talks as far as EHLO. */
export function clearEndpoint(
  port = 25,
  keywords: string[] = ['PIPELINING'],
  changes: Partial<Endpoint> = {},
): Endpoint {
  return {
    ...blank(port, '192.0.2.1'),
    stages: stages('startTls'),
    greeting: greeting(),
    mode: 'plain',
    capabilities: capabilities(keywords, []),
    startTls: {
      offered: false,
      sentAnyway: false,
      code: null,
      reply: null,
      injected: null,
      ended: null,
      milliseconds: 0,
    },
    ...changes,
  }
}

/** What was seen of those endpoints, on a machine with both families and nothing odd. */
export function observations(endpoints: Endpoint[], changes: Partial<Observations> = {}): Observations {
  const addresses = [...new Set(endpoints.map(({ address }) => address))]
  return {
    host,
    notes: [],
    name: {
      host,
      system: { addresses, error: null, milliseconds: 8 },
      dns: [
        {
          type: 'A',
          name: host,
          values: addresses.filter((address) => !address.includes(':')),
          error: null,
          milliseconds: 6,
        },
      ],
      reverse: [],
      disagree: false,
    },
    endpoints,
    machine: { platform: 'linux', runtime: 'node 24.21.0', proxy: false, container: false, ipv4: true, ipv6: true },
    listeners: null,
    ...changes,
  }
}
