import { expect, it } from 'vitest'
import { certified, diagnose, expectAnswer } from '../../support/diagnosis/diagnose.ts'
import { during } from '../../support/diagnosis/during.ts'
import { startScriptedSmtp } from '../../support/diagnosis/scriptedSmtp.ts'
import { healthy } from '../../support/diagnosis/smtpFaults.ts'

const serve = () => during(startScriptedSmtp(healthy(certified())))

it.each([
  ['a space before and behind', (host: string) => ` ${host} `],
  ['a newline behind', (host: string) => `${host}\n`],
  ['smtp:// before', (host: string) => `smtp://${host}`],
  ['https:// before and a path behind', (host: string) => `https://${host}/`],
  ['quotation marks around', (host: string) => `"${host}"`],
])('5: the host has %s', async (_name, odd) => {
  const server = await serve()
  const report = await diagnose({ host: odd('127.0.0.1'), ports: [server.port] })
  expect(['works', 'worksBut']).toContain(report.judgement.verdict.is)
  expect(report.observations.host).toBe('127.0.0.1')
  expect(report.observations.notes.some(({ field }) => field === 'host')).toBe(true)
})

it('5: the host has the port inside', async () => {
  const server = await serve()
  const report = await diagnose({ host: `127.0.0.1:${server.port}` })
  expect(report.observations.host).toBe('127.0.0.1')
  expect(report.observations.endpoints.map(({ port }) => port)).toEqual([server.port])
  expect(['works', 'worksBut']).toContain(report.judgement.verdict.is)
})

it('45: settings of Nodemailer in which secure is the text "false"', async () => {
  const server = await serve()
  const pasted = `nodemailer.createTransport({ host: '127.0.0.1', port: ${server.port}, secure: "false" })`
  const report = await diagnose({ host: '', pasted })
  expectAnswer(report, { is: 'doesNotWork', who: 'you', says: /"false"|“false”|truthy|counts as true|secure/i })
})

it('45: an app without a host connects to this machine', async () => {
  const report = await diagnose({ host: '', pasted: 'SMTP_HOST=\nSMTP_PORT=587\nSMTP_USER=app\n' })
  expectAnswer(report, { is: 'doesNotWork', who: 'you', says: /this (machine|computer)|host/i })
})

it('45: checks of the certificate are switched off in what was pasted', async () => {
  const server = await serve()
  const pasted = `{ host: '127.0.0.1', port: ${server.port}, secure: false, tls: { ciphers: 'SSLv3', rejectUnauthorized: false } }`
  const report = await diagnose({ host: '', pasted })
  expect(report.judgement.verdict.is).toBe('worksBut')
  expect(JSON.stringify(report.judgement.findings)).toMatch(/certificate checks off/)
})
