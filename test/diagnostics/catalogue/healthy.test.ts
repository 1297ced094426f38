import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { certified, diagnose, expectAnswer } from '../../support/diagnosis/diagnose.ts'
import { during } from '../../support/diagnosis/during.ts'
import { startScriptedSmtp } from '../../support/diagnosis/scriptedSmtp.ts'
import { healthy, healthyImplicit } from '../../support/diagnosis/smtpFaults.ts'
import { closedPort } from '../../support/diagnosis/faultServer.ts'
import { startPostfix } from '../../support/postfix.ts'
import { findProgram } from '../../support/programs.ts'
import { startSmtp } from '../../support/smtpServer.ts'
import { startUpstream } from '../../support/upstreamServer.ts'
import { sampleCertificate } from '../../support/certificates.ts'

const root = findProgram('postfix') !== null && process.getuid?.() === 0

it('our own listener works, with STARTTLS and with TLS from the first byte', async () => {
  const smtp = await during(startSmtp())
  for (const port of [smtp.port, smtp.tlsPort]) {
    const report = await diagnose({ host: 'localhost', family: '4', ports: [port], ca: smtp.caPem })
    expect(report.judgement.findings.filter(({ severity }) => severity === 'problem')).toEqual([])
    expect(['works', 'worksBut']).toContain(report.judgement.verdict.is)
  }
})

it('another server works, and a login to it', async () => {
  const { key, chainPem } = sampleCertificate('valid')
  const upstream = await during(startUpstream({ tls: { key, cert: chainPem }, auth: () => '235 2.7.0 Ok' }))
  const login = { username: 'app', password: 'gZ9-catalogue-secret', tryLogin: true }
  const report = await diagnose({ ports: [upstream.port], ...login })
  expect(report.judgement.settings[0]).toMatchObject({ login: 'accepted', security: 'starttls', recommended: true })
  expect(upstream.logins).toBe(1)
  expect(upstream.taken).toEqual([])
})

it.runIf(root)('a real Postfix works: with STARTTLS, and without a login', async () => {
  const folder = mkdtempSync('/var/tmp/sandpost-postfix-tls-')
  const { key, cert } = certified()
  writeFileSync(`${folder}/tls.pem`, key + cert, { mode: 0o600 })
  const settings = `smtpd_tls_chain_files = ${folder}/tls.pem\nsmtpd_tls_security_level = may\n`
  const postfix = await startPostfix(await closedPort(), settings)
  try {
    const report = await diagnose({ ports: [postfix?.port ?? 0] })
    expect(report.judgement.findings.filter(({ severity }) => severity === 'problem')).toEqual([])
    expect(report.judgement.settings[0]).toMatchObject({ security: 'starttls', login: 'notOffered' })
    const { versions } = report.observations.endpoints[0] ?? { versions: [] }
    expect(versions.find(({ version }) => version === 'TLSv1.3')?.answer).toBe('offered')
    expect(versions.find(({ version }) => version === 'TLSv1.2')?.answer).toBe('offered')
  } finally {
    postfix?.stop()
    rmSync(folder, { recursive: true })
  }
})

it('two ports of one host, each by itself', async () => {
  const starttls = await during(startScriptedSmtp(healthy(certified())))
  const tls = await during(startScriptedSmtp(healthyImplicit(certified())))
  const report = await diagnose({ ports: [starttls.port, tls.port] })
  expectAnswer(report, { is: 'works', who: null })
  expect(report.judgement.settings.map(({ port, security }) => [port, security])).toEqual(
    expect.arrayContaining([
      [starttls.port, 'starttls'],
      [tls.port, 'tls'],
    ]),
  )
  expect(report.judgement.settings.filter(({ recommended }) => recommended)).toHaveLength(1)
})

it('several diagnoses of one server at once do not get in each other’s way', async () => {
  const server = await during(startScriptedSmtp(healthy(certified())))
  const reports = await Promise.all(Array.from({ length: 5 }, () => diagnose({ ports: [server.port] })))
  for (const report of reports) expectAnswer(report, { is: 'works', who: null })
  const made = reports.flatMap(({ observations }) => observations.endpoints.map(({ connections }) => connections))
  expect(made.reduce((sum, one) => sum + one, 0)).toBe(server.connections())
})
