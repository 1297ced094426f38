import type { Certificate, Endpoint, VersionAnswer } from '../../shared/model/diagnosis/observation.ts'
import { Stage } from '../../shared/model/diagnosis/observation.ts'
import { DiagnosisQuestion } from '../../shared/model/diagnosis/question.ts'
import type { Finding, Report } from '../../shared/model/diagnosis/report.ts'
import type { TranscriptLine } from '../../shared/model/session.ts'

export const fingerprint = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
export const pem = '-----BEGIN CERTIFICATE-----\nMIIBsecretCertificateBytes==\n-----END CERTIFICATE-----\n'

export function certificate(more: Partial<Certificate> = {}): Certificate {
  return {
    subject: 'CN=smtp.acme-widgets.example, O=Acme Widgets GmbH, C=DE',
    name: 'smtp.acme-widgets.example',
    issuer: 'CN=Acme Widgets Internal CA, O=Acme Widgets GmbH',
    issuerName: 'Acme Widgets Internal CA',
    names: ['smtp.acme-widgets.example', '*.corp.acme-widgets.example', '198.51.100.25'],
    validFrom: '2026-10-01T00:00:00.000Z',
    validTo: '2026-12-30T23:59:59.000Z',
    key: { type: 'rsa', bits: 2048, curve: null },
    signature: 'sha256WithRSAEncryption',
    isCa: false,
    selfSigned: false,
    usage: ['serverAuth'],
    issuerUrl: 'http://pki.acme-widgets.example/ca.crt',
    serial: '04a1b2c3d4e5f6',
    fingerprint,
    pem,
    ...more,
  }
}

export function versionAnswer(more: Partial<VersionAnswer>): VersionAnswer {
  return {
    version: 'TLSv1.3',
    answer: 'offered',
    cipher: 'TLS_AES_256_GCM_SHA384',
    group: 'x25519',
    detail: 'ServerHello',
    milliseconds: 14,
    ...more,
  }
}

