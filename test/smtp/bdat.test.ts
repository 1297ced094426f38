import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SmtpSocket } from '../support/smtpSocket.ts'
import { type SmtpRig, spoken, startSmtp } from '../support/smtpServer.ts'

let rig: SmtpRig
let client: SmtpSocket
beforeEach(async () => {
  rig = await startSmtp({ limits: { messageBytes: 100_000 } })
  client = await SmtpSocket.ready(rig.port)
})
afterEach(async () => {
  client.destroy()
  await rig.close()
})

async function begin(mail = 'MAIL FROM:<a@example.test>'): Promise<void> {
  expect(await client.sayAll(mail, 'RCPT TO:<b@example.test>')).toMatch(/^250/)
}

describe('BDAT', () => {
  test('puts chunks together and keeps every byte, dots, NULs and bare line ends included', async () => {
    await begin('MAIL FROM:<a@example.test> BODY=BINARYMIME')
    const bytes = Buffer.from(Array.from({ length: 2_000 }, (_, index) => index % 256))
    client.write(Buffer.concat([Buffer.from('BDAT 2000\r\n'), bytes]))
    expect(await client.reply()).toBe('250 2.0.0 2000 octets received')
    client.write('BDAT 9 LAST\r\n\r\n.\r\n..\r\n')
    expect(await client.reply()).toBe('250 2.6.0 Captured')
    expect(rig.received[0]?.bytes).toEqual(Buffer.concat([bytes, Buffer.from('\r\n.\r\n..\r\n')]))
    expect(rig.received[0]?.envelope.mailFrom.body).toBe('BINARYMIME')
  })

  test('ends with an empty last chunk', async () => {
    await begin()
    client.write('BDAT 3\r\nabcBDAT 0 LAST\r\n')
    expect(await client.reply()).toMatch(/^250 2\.0\.0/)
    expect(await client.reply()).toMatch(/^250 2\.6\.0/)
    expect(rig.received[0]?.bytes.toString()).toBe('abc')
  })

  test('pipelined chunks byte by byte come out whole', async () => {
    await begin()
    for (const byte of 'BDAT 5\r\nhelloBDAT 6 LAST\r\n world') client.write(byte)
    expect(await client.reply()).toMatch(/^250 2\.0\.0/)
    expect(await client.reply()).toMatch(/^250 2\.6\.0/)
    expect(rig.received[0]?.bytes.toString()).toBe('hello world')
  })

  test('without a transaction swallows its octets, so that they are not taken for commands', async () => {
    client.write('BDAT 31 LAST\r\nMAIL FROM:<evil@example.test>\r\nNOOP\r\n')
    expect(await client.reply()).toMatch(/^503 5\.5\.1/)
    expect(await client.reply()).toBe('250 2.0.0 OK')
    expect(await client.say('RCPT TO:<b@example.test>')).toMatch(/^503/)
  })

  test('without a recipient swallows its octets too', async () => {
    await client.say('MAIL FROM:<a@example.test>')
    client.write('BDAT 6 LAST\r\nQUIT\r\nNOOP\r\n')
    expect(await client.reply()).toMatch(/^503 5\.5\.1/)
    expect(await client.reply()).toBe('250 2.0.0 OK')
  })

  test('DATA, MAIL and RCPT are out of order once it has begun, RSET starts anew', async () => {
    await begin()
    client.write('BDAT 3\r\nabc')
    await client.reply()
    expect(await client.say('DATA')).toMatch(/^503 5\.5\.1/)
    expect(await client.say('MAIL FROM:<a@example.test>')).toMatch(/^503 5\.5\.1/)
    expect(await client.say('RCPT TO:<c@example.test>')).toMatch(/^503 5\.5\.1/)
    expect(await client.say('RSET')).toMatch(/^250/)
    await begin()
    client.write('BDAT 1 LAST\r\nx')
    await client.reply()
    expect(rig.received[0]?.bytes.toString()).toBe('x')
  })

  test('a BINARYMIME message is not taken with DATA', async () => {
    await begin('MAIL FROM:<a@example.test> BODY=BINARYMIME')
    expect(await client.say('DATA')).toMatch(/^503 5\.5\.1/)
  })

  test('chunks that add up to too much are 552 to the last, and nothing is captured', async () => {
    await begin()
    const chunk = Buffer.alloc(60_000, 'x')
    const replies: string[] = []
    for (const last of ['', '', ' LAST']) {
      client.write(Buffer.concat([Buffer.from(`BDAT 60000${last}\r\n`), chunk]))
      replies.push((await client.reply()).slice(0, 9))
    }
    expect(replies).toEqual(['250 2.0.0', '552 5.3.4', '552 5.3.4'])
    expect(await client.say('NOOP')).toMatch(/^250/)
    expect(rig.received).toEqual([])
  })
})

describe('BDAT abuse', () => {
  test.each([
    '-1',
    '+5',
    '1e3',
    '0x10',
    '',
    'LAST',
    '5 FIRST',
    '5 LAST LAST',
    '9'.repeat(16),
    '9'.repeat(400),
    '5.0',
    '٣',
  ])(
    'a size that cannot be read (%s) ends the connection, since nobody knows where the chunk would end',
    async (size) => {
      await begin()
      client.write(`BDAT ${size}\r\nMAIL FROM:<evil@example.test>\r\n`)
      expect(await client.untilClosed()).toMatch(/^501 5\.5\.4 [^\r]*\r\n$/)
      expect(await rig.sessionEnded()).toMatchObject({ session: { ending: 'refused', messages: 0 } })
    },
  )

  test('an absurd size ends the connection at once', async () => {
    await begin()
    expect(await client.say('BDAT 999999999999999 LAST')).toMatch(/^552 5\.3\.4/)
    expect(await client.untilClosed()).toBe('')
  })

  test('cut in the middle: nothing is captured, and the transcript says what is missing', async () => {
    await begin()
    client.write('BDAT 100 LAST\r\nonly this')
    client.end()
    const { session, lines } = await rig.sessionEnded()
    expect(session).toMatchObject({ ending: 'clientClosed', messages: 0 })
    expect(spoken(lines).at(-1)).toBe(
      'N: [Client closed the connection: 91 of the 100 bytes of a BDAT chunk are missing: message thrown away]',
    )
    expect(rig.received).toEqual([])
  })
})
