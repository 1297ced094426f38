import { expect, it } from 'vitest'
import { diagnose, certified, expectAnswer, expectSilenceOn } from '../../support/diagnosis/diagnose.ts'
import { during } from '../../support/diagnosis/during.ts'
import { startFaultServer, type FaultServer } from '../../support/diagnosis/faultServer.ts'
import { startScriptedSmtp, type SmtpScript } from '../../support/diagnosis/scriptedSmtp.ts'
import { startBinary, startFtp, startHttp, startImap, startPop3, startSsh } from '../../support/diagnosis/services.ts'
import { dripBanner, healthy, plainFaults, slowBanner } from '../../support/diagnosis/smtpFaults.ts'
import { startCloseOnAccept, startDrip, startResetOnAccept, startSilent } from '../../support/diagnosis/tcpFaults.ts'

/** What nobody knows of a server that was never heard. */
const unheard = ['startTlsMissing', 'authMissing', 'certificateExpired', 'onlyOldTls']
const noTls = /no TLS|not encrypt|cannot encrypt|not offered/i

it('8: takes the connection and never says a word, nor answers TLS', async () => {
  const server = await during(startSilent())
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, {
    is: 'doesNotWork',
    who: 'server',
    id: 'silentService',
    says: /nothing is said|silent/i,
  })
  expectSilenceOn(report, unheard, noTls)
  expect(server.connections()).toBeLessThanOrEqual(2)
})

it('11: closes the connection at once', async () => {
  const server = await during(startCloseOnAccept())
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, { is: 'doesNotWork', who: 'server', id: 'hungUp', says: /hung up|closed the connection/i })
  expectSilenceOn(report, unheard, noTls)
})

it('11: resets the connection at once', async () => {
  const server = await during(startResetOnAccept())
  const report = await diagnose({ ports: [server.port] })
  // The reset is felt while connecting or right after it.
  expectAnswer(report, { is: 'doesNotWork', who: 'server', id: 'hungUp', says: /was reset at once|hung up/i })
  expectSilenceOn(report, [...unheard, 'portClosed'], noTls)
})

const dropped: [string, SmtpScript][] = [
  ['resets after its greeting', plainFaults.resetAfterBanner],
  ['closes after its greeting', plainFaults.closedAfterBanner],
  ['resets when it hears EHLO', plainFaults.resetAtEhlo],
  ['closes when it hears EHLO', plainFaults.closedAtEhlo],
]
it.each(dropped)('12: %s', async (_name, script) => {
  const server = await during(startScriptedSmtp(script))
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, {
    is: 'doesNotWork',
    who: 'network',
    id: 'droppedAfterGreeting',
    says: /dropped|hung up|reset|closed/i,
  })
  expectSilenceOn(report, unheard, noTls)
})

it('12: does not answer EHLO', async () => {
  const server = await during(startScriptedSmtp(plainFaults.silentAtEhlo))
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, { is: 'doesNotWork', who: 'server', id: 'droppedAfterGreeting', says: /EHLO/ })
  expectSilenceOn(report, unheard, noTls)
})

it('12: resets after its answer to EHLO', async () => {
  const server = await during(startScriptedSmtp(plainFaults.resetAfterEhlo))
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, { is: 'doesNotWork', who: 'network', id: 'startTlsBreaks', says: /reset/ })
  expectSilenceOn(report, unheard, noTls)
})

it('13: greets late, and then works', async () => {
  const server = await during(startScriptedSmtp(slowBanner(healthy(certified()), 2_200)))
  const report = await diagnose({ ports: [server.port] }, { patience: { greeting: 8_000 } })
  expectAnswer(report, { is: 'worksBut', who: 'you', id: 'slowGreeting', says: /greetingTimeout/ })
  expectSilenceOn(report, unheard, noTls)
})

it('13: greets byte by byte, and then works', async () => {
  const server = await during(startScriptedSmtp(dripBanner(healthy(certified()), 60)))
  const report = await diagnose({ ports: [server.port] }, { patience: { greeting: 8_000 } })
  expect(['works', 'worksBut']).toContain(report.judgement.verdict.is)
  expectSilenceOn(report, unheard, noTls)
})

it('13: greets byte by byte, more slowly than anybody waits', async () => {
  const server = await during(startDrip('220 mail.test ESMTP ready\r\n', 400))
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, { is: 'doesNotWork', who: 'you', id: 'greetingTooSlow', says: /slow/i })
  expectSilenceOn(report, [...unheard, 'notAMailServer'], noTls)
})

it('14: 421 as greeting', async () => {
  const server = await during(startScriptedSmtp(plainFaults.busy))
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, { is: 'doesNotWork', who: 'you', id: 'turnedAwayForNow', says: /wait/i })
  expectSilenceOn(report, unheard, noTls)
  expect(server.connections()).toBe(1)
})

it('15: 554 as greeting', async () => {
  const server = await during(startScriptedSmtp(plainFaults.refused554))
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, { is: 'doesNotWork', who: 'server', id: 'turnedAwayForGood', says: /refuses/i })
  expectSilenceOn(report, unheard, noTls)
})

it('15: 521 as greeting: takes no mail', async () => {
  const server = await during(startScriptedSmtp(plainFaults.noMail521))
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, {
    is: 'doesNotWork',
    who: 'server',
    id: 'turnedAwayForGood',
    says: /refuses|takes no mail|does not (take|accept) mail/i,
  })
  expectSilenceOn(report, unheard, noTls)
})

const others: [string, () => Promise<FaultServer>, RegExp][] = [
  ['a web server', startHttp, /web server/i],
  ['SSH', startSsh, /SSH/],
  ['IMAP', startImap, /IMAP/],
  ['POP3', startPop3, /POP3/],
  ['FTP', startFtp, /FTP/],
  ['something binary', startBinary, /not (a mail server|SMTP)|another service/i],
]
it.each(others)('17, 18: %s answers on that port', async (_name, start, says) => {
  const server = await during(start())
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, { is: 'doesNotWork', who: 'you', id: 'notAMailServer', says })
  expectSilenceOn(report, unheard, noTls)
})

it('a mail server whose name begins with ftp is none of files', async () => {
  const server = await during(startScriptedSmtp({ ...healthy(certified()), greeting: '220 ftp.acme.test Postfix' }))
  const report = await diagnose({ ports: [server.port] })
  expect(report.observations.endpoints[0]?.greeting?.is).toBe('smtp')
  expect(report.judgement.verdict.is).toBe('works')
})

it('8: says nothing until it hears TLS, and answers that in words of its own, escapes and all', async () => {
  const server = await during(
    startFaultServer(({ socket }) => {
      const answer = 'HTTP/1.1 400 Bad Request\r\nServer: \u009b31mred\r\n\r\n'
      socket.once('data', () => socket.end(answer, 'latin1'))
    }),
  )
  const report = await diagnose({ ports: [server.port] })
  const greeting = report.observations.endpoints[0]?.greeting
  expect(greeting?.is).toBe('http')
  expect(greeting?.lines).toEqual(['HTTP/1.1 400 Bad Request', String.raw`Server: \x9b31mred`])
})