/** An endpoint that went well through every stage. */
export function endpoint(more: Partial<Endpoint> = {}): Endpoint {
  const address = more.address ?? '198.51.100.25'
  const port = more.port ?? 587
  const line = (from: TranscriptLine['from'], text: string, encrypted = false): TranscriptLine => ({
    at: 3,
    from,
    text,
    encrypted,
  })
  return {
    id: `${address}|${port}`,
    address,
    family: address.includes(':') ? 6 : 4,
    port,
    elsewhere: false,
    stages: Stage.options.map((stage) =>
      stage === 'deep'
        ? { stage, state: 'notRun', milliseconds: null, because: 'It was not asked for.' }
        : { stage, state: 'done', milliseconds: 12, because: null },
    ),
    reach: { is: 'open', code: null, milliseconds: 11 },
    greeting: {
      is: 'smtp',
      code: 220,
      lines: ['220 MAILSRV01 ESMTP Postfix 3.7.11 at mx7.corp.acme-widgets.example'],
      firstByteMilliseconds: 5,
      milliseconds: 6,
      masked: false,
      protocolErrors: [],
      firstBytes: null,
    },
    mode: 'plain',
    capabilities: {
      command: 'EHLO',
      name: 'annas-laptop',
      code: 250,
      lines: ['250-MAILSRV01 Hello annas-laptop [203.0.113.77]', '250-STARTTLS', '250 SIZE 35882577'],
      keywords: ['STARTTLS', 'SIZE'],
      auth: [],
      size: 35_882_577,
      ended: null,
      milliseconds: 8,
      protocolErrors: [],
    },
    startTls: {
      offered: true,
      sentAnyway: false,
      code: 220,
      reply: '220 2.0.0 Ready',
      injected: null,
      ended: null,
      milliseconds: 4,
    },
    handshake: {
      ok: true,
      protocol: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      keyExchange: 'X25519',
      serverName: 'smtp.acme-widgets.example',
      error: null,
      failed: null,
      wantsClientCertificate: false,
      ocspStapled: false,
      milliseconds: 31,
    },
    chain: {
      served: [
        certificate(),
        certificate({
          name: 'Acme Widgets Internal CA',
          subject: 'CN=Acme Widgets Internal CA, O=Acme Widgets GmbH',
          names: [],
          isCa: true,
          fingerprint: fingerprint.replaceAll('9', 'e'),
        }),
      ],
      inOrder: true,
      missingIssuer: null,
      servesRoot: true,
      host: 'smtp.acme-widgets.example',
      nameMatches: true,
      commonNameOnly: false,
      trust: [
        { store: 'node', trusted: false, root: null, why: 'Acme Widgets Internal CA is not among its authorities' },
        { store: 'system', trusted: true, root: 'Acme Widgets Internal CA', why: null },
      ],
      interceptor: null,
    },
    versions: [
      versionAnswer({}),
      versionAnswer({ version: 'TLSv1.2', cipher: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256' }),
      versionAnswer({ version: 'TLSv1.1', answer: 'refused', cipher: null, group: null, detail: 'protocol_version' }),
    ],
    capabilitiesInTls: {
      command: 'EHLO',
      name: 'annas-laptop',
      code: 250,
      lines: ['250-MAILSRV01 Hello annas-laptop [203.0.113.77]', '250 AUTH PLAIN LOGIN CRAM-MD5'],
      keywords: ['AUTH'],
      auth: ['PLAIN', 'LOGIN', 'CRAM-MD5'],
      size: null,
      ended: null,
      milliseconds: 8,
      protocolErrors: [],
    },
    login: {
      tries: [
        {
          mechanism: 'PLAIN',
          cleaned: false,
          code: 535,
          reply: '535 5.7.8 anna.schmidt: authentication failed for anna.schmidt from [203.0.113.77]',
          ended: null,
          milliseconds: 20,
        },
      ],
      skipped: null,
    },
    dryRun: [
      { command: 'MAIL FROM:<anna@acme-widgets.example>', code: 250, reply: '250 2.1.0 Ok', milliseconds: 5 },
      { command: 'RCPT TO:<boss@partner.example>', code: 450, reply: '450 4.7.1 Greylisted', milliseconds: 6 },
    ],
    deep: null,
    transcript: [
      line('note', `Connected to ${address} port ${port}`),
      line('server', '220 MAILSRV01 ESMTP Postfix 3.7.11 at mx7.corp.acme-widgets.example'),
      line('client', 'EHLO annas-laptop'),
      line('client', 'STARTTLS'),
      line('note', 'TLS started with TLSv1.3'),
      line('client', 'EHLO annas-laptop', true),
      line('server', '250-MAILSRV01 Hello annas-laptop [IPv6:2001:DB8:0:0::7]', true),
      line('client', 'AUTH CRAM-MD5', true),
      line('server', `334 ${Buffer.from('<1896.697170952@mx7.corp.acme-widgets.example>').toString('base64')}`, true),
    ],
    connections: 5,
    throttled: null,
    ...more,
  }
}

export function finding(more: Partial<Finding> = {}): Finding {
  return {
    id: 'certificateUntrusted',
    severity: 'problem',
    stage: 'certificate',
    endpoints: ['198.51.100.25|587'],
    who: 'server',
    title: 'Programs do not trust the certificate of smtp.acme-widgets.example',
    seen: 'It ends at Acme Widgets Internal CA, which Node does not know',
    expected: 'A certificate from an authority that everybody knows',
    why: 'A program that checks certificates, as it should, hangs up here.',
    todo: 'Give the app the certificate of Acme Widgets Internal CA: NODE_EXTRA_CA_CERTS=ca.pem. In Spring: mail.smtp.ssl.trust.',
    evidence: `SELF_SIGNED_CERT_IN_CHAIN\nSHA256 ${fingerprint}\n${pem}`,
    page: 'self-signed-certificate',
    ...more,
  }
}

/** A whole report, with a name of every kind in every place where one can be. */
export function sampleReport(more: Partial<Report> = {}): Report {
  const endpoints = [
    endpoint(),
    endpoint({
      address: '2001:db8:25::587',
      port: 465,
      reach: { is: 'silent', code: 'ETIMEDOUT', milliseconds: 10_000 },
      stages: [
        { stage: 'reach', state: 'failed', milliseconds: 10_000, because: null },
        { stage: 'greeting', state: 'notRun', milliseconds: null, because: 'The port could not be reached.' },
      ],
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
      transcript: [],
      connections: 1,
    }),
  ]
  return {
    schema: 'sandpost-diagnosis-1',
    id: 7,
    state: 'done',
    ended: null,
    startedAt: '2026-11-21T07:25:03.000Z',
    milliseconds: 10_411,
    version: '0.1.0',
    question: DiagnosisQuestion.parse({
      host: 'smtp://anna.schmidt@smtp.acme-widgets.example:587',
      ports: [587, 465],
      security: 'starttls',
      username: 'anna.schmidt',
      tryLogin: true,
      dryRun: { from: 'anna@acme-widgets.example', to: 'boss@partner.example' },
      dnsServer: '203.0.113.53',
      ehloName: 'annas-laptop',
      ca: pem,
      upstreamId: 'up_77aa',
    }),
    observations: {
      host: 'smtp.acme-widgets.example',
      notes: [
        {
          id: 'schemeInHost',
          field: 'host',
          severity: 'cleaned',
          text: 'The host was a URL; smtp.acme-widgets.example was taken from it.',
        },
      ],
      name: {
        host: 'smtp.acme-widgets.example',
        system: { addresses: ['198.51.100.25', '2001:db8:25::587'], error: null, milliseconds: 3 },
        dns: [
          {
            type: 'CNAME',
            name: 'smtp.acme-widgets.example',
            values: ['edge-4.hoster.example'],
            error: null,
            milliseconds: 9,
          },
          { type: 'A', name: 'edge-4.hoster.example', values: ['198.51.100.25'], error: null, milliseconds: 9 },
          {
            type: 'MX',
            name: 'smtp.acme-widgets.example',
            values: ['10 inbound'],
            error: null,
            milliseconds: 9,
          },
        ],
        reverse: [{ address: '198.51.100.25', names: ['ip-198-51-100-25.hoster.example'], error: null }],
        disagree: false,
      },
      endpoints,
      machine: {
        platform: 'linux x64',
        runtime: 'Node 24.21.0',
        proxy: false,
        container: false,
        ipv4: true,
        ipv6: false,
      },
      listeners: null,
    },
    judgement: {
      verdict: {
        is: 'worksBut',
        who: 'server',
        sentence:
          'Mail can leave through smtp.acme-widgets.example port 587, but only for programs that trust its certificate.',
        todo: 'Give the app the certificate authority of smtp.acme-widgets.example.',
      },
      findings: [
        finding(),
        finding({
          id: 'portSilent',
          severity: 'warning',
          stage: 'reach',
          endpoints: ['2001:db8:25::587|465'],
          title: 'Port 465 does not answer',
          evidence: 'connect ETIMEDOUT 2001:db8:25::587:465',
          page: 'which-port',
        }),
      ],
      settings: [
        {
          endpoint: '198.51.100.25|587',
          host: 'smtp.acme-widgets.example',
          port: 587,
          security: 'starttls',
          serverName: null,
          login: 'refused',
          mechanisms: ['PLAIN', 'LOGIN', 'CRAM-MD5'],
          username: 'anna.schmidt',
          recommended: true,
          caution: 'The certificate has to be trusted first',
        },
      ],
      clients: [
        {
          endpoint: '198.51.100.25|587',
          answers: [
            { client: 'Node.js 22 and later', answer: 'no', why: 'It does not know Acme Widgets Internal CA' },
            { client: 'Python 3', answer: 'yes', why: 'smtplib checks no certificates unless told to' },
          ],
        },
      ],
      cells: [
        { endpoint: '198.51.100.25|587', stage: 'reach', tone: 'good', words: 'open', milliseconds: 11 },
        { endpoint: '198.51.100.25|587', stage: 'certificate', tone: 'problem', words: 'not trusted', milliseconds: 2 },
        { endpoint: '2001:db8:25::587|465', stage: 'reach', tone: 'problem', words: 'silent', milliseconds: 10_000 },
      ],
      commands: [
        {
          tool: 'openssl',
          endpoint: '198.51.100.25|587',
          command: 'openssl s_client -connect 198.51.100.25:587 -starttls smtp -servername smtp.acme-widgets.example',
        },
        {
          tool: 'swaks',
          endpoint: '198.51.100.25|587',
          command: "swaks --server 198.51.100.25:587 --tls --auth-user 'anna.schmidt' --to boss@partner.example",
        },
      ],
    },
    ...more,
  }
}
