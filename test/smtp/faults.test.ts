import { afterEach, describe, expect, test } from 'vitest'
import { fault, notToday, reach, rightCode, from, stages, switchOn, to } from '../support/faults.ts'
import { type EndedSession, type SmtpRig, startSmtp } from '../support/smtpServer.ts'
import { SmtpSocket } from '../support/smtpSocket.ts'

let rig: SmtpRig
afterEach(() => rig.close())

async function start(): Promise<void> {
  rig = await startSmtp()
}

/** When the server said the line that begins so, in milliseconds since the session began. */
function saidAt({ lines }: EndedSession, beginning: string): number {
  return lines.findLast(({ from: who, text }) => who === 'server' && text.startsWith(beginning))?.at ?? Number.NaN
}

describe('at every stage', () => {
  test.each(stages)('%s: another reply', async (stage) => {
    await start()
    switchOn(rig, fault(stage, notToday))
    const { client, answer } = await reach(rig, stage)
    expect(await answer).toBe('450 4.7.9 Not today')
    expect(rig.received).toHaveLength(0)
    if (stage !== 'connect' && stage !== 'quit') {
      rig.server.followFaults([])
      await client.sayAll('RSET', 'EHLO client.test', from, to, 'DATA')
      expect(await client.say('Hello.\r\n.')).toMatch(/^250/)
      expect(rig.received).toHaveLength(1)
    }
    client.destroy()
    expect((await rig.sessionEnded()).lines).toContainEqual(
      expect.objectContaining({ from: 'note', text: `[Fault at ${stage}: Slow Tuesday]` }),
    )
  })

  test.each(stages)('%s: 421 ends the connection', async (stage) => {
    await start()
    switchOn(rig, fault(stage, { ...notToday, code: 421, enhancedCode: null }))
    const { client, answer } = await reach(rig, stage)
    expect(await answer).toBe('421 Not today')
    expect(await client.untilClosed()).toBe('')
    expect(rig.received).toHaveLength(0)
  })

  test.each(stages)('%s: the right reply, late', async (stage) => {
    await start()
    switchOn(rig, fault(stage, { is: 'delay', milliseconds: 60 }))
    const { client, answer } = await reach(rig, stage)
    expect(await answer).toMatch(new RegExp(`^${rightCode[stage]}`))
    expect(rig.received).toHaveLength(stage === 'message' ? 1 : 0)
    client.destroy()
    const ended = await rig.sessionEnded()
    const struckAt = ended.lines.find(({ from: who }) => who === 'note')?.at ?? Number.NaN
    // A timer may be a millisecond early by the clock.
    expect(saidAt(ended, rightCode[stage]) - struckAt).toBeGreaterThanOrEqual(58)
  })

  test.each(stages)('%s: the right reply, a byte at a time', async (stage) => {
    await start()
    switchOn(rig, fault(stage, { is: 'drip', millisecondsPerByte: 2 }))
    const { client, answer } = await reach(rig, stage)
    const whole = await answer
    expect(whole).toMatch(new RegExp(`^${rightCode[stage]}`))
    rig.server.followFaults([])
    if (stage === 'starttls') await client.startTls({ ca: rig.caPem, host: 'localhost' })
    if (stage === 'data') await client.say('Hello.\r\n.')
    if (stage !== 'quit') {
      await client.say('NOOP')
      client.destroy()
      const ended = await rig.sessionEnded()
      const next = ended.lines.find(({ from: who, text }) => who === 'client' && text === 'NOOP')?.at ?? Number.NaN
      expect(next - saidAt(ended, whole.split('\n').at(-1) ?? '')).toBeGreaterThanOrEqual(whole.length)
    }
  })

  test.each(stages)('%s: the connection ends without a word', async (stage) => {
    await start()
    switchOn(rig, fault(stage, { is: 'disconnect' }))
    const { answer } = await reach(rig, stage)
    await expect(answer).rejects.toThrow('closed without a reply, after ""')
    expect(rig.received).toHaveLength(0)
    expect((await rig.sessionEnded()).session).toMatchObject({ ending: 'refused', messages: 0 })
  })
})

describe('TLS that fails', () => {
  test('after STARTTLS: the handshake ends in an alert', async () => {
    await start()
    switchOn(rig, fault('starttls', { is: 'tlsFailure' }))
    const { client, answer } = await reach(rig, 'starttls')
    expect(await answer).toMatch(/^220/)
    await expect(client.startTls({ ca: rig.caPem, host: 'localhost' })).rejects.toThrow(/alert|socket|closed/i)
    expect((await rig.sessionEnded()).session.ending).toBe('tlsFailed')
  })

  test('on a port with TLS from the first byte, and not on the one with STARTTLS', async () => {
    await start()
    switchOn(rig, fault('connect', { is: 'tlsFailure' }))
    const client = await SmtpSocket.open(rig.tlsPort)
    await expect(client.startTls({ ca: rig.caPem, host: 'localhost' })).rejects.toThrow(/alert|socket|closed/i)
    expect((await rig.sessionEnded()).session.ending).toBe('tlsFailed')
    const plain = await SmtpSocket.ready(rig.port)
    expect(await plain.say('STARTTLS')).toMatch(/^220/)
    await plain.startTls({ ca: rig.caPem, host: 'localhost' })
    plain.destroy()
  })

  test('on a port with TLS from the first byte another greeting comes inside TLS', async () => {
    await start()
    switchOn(rig, fault('connect', { ...notToday, code: 554, enhancedCode: null }))
    const client = await SmtpSocket.open(rig.tlsPort)
    await client.startTls({ ca: rig.caPem, host: 'localhost' })
    expect(await client.reply()).toBe('554 Not today')
    expect(await client.untilClosed()).toBe('')
  })
})
