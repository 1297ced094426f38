import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { reportFile, type ReportFormat } from '../../electron/engine/diagnostics/report/file.ts'
import { forSharing } from '../../electron/engine/diagnostics/report/share.ts'
import { Report } from '../../shared/model/diagnosis/report.ts'
import { findProgram } from '../support/programs.ts'
import { makeFolder } from '../support/store.ts'
import { certificate, endpoint, finding, fingerprint, sampleReport } from './sampleReport.ts'

const folder = makeFolder()
afterAll(() => folder.remove())

/** Everything that names somebody in the sample, in pieces: half a name is a name. */
const names = [
  'acme',
  'widgets',
  'mailsrv01',
  'mx7',
  'hoster',
  'edge-4',
  'inbound',
  'partner.example',
  'anna',
  'schmidt',
  'boss',
  'laptop',
  '198.51.100',
  '198-51-100',
  '203.0.113',
  '2001:db8',
  'up_77aa',
  fingerprint,
  fingerprint.slice(0, 16),
  'secretCertificate',
  'BEGIN CERTIFICATE',
  '04a1b2c3d4e5f6',
  Buffer.from('mx7.corp').toString('base64').slice(0, 8),
  'MTg5Ni42OTcxNzA5NTJAbXg3',
]

const pdftotext = findProgram('pdftotext')

async function bytesOf(report: Report, format: ReportFormat): Promise<string> {
  const { name, bytes } = await reportFile(report, format, true)
  const path = join(folder.path, name)
  writeFileSync(path, bytes)
  // A PDF is compressed: its text is what has to be looked at, beside its bytes.
  const text = format === 'pdf' && pdftotext ? spawnSync(pdftotext, [path, '-'], { encoding: 'utf8' }).stdout : ''
  return [name, Buffer.from(bytes).toString('latin1'), text].join('\n').toLowerCase()
}

