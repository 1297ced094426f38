import { expect, it } from 'vitest'
import { certified, diagnose, expectAnswer, expectSilenceOn } from '../../support/diagnosis/diagnose.ts'
import { during } from '../../support/diagnosis/during.ts'
import type { FaultServer } from '../../support/diagnosis/faultServer.ts'
import { startScriptedSmtp, type Act, type SmtpScript } from '../../support/diagnosis/scriptedSmtp.ts'
import { healthy, healthyImplicit, loginFaults, logins, plainFaults } from '../../support/diagnosis/smtpFaults.ts'

const password = 'gZ9-catalogue-secret'
const login = { username: 'app', password, tryLogin: true }
const tries = (server: FaultServer) => server.said.filter((line) => / AUTH/i.test(line))
const serve = (script: SmtpScript = {}) => during(startScriptedSmtp({ ...healthy(certified()), ...script }))

it('34: no login on offer', async () => {
  const server = await serve({ keywordsInTls: plainFaults.noAuth.keywords })
  const report = await diagnose({ ports: [server.port], ...login })
  expectAnswer(report, { is: 'doesNotWork', who: 'you', id: 'authMissing', says: /587|465/ })
  expect(tries(server)).toEqual([])
  // A library's `verify()` would call this fine.
  expect(report.judgement.settings[0]?.login).toBe('notOffered')
})

it('35: a login only after TLS', async () => {
  const server = await serve()
  const report = await diagnose({ ports: [server.port], ...login })
  expectAnswer(report, { is: 'works', who: null })
  expect(report.judgement.settings[0]?.login).toBe('accepted')
  expect(tries(server)).toHaveLength(1)
  expectSilenceOn(report, ['authBeforeTls'])
})

it('35: a login before TLS as well', async () => {
  const server = await serve({ keywords: logins })
  const report = await diagnose({ ports: [server.port] })
  expectAnswer(report, { is: 'worksBut', who: 'server', id: 'authBeforeTls', says: /clear/i })
})

it('36: OAuth only', async () => {
  const server = await serve({ keywordsInTls: ['AUTH XOAUTH2 OAUTHBEARER'] })
  const report = await diagnose({ ports: [server.port], ...login })
  expectAnswer(report, { is: 'doesNotWork', who: 'account', id: 'onlyTokens', says: /OAuth2|app password/i })
  expect(tries(server)).toEqual([])
})

const answers: [string, Act, { who: 'account' | 'server' | 'you'; says: RegExp }][] = [
  ['535', loginFaults.wrongPassword, { who: 'account', says: /user ?name|password/i }],
  ['534: an app password is wanted', loginFaults.appPassword, { who: 'account', says: /app password/i }],
  ['454', loginFaults.temporary, { who: 'server', says: /later|again/i }],
  ['530', loginFaults.needsTls, { who: 'you', says: /STARTTLS|encrypt/i }],
  ['538', loginFaults.tooWeak, { who: 'you', says: /encrypt/i }],
  [
    '535 5.7.139: switched off for the tenant',
    loginFaults.switchedOff,
    { who: 'account', says: /SMTP AUTH|administrator/i },
  ],
  ['432: a password transition', loginFaults.transition, { who: 'account', says: /password/i }],
  ['421', loginFaults.tooMany, { who: 'server', says: /wait/i }],
  ['silence: it hangs up', loginFaults.hangsUp, { who: 'server', says: /hung up|closed/i }],
]
it.each(answers)('37: the login gets %s', async (_name, auth, { who, says }) => {
  const server = await serve({ auth })
  const report = await diagnose({ ports: [server.port], ...login })
  expectAnswer(report, { is: 'doesNotWork', who, id: 'loginRefused', says })
  expect(tries(server).length).toBeLessThanOrEqual(1)
})

it('37: the same with TLS from the first byte', async () => {
  const server = await during(startScriptedSmtp({ ...healthyImplicit(certified()), auth: loginFaults.wrongPassword }))
  const report = await diagnose({ ports: [server.port], ...login })
  expectAnswer(report, { is: 'doesNotWork', who: 'account', id: 'loginRefused', says: /password/i })
})

