import { afterEach, describe, expect, test } from 'vitest'
import { SmtpSocket } from '../support/smtpSocket.ts'
import { type RigOptions, type SmtpRig, heldAccept, spoken, startSmtp } from '../support/smtpServer.ts'

let rig: SmtpRig
async function ready(options: RigOptions = {}): Promise<SmtpSocket> {
  rig = await startSmtp(options)
  return SmtpSocket.ready(rig.port)
}
afterEach(() => rig.close())

const begin = ['MAIL FROM:<a@example.test>', 'RCPT TO:<b@example.test>', 'DATA']

describe('message size', () => {
  test('a message as large as allowed is taken, one byte more is not, and the session goes on', async () => {
    const client = await ready({ limits: { messageBytes: 5_000 } })
    await client.sayAll(...begin)
    expect(await client.say(`${'x'.repeat(4_998)}\r\n.`)).toMatch(/^250/)
    await client.sayAll(...begin)
    expect(await client.say(`${'x'.repeat(4_999)}\r\n.`)).toBe('552 5.3.4 Message too large')
    await client.sayAll(...begin)
    expect(await client.say('small\r\n.')).toMatch(/^250/)
    expect(rig.received.map(({ bytes }) => bytes.length)).toEqual([5_000, 7])
    client.destroy()
  })

  test('a message declared too large is refused at MAIL', async () => {
    const client = await ready({ limits: { messageBytes: 5_000 } })
    expect(await client.say('MAIL FROM:<a@example.test> SIZE=5001')).toMatch(/^552 5\.3\.4/)
    expect(await client.say('MAIL FROM:<a@example.test> SIZE=5000')).toMatch(/^250/)
    client.destroy()
  })

  test('an oversized message is thrown away as it comes, not gathered', async () => {
    const client = await ready({ limits: { messageBytes: 10_000 } })
    await client.sayAll(...begin)
    const chunk = Buffer.alloc(1_000_000, 'x')
    const before = process.memoryUsage().arrayBuffers
    for (let index = 0; index < 100; index += 1) {
      if (!client.socket.write(chunk)) await new Promise((resolve) => client.socket.once('drain', resolve))
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60_000_000)
    expect(await client.say('\r\n.')).toMatch(/^552 5\.3\.4/)
    client.destroy()
  })

  test('is read live', async () => {
    const client = await ready()
    rig.limits.messageBytes = 2_000
    expect(await client.say('EHLO again')).toContain('SIZE 2000')
    expect(await client.say('MAIL FROM:<a@example.test> SIZE=2001')).toMatch(/^552/)
    client.destroy()
  })
})

describe('counts', () => {
  test('more recipients than allowed are 452, the others stay', async () => {
    const client = await ready({ limits: { recipients: 2 } })
    await client.say('MAIL FROM:<a@example.test>')
    const replies = []
    for (const name of ['b', 'c', 'd', 'e'])
      replies.push((await client.say(`RCPT TO:<${name}@example.test>`)).slice(0, 9))
    expect(replies).toEqual(['250 2.1.5', '250 2.1.5', '452 4.5.3', '452 4.5.3'])
    await client.sayAll('DATA', '.')
    expect(rig.received[0]?.envelope.recipients).toHaveLength(2)
    client.destroy()
  })

  test('more messages than allowed on one connection end it with 421', async () => {
    const client = await ready({ limits: { messagesPerConnection: 2 } })
    await client.sayAll(...begin, '.', ...begin, '.')
    expect(await client.say('MAIL FROM:<a@example.test>')).toMatch(/^421 4\.7\.0/)
    expect(await client.untilClosed()).toBe('')
    expect((await rig.sessionEnded()).session).toMatchObject({ ending: 'refused', messages: 2 })
  })

  test('more messages in a minute than allowed for an address are 451, over all its connections', async () => {
    const one = await ready({ limits: { messagesPerMinutePerAddress: 2 } })
    const two = await SmtpSocket.ready(rig.port)
    expect(await one.say('MAIL FROM:<a@example.test>')).toMatch(/^250/)
    expect(await two.say('MAIL FROM:<a@example.test>')).toMatch(/^250/)
    await one.say('RSET')
    expect(await one.say('MAIL FROM:<a@example.test>')).toMatch(/^451 4\.7\.1/)
    rig.limits.messagesPerMinutePerAddress = 0
    expect(await one.say('MAIL FROM:<a@example.test>')).toMatch(/^250/)
    one.destroy()
    two.destroy()
  })

  test('a flood of connections over the limit: each gets 421 and is closed, the ones inside go on', async () => {
    const inside = await ready({ limits: { connections: 3 } })
    const others = [await SmtpSocket.ready(rig.port), await SmtpSocket.ready(rig.port)]
    const flood = await Promise.all(Array.from({ length: 200 }, () => SmtpSocket.open(rig.port)))
    for (const client of flood) {
      expect(await client.reply()).toBe('421 4.7.0 Too many connections, try again later')
      expect(await client.untilClosed()).toBe('')
    }
    expect(await inside.sayAll(...begin, '.')).toMatch(/^250/)
    others[0]?.destroy()
    while (rig.server.activeSessions > 2) await rig.sessionEnded()
    const next = await SmtpSocket.open(rig.port)
    expect(await next.reply()).toMatch(/^220/)
    for (const client of [inside, next, ...others]) client.destroy()
  })

  test('connections from one address have their own limit', async () => {
    const client = await ready({ limits: { connectionsPerAddress: 1 } })
    const second = await SmtpSocket.open(rig.port)
    expect(await second.reply()).toMatch(/^421 4\.7\.0 .*from your address/)
    const { session } = await rig.sessionEnded()
    expect(session).toMatchObject({ ending: 'refused', refusals: 1 })
    client.destroy()
  })

  test('too many connections on the TLS listener are closed before the handshake', async () => {
    const client = await ready({ limits: { connections: 1 } })
    const second = await SmtpSocket.open(rig.tlsPort)
    expect(await second.untilClosed()).toBe('')
    expect(spoken((await rig.sessionEnded()).lines)).toEqual(['N: [Too many connections, try again later]'])
    client.destroy()
  })
})

