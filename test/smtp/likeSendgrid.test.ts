import { afterEach, describe, expect, test } from 'vitest'
import { plainLogin, type ProfileRig, startLike } from '../support/profileRig.ts'
import { SmtpSocket } from '../support/smtpSocket.ts'
import { newCredential, newKey, window } from '../support/vault.ts'

let rig: ProfileRig
afterEach(() => rig.close())

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const invalidKey = '535 Authentication failed: The provided authorization grant is invalid, expired, or revoked'
const begin = ['MAIL FROM:<a@example.test>', 'RCPT TO:<b@example.test>', 'DATA']

/** EHLO said and logged in with a key. */
async function ready(change: Parameters<typeof startLike>[1] = {}): Promise<SmtpSocket> {
  rig = await startLike('sendgrid', change)
  const { key } = rig.vault.apiKeys.create(newKey({ permissions: ['mail.send'] }), window)
  const client = await rig.connected()
  await client.sayAll('EHLO client.test', plainLogin('apikey', key))
  return client
}

describe('like SendGrid', () => {
  test('the dialogue of the public transcripts, over STARTTLS', async () => {
    rig = await startLike('sendgrid')
    const { key } = rig.vault.apiKeys.create(newKey({ permissions: ['mail.send'] }), window)
    const client = await SmtpSocket.open(rig.port)
    expect(await client.reply()).toBe('220 SG ESMTP service ready at sandpost.test')
    expect((await client.say('EHLO client.test')).split('\n')).toEqual([
      '250-smtp.sendgrid.net',
      '250-8BITMIME',
      '250-PIPELINING',
      '250-SIZE 31457280',
      '250-STARTTLS',
      '250-AUTH PLAIN LOGIN',
      '250 AUTH=PLAIN LOGIN',
    ])
    expect(await client.say('STARTTLS')).toBe('220 Ready to start TLS')
    await client.startTls({ ca: rig.caPem, host: 'localhost' })
    expect(await client.say('EHLO client.test')).not.toContain('STARTTLS')
    expect(await client.say('AUTH LOGIN')).toBe('334 VXNlcm5hbWU6')
    expect(await client.say(base64('apikey'))).toBe('334 UGFzc3dvcmQ6')
    expect(await client.say(base64(key))).toBe('235 Authentication successful')
    expect(await client.say(begin[0] ?? '')).toBe('250 Sender address accepted')
    expect(await client.say(begin[1] ?? '')).toBe('250 Recipient address accepted')
    expect(await client.say('DATA')).toBe('354 Continue')
    expect(await client.say('Hello.\r\n.')).toMatch(/^250 Ok: queued as [A-Za-z0-9_-]{22}$/)
    expect(await client.say('QUIT')).toBe('221 See you later')
    expect(rig.received).toHaveLength(1)
    expect((await rig.sessionEnded()).session).toMatchObject({ messages: 1, ending: 'quit' })
  })

  test('a login is possible before TLS', async () => {
    const client = await ready()
    expect(await client.sayAll(...begin, '.')).toMatch(/^250/)
    client.destroy()
  })

  test('every message gets another id', async () => {
    const client = await ready()
    const first = await client.sayAll(...begin, '.')
    expect(await client.sayAll(...begin, '.')).not.toBe(first)
    client.destroy()
  })

  test('a key that is not known, and the login of nobody, are refused, whatever the login mode', async () => {
    rig = await startLike('sendgrid')
    const client = await rig.connected()
    await client.say('EHLO client.test')
    expect(await client.say(plainLogin('apikey', 'SG.unknown'))).toBe(invalidKey)
    expect(await client.say(plainLogin('nobody', 'anything'))).toBe(invalidKey)
    expect(await client.say('MAIL FROM:<a@example.test>')).toBe('550 Unauthenticated senders not allowed')
    client.destroy()
  })

  test('a disabled key sounds like a wrong one', async () => {
    rig = await startLike('sendgrid')
    const { id, key } = rig.vault.apiKeys.create(newKey({ permissions: ['mail.send'] }), window)
    rig.vault.apiKeys.update(id, { enabled: false }, window)
    const client = await rig.connected()
    expect(await client.sayAll('EHLO client.test', plainLogin('apikey', key))).toBe(invalidKey)
    client.destroy()
  })

  test('a sender out of scope is refused after the message, which is not taken, and the owner reads why', async () => {
    rig = await startLike('sendgrid')
    const scoped = newCredential({ scope: 'scoped', domains: ['billing.test'] })
    const made = rig.vault.smtpCredentials.create(scoped, window)
    const client = await rig.connected()
    await client.sayAll('EHLO client.test', plainLogin(made.username, made.password))
    expect(await client.sayAll(...begin)).toBe('354 Continue')
    expect(await client.say('Hello.\r\n.')).toMatch(/^550 The from address does not match a verified Sender Identity\./)
    expect(rig.received).toHaveLength(0)
    expect(await client.sayAll('MAIL FROM:<a@billing.test>', ...begin.slice(1), '.')).toMatch(/^250/)
    await client.say('QUIT')
    const { session } = await rig.sessionEnded()
    expect(session.login).toMatchObject({ reason: 'scope', explanation: expect.stringContaining('billing.test') })
  })

  test('no reply has an enhanced code, not even to what is no command', async () => {
    const client = await ready()
    for (const line of ['HOW', 'DATA', 'RCPT TO:<b@example.test>', 'MAIL', 'NOOP', 'RSET', 'VRFY x', 'STARTTLS x'])
      expect(await client.say(line)).not.toMatch(/^\d{3}[ -]\d\.\d/)
    expect(await client.say('MAIL FROM:<a@example.test> SIZE=31457281')).toBe('552 Message too large')
    client.destroy()
  })

  test('after the last message that a connection may send comes 421', async () => {
    const client = await ready({ messagesPerConnection: 2 })
    await client.sayAll(...begin, '.', ...begin, '.')
    expect(await client.say('MAIL FROM:<a@example.test>')).toMatch(/^421 [^\d]/)
    expect(await client.untilClosed()).toBe('')
  })
})
