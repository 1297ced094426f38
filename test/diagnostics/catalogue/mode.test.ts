import { expect, it } from 'vitest'
import { certified, diagnose, expectAnswer, expectSilenceOn } from '../../support/diagnosis/diagnose.ts'
import { during } from '../../support/diagnosis/during.ts'
import { startScriptedSmtp } from '../../support/diagnosis/scriptedSmtp.ts'
import { healthy, healthyImplicit, slowBanner } from '../../support/diagnosis/smtpFaults.ts'

it('9: the app begins in clear where TLS is expected from the first byte', async () => {
  const server = await during(startScriptedSmtp(healthyImplicit(certified())))
  const report = await diagnose({ ports: [server.port], security: 'starttls' })
  expectAnswer(report, { is: 'doesNotWork', who: 'you', id: 'implicitTlsExpected', says: /secure: ?true|SSL\/TLS/i })
  expectSilenceOn(report, ['silentService', 'startTlsMissing'])
  expect(report.judgement.settings).toContainEqual(
    expect.objectContaining({ port: server.port, security: 'tls', recommended: true }),
  )
})

it('10: the app begins with TLS where it is begun in clear', async () => {
  const server = await during(startScriptedSmtp(healthy(certified())))
  const report = await diagnose({ ports: [server.port], security: 'tls' })
  expectAnswer(report, { is: 'doesNotWork', who: 'you', id: 'startTlsExpected', says: /secure: ?false/i })
  expect(report.judgement.settings).toContainEqual(
    expect.objectContaining({ port: server.port, security: 'starttls', recommended: true }),
  )
})

it('10: the same with a server that greets late', async () => {
  const server = await during(startScriptedSmtp(slowBanner(healthy(certified()), 1_000)))
  const report = await diagnose({ ports: [server.port], security: 'tls' }, { patience: { greeting: 5_000 } })
  expectAnswer(report, { is: 'doesNotWork', who: 'you', id: 'startTlsExpected', says: /secure: ?false/i })
})

it.each(['auto', 'starttls'] as const)('the right mode works: STARTTLS, asked for as %s', async (security) => {
  const server = await during(startScriptedSmtp(healthy(certified())))
  const report = await diagnose({ ports: [server.port], security })
  expectAnswer(report, { is: 'works', who: null })
})

it.each(['auto', 'tls'] as const)('the right mode works: implicit TLS, asked for as %s', async (security) => {
  const server = await during(startScriptedSmtp(healthyImplicit(certified())))
  const report = await diagnose({ ports: [server.port], security })
  expectAnswer(report, { is: 'works', who: null })
})
