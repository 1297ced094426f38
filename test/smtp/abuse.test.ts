import { once } from 'node:events'
import { request } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { reply } from '../../electron/engine/smtp/reply.ts'
import { SmtpSocket } from '../support/smtpSocket.ts'
import { type RigOptions, type SmtpRig, heldAccept, spoken, startSmtp } from '../support/smtpServer.ts'

let rig: SmtpRig
async function ready(options: RigOptions = {}): Promise<SmtpSocket> {
  rig = await startSmtp(options)
  return SmtpSocket.ready(rig.port)
}
afterEach(() => rig.close())

const begin = ['MAIL FROM:<a@example.test>', 'RCPT TO:<b@example.test>', 'DATA']

describe('HTTP posted to the port', () => {
  test('a form that carries SMTP commands is turned away at its first line', async () => {
    rig = await startSmtp()
    const smtp =
      'EHLO evil.test\r\nMAIL FROM:<evil@example.test>\r\nRCPT TO:<victim@example.test>\r\nDATA\r\nx\r\n.\r\n'
    const post = request({ port: rig.port, method: 'POST', path: '/', headers: { 'content-type': 'text/plain' } })
    post.on('error', () => undefined).end(smtp)
    const { session, lines } = await rig.sessionEnded()
    expect(session).toMatchObject({ ending: 'refused', messages: 0 })
    expect(spoken(lines)).toEqual([
      'S: 220 sandpost.test ESMTP Sandpost',
      'C: POST / HTTP/1.1',
      'S: 554 5.5.1 This is an SMTP server, it does not speak HTTP: closing the connection',
    ])
    expect(rig.received).toEqual([])
  })

  test.each(['GET / HTTP/1.1', 'POST /', 'OPTIONS * HTTP/1.0', 'CONNECT mail.test:25 HTTP/1.1'])(
    '%s behind a valid EHLO ends the session too',
    async (line) => {
      const client = await ready()
      client.write(`${line}\r\nMAIL FROM:<evil@example.test>\r\n`)
      expect(await client.untilClosed()).toMatch(/^554 5\.5\.1 [^\r]*\r\n$/)
    },
  )
})

describe('endless commands', () => {
  test('unknown ones end the connection at the limit', async () => {
    const client = await ready({ limits: { unknownCommands: 3 } })
    client.write('FOO\r\nBAR\r\nBAZ\r\nQUX\r\n')
    const said = await client.untilClosed()
    expect(said.match(/^500 5\.5\.1/gm)).toHaveLength(3)
    expect(said).toMatch(/421 4\.7\.0 [^\r]*\r\n$/)
    expect((await rig.sessionEnded()).session.ending).toBe('tooManyErrors')
  })

  test('100,000 NOOPs and RSETs are answered one by one, and the transcript keeps its beginning and its end', async () => {
    const client = await ready()
    const rounds = 50_000
    const flood = Buffer.from('NOOP\r\nRSET\r\n'.repeat(rounds))
    let answers = 0
    client.socket.removeAllListeners('data')
    const all = new Promise<void>((resolve) =>
      client.socket.on('data', (chunk: Buffer) => {
        for (const byte of chunk) if (byte === 0x0a) answers += 1
        if (answers === rounds * 2) resolve()
      }),
    )
    client.write(flood)
    await all
    client.write('QUIT\r\n')
    const { lines } = await rig.sessionEnded()
    const said = spoken(lines)
    expect(said.length).toBeLessThan(5_000)
    expect(said[1]).toBe('C: EHLO client.test')
    expect(said.some((line) => /^N: \[\d+ lines left out\]$/.test(line))).toBe(true)
    expect(said.at(-1)).toBe('S: 221 2.0.0 Goodbye')
  })
})

