import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SmtpSocket } from '../support/smtpSocket.ts'
import { type SmtpRig, startSmtp } from '../support/smtpServer.ts'

let rig: SmtpRig
beforeAll(async () => {
  rig = await startSmtp()
})
afterAll(() => rig.close())

const long = (length: number): string => 'x'.repeat(length)

/** What the server makes of a recipient: the address it took, or its refusal. */
async function recipient(path: string, mail = 'MAIL FROM:<a@example.test>'): Promise<string> {
  const client = await SmtpSocket.ready(rig.port)
  expect(await client.say(mail)).toMatch(/^250/)
  const answer = await client.say(`RCPT TO:${path}`)
  if (!answer.startsWith('250')) {
    client.destroy()
    return answer
  }
  await client.sayAll('DATA', '.', 'QUIT')
  return rig.received.at(-1)?.envelope.recipients[0]?.address ?? 'nothing'
}

describe('addresses that are taken', () => {
  test.each([
    ['<b@example.test>', 'b@example.test'],
    [' <b@example.test>', 'b@example.test'],
    ['<b@localhost>', 'b@localhost'],
    ['<b+tag.x=y!#$%&*/?^_`{|}~-@example.test>', 'b+tag.x=y!#$%&*/?^_`{|}~-@example.test'],
    ['<"john doe"@example.test>', '"john doe"@example.test'],
    [String.raw`<"a\"b>c\\d"@example.test>`, String.raw`"a\"b>c\\d"@example.test`],
    ['<"@"@example.test>', '"@"@example.test'],
    ['<""@example.test>', '""@example.test'],
    ['<@relay.test,@other.test:b@example.test>', 'b@example.test'],
    ['<b@[127.0.0.1]>', 'b@[127.0.0.1]'],
    ['<b@[IPv6:2001:db8::1]>', 'b@[IPv6:2001:db8::1]'],
    ['<postmaster>', 'postmaster'],
    ['<PostMaster>', 'PostMaster'],
    [`<${long(64)}@example.test>`, `${long(64)}@example.test`],
  ])('%s', async (path, address) => {
    expect(await recipient(path)).toBe(address)
  })

  test('non-ASCII ones with SMTPUTF8', async () => {
    expect(await recipient('<δοκιμή@παράδειγμα.test>', 'MAIL FROM:<用户@例え.test> SMTPUTF8')).toBe(
      'δοκιμή@παράδειγμα.test',
    )
    expect(rig.received.at(-1)?.envelope.mailFrom.address).toBe('用户@例え.test')
  })

  test('the null sender', async () => {
    expect(await recipient('<b@example.test>', 'MAIL FROM:<>')).toBe('b@example.test')
    expect(rig.received.at(-1)?.envelope.mailFrom.address).toBe('')
  })
})

describe('address syntax abuse is refused', () => {
  test.each([
    ['b@example.test', '501 5.5.2'],
    ['<b@example.test', '501 5.5.2'],
    ['b@example.test>', '501 5.5.2'],
    ['<<b@example.test>>', '501 5.5.2'],
    ['<b@example.test>>', '501 5.5.2'],
    ['<"b@example.test>', '501 5.5.2'],
    ['<<b@example.test>', '553 5.1.3'],
    ['<>', '553 5.1.3'],
    ['<b>', '553 5.1.3'],
    ['<b@>', '553 5.1.3'],
    ['<@example.test>', '553 5.1.3'],
    ['<b c@example.test>', '553 5.1.3'],
    ['< b@example.test >', '553 5.1.3'],
    ['<b@example .test>', '553 5.1.3'],
    ['<b@c@example.test>', '553 5.1.3'],
    ['<.b@example.test>', '553 5.1.3'],
    ['<b..c@example.test>', '553 5.1.3'],
    ['<b.@example.test>', '553 5.1.3'],
    ['<b@example..test>', '553 5.1.3'],
    ['<b@-example.test>', '553 5.1.3'],
    ['<b@example.test.>', '553 5.1.3'],
    ['<b@[127.0.0.1>', '553 5.1.3'],
    ['<b@[999.0.0.1]>', '553 5.1.3'],
    ['<b@[IPv6:1.2.3.4]>', '553 5.1.3'],
    ['<b@[IPv6:::1%lo]>', '553 5.1.3'],
    ['<b@127.0.0.1:25>', '553 5.1.3'],
    ['<a@example.test,b@example.test>', '553 5.1.3'],
    ['<@relay.test:>', '553 5.1.3'],
    ['<"a"b@example.test>', '553 5.1.3'],
    [`<${long(300)}@example.test>`, '553 5.1.3'],
    [`<b@${'x.'.repeat(130)}test>`, '553 5.1.3'],
    ['<bücher@example.test>', '553 5.6.7'],
    ['<b@bücher.test>', '553 5.6.7'],
  ])('%s', async (path, expected) => {
    expect((await recipient(path)).slice(0, 9)).toBe(expected)
  })

  test('as a sender with its own code', async () => {
    const client = await SmtpSocket.ready(rig.port)
    expect(await client.say('MAIL FROM:<a b@example.test>')).toMatch(/^553 5\.1\.7/)
    expect(await client.say('MAIL FROM:<postmaster>')).toMatch(/^553 5\.1\.7/)
    expect(await client.say('MAIL FROM:<bücher@example.test>')).toMatch(/^553 5\.6\.7/)
    client.destroy()
  })

  test('bytes that are not UTF-8', async () => {
    const client = await SmtpSocket.ready(rig.port)
    client.write(Buffer.from('MAIL FROM:<b\xfccher@example.test> SMTPUTF8\r\n', 'latin1'))
    expect(await client.reply()).toMatch(/^553 5\.1\.7 .*UTF-8/)
    client.destroy()
  })

  test('CRLF in an address is a command of its own, and a refused one', async () => {
    const client = await SmtpSocket.ready(rig.port)
    client.write('MAIL FROM:<a@example.test\r\nRCPT TO:<victim@example.test>\r\n')
    expect(await client.reply()).toMatch(/^501 5\.5\.2/)
    expect(await client.reply()).toMatch(/^503 5\.5\.1/)
    client.destroy()
  })

  test('a hostile address does not take the address check long', async () => {
    const client = await SmtpSocket.ready(rig.port)
    for (const evil of ['a.'.repeat(120), '-'.repeat(240), `"${'\\'.repeat(240)}`, `b@${'a-'.repeat(118)}`]) {
      expect(await client.say(`MAIL FROM:<${evil}>`)).toMatch(/^5/)
    }
    client.destroy()
  })
})
