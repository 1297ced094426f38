import { afterEach, describe, expect, test } from 'vitest'
import { connect as connectTls } from 'node:tls'
import { SmtpSocket } from '../support/smtpSocket.ts'
import { type RigOptions, type SmtpRig, spoken, startSmtp } from '../support/smtpServer.ts'

let rig: SmtpRig
async function ready(options: RigOptions = {}): Promise<SmtpSocket> {
  rig = await startSmtp(options)
  return SmtpSocket.ready(rig.port)
}
afterEach(() => rig.close())

const trusted = (): { ca: string; servername: string } => ({ ca: rig.caPem, servername: 'localhost' })

describe('TLS', () => {
  test('begins with STARTTLS, and what was said before counts for nothing', async () => {
    const client = await ready({ loginMode: 'required' })
    await client.say(`AUTH PLAIN ${Buffer.from('\0a\0b').toString('base64')}`)
    await client.say('MAIL FROM:<a@example.test>')
    expect(await client.say('STARTTLS')).toBe('220 2.0.0 Ready to start TLS')
    await client.startTls(trusted())
    expect(await client.say('RCPT TO:<b@example.test>')).toMatch(/^503/)
    expect(await client.say('MAIL FROM:<a@example.test>')).toMatch(/^503/)
    const ehlo = await client.say('EHLO inside.test')
    expect(ehlo).not.toContain('STARTTLS')
    expect(await client.say('STARTTLS')).toMatch(/^503/)
    expect(await client.say('MAIL FROM:<a@example.test>')).toMatch(/^530/)
    await client.say('QUIT')
    const { session, lines } = await rig.sessionEnded()
    expect(session).toMatchObject({ ending: 'quit', clientName: 'inside.test', login: null })
    expect(session.tls).toMatchObject({ protocol: 'TLSv1.3', serverName: 'localhost' })
    expect(spoken(lines).find((line) => line.startsWith('N:'))).toContain('TLS established: TLSv1.3')
    const first = lines.findIndex(({ encrypted }) => encrypted)
    expect(lines[first - 1]?.text).toBe('220 2.0.0 Ready to start TLS')
    expect(lines.slice(first).every(({ encrypted }) => encrypted)).toBe(true)
  })

  test('offers REQUIRETLS (RFC 8689) inside, and knows no such word in clear', async () => {
    const client = await ready()
    expect(await client.say('MAIL FROM:<a@example.test> REQUIRETLS')).toMatch(/^555/)
    await client.say('STARTTLS')
    await client.startTls(trusted())
    expect(await client.say('EHLO inside.test')).toContain('REQUIRETLS')
    expect(await client.say('MAIL FROM:<a@example.test> REQUIRETLS=yes')).toMatch(/^501/)
    expect(await client.say('MAIL FROM:<a@example.test> REQUIRETLS')).toMatch(/^250/)
    client.destroy()
  })

  test('comes first on a listener with implicit TLS', async () => {
    rig = await startSmtp()
    const socket = connectTls({ port: rig.tlsPort, host: '127.0.0.1', ...trusted() })
    const client = new SmtpSocket(socket)
    expect(await client.reply()).toMatch(/^220 /)
    expect(await client.say('EHLO client.test')).not.toContain('STARTTLS')
    await client.sayAll('MAIL FROM:<a@example.test>', 'RCPT TO:<b@example.test>', 'DATA', 'x\r\n.', 'QUIT')
    expect(rig.received[0]?.bytes.toString()).toBe('x\r\n')
    const { session } = await rig.sessionEnded()
    expect(session).toMatchObject({ security: 'tls', ending: 'quit', messages: 1, listenerPort: rig.tlsPort })
    expect(rig.server.activeSessions).toBe(0)
  })

  test('carries a large message both ways of the window', async () => {
    const client = await ready()
    await client.say('STARTTLS')
    await client.startTls(trusted())
    await client.sayAll('EHLO c', 'MAIL FROM:<a@example.test>', 'RCPT TO:<b@example.test>', 'DATA')
    const body = Buffer.alloc(3_000_000, 'line of text, line of text\r\n')
    client.write(body)
    expect(await client.say('\r\n.')).toMatch(/^250/)
    expect(rig.received[0]?.bytes.subarray(0, body.length).equals(body)).toBe(true)
    client.destroy()
  })

  test('STARTTLS takes no argument', async () => {
    const client = await ready()
    expect(await client.say('STARTTLS now')).toMatch(/^501/)
    client.destroy()
  })
})

