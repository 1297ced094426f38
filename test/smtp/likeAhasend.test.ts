import { afterEach, describe, expect, test } from 'vitest'
import { Announcer } from '../../electron/engine/announce.ts'
import { Listeners } from '../../electron/engine/listeners.ts'
import { mannersOf } from '../../electron/engine/providers/index.ts'
import { Settings } from '../../shared/model/settings.ts'
import { plainLogin, type ProfileRig, startLike } from '../support/profileRig.ts'
import type { SmtpSocket } from '../support/smtpSocket.ts'
import { newCredential, window } from '../support/vault.ts'

let rig: ProfileRig
afterEach(() => rig.close())

const begin = ['MAIL FROM:<a@example.test>', 'RCPT TO:<b@example.test>', 'DATA']

/** Inside TLS and logged in. */
async function ready(
  change: Parameters<typeof startLike>[1] = {},
  wanted: Parameters<typeof newCredential>[0] = {},
): Promise<SmtpSocket> {
  rig = await startLike('ahasend', change)
  const { username, password } = rig.vault.smtpCredentials.create(newCredential(wanted), window)
  const client = await rig.secured()
  expect(await client.say(plainLogin(username, password))).toMatch(/^235/)
  return client
}

describe('like AhaSend', () => {
  test('before STARTTLS neither login nor mail is possible, and no login is offered', async () => {
    rig = await startLike('ahasend')
    const client = await rig.connected()
    expect((await client.say('EHLO client.test')).split('\n')).toEqual([
      '250-send.ahasend.com',
      '250-PIPELINING',
      '250-8BITMIME',
      '250-SIZE 20971520',
      '250 STARTTLS',
    ])
    expect(await client.say(plainLogin('a', 'b'))).toBe('530 5.7.0 Must issue a STARTTLS command first')
    expect(await client.say('MAIL FROM:<a@example.test>')).toBe('530 5.7.0 Must issue a STARTTLS command first')
    client.destroy()
  })

  test('inside TLS PLAIN alone is offered, and nothing goes without a login', async () => {
    rig = await startLike('ahasend', {}, { cramMd5: true })
    const client = await rig.secured()
    expect(await client.say('EHLO client.test')).toMatch(/^250 AUTH PLAIN$/m)
    expect(await client.say('AUTH LOGIN')).toMatch(/^504/)
    expect(await client.say('MAIL FROM:<a@example.test>')).toMatch(/^530 5\.7\.0 Authentication required/)
    client.destroy()
  })

  test('a wrong login is 500, also that of a name that is not known', async () => {
    rig = await startLike('ahasend')
    const { username } = rig.vault.smtpCredentials.create(newCredential(), window)
    const client = await rig.secured()
    expect(await client.say(plainLogin(username, 'wrong'))).toBe('500 Invalid credentials')
    expect(await client.say(plainLogin('nobody', 'wrong'))).toBe('500 Invalid credentials')
    client.destroy()
  })

  test('a disabled credential is 521', async () => {
    rig = await startLike('ahasend')
    const { id, username, password } = rig.vault.smtpCredentials.create(newCredential(), window)
    rig.vault.smtpCredentials.update(id, { enabled: false }, window)
    const client = await rig.secured()
    expect(await client.say(plainLogin(username, password))).toBe('521 Account disabled')
    client.destroy()
  })

  test('a message is taken, and its id is 32 hexadecimal digits', async () => {
    const client = await ready()
    expect(await client.sayAll(...begin, '.')).toMatch(/^250 Ok: queued as [0-9a-f]{32}$/)
    client.destroy()
  })

  test('a sender out of scope is refused at MAIL, with the user name', async () => {
    const client = await ready({}, { username: 'billing', scope: 'scoped', domains: ['billing.test'] })
    expect(await client.say('MAIL FROM:<a@example.test>')).toBe(
      "500 authz_id 'billing' is not authorized to send as tenant 'sandpost' or from this domain",
    )
    expect(await client.say('MAIL FROM:<a@billing.test>')).toMatch(/^250/)
    client.destroy()
  })

  test('recipient 51 is put off, the 50 before it get the message', async () => {
    const client = await ready()
    await client.say('MAIL FROM:<a@example.test>')
    for (let index = 0; index < 50; index += 1)
      expect(await client.say(`RCPT TO:<r${index}@example.test>`)).toMatch(/^250/)
    expect(await client.say('RCPT TO:<r50@example.test>')).toMatch(/^452 4\.5\.3/)
    await client.sayAll('DATA', '.')
    expect(rig.received[0]?.envelope.recipients).toHaveLength(50)
    client.destroy()
  })

  test('20 MB are taken at MAIL, one byte more is not', async () => {
    const client = await ready()
    expect(await client.say('MAIL FROM:<a@example.test> SIZE=20971521')).toMatch(/^552 5\.3\.4/)
    expect(await client.say('MAIL FROM:<a@example.test> SIZE=20971520')).toMatch(/^250/)
    client.destroy()
  })

  test('past the messages of a connection MAIL fails for now, and the connection stays open', async () => {
    const client = await ready({ messagesPerConnection: 2 })
    await client.sayAll(...begin, '.', ...begin, '.')
    expect(await client.say('MAIL FROM:<a@example.test>')).toMatch(/^451/)
    expect(await client.say('NOOP')).toMatch(/^250/)
    client.destroy()
  })

  test.each(['between commands', 'within a message'])('silence %s ends in 421', async (place) => {
    const client = await ready({ commandSeconds: 0.2, dataSeconds: 0.2 })
    if (place === 'within a message') await client.sayAll(...begin)
    expect(await client.reply()).toMatch(/^421/)
    expect(await client.untilClosed()).toBe('')
  })

  test('a new credential is not known until its time has come, where the settings want that', async () => {
    rig = await startLike('ahasend', {}, { newCredentialSeconds: 120 })
    const { username, password } = rig.vault.smtpCredentials.create(newCredential(), window)
    const client = await rig.secured()
    expect(await client.say(plainLogin(username, password))).toBe('500 Invalid credentials')
    await client.say('QUIT')
    expect((await rig.sessionEnded()).session.login).toMatchObject({ result: 'refused', reason: 'tooNew' })
  })

  test('a listener with TLS from the first byte does not start and says why; the one with STARTTLS does', async () => {
    rig = await startLike('ahasend')
    const listeners = new Listeners((wanted) => rig.server.open(wanted), mannersOf, new Announcer())
    await listeners.follow(Settings.parse({ smtp: { port: 0, tlsPort: 0, profile: 'ahasend' } }).smtp)
    expect(listeners.list()).toMatchObject([
      { security: 'starttls', profile: 'ahasend', state: { is: 'listening' } },
      { security: 'tls', profile: 'ahasend', state: { is: 'failed', message: expect.stringContaining('STARTTLS') } },
    ])
  })
})