describe('overlong lines', () => {
  test('a command line of 2,048 octets is read, a longer one refused whole, and the next one carried out', async () => {
    const client = await ready()
    expect(await client.say(`NOOP ${'x'.repeat(2_043)}`)).toMatch(/^250/)
    expect(await client.say(`NOOP ${'x'.repeat(2_044)}`)).toBe('500 5.5.2 Line too long')
    expect(await client.say(`MAIL FROM:<a@example.test> ${'X'.repeat(100_000)}`)).toBe('500 5.5.2 Line too long')
    expect(await client.say('RCPT TO:<b@example.test>')).toMatch(/^503/)
    client.destroy()
  })

  test('a line without end is cut off after a megabyte and ends the connection', async () => {
    const client = await ready()
    const chunk = Buffer.alloc(65_536, 'x')
    for (let index = 0; index < 20; index += 1) client.write(chunk)
    expect(await client.untilClosed()).toMatch(/^421 4\.7\.0/)
    const { session, lines } = await rig.sessionEnded()
    expect(session.ending).toBe('tooManyErrors')
    expect(JSON.stringify(lines).length).toBeLessThan(2_000)
  })

  test('long lines within a message are bytes like any other', async () => {
    const client = await ready()
    await client.sayAll(...begin)
    expect(await client.say(`${'x'.repeat(200_000)}\r\n.`)).toMatch(/^250/)
    expect(rig.received[0]?.bytes.length).toBe(200_002)
    client.destroy()
  })
})

describe('control characters', () => {
  test.each(['\0', '\u0001', '\u001b[2J', '\u007f', '\b'])(
    '%j in a command is refused and shown escaped',
    async (control) => {
      const client = await ready()
      expect(await client.say(`MAIL FROM:<a${control}@example.test>`)).toMatch(/^500 5\.5\.2 Control character/)
      await client.say('QUIT')
      const said = spoken((await rig.sessionEnded()).lines).join('\n')
      expect(said).not.toContain(control)
      expect(said).toContain(String.raw`\x`)
    },
  )

  test('NUL bytes in a message are kept', async () => {
    const client = await ready()
    await client.sayAll(...begin)
    expect(await client.say('a\0b\r\n\0.\r\n.')).toMatch(/^250/)
    expect(rig.received[0]?.bytes.toString('latin1')).toBe('a\0b\r\n\0.\r\n')
    client.destroy()
  })

  test('a reply that quotes a line break cannot become two replies', async () => {
    const client = await ready({ accept: async () => reply(550, '5.7.1', 'No\r\n250 2.0.0 Yes') })
    await client.sayAll(...begin)
    expect(await client.say('.')).toBe('550 5.7.1 No  250 2.0.0 Yes')
    client.destroy()
  })
})

