import { expect, it } from 'vitest'
import { certified, diagnose, expectAnswer, expectSilenceOn } from '../../support/diagnosis/diagnose.ts'
import { during } from '../../support/diagnosis/during.ts'
import { startScriptedSmtp, type SmtpScript } from '../../support/diagnosis/scriptedSmtp.ts'
import { healthy, healthyImplicit } from '../../support/diagnosis/smtpFaults.ts'
import { startAnswerOnce } from '../../support/diagnosis/tcpFaults.ts'
import { alert, tlsFaults, unrecognizedName } from '../../support/diagnosis/tlsFaults.ts'
import type { Report } from '../../../shared/model/diagnosis/report.ts'

const serverName = 'mail.example.test'

const modes: [string, (tls: Parameters<typeof healthy>[0]) => SmtpScript][] = [
  ['STARTTLS', healthy],
  ['implicit TLS', healthyImplicit],
]
const rsa = () => certified('rsa')

for (const [mode, script] of modes) {
  it.each([
    ['TLS 1.0', 'TLSv1', tlsFaults.onlyTls1],
    ['TLS 1.1', 'TLSv1.1', tlsFaults.onlyTls11],
  ] as const)(`30: speaks %s only (${mode})`, async (name, version, fault) => {
    const server = await during(startScriptedSmtp(script(fault(rsa()))))
    const report = await diagnose({ ports: [server.port] })
    expectAnswer(report, {
      is: 'doesNotWork',
      who: 'server',
      id: 'onlyOldTls',
      says: new RegExp(name.replace('.', '\\.')),
    })
    expect(offered(report)).toEqual([version])
    expectSilenceOn(report, ['startTlsMissing', 'certificateExpired'])
  })

  it(`29: Diffie-Hellman with 1024 bits (${mode})`, async () => {
    const server = await during(startScriptedSmtp(script(tlsFaults.smallDh(rsa()))))
    const report = await diagnose({ ports: [server.port] })
    expectAnswer(report, { is: 'doesNotWork', who: 'server', id: 'outdatedCryptography', says: /2048/ })
    expect(offered(report)).toEqual(['TLSv1.2'])
  })

  it(`31: no cipher suite in common (${mode})`, async () => {
    const server = await during(startScriptedSmtp(script(tlsFaults.onlyCamellia(rsa()))))
    const report = await diagnose({ ports: [server.port] })
    expectAnswer(report, { is: 'doesNotWork', who: 'server', id: 'noCommonCipher', says: /CAMELLIA|in common/i })
  })

  it.each([
    ['TLS 1.3', tlsFaults.wantsClientCertificate],
    ['TLS 1.2', tlsFaults.wantsClientCertificate12],
  ] as const)(`32: demands a certificate of the client, with %s (${mode})`, async (_name, fault) => {
    const server = await during(startScriptedSmtp(script(fault(rsa()))))
    const report = await diagnose({ ports: [server.port] })
    expectAnswer(report, {
      is: 'doesNotWork',
      who: 'account',
      id: 'clientCertificateWanted',
      says: /client certificate|certificate of (the|your) client/i,
    })
    expectSilenceOn(report, ['noCommonCipher', 'onlyOldTls'])
  })

  it.each([
    ['1.2', 'TLSv1.2', tlsFaults.onlyTls12],
    ['1.3', 'TLSv1.3', tlsFaults.onlyTls13],
  ] as const)(`TLS %s alone works (${mode})`, async (_name, version, fault) => {
    const server = await during(startScriptedSmtp(script(fault(rsa()))))
    const report = await diagnose({ ports: [server.port] })
    expect(['works', 'worksBut']).toContain(report.judgement.verdict.is)
    expect(offered(report)).toEqual([version])
  })
}

it('33: does not know the name (STARTTLS)', async () => {
  const script: SmtpScript = { ...healthy(rsa()), insteadOfTls: alert(unrecognizedName) }
  const server = await during(startScriptedSmtp(script))
  const report = await diagnose({ serverName, ports: [server.port] })
  expectAnswer(report, { is: 'doesNotWork', who: 'you', id: 'serverNameUnknown', says: /does not know the name/i })
})

it('33: does not know the name (implicit TLS)', async () => {
  const server = await during(startAnswerOnce(alert(unrecognizedName)))
  const report = await diagnose({ serverName, ports: [server.port] })
  expectAnswer(report, { is: 'doesNotWork', who: 'you', id: 'serverNameUnknown', says: /does not know the name/i })
})

const offered = (report: Report) =>
  report.observations.endpoints[0]?.versions.filter(({ answer }) => answer === 'offered').map(({ version }) => version)