describe('time', () => {
  test('a client that says nothing is told 421 4.4.2', async () => {
    const client = await ready({ limits: { commandSeconds: 0.05 } })
    expect(await client.untilClosed()).toBe('421 4.4.2 Timeout, closing the connection\r\n')
    expect((await rig.sessionEnded()).session.ending).toBe('timedOut')
  })

  test('a slow drip does not stretch the time for a command', async () => {
    const client = await ready({ limits: { commandSeconds: 0.1 } })
    const drip = setInterval(() => client.write('x'), 5)
    expect(await client.untilClosed()).toMatch(/^421 4\.4\.2/)
    clearInterval(drip)
  })

  test('silence within a message is a timeout, its bytes are thrown away', async () => {
    const client = await ready({ limits: { dataSeconds: 0.05 } })
    await client.sayAll(...begin)
    client.write('half a message')
    expect(await client.untilClosed()).toMatch(/^421 4\.4\.2/)
    expect(spoken((await rig.sessionEnded()).lines).at(-2)).toBe(
      'N: [Timeout: the final dot is missing: 14 bytes thrown away]',
    )
    expect(rig.received).toEqual([])
  })

  test('a client whose lines end with LF alone finds the reason in the transcript', async () => {
    const client = await ready({ limits: { dataSeconds: 0.05 } })
    await client.sayAll(...begin)
    client.write('Subject: x\n\nbody\n.\n')
    await client.untilClosed()
    expect(spoken((await rig.sessionEnded()).lines).at(-2)).toContain('only CRLF ends lines')
  })

  test('a handshake that never comes ends without a word', async () => {
    rig = await startSmtp({ limits: { commandSeconds: 0.05 } })
    const client = await SmtpSocket.open(rig.tlsPort)
    expect(await client.untilClosed()).toBe('')
    expect((await rig.sessionEnded()).session.ending).toBe('timedOut')
  })

  test('a backend that takes long is not the fault of the client', async () => {
    const backend = heldAccept()
    const client = await ready({
      limits: { commandSeconds: 0.05 },
      accept: backend.accept,
    })
    await client.sayAll(...begin)
    client.write('.\r\n')
    // Another session times out meanwhile: the sweep has run.
    const idle = await SmtpSocket.ready(rig.port)
    expect(await idle.untilClosed()).toMatch(/^421/)
    backend.answer()
    expect(await client.reply()).toMatch(/^250/)
    client.destroy()
  })

  test('a client that never reads its replies is let go', async () => {
    const client = await ready({ limits: { commandSeconds: 0.2 } })
    client.socket.pause()
    const flood = Buffer.from('EHLO client.test\r\n'.repeat(5_000))
    client.socket.on('error', () => undefined)
    const writing = setInterval(() => client.write(flood), 1)
    const { session } = await rig.sessionEnded()
    clearInterval(writing)
    expect(session.ending).toBe('timedOut')
    client.destroy()
  })
})