describe('a shared report', () => {
  it.each(['md', 'json', 'html', 'txt', 'pdf'] as const)('as %s has none of the names in any byte', async (format) => {
    const bytes = await bytesOf(sampleReport(), format)
    expect(names.filter((name) => bytes.includes(name.toLowerCase()))).toEqual([])
  })

  it('without sharing has them all, so that the search before means something', async () => {
    const content = Buffer.from((await reportFile(sampleReport(), 'json')).bytes).toString()
    const bytes = content.toLowerCase()
    expect(names.slice(0, -2).filter((name) => !bytes.includes(name.toLowerCase()))).toEqual([])
  })

  it('is a report', () => {
    const shared = forSharing(sampleReport())
    expect(Report.parse(shared)).toEqual(shared)
  })

  it('keeps what helps: ports, codes, versions, ciphers, times, dates of certificates', () => {
    const shared = forSharing(sampleReport())
    const [first] = shared.observations.endpoints
    expect(first).toMatchObject({
      id: 'address-1|587',
      address: 'address-1',
      port: 587,
      greeting: { code: 220, lines: [expect.stringMatching(/^220 host-\d ESMTP Postfix 3\.7\.11 at host-\d$/)] },
      handshake: { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', milliseconds: 31 },
      chain: { served: [{ validTo: '2026-12-30T23:59:59.000Z', key: { type: 'rsa', bits: 2048 } }, {}] },
      login: { tries: [{ code: 535, reply: expect.stringMatching(/^535 5\.7\.8 user-1: authentication failed/) }] },
      dryRun: [{ command: 'MAIL FROM:<mailbox-1>' }, { command: 'RCPT TO:<mailbox-2>', reply: '450 4.7.1 Greylisted' }],
    })
    expect(shared.observations.machine).toEqual(sampleReport().observations.machine)
    expect(shared.judgement.clients[0]?.answers[0]?.client).toBe('Node.js 22 and later')
    expect(shared.judgement.findings[0]?.todo).toContain('NODE_EXTRA_CA_CERTS=ca.pem. In Spring: mail.smtp.ssl.trust.')
  })

  it('calls the same one by the same word everywhere, the host that was asked for host-1', () => {
    const shared = forSharing(sampleReport())
    expect(shared.question.host).toBe('host-1')
    expect(shared.observations.host).toBe('host-1')
    expect(shared.observations.endpoints[0]?.chain?.host).toBe('host-1')
    expect(shared.judgement.settings[0]).toMatchObject({
      host: 'host-1',
      endpoint: 'address-1|587',
      username: 'user-1',
    })
    expect(shared.judgement.commands[0]?.command).toBe(
      'openssl s_client -connect address-1:587 -starttls smtp -servername host-1',
    )
  })

  it('gives one word to all spellings of an IPv6 address', () => {
    const report = sampleReport()
    const evidence = '2001:db8::25 2001:DB8:0:0:0:0:0:25 [2001:db8:0::25]:587 2001:db8::26'
    const shared = forSharing({ ...report, judgement: { ...report.judgement, findings: [finding({ evidence })] } })
    const words = shared.judgement.findings[0]?.evidence.replace(/[[\]]|:587/g, '').split(' ') ?? []
    expect(new Set(words.slice(0, 3)).size).toBe(1)
    expect(words[3]).not.toBe(words[0])
    expect(words.every((word) => /^address-\d+$/.test(word))).toBe(true)
  })

  it('keeps the names of authorities that Node trusts', () => {
    const report = sampleReport()
    const one = endpoint()
    const chain = one.chain && {
      ...one.chain,
      served: [
        certificate({ issuerName: 'R11', issuer: 'CN=R11' }),
        certificate({ name: 'R11', names: [], isCa: true }),
      ],
      trust: [{ store: 'node' as const, trusted: true, root: 'ISRG Root X1', why: null }],
    }
    const shared = forSharing({ ...report, observations: { ...report.observations, endpoints: [{ ...one, chain }] } })
    expect(shared.observations.endpoints[0]?.chain).toMatchObject({
      served: [{ name: 'host-1', subject: 'CN=host-1', issuerName: 'R11' }, { name: 'R11' }],
      trust: [{ root: 'ISRG Root X1' }],
    })
  })

  it('a user or a host called like a word of ours breaks nothing', () => {
    const report = sampleReport()
    const odd = {
      ...report,
      question: { ...report.question, username: 'starttls', host: 'open' },
      observations: { ...report.observations, host: 'open' },
    }
    expect(Report.safeParse(forSharing(odd)).error).toBeUndefined()
  })

  it('a name full of signs that mean something in patterns is found literally', () => {
    const report = sampleReport()
    const username = 'A(.*)+[b]$\\|x'
    const odd = {
      ...report,
      question: { ...report.question, username },
      judgement: { ...report.judgement, findings: [finding({ evidence: `login of ${username} failed` })] },
    }
    expect(JSON.stringify(forSharing(odd))).not.toContain(JSON.stringify(username).slice(1, -1))
  })

  it.each([
    ['2001:db8::1: connection refused', 'address-N: connection refused'],
    ['port 25:192.0.2.1', 'port 25:address-N'],
    ['[IPv6:2001:db8::1]', '[IPv6:address-N]'],
    ['::ffff:192.0.2.1%eth0', 'address-N'],
    ['connect EHOSTUNREACH fe80::1%en0:587', 'connect EHOSTUNREACH address-N:587'],
    ['9.2.0.192.in-addr.arpa', 'address-N.host-N'],
    ['_25._tcp.mail.corp.test.', 'host-N.'],
    ['-mail.corp.test', '-host-N'],
    ['*.corp.test', '*.host-N'],
    ['xn--mller-kva.xn--p1ai and müller.example', 'host-N and host-N'],
    ['ip-192-0-2-1 was here', 'ip-address-N was here'],
    ['joe+news@corp.test, joe@[192.0.2.1]', 'mailbox-N, mailbox-N'],
    ['AB:CD:'.repeat(16).slice(0, -1), '[removed]'],
    [
      'at 10:11:12 with TLSv1.3 and OpenSSL/3.0.2, 5.7.8, 1.3.6.1.5.5.7',
      'at 10:11:12 with TLSv1.3 and OpenSSL/3.0.2, 5.7.8, 1.3.6.1.5.5.7',
    ],
  ])('%j is told as %j', (evidence, expected) => {
    const report = sampleReport()
    const shared = forSharing({ ...report, judgement: { ...report.judgement, findings: [finding({ evidence })] } })
    expect(shared.judgement.findings[0]?.evidence.replace(/(host|address|mailbox)-\d+/g, '$1-N')).toBe(expected)
  })

  it('texts that are made to keep patterns busy do not', () => {
    const pieces = ['x', 'a.', 'x-', ':', 'a:', '1.', '1-', 'x@', '-----BEGIN x', 'ab:', 'é.', 'A+/']
    const evidence = pieces.map((piece) => piece.repeat(50_000)).join('\n')
    const report = sampleReport()
    const shared = forSharing({ ...report, judgement: { ...report.judgement, findings: [finding({ evidence })] } })
    expect(shared.judgement.findings).toHaveLength(1)
  })
})