test('slow drips: a whole session byte by byte works', async () => {
  rig = await startSmtp()
  const client = await SmtpSocket.open(rig.port)
  const bytes = `EHLO c\r\n${begin.join('\r\n')}\r\nSubject: x\r\n\r\n..a\r\n...\r\n.\r\nQUIT\r\n`
  for (const byte of bytes) {
    if (!client.socket.write(byte)) await once(client.socket, 'drain')
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(await client.untilClosed()).toMatch(/250 2\.6\.0 Captured\r\n221 2\.0\.0 Goodbye\r\n$/)
  expect(rig.received[0]?.bytes.toString()).toBe('Subject: x\r\n\r\n.a\r\n..\r\n')
})

describe('a client that disconnects', () => {
  const stages: Record<string, string> = {
    'before it says anything': '',
    'within a command': 'EHLO cli',
    'behind EHLO': 'EHLO c\r\n',
    'behind MAIL': 'EHLO c\r\nMAIL FROM:<a@example.test>\r\n',
    'behind RCPT': 'EHLO c\r\nMAIL FROM:<a@example.test>\r\nRCPT TO:<b@example.test>\r\n',
    'behind DATA': `EHLO c\r\n${begin.join('\r\n')}\r\n`,
    'within the message': `EHLO c\r\n${begin.join('\r\n')}\r\nSubject: x\r\n`,
    'before the last line feed': `EHLO c\r\n${begin.join('\r\n')}\r\nSubject: x\r\n\r\n.\r`,
    'within a login': 'EHLO c\r\nAUTH LOGIN\r\n',
  }
  for (const how of ['end', 'destroy', 'reset'] as const) {
    test.each(Object.entries(stages))(`by ${how} %s leaves no message and no session behind`, async (_, bytes) => {
      rig = await startSmtp()
      const client = await SmtpSocket.open(rig.port)
      await client.reply()
      if (bytes !== '') client.write(bytes)
      await new Promise((resolve) => client.socket.write('', resolve))
      client[how]()
      const { session } = await rig.sessionEnded()
      expect(session).toMatchObject({ ending: 'clientClosed', messages: 0 })
      expect(session.endedAt).not.toBeNull()
      expect(rig.received).toEqual([])
      expect(rig.server.activeSessions).toBe(0)
    })
  }

  test('by closing its side behind a pipelined message still gets its answers', async () => {
    rig = await startSmtp()
    const client = await SmtpSocket.open(rig.port)
    client.write(`EHLO c\r\n${begin.join('\r\n')}\r\nx\r\n.\r\nQUIT\r\n`)
    client.end()
    expect(await client.untilClosed()).toMatch(/250 2\.6\.0 Captured\r\n221 2\.0\.0 Goodbye\r\n$/)
    expect(rig.received).toHaveLength(1)
  })

  test('before the answer: the message counts, and the transcript tells that the answer was not heard', async () => {
    const backend = heldAccept()
    const client = await ready({
      accept: backend.accept,
    })
    await client.sayAll(...begin)
    client.write('.\r\n')
    await backend.called
    client.reset()
    while (rig.server.activeSessions > 0) await new Promise((resolve) => setImmediate(resolve))
    backend.answer()
    const { session, lines } = await rig.sessionEnded()
    expect(session).toMatchObject({ messages: 1, ending: 'clientClosed' })
    expect(spoken(lines).at(-1)).toBe('N: [Client was gone before the answer: 250 Captured]')
  })
})

describe('server stop', () => {
  test('everybody is told 421 4.3.2', async () => {
    const client = await ready()
    const other = await SmtpSocket.ready(rig.port)
    await other.sayAll(...begin)
    const closed = rig.server.close()
    expect(await client.untilClosed()).toMatch(/^421 4\.3\.2/)
    expect(await other.untilClosed()).toMatch(/^421 4\.3\.2/)
    client.destroy()
    other.destroy()
    await closed
    expect((await rig.sessionEnded()).session.ending).toBe('serverStopped')
    await expect(SmtpSocket.open(rig.port)).rejects.toThrow('ECONNREFUSED')
  })

  test('a message that is being stored gets its answer before', async () => {
    const backend = heldAccept()
    const client = await ready({
      accept: backend.accept,
    })
    await client.sayAll(...begin)
    client.write('.\r\n')
    await backend.called
    const closed = rig.server.close()
    backend.answer()
    expect(await client.untilClosed()).toMatch(/^250 2\.6\.0 Captured\r\n421 4\.3\.2 [^\r]*\r\n$/)
    client.destroy()
    await closed
  })

  test('one listener can be closed without the other', async () => {
    rig = await startSmtp()
    const listener = await rig.server.open({ host: '127.0.0.1', port: 0, security: 'starttls' })
    const leaving = await SmtpSocket.ready(listener.port)
    const staying = await SmtpSocket.ready(rig.port)
    const closed = listener.close()
    expect(await leaving.untilClosed()).toMatch(/^421/)
    leaving.destroy()
    await closed
    expect(await staying.say('NOOP')).toMatch(/^250/)
    staying.destroy()
  })

  test('a port that is taken is told with the code of the system', async () => {
    rig = await startSmtp()
    await expect(rig.server.open({ host: '127.0.0.1', port: rig.port, security: 'tls' })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    })
  })
})
