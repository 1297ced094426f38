import { describe, expect, it } from 'vitest'
import { compareReports } from '../../electron/engine/diagnostics/report/compare.ts'
import type { Endpoint } from '../../shared/model/diagnosis/observation.ts'
import type { Report } from '../../shared/model/diagnosis/report.ts'
import { certificate, endpoint, finding, sampleReport, versionAnswer } from './sampleReport.ts'

/** The sample with these endpoints. */
function seen(...endpoints: Endpoint[]): Report {
  const report = sampleReport()
  return { ...report, observations: { ...report.observations, endpoints } }
}

const texts = (earlier: Report, later: Report) => compareReports(earlier, later).map(({ is, text }) => `${is}: ${text}`)

describe('two reports', () => {
  it('of the same have no differences', () => {
    expect(compareReports(sampleReport(), sampleReport({ id: 8, startedAt: '2026-11-22T07:25:03.000Z' }))).toEqual([])
  })

  it('tell the verdict first, and problems that came and went', () => {
    const earlier = sampleReport()
    const verdict = { is: 'works', who: null, sentence: 'Mail can leave.', todo: '' } as const
    const later = sampleReport({
      judgement: {
        ...earlier.judgement,
        verdict,
        findings: [finding({ id: 'certificateExpiresSoon', severity: 'warning', title: 'The certificate ends soon' })],
      },
    })
    expect(texts(earlier, later)).toEqual([
      'better: It was "Works, but …" and is "Works" now: Mail can leave.',
      'worse: New: The certificate ends soon',
      'better: No longer: Programs do not trust the certificate of smtp.acme-widgets.example',
      'better: No longer: Port 465 does not answer',
    ])
    expect(compareReports(later, earlier)[0]).toMatchObject({
      is: 'worse',
      stage: 'verdict',
      before: 'Mail can leave.',
    })
  })

  it('tell of a port that closed, and not of what could not be seen behind it', () => {
    const closed = endpoint({
      reach: { is: 'closed', code: 'ECONNREFUSED', milliseconds: 1 },
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
    })
    expect(texts(seen(endpoint()), seen(closed))).toEqual(['worse: Port 587: the port was open and is closed now.'])
    expect(texts(seen(closed), seen(endpoint()))).toEqual(['better: Port 587: the port was closed and is open now.'])
  })

  it('tell of STARTTLS that is no longer offered, versions, ciphers and login mechanisms', () => {
    const before = endpoint()
    const after = endpoint({
      startTls: before.startTls && { ...before.startTls, offered: false },
      handshake: before.handshake && {
        ...before.handshake,
        protocol: 'TLSv1.2',
        cipher: 'ECDHE-RSA-AES128-GCM-SHA256',
      },
      versions: [versionAnswer({ answer: 'refused' }), versionAnswer({ version: 'TLSv1.2', answer: 'unknown' })],
      capabilitiesInTls: before.capabilitiesInTls && { ...before.capabilitiesInTls, auth: ['XOAUTH2'] },
      login: {
        tries: [{ mechanism: 'PLAIN', cleaned: false, code: 235, reply: '235 Ok', ended: null, milliseconds: 1 }],
        skipped: null,
      },
    })
    expect(texts(seen(before), seen(after))).toEqual([
      'worse: Port 587: STARTTLS was offered and is not offered now.',
      'other: Port 587: the TLS version was TLSv1.3 and is TLSv1.2 now.',
      'other: Port 587: the cipher suite was TLS_AES_256_GCM_SHA384 and is ECDHE-RSA-AES128-GCM-SHA256 now.',
      'other: Port 587: TLSv1.3 was offered and is refused now.',
      'other: Port 587: the list of login mechanisms was CRAM-MD5, LOGIN, PLAIN and is XOAUTH2 now.',
      'better: Port 587: the login was refused (535) and is accepted now.',
    ])
  })

  it('tell of another certificate, who issued it and whether Node trusts it', () => {
    const before = endpoint()
    const chain = before.chain && {
      ...before.chain,
      served: [
        certificate({
          fingerprint: 'ab'.repeat(32),
          issuer: 'CN=R11',
          issuerName: 'R11',
          validTo: '2027-02-01T00:00:00.000Z',
        }),
      ],
      trust: [{ store: 'node' as const, trusted: true, root: 'ISRG Root X1', why: null }],
    }
    expect(texts(seen(before), seen(endpoint({ chain })))).toEqual([
      'other: Port 587: the certificate is another one, issued by R11, before by Acme Widgets Internal CA; it ends 2027-02-01, the one before 2026-12-30.',
      'better: Port 587: Node trusts the certificate now.',
    ])
  })

  it('of a server whose addresses changed are still compared, port by port', () => {
    const moved = endpoint({ address: '198.51.100.99', mode: 'tls' })
    const later = seen(moved)
    later.observations.name = later.observations.name && {
      ...later.observations.name,
      system: { addresses: ['198.51.100.99'], error: null, milliseconds: 1 },
    }
    expect(texts(seen(endpoint()), later)).toEqual([
      'other: Name: the addresses are others, 198.51.100.25, 2001:db8:25::587 before, 198.51.100.99 now.',
      'other: Port 587: the mode was a conversation that begins in clear and is TLS from the first byte now.',
    ])
  })

  it('say the same of several addresses once', () => {
    const both = (more: Partial<Endpoint>) => seen(endpoint(more), endpoint({ ...more, address: '198.51.100.26' }))
    expect(texts(both({}), both({ mode: 'tls' }))).toHaveLength(1)
  })

  it('of two servers say so first, and call nothing better or worse', () => {
    const closed = endpoint({ reach: { is: 'closed', code: 'ECONNREFUSED', milliseconds: 1 }, chain: null })
    const other = seen(closed)
    other.observations.host = 'smtp.other.test'
    other.judgement.verdict = { is: 'doesNotWork', who: null, sentence: 'Does not work: x', todo: '' }
    other.judgement.findings = []
    const differences = compareReports(seen(endpoint()), other)
    expect(differences[0]?.text).toBe(
      'These are two different questions: smtp.acme-widgets.example and smtp.other.test.',
    )
    expect(new Set(differences.map(({ is }) => is))).toEqual(new Set(['other']))
    const told = differences.map(({ text }) => text)
    expect(told).toContain('smtp.acme-widgets.example: "Works, but …"; smtp.other.test: "Does not work".')
    expect(told).toContain('Port 587, Reach: smtp.acme-widgets.example open, smtp.other.test closed.')
    expect(told.join(' ')).not.toMatch(/ now|New:|No longer/)
  })

  it('of one server asked about other ports are two questions too', () => {
    const other = sampleReport()
    other.question.ports = [2525]
    expect(texts(sampleReport(), other)).toEqual([
      'other: These are two different questions: smtp.acme-widgets.example port 465, 587 and smtp.acme-widgets.example port 2525.',
    ])
  })

  it('find nothing new in a greeting with another time and another session', () => {
    const greeted = (line: string) => {
      const { greeting } = endpoint()
      return seen(endpoint({ greeting: greeting && { ...greeting, lines: [line] } }))
    }
    const exim = (time: string) => greeted(`220 mail.example.test ESMTP Exim 4.96 ${time}`)
    expect(
      compareReports(exim('Sat, 21 Nov 2026 07:25:03 +0000 a1b2'), exim('Tue, 1 Dec 2026 08:00:00 +0000 c3d4')),
    ).toEqual([])
    expect(texts(exim('x'), greeted('220 mail.example.test ESMTP Postfix'))).toEqual([
      'other: Port 587: the greeting was mail.example.test ESMTP Exim x and is mail.example.test ESMTP Postfix now.',
    ])
  })
})
