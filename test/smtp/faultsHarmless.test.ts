import { afterEach, describe, expect, test } from 'vitest'
import { fault, from, notToday, reach, switchOn, to } from '../support/faults.ts'
import { heldAccept, type RigOptions, type SmtpRig, startSmtp } from '../support/smtpServer.ts'
import { SmtpSocket } from '../support/smtpSocket.ts'

let rig: SmtpRig
afterEach(() => rig.close())

async function start(options: RigOptions = {}): Promise<void> {
  rig = await startSmtp(options)
}

describe('what must not break', () => {
  test('commands that were sent ahead wait for a late reply and are carried out in order', async () => {
    await start()
    switchOn(rig, fault('mail', { is: 'delay', milliseconds: 30 }), fault('data', { is: 'delay', milliseconds: 30 }))
    const client = await SmtpSocket.ready(rig.port)
    client.write(`${from}\r\n${to}\r\nDATA\r\nHello.\r\n.\r\nQUIT\r\n`)
    const replies = [await client.reply(), await client.reply(), await client.reply(), await client.reply()]
    expect([...replies, await client.reply()].map((answer) => answer.slice(0, 3))).toEqual([
      '250',
      '250',
      '354',
      '250',
      '221',
    ])
    expect(rig.received[0]?.bytes.toString()).toBe('Hello.\r\n')
  })

  test('what was sent behind a command that ends the connection is not carried out, and what came before is answered', async () => {
    await start()
    switchOn(rig, fault('rcpt', { is: 'disconnect' }))
    const client = await SmtpSocket.ready(rig.port)
    client.write(`NOOP\r\n${from}\r\n${to}\r\nRCPT TO:<c@example.test>\r\nDATA\r\nHello.\r\n.\r\n`)
    expect(await client.reply()).toMatch(/^250/)
    expect(await client.reply()).toMatch(/^250/)
    await expect(client.reply()).rejects.toThrow('closed without a reply')
    expect(rig.received).toHaveLength(0)
  })

  test('what comes in clear while the 220 to STARTTLS is late is not carried out inside TLS', async () => {
    await start()
    switchOn(rig, fault('starttls', { is: 'drip', millisecondsPerByte: 20 }))
    const client = await SmtpSocket.ready(rig.port)
    client.write('STARTTLS\r\n')
    await new Promise<void>((resolve) => client.socket.once('data', () => resolve()))
    client.write(`${from}\r\n`)
    expect(await client.reply()).toMatch(/^220/)
    expect(await client.reply()).toMatch(/^554/)
    expect(await client.untilClosed()).toBe('')
  })

  test('no accepted recipient, no DATA', async () => {
    await start()
    switchOn(rig, fault('rcpt', notToday))
    const client = await SmtpSocket.ready(rig.port)
    expect(await client.sayAll(from, to, 'DATA')).toMatch(/^503/)
    client.destroy()
  })

  test('the octets of a chunk that a fault refuses are not taken for commands', async () => {
    await start()
    switchOn(rig, fault('data', notToday))
    const client = await SmtpSocket.ready(rig.port)
    await client.sayAll(from, to)
    client.write('BDAT 6 LAST\r\nQUIT\r\n')
    expect(await client.reply()).toMatch(/^450/)
    expect(await client.say('NOOP')).toMatch(/^250/)
    expect(rig.received).toHaveLength(0)
    client.destroy()
  })

  test('a message that the store has in hand is answered 250, whatever is switched on meanwhile', async () => {
    const held = heldAccept()
    await start({ accept: held.accept })
    const { client, answer } = await reach(rig, 'message')
    await held.called
    switchOn(rig, fault('message', { is: 'disconnect' }), fault('quit', { is: 'disconnect' }))
    held.answer()
    expect(await answer).toMatch(/^250/)
    client.destroy()
    expect((await rig.sessionEnded()).session.messages).toBe(1)
  })

  test('a message whose 250 is late is stored first; a client that does not wait for it has sent it all the same', async () => {
    const held = heldAccept()
    await start({ accept: held.accept })
    switchOn(rig, fault('message', { is: 'delay', milliseconds: 600_000 }))
    const { client, answer } = await reach(rig, 'message')
    answer.catch(() => undefined)
    await held.called
    held.answer()
    // The reply is on its way now, and will be for ten minutes.
    await new Promise((resolve) => setImmediate(resolve))
    client.reset()
    expect((await rig.sessionEnded()).session).toMatchObject({ messages: 1, ending: 'clientClosed' })
  })

  test('a server that stops says late replies at once: a stored message gets its 250', async () => {
    await start()
    switchOn(rig, fault('message', { is: 'delay', milliseconds: 600_000 }))
    const { client, answer } = await reach(rig, 'message')
    while (rig.received.length === 0) await new Promise((resolve) => setImmediate(resolve))
    await new Promise((resolve) => setImmediate(resolve))
    const closed = rig.server.close()
    expect(await answer).toMatch(/^250/)
    expect(await client.reply()).toMatch(/^421 4\.3\.2/)
    client.end()
    await closed
  })

  test('a reply that drips is broken off with the connection', async () => {
    await start()
    switchOn(rig, fault('ehlo', { is: 'drip', millisecondsPerByte: 10_000 }))
    const { client, answer } = await reach(rig, 'ehlo')
    answer.catch(() => undefined)
    await new Promise<void>((resolve) => client.socket.once('data', () => resolve()))
    client.reset()
    expect((await rig.sessionEnded()).session.ending).toBe('clientClosed')
  })
})
