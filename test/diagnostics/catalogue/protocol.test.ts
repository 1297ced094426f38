import { expect, it } from 'vitest'
import { certified, diagnose, expectAnswer, expectSilenceOn } from '../../support/diagnosis/diagnose.ts'
import { during } from '../../support/diagnosis/during.ts'
import { startScriptedSmtp } from '../../support/diagnosis/scriptedSmtp.ts'
import { healthy, plainFaults, rateLimited, tarpit } from '../../support/diagnosis/smtpFaults.ts'
import { startFlood } from '../../support/diagnosis/tcpFaults.ts'

const noTls = /no TLS|without TLS|not encrypt|cannot encrypt/i

it('41: every reply takes a second', async () => {
  const server = await during(startScriptedSmtp(tarpit(healthy(certified()), 1_000)))
  const report = await diagnose({ ports: [server.port] }, { patience: { command: 5_000, greeting: 8_000 } })
  expectAnswer(report, { is: 'worksBut', who: 'server', says: /slow/i })
})

it('42: a greeting of 70 kilobytes in one line', async () => {
  const server = await during(startScriptedSmtp(plainFaults.longLine))
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, { is: 'doesNotWork', who: 'server', id: 'protocolBroken', says: /protocol/i })
  expectSilenceOn(report, ['startTlsMissing', 'notAMailServer'], noTls)
})

it('42: a greeting that never ends', async () => {
  const server = await during(startFlood('220-mail.test\r\n', '220-and more\r\n'))
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, { is: 'doesNotWork', who: 'server', id: 'protocolBroken', says: /protocol/i })
  expectSilenceOn(report, ['startTlsMissing', 'notAMailServer'], noTls)
})

it('42: lines that end in LF alone', async () => {
  const server = await during(startScriptedSmtp(plainFaults.lineFeedOnly))
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, { is: 'worksBut', who: 'server', id: 'protocolBroken', says: /LF/ })
})

it('42: codes that differ within one reply', async () => {
  const server = await during(startScriptedSmtp(plainFaults.mixedCodes))
  const report = await diagnose({ ports: [server.port] })
  const finding = expectAnswer(report, { is: 'doesNotWork', who: 'server', id: 'protocolBroken' })
  expect(finding?.evidence).toMatch(/different codes/)
})

it('43: EHLO is not known, HELO is', async () => {
  const server = await during(startScriptedSmtp(plainFaults.noEhlo))
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, { is: 'worksBut', who: 'server', id: 'heloOnly', says: /EHLO/ })
  expect(server.said.some((line) => line.includes('HELO'))).toBe(true)
})

it('43: the name after EHLO is refused', async () => {
  const server = await during(startScriptedSmtp(plainFaults.nameRefused))
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, { is: 'doesNotWork', who: 'you', id: 'nameRefused', says: /name/ })
  expectSilenceOn(report, ['startTlsMissing'], noTls)
})

it('43: 421 to EHLO', async () => {
  const server = await during(startScriptedSmtp(plainFaults.busyAtEhlo))
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, { is: 'doesNotWork', who: 'you', id: 'busyAtEhlo', says: /wait/i })
  expectSilenceOn(report, ['startTlsMissing'], noTls)
  expect(server.connections()).toBe(1)
})

it('44: 421 from the third connection on', async () => {
  const server = await during(startScriptedSmtp(rateLimited(healthy(certified()), 2)))
  const report = await diagnose({ ports: [server.port] })
  // What was seen until then stands.
  expectAnswer(report, { is: 'worksBut', who: 'you', id: 'throttled', says: /wait|fewer/i })
  expect(report.observations.endpoints[0]?.throttled).toContain('421')
  // One more may have been on its way: versions are probed two at a time.
  expect(server.connections()).toBeLessThanOrEqual(4)
})
