import { expect, it } from 'vitest'
import { certified, diagnose, expectAnswer, expectSilenceOn } from '../../support/diagnosis/diagnose.ts'
import { during } from '../../support/diagnosis/during.ts'
import { startScriptedSmtp, type SmtpScript } from '../../support/diagnosis/scriptedSmtp.ts'
import { healthy, plainFaults, tlsSwitchFaults } from '../../support/diagnosis/smtpFaults.ts'

const password = 'gZ9-catalogue-secret'

it('16: a firewall writes stars over the greeting and X over STARTTLS', async () => {
  const server = await during(startScriptedSmtp(plainFaults.masked))
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, { is: 'doesNotWork', who: 'network', id: 'inspectionFirewall', says: /inspect/i })
})

it('19: no STARTTLS', async () => {
  const server = await during(startScriptedSmtp(plainFaults.noStartTls))
  const report = await diagnose({ ports: [server.port], username: 'app', password, tryLogin: true })
  expectAnswer(report, { is: 'worksBut', who: 'server', id: 'startTlsMissing', says: /password/i })
  expect(server.said.filter((line) => / AUTH/i.test(line))).toEqual([])
  expect(report.observations.endpoints[0]?.login?.skipped).toMatch(/\w/)
})

it('19: no STARTTLS, and the app insists on it', async () => {
  const server = await during(startScriptedSmtp(plainFaults.noStartTls))
  const report = await diagnose({ ports: [server.port], security: 'starttls' })
  expectAnswer(report, { is: 'doesNotWork', who: 'server', id: 'startTlsMissing' })
})

it('20: STARTTLS is hidden and works when it is sent', async () => {
  const server = await during(startScriptedSmtp({ ...healthy(certified()), ...tlsSwitchFaults.stripped }))
  const report = await diagnose({ ports: [server.port], username: 'app', password, tryLogin: true })
  expectAnswer(report, { is: 'worksBut', who: 'network', id: 'startTlsStripped', says: /removes|hides/i })
  const inClear = report.observations.endpoints[0]?.transcript.filter(({ encrypted }) => !encrypted)
  expect(inClear?.filter(({ text }) => /^AUTH/i.test(text))).toEqual([])
})

it('21: STARTTLS gets 454', async () => {
  const server = await during(startScriptedSmtp({ ...healthy(certified()), ...tlsSwitchFaults.unavailable }))
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, { is: 'doesNotWork', who: 'server', id: 'startTlsRefused', says: /operator/i })
  expectSilenceOn(report, ['startTlsMissing'])
})

const broken: [string, SmtpScript][] = [
  ['closes', tlsSwitchFaults.closes],
  ['resets', tlsSwitchFaults.resets],
  ['goes on in clear', tlsSwitchFaults.plainText],
  ['is silent', tlsSwitchFaults.silence],
]
it.each(broken)('22: agrees to encrypt, then %s', async (name, fault) => {
  const server = await during(startScriptedSmtp({ ...healthy(certified()), ...fault }))
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, { is: 'doesNotWork', who: 'server', id: 'startTlsBreaks', says: /agreed to encrypt/i })
  expectSilenceOn(report, ['startTlsMissing', 'certificateExpired', 'onlyOldTls'])
  // The versions were not refused: nobody was heard.
  if (name !== 'goes on in clear') {
    for (const { version, answer } of report.observations.endpoints[0]?.versions ?? []) {
      expect(answer, version).not.toBe('offered')
    }
  }
})

it('23: something is slipped in behind the 220 of STARTTLS', async () => {
  const server = await during(startScriptedSmtp({ ...healthy(certified()), ...tlsSwitchFaults.injected }))
  const report = await diagnose({ ports: [server.port], username: 'app', password, tryLogin: true })
  expectAnswer(report, { is: 'doesNotWork', who: 'network', id: 'startTlsInjected', says: /do not use|slipped in/i })
  expect(report.observations.endpoints[0]?.startTls?.injected).toContain('slipped in')
  expect(server.said.filter((line) => / AUTH/i.test(line))).toEqual([])
})
