import { expect, it } from 'vitest'
import { certified, diagnose, expectAnswer, expectSilenceOn } from '../../support/diagnosis/diagnose.ts'
import { during } from '../../support/diagnosis/during.ts'
import { closedPort } from '../../support/diagnosis/faultServer.ts'
import { startScriptedSmtp } from '../../support/diagnosis/scriptedSmtp.ts'
import { healthy } from '../../support/diagnosis/smtpFaults.ts'
import { startDropping } from '../../support/diagnosis/tcpFaults.ts'

const onLinux = process.platform === 'linux'

it('1: a closed port', async () => {
  const port = await closedPort()
  const report = await diagnose({ ports: [port] })
  expectAnswer(report, {
    is: 'doesNotWork',
    who: 'you',
    id: 'portClosed',
    says: /nothing (is listening|listens)/i,
  })
  expectSilenceOn(report, ['startTlsMissing'], /certificate|does not encrypt/i)
  expect(report.observations.endpoints[0]?.reach).toMatchObject({ is: 'closed', code: 'ECONNREFUSED' })
})

it.runIf(onLinux)('2: a port whose packets are dropped', async () => {
  const server = await during(startDropping())
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, {
    is: 'doesNotWork',
    who: 'network',
    id: 'portSilent',
    says: /no answer|nothing came back|drops/i,
  })
  expectSilenceOn(report, ['portClosed', 'startTlsMissing'], /refused|certificate|does not encrypt/i)
})

it.runIf(onLinux)('2: the port that is asked for is dropped and another one of the host works', async () => {
  const dropped = await during(startDropping())
  const other = await during(startScriptedSmtp(healthy(certified())))
  const report = await diagnose({ ports: [dropped.port], elsewhere: [other.port] })
  expectAnswer(report, { is: 'doesNotWork', who: 'network', says: new RegExp(`${other.port}`) })
  expect(report.judgement.settings).toContainEqual(
    expect.objectContaining({ port: other.port, security: 'starttls', recommended: true }),
  )
})
