import { afterEach, describe, expect, test } from 'vitest'
import { reply } from '../../electron/engine/smtp/reply.ts'
import { SmtpSocket } from '../support/smtpSocket.ts'
import { type RigOptions, type SmtpRig, heldAccept, spoken, startSmtp } from '../support/smtpServer.ts'

let rig: SmtpRig
async function start(options: RigOptions = {}): Promise<SmtpRig> {
  rig = await startSmtp(options)
  return rig
}
afterEach(() => rig.close())

describe('a session', () => {
  test('greets at once, without an enhanced code', async () => {
    const { port } = await start()
    const client = await SmtpSocket.open(port)
    expect(await client.reply()).toBe('220 sandpost.test ESMTP Sandpost')
    client.destroy()
  })

  test('says in EHLO what it can do, each extension once and none of them with an enhanced code', async () => {
    const { port } = await start()
    const client = await SmtpSocket.open(port)
    await client.reply()
    expect((await client.say('ehlo client.test')).split('\n')).toEqual([
      '250-sandpost.test',
      '250-PIPELINING',
      '250-SIZE 36700160',
      '250-8BITMIME',
      '250-SMTPUTF8',
      '250-CHUNKING',
      '250-BINARYMIME',
      '250-DSN',
      '250-ENHANCEDSTATUSCODES',
      '250-LIMITS RCPTMAX=1000',
      '250-STARTTLS',
      '250 AUTH PLAIN LOGIN',
    ])
    client.destroy()
  })

  test('offers CRAM-MD5 only where it can be verified, and MAILMAX only where there is one', async () => {
    const { port } = await start({ cramMd5: true, limits: { messagesPerConnection: 3 } })
    const client = await SmtpSocket.open(port)
    await client.reply()
    const ehlo = await client.say('EHLO client.test')
    expect(ehlo).toContain('AUTH PLAIN LOGIN CRAM-MD5')
    expect(ehlo).toContain('LIMITS RCPTMAX=1000 MAILMAX=3')
    client.destroy()
  })

  test('answers each command with the code of the table', async () => {
    const { port } = await start()
    const client = await SmtpSocket.open(port)
    await client.reply()
    const dialogue: [string, string][] = [
      ['MAIL FROM:<a@example.test>', '503 5.5.1'],
      ['RCPT TO:<b@example.test>', '503 5.5.1'],
      ['DATA', '503 5.5.1'],
      ['EHLO', '501 EHLO'],
      ['HELO', '501 HELO'],
      ['HELO client.test', '250 sandpost.test'],
      ['NOOP', '250 2.0.0'],
      ['noop with words', '250 2.0.0'],
      ['HELP', '214-2.0.0'],
      ['VRFY', '501 5.5.4'],
      ['VRFY bob', '252 2.5.2'],
      ['EXPN list', '502 5.5.1'],
      ['TURN', '500 5.5.1'],
      ['RSET now', '501 5.5.4'],
      ['QUIT now', '501 5.5.4'],
      ['RCPT TO:<b@example.test>', '503 5.5.1'],
      ['MAIL', '501 5.5.2'],
      ['MAIL FROM:<a@example.test>', '250 2.1.0'],
      ['MAIL FROM:<a@example.test>', '503 5.5.1'],
      ['DATA', '503 5.5.1'],
      ['RCPT', '501 5.5.2'],
      ['RCPT TO:<b@example.test>', '250 2.1.5'],
      ['DATA now', '501 5.5.4'],
      ['RSET', '250 2.0.0'],
      ['DATA', '503 5.5.1'],
      ['QUIT', '221 2.0.0'],
    ]
    for (const [command, expected] of dialogue) {
      expect([command, (await client.say(command)).slice(0, expected.length)]).toEqual([command, expected])
    }
    expect(await client.untilClosed()).toBe('')
    const { session } = await rig.sessionEnded()
    expect(session).toMatchObject({ ending: 'quit', clientName: 'client.test', messages: 0 })
    expect(session.refusals).toBe(dialogue.filter(([, expected]) => expected.startsWith('5')).length)
    expect(session.lastRefusal).toMatch(/^503 5\.5\.1 /)
  })

  test('EHLO in the middle of a transaction ends the transaction', async () => {
    const { port } = await start()
    const client = await SmtpSocket.ready(port)
    await client.sayAll('MAIL FROM:<a@example.test>', 'RCPT TO:<b@example.test>', 'EHLO again.test')
    expect(await client.say('DATA')).toMatch(/^503/)
    client.destroy()
  })

  test('answers a whole pipelined group in order, with two messages in one packet', async () => {
    const { port, received } = await start()
    const client = await SmtpSocket.ready(port)
    const transaction = (name: string): string =>
      `MAIL FROM:<a@example.test>\r\nRCPT TO:<${name}@example.test>\r\nDATA\r\nSubject: ${name}\r\n\r\n..\r\n.\r\n`
    client.write(`${transaction('one')}${transaction('two')}NOOP\r\nQUIT\r\n`)
    const codes: string[] = []
    for (let index = 0; index < 10; index += 1) codes.push((await client.reply()).slice(0, 3))
    expect(codes).toEqual(['250', '250', '354', '250', '250', '250', '354', '250', '250', '221'])
    expect(received.map(({ bytes }) => bytes.toString())).toEqual([
      'Subject: one\r\n\r\n.\r\n',
      'Subject: two\r\n\r\n.\r\n',
    ])
  })

  test('commands pipelined behind a message wait until the backend has answered', async () => {
    const backend = heldAccept(reply(452, '4.3.1', 'Disk full'))
    const { port } = await start({
      accept: backend.accept,
    })
    const client = await SmtpSocket.ready(port)
    await client.sayAll('MAIL FROM:<a@example.test>', 'RCPT TO:<b@example.test>', 'DATA')
    client.write('x\r\n.\r\nNOOP\r\n')
    await backend.called
    client.write('QUIT\r\n')
    backend.answer()
    expect(await client.reply()).toBe('452 4.3.1 Disk full')
    expect(await client.reply()).toBe('250 2.0.0 OK')
    expect(await client.reply()).toBe('221 2.0.0 Goodbye')
  })

  test('hands over the envelope with its SMTP parameters', async () => {
    const { port, received } = await start()
    const client = await SmtpSocket.ready(port)
    const replies = [
      await client.say('MAIL FROM:<a@example.test> SIZE=200 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=QQ314159 AUTH=<>'),
      await client.say('RCPT TO:<b@example.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;Bob+20B@example.test'),
      await client.say('RCPT TO:<c@example.test> NOTIFY=NEVER'),
      await client.say('DATA'),
      await client.say('Subject: x\r\n\r\n.'),
    ]
    expect(replies.map((text) => text.slice(0, 3))).toEqual(['250', '250', '250', '354', '250'])
    expect(received[0]?.envelope).toEqual({
      mailFrom: {
        address: 'a@example.test',
        size: 200,
        body: '8BITMIME',
        smtputf8: true,
        dsn: { ret: 'HDRS', envid: 'QQ314159' },
      },
      recipients: [
        { address: 'b@example.test', dsn: { notify: ['SUCCESS', 'DELAY'], orcpt: 'rfc822;Bob+20B@example.test' } },
        { address: 'c@example.test', dsn: { notify: ['NEVER'] } },
      ],
    })
    client.destroy()
  })

  test.each([
    ['MAIL FROM:<a@example.test> SIZE=-1', '501 5.5.4'],
    ['MAIL FROM:<a@example.test> SIZE=999999999999999999999', '501 5.5.4'],
    ['MAIL FROM:<a@example.test> SIZE=99999999999', '552 5.3.4'],
    ['MAIL FROM:<a@example.test> SIZE', '501 5.5.4'],
    ['MAIL FROM:<a@example.test> BODY=9BIT', '501 5.5.4'],
    ['MAIL FROM:<a@example.test> RET=ALL', '501 5.5.4'],
    ['MAIL FROM:<a@example.test> ENVID=a+2', '501 5.5.4'],
    ['MAIL FROM:<a@example.test> SMTPUTF8=yes', '501 5.5.4'],
    ['MAIL FROM:<a@example.test> SIZE=1 size=2', '501 5.5.4'],
    ['MAIL FROM:<a@example.test> SIZE=', '501 5.5.4'],
    ['MAIL FROM:<a@example.test> FOO=bar', '555 5.5.4'],
    ['MAIL FROM:<a@example.test> =bar', '501 5.5.4'],
    ['MAIL FROM:<a@example.test>SIZE=1', '501 5.5.2'],
  ])('%s is answered with %s', async (command, expected) => {
    const { port } = await start()
    const client = await SmtpSocket.ready(port)
    expect(await client.say(command)).toMatch(new RegExp(`^${expected}`))
    client.destroy()
  })

  test.each(['NOTIFY=NEVER,SUCCESS', 'NOTIFY=', 'NOTIFY=MAYBE', 'ORCPT=bob', 'ORCPT=rfc822;', 'NOTIFY=DELAY,DELAY'])(
    'RCPT with %s is refused',
    async (parameter) => {
      const { port } = await start()
      const client = await SmtpSocket.ready(port)
      await client.say('MAIL FROM:<a@example.test>')
      expect(await client.say(`RCPT TO:<b@example.test> ${parameter}`)).toMatch(/^501 5\.5\.4/)
      client.destroy()
    },
  )

  test('keeps the dialogue, the message left out', async () => {
    const { port } = await start()
    const client = await SmtpSocket.ready(port)
    await client.sayAll(
      'MAIL FROM:<a@example.test>',
      'RCPT TO:<b@example.test>',
      'DATA',
      'Subject: private\r\n\r\n.',
      'QUIT',
    )
    const { session, lines } = await rig.sessionEnded()
    expect(spoken(lines).filter((line) => !line.startsWith('S: 250-'))).toEqual([
      'S: 220 sandpost.test ESMTP Sandpost',
      'C: EHLO client.test',
      'S: 250 AUTH PLAIN LOGIN',
      'C: MAIL FROM:<a@example.test>',
      'S: 250 2.1.0 Sender OK',
      'C: RCPT TO:<b@example.test>',
      'S: 250 2.1.5 Recipient OK',
      'C: DATA',
      'S: 354 End data with <CRLF>.<CRLF>',
      'N: [message data: 20 bytes]',
      'S: 250 2.6.0 Captured',
      'C: QUIT',
      'S: 221 2.0.0 Goodbye',
    ])
    expect(session).toMatchObject({ messages: 1, refusals: 0, lastRefusal: null, tls: null, login: null })
    expect(lines.every(({ encrypted }) => !encrypted)).toBe(true)
  })

  test('shows the lines of a session that goes on, and its facts', async () => {
    const { port, server } = await start()
    const client = await SmtpSocket.ready(port)
    await client.sayAll('MAIL FROM:<a@example.test>', 'RCPT TO:<b@example.test>', 'DATA', '.', 'NOOP')
    const id = rig.received[0]?.session.id ?? 0
    expect(server.liveTranscript(id)).toMatch(/ 250 2\.6\.0 Captured\n.* NOOP\n.* 250 2\.0\.0 OK\n$/)
    expect(server.liveSession(id)).toMatchObject({ ending: 'open', messages: 1 })
    expect(server.activeSessions).toBe(1)
    expect(server.liveTranscript(1)).toBe('')
    expect(server.liveSession(1)).toBeNull()
    client.destroy()
  })

  test('ids grow with time and are safe integers', async () => {
    const { port } = await start()
    const ids: number[] = []
    for (let index = 0; index < 3; index += 1) {
      const client = await SmtpSocket.ready(port)
      await client.say('QUIT')
      ids.push((await rig.sessionEnded()).session.id)
    }
    expect(ids.every(Number.isSafeInteger)).toBe(true)
    expect(ids).toEqual(ids.toSorted((a, b) => a - b))
    expect(new Set(ids).size).toBe(3)
  })

  test('a backend that breaks its promise is a local error, never a 250', async () => {
    const { port } = await start({ accept: () => Promise.reject(new Error('broken')) })
    const client = await SmtpSocket.ready(port)
    await client.sayAll('MAIL FROM:<a@example.test>', 'RCPT TO:<b@example.test>', 'DATA')
    expect(await client.say('.')).toMatch(/^451 4\.3\.0/)
    expect(await client.say('NOOP')).toMatch(/^250/)
    client.destroy()
  })
})