const stray: [string, { username?: string; password?: string }][] = [
  ['a newline behind the password', { password: `${password}\n` }],
  ['CR and LF behind the password', { password: `${password}\r\n` }],
  ['a space behind the password', { password: `${password} ` }],
  ['a byte order mark before the password', { password: `\ufeff${password}` }],
]
it.each(stray)('38: %s', async (_name, settings) => {
  const right = Buffer.from(`\0app\0${password}`).toString('base64')
  const server = await serve({
    keywordsInTls: ['AUTH PLAIN'],
    auth: (line) => (line === `AUTH PLAIN ${right}` ? '235 2.7.0 Ok' : loginFaults.wrongPassword),
  })
  const report = await diagnose({ ports: [server.port], ...login, ...settings })
  // The settings of the app do not work: with them cleaned they do, and that is the answer.
  expectAnswer(report, { is: 'doesNotWork', who: 'you', says: /newline|line break|space|invisible|byte order mark/i })
  expect(tries(server).length).toBeLessThanOrEqual(2)
  expect(report.observations.endpoints[0]?.login?.tries.at(-1)).toMatchObject({ cleaned: true, code: 235 })
})

it('38: a space behind the user name', async () => {
  const server = await serve({ auth: '235 2.7.0 Ok' })
  const report = await diagnose({ ports: [server.port], ...login, username: 'app ' })
  // It is taken off before anything is tried, and the login works; the app still has it, and fails.
  expectAnswer(report, { is: 'worksBut', who: 'you', id: 'spaceAroundUsername', says: /space/i })
})

it('38: a wrong password with a newline is tried twice and no more', async () => {
  const server = await serve({ auth: loginFaults.wrongPassword })
  const report = await diagnose({ ports: [server.port], ...login, password: `${password}\n` })
  expectAnswer(report, { is: 'doesNotWork', who: 'account', id: 'loginRefused' })
  expect(tries(server)).toHaveLength(2)
})

it('does not log in unless it is told to', async () => {
  const server = await serve()
  const report = await diagnose({ ports: [server.port], username: 'app', password })
  expectAnswer(report, { is: 'works', who: null })
  expect(tries(server)).toEqual([])
  expect(report.judgement.settings[0]?.login).toBe('notTested')
})

it('a server that repeats the password in its refusal does not get it into the report', async () => {
  const server = await serve({ auth: `535 5.7.8 Not ${password}` })
  const report = await diagnose({ ports: [server.port], ...login })
  // `diagnose` looks for it in every string.
  expectAnswer(report, { is: 'doesNotWork', who: 'account', id: 'loginRefused' })
})

it('a wrong password is tried twice in all, on however many ports there are: more would lock the account', async () => {
  const servers = [await serve({ auth: loginFaults.wrongPassword }), await serve({ auth: loginFaults.wrongPassword })]
  const ports = servers.map(({ port }) => port)
  const report = await diagnose({ ports, ...login, password: `${password}\n` })
  expect(servers.flatMap(tries)).toHaveLength(2)
  expectAnswer(report, { is: 'doesNotWork', who: 'account', id: 'loginRefused' })
  // What was not tried is not said to work.
  expect(report.judgement.settings.map((one) => one.login)).toEqual(['refused', 'refused'])
  expectSilenceOn(report, ['loginSkipped'])
})

it('a login that is accepted on one port is tried on the others as well', async () => {
  const servers = [await serve({ auth: '235 2.7.0 Ok' }), await serve({ auth: '235 2.7.0 Ok' })]
  const report = await diagnose({ ports: servers.map(({ port }) => port), ...login })
  expect(report.judgement.settings.map((one) => one.login)).toEqual(['accepted', 'accepted'])
})

it('a server that repeats the password on another connection does not get it into the report either', async () => {
  const probed = (_line: string, connection: number) =>
    connection === 1 ? '220 mail.test' : `554 5.7.1 Not ${password}`
  const one = await serve({ auth: '235 2.7.0 Ok', greeting: probed })
  const other = await serve({ greeting: `220 mail.test ${password}` })
  // `diagnose` looks for it in every string.
  await diagnose({ ports: [one.port], elsewhere: [other.port], serverName: 'other.test', ...login })
  await diagnose({ ports: [one.port], ...login })
})

it('a server that asks for PLAIN in two steps, although it was told at once, gets it in two', async () => {
  const server = await serve({
    keywordsInTls: ['AUTH PLAIN'],
    auth: (line) => (line.startsWith('AUTH') ? '334 ' : '235 2.7.0 Ok'),
    mail: '250 2.1.0 Ok',
  })
  const report = await diagnose({ ports: [server.port], ...login, dryRun: { from: 'a@a.test', to: 'b@b.test' } })
  expect(report.judgement.settings[0]?.login).toBe('accepted')
  expect(report.observations.endpoints[0]?.dryRun?.map(({ code }) => code)).toEqual([250, 250])
})
