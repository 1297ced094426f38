import { afterEach, describe, expect, test } from 'vitest'
import { profiles } from '../../electron/engine/providers/index.ts'
import { Profile, ProfileName } from '../../shared/model/manners.ts'
import { plainLogin, type ProfileRig, startLike } from '../support/profileRig.ts'
import { SmtpSocket } from '../support/smtpSocket.ts'
import { newCredential, newKey, window } from '../support/vault.ts'

let rig: ProfileRig | null = null
afterEach(async () => {
  await rig?.close()
  rig = null
})

const begin = ['MAIL FROM:<a@example.test>', 'RCPT TO:<b@example.test>', 'DATA']

describe('like Paubox', () => {
  test('STARTTLS, then the login with a key, then mail', async () => {
    rig = await startLike('paubox')
    const { key } = rig.vault.apiKeys.create(newKey({ permissions: ['mail.send'] }), window)
    const plain = await rig.connected()
    await plain.say('EHLO client.test')
    expect(await plain.say('MAIL FROM:<a@example.test>')).toBe('530 5.7.0 Must issue a STARTTLS command first')
    plain.destroy()
    const client = await rig.secured()
    expect(await client.say('EHLO client.test')).toMatch(/^250-smtp\.paubox\.com\n.*ENHANCEDSTATUSCODES/s)
    expect(await client.say('MAIL FROM:<a@example.test>')).toBe('530 5.7.0 Authentication required')
    expect(await client.say(plainLogin('apikey', 'wrong'))).toMatch(/^535 5\.7\.8/)
    expect(await client.say(plainLogin('apikey', key))).toMatch(/^235 2\.7\.0/)
    expect(await client.sayAll(...begin, '.')).toMatch(/^250 2\./)
    client.destroy()
  })

  test('message 501 of a minute is put off, over all connections and both ports', async () => {
    rig = await startLike('paubox')
    const { username, password } = rig.vault.smtpCredentials.create(newCredential(), window)
    const one = await rig.secured()
    await one.say(plainLogin(username, password))
    for (let index = 0; index < 499; index += 1) await one.sayAll('MAIL FROM:<a@example.test>', 'RSET')
    const two = await SmtpSocket.open(rig.tlsPort)
    await two.startTls({ ca: rig.caPem, host: 'localhost' })
    await two.reply()
    await two.sayAll('EHLO client.test', plainLogin(username, password))
    expect(await two.say('MAIL FROM:<a@example.test>')).toMatch(/^250/)
    expect(await one.say('MAIL FROM:<a@example.test>')).toMatch(/^451 4\.7\.1/)
    one.destroy()
    two.destroy()
  })
})

describe('like Elastic Email', () => {
  test('its replies to a right and to a wrong login, before TLS or after', async () => {
    rig = await startLike('elasticemail')
    const { username, password } = rig.vault.smtpCredentials.create(newCredential(), window)
    const client = await rig.connected()
    await client.say('EHLO client.test')
    expect(await client.say('MAIL FROM:<a@example.test>')).toMatch(/^530 5\.7\.0/)
    expect(await client.say(plainLogin(username, 'wrong'))).toBe('535 Authentication failed')
    expect(await client.say(plainLogin(username, password))).toBe('235 Authentication successful')
    expect(await client.sayAll(...begin, '.')).toMatch(/^250/)
    client.destroy()
    const secured = await rig.secured()
    expect(await secured.say(plainLogin(username, password))).toBe('235 Authentication successful')
    secured.destroy()
  })

  test('connection 21 of an address is sent away; another address is not, and one that leaves makes room', async () => {
    rig = await startLike('elasticemail')
    const { port } = rig
    const many = await Promise.all(Array.from({ length: 20 }, async () => rig?.connected()))
    expect(await (await SmtpSocket.open(port)).reply()).toMatch(/^421 4\.7\.0/)
    expect(await (await SmtpSocket.open(port, '127.0.0.2')).reply()).toMatch(/^220/)
    expect(await many[0]?.say('QUIT')).toMatch(/^221/)
    await many[0]?.untilClosed()
    await rig.sessionEnded()
    await rig.sessionEnded()
    expect(await (await SmtpSocket.open(port)).reply()).toMatch(/^220/)
  })

  test('a command that takes too long ends the connection', async () => {
    rig = await startLike('elasticemail', { commandSeconds: 0.2 })
    const client = await rig.connected()
    expect(await client.reply()).toMatch(/^421 4\.4\.2/)
  })
})

describe('profiles', () => {
  test('there is one for every name, and every fact has a source', () => {
    expect(profiles().map(({ name }) => name)).toEqual(ProfileName.options)
    for (const profile of profiles()) {
      expect(Profile.parse(profile)).toEqual(profile)
      for (const { what, value, source } of profile.facts) expect([what, value, source]).not.toContain('')
    }
  })

  test('without one, a lenient listener is what it always was', async () => {
    rig = await startLike('sandpost')
    const client = await rig.connected()
    expect(await client.say('EHLO client.test')).toMatch(/^250-sandpost\.test\n.*CHUNKING.*ENHANCEDSTATUSCODES/s)
    expect(await client.say(plainLogin('nobody', 'anything'))).toBe('235 2.7.0 Login accepted')
    expect(await client.sayAll(...begin, '.')).toBe('250 2.6.0 Captured')
    client.destroy()
  })
})