describe('STARTTLS injection', () => {
  test('plaintext pipelined behind STARTTLS is not carried out: the session ends', async () => {
    const client = await ready()
    client.write('STARTTLS\r\nMAIL FROM:<evil@example.test>\r\nRCPT TO:<victim@example.test>\r\n')
    expect(await client.untilClosed()).toMatch(/^554 5\.5\.1 [^\r]*\r\n$/)
    const { session, lines } = await rig.sessionEnded()
    expect(session).toMatchObject({ ending: 'refused', tls: null })
    expect(spoken(lines).join('\n')).not.toContain('evil')
  })

  test('plaintext that arrives after the 220 breaks the handshake and is never a command', async () => {
    const client = await ready()
    await client.say('STARTTLS')
    client.write('MAIL FROM:<evil@example.test>\r\n')
    await client.untilClosed()
    const { session, lines } = await rig.sessionEnded()
    expect(session.ending).toBe('tlsFailed')
    expect(spoken(lines).join('\n')).not.toContain('evil')
    expect(spoken(lines).at(-1)).toMatch(/^N: \[TLS handshake failed: /)
  })

  test('a TLS client that hangs up in the handshake leaves nothing behind', async () => {
    const client = await ready()
    await client.say('STARTTLS')
    client.write(Buffer.from([0x16, 0x03, 0x01, 0x02]))
    client.destroy()
    expect((await rig.sessionEnded()).session.ending).toMatch(/tlsFailed|clientClosed/)
    expect(rig.server.activeSessions).toBe(0)
  })

  test('a client that refuses the certificate is told apart in the transcript', async () => {
    const client = await ready()
    await client.say('STARTTLS')
    await expect(client.startTls({ servername: 'localhost' })).rejects.toThrow()
    const { session, lines } = await rig.sessionEnded()
    expect(session.ending).toMatch(/tlsFailed|clientClosed/)
    expect(spoken(lines).some((line) => line.startsWith('N: ['))).toBe(true)
  })

  test('renegotiation is refused', async () => {
    const client = await ready()
    await client.say('STARTTLS')
    await client.startTls({ ...trusted(), maxVersion: 'TLSv1.2' })
    const { socket } = client
    if (!('renegotiate' in socket)) throw new Error('not a TLS socket')
    const outcome = await new Promise((resolve) => {
      socket.once('error', resolve).once('close', () => resolve('closed'))
      ;(socket as ReturnType<typeof connectTls>).renegotiate({}, (error) => resolve(error ?? 'renegotiated'))
    })
    expect(outcome).not.toBe('renegotiated')
    client.destroy()
  })
})

describe('a client that mistakes the port', () => {
  test('TLS on the STARTTLS port: the transcript says what to do', async () => {
    rig = await startSmtp()
    const socket = connectTls({ port: rig.port, host: '127.0.0.1', ...trusted() })
    await new Promise((resolve) => socket.once('error', resolve))
    const { session, lines } = await rig.sessionEnded()
    expect(session.ending).toBe('tlsFailed')
    expect(spoken(lines).join('\n')).toContain('Client began TLS without STARTTLS')
  })

  test('plaintext on the TLS port: the handshake fails and says so', async () => {
    rig = await startSmtp()
    const client = await SmtpSocket.open(rig.tlsPort)
    client.write('EHLO client.test\r\n')
    await client.untilClosed()
    const { session, lines } = await rig.sessionEnded()
    expect(session).toMatchObject({ ending: 'tlsFailed', tls: null })
    expect(spoken(lines).join('\n')).toContain('TLS handshake failed')
  })
})
