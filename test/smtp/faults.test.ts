import { afterEach, describe, expect, test } from 'vitest'
import { mannersOf } from '../../electron/engine/providers/index.ts'
import { type FaultEffect, FaultScenario, type FaultStage } from '../../shared/model/manners.ts'
import { type EndedSession, type RigOptions, type SmtpRig, heldAccept, startSmtp } from '../support/smtpServer.ts'
import { SmtpSocket } from '../support/smtpSocket.ts'

let rig: SmtpRig
afterEach(() => rig.close())

type Fault = FaultScenario['faults'][number]
const fault = (stage: FaultStage, effect: FaultEffect, more: Partial<Fault> = {}): Fault => ({
  stage,
  effect,
  recipient: null,
  percent: 100,
  ...more,
})
const scenario = (faults: readonly Fault[], more: Partial<FaultScenario> = {}): FaultScenario => ({
  id: 'one',
  name: 'Slow Tuesday',
  ports: [],
  active: true,
  faults: [...faults],
  ...more,
})
/** Switches on these faults and no others. */
const switchOn = (...faults: readonly Fault[]): void => rig.server.followFaults([scenario(faults)])
const notToday: FaultEffect = { is: 'reply', code: 450, enhancedCode: '4.7.9', text: 'Not today' }

async function start(options: RigOptions = {}): Promise<void> {
  rig = await startSmtp(options)
}

const from = 'MAIL FROM:<a@example.test>'
const to = 'RCPT TO:<b@example.test>'
const stages: readonly FaultStage[] = ['connect', 'ehlo', 'starttls', 'auth', 'mail', 'rcpt', 'data', 'message', 'quit']
const said: Readonly<Record<FaultStage, readonly string[]>> = {
  connect: [],
  ehlo: ['EHLO client.test'],
  starttls: ['EHLO client.test', 'STARTTLS'],
  auth: ['EHLO client.test', `AUTH PLAIN ${Buffer.from('\0a\0b').toString('base64')}`],
  mail: ['EHLO client.test', from],
  rcpt: ['EHLO client.test', from, to],
  data: ['EHLO client.test', from, to, 'DATA'],
  message: ['EHLO client.test', from, to, 'DATA', 'Hello.\r\n.'],
  quit: ['EHLO client.test', 'QUIT'],
}
const rightCode: Readonly<Record<FaultStage, string>> = {
  connect: '220',
  ehlo: '250',
  starttls: '220',
  auth: '235',
  mail: '250',
  rcpt: '250',
  data: '354',
  message: '250',
  quit: '221',
}

/** Talks up to a stage. Gives the reply of that stage, and the client. */
async function reach(stage: FaultStage): Promise<{ client: SmtpSocket; answer: Promise<string> }> {
  const client = await SmtpSocket.open(rig.port)
  const lines = said[stage]
  if (lines.length === 0) return { client, answer: client.reply() }
  await client.reply()
  await client.sayAll(...lines.slice(0, -1))
  return { client, answer: client.say(lines.at(-1) ?? '') }
}

/** When the server said the line that begins so, in milliseconds since the session began. */
function saidAt({ lines }: EndedSession, beginning: string): number {
  return lines.findLast(({ from: who, text }) => who === 'server' && text.startsWith(beginning))?.at ?? Number.NaN
}

describe('at every stage', () => {
  test.each(stages)('%s: another reply', async (stage) => {
    await start()
    switchOn(fault(stage, notToday))
    const { client, answer } = await reach(stage)
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
    switchOn(fault(stage, { ...notToday, code: 421, enhancedCode: null }))
    const { client, answer } = await reach(stage)
    expect(await answer).toBe('421 Not today')
    expect(await client.untilClosed()).toBe('')
    expect(rig.received).toHaveLength(0)
  })

  test.each(stages)('%s: the right reply, late', async (stage) => {
    await start()
    switchOn(fault(stage, { is: 'delay', milliseconds: 60 }))
    const { client, answer } = await reach(stage)
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
    switchOn(fault(stage, { is: 'drip', millisecondsPerByte: 2 }))
    const { client, answer } = await reach(stage)
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
    switchOn(fault(stage, { is: 'disconnect' }))
    const { answer } = await reach(stage)
    await expect(answer).rejects.toThrow('closed without a reply, after ""')
    expect(rig.received).toHaveLength(0)
    expect((await rig.sessionEnded()).session).toMatchObject({ ending: 'refused', messages: 0 })
  })
})

describe('TLS that fails', () => {
  test('after STARTTLS: the handshake ends in an alert', async () => {
    await start()
    switchOn(fault('starttls', { is: 'tlsFailure' }))
    const { client, answer } = await reach('starttls')
    expect(await answer).toMatch(/^220/)
    await expect(client.startTls({ ca: rig.caPem, host: 'localhost' })).rejects.toThrow(/alert|socket|closed/i)
    expect((await rig.sessionEnded()).session.ending).toBe('tlsFailed')
  })

  test('on a port with TLS from the first byte, and not on the one with STARTTLS', async () => {
    await start()
    switchOn(fault('connect', { is: 'tlsFailure' }))
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
    switchOn(fault('connect', { ...notToday, code: 554, enhancedCode: null }))
    const client = await SmtpSocket.open(rig.tlsPort)
    await client.startTls({ ca: rig.caPem, host: 'localhost' })
    expect(await client.reply()).toBe('554 Not today')
    expect(await client.untilClosed()).toBe('')
  })
})

describe('greylisting', () => {
  const greylist = fault('rcpt', { is: 'greylist', seconds: 0.2 })

  test('puts off until its time is over, and then lets pass; each sender and recipient on its own', async () => {
    await start()
    switchOn(greylist)
    const client = await SmtpSocket.ready(rig.port)
    expect(await client.sayAll(from, to)).toMatch(/^451 4\.7\.1 Greylisted/)
    expect(await client.say(to)).toMatch(/^451/)
    while ((await client.say(to)).startsWith('451')) await new Promise((resolve) => setImmediate(resolve))
    expect(await client.say('RCPT TO:<other@example.test>')).toMatch(/^451/)
    expect(await client.say('RCPT TO:<B@EXAMPLE.test>')).toMatch(/^250/)
    expect(await client.sayAll('DATA', '.')).toMatch(/^250/)
    expect(await client.sayAll('MAIL FROM:<other@example.test>', to)).toMatch(/^451/)
    client.destroy()
  })

  test('goes on where it was when another scenario changes, and begins anew when switched on anew', async () => {
    await start()
    switchOn(greylist)
    const client = await SmtpSocket.ready(rig.port)
    await client.sayAll(from, to)
    while ((await client.say(to)).startsWith('451')) await new Promise((resolve) => setImmediate(resolve))
    rig.server.followFaults([scenario([greylist]), scenario([], { id: 'two' })])
    expect(await client.say(to)).toMatch(/^250/)
    rig.server.followFaults([])
    switchOn(greylist)
    expect(await client.say(to)).toMatch(/^451/)
    client.destroy()
  })
})

describe('quota', () => {
  test.each(['message', 'mail'] as const)('of messages, counted at %s, over connections, until anew', async (stage) => {
    await start()
    const full = fault(stage, { is: 'quota', messages: 2 })
    switchOn(full)
    const send = async (): Promise<string> => {
      const client = await SmtpSocket.ready(rig.port)
      const begun = await client.say(from)
      const answer = begun.startsWith('250') ? await client.sayAll(to, 'DATA', 'x\r\n.') : begun
      client.destroy()
      return answer
    }
    expect([await send(), await send(), await send()].map((answer) => answer.slice(0, 9))).toEqual([
      '250 2.6.0',
      '250 2.6.0',
      '452 4.2.2',
    ])
    expect(rig.received).toHaveLength(2)
    rig.server.followFaults([scenario([full], { active: false })])
    switchOn(full)
    expect(await send()).toMatch(/^250/)
  })

  test('does not count what another fault refuses', async () => {
    await start()
    const answers = async (): Promise<string> => {
      const client = await SmtpSocket.ready(rig.port)
      const answer = await client.sayAll(from, to, 'DATA', 'x\r\n.')
      client.destroy()
      return answer
    }
    const quota = scenario([fault('message', { is: 'quota', messages: 1 })])
    rig.server.followFaults([quota, scenario([fault('message', notToday)], { id: 'two' })])
    expect(await answers()).toMatch(/^450/)
    rig.server.followFaults([quota])
    expect(await answers()).toMatch(/^250/)
    expect(await answers()).toMatch(/^452 4\.2\.2/)
  })
})

describe('whom and how often', () => {
  const rcptReplies = async (count: number): Promise<Set<string>> => {
    const client = await SmtpSocket.ready(rig.port)
    await client.say(from)
    const replies = new Set<string>()
    for (let index = 0; index < count; index += 1) replies.add((await client.say(to)).slice(0, 3))
    client.destroy()
    return replies
  }

  test.each([
    [0, ['250']],
    [100, ['450']],
    [50, ['250', '450']],
  ])('%i percent', async (percent, expected) => {
    await start()
    switchOn(fault('rcpt', notToday, { percent }))
    expect([...(await rcptReplies(100))].toSorted()).toEqual(expected)
  })

  test('a pattern chooses recipients, at RCPT and for messages that have one of them', async () => {
    await start()
    switchOn(fault('rcpt', notToday, { recipient: 'bounce*@example.test' }))
    const client = await SmtpSocket.ready(rig.port)
    await client.say(from)
    expect(await client.say('RCPT TO:<bounce+1@Example.Test>')).toMatch(/^450/)
    expect(await client.say('RCPT TO:<you@example.test>')).toMatch(/^250/)
    switchOn(fault('message', notToday, { recipient: '*@late.test' }))
    expect(await client.sayAll('DATA', 'x\r\n.')).toMatch(/^250/)
    expect(await client.sayAll(from, to, 'RCPT TO:<c@late.test>', 'DATA', 'x\r\n.')).toMatch(/^450/)
    expect(rig.received).toHaveLength(1)
    client.destroy()
  })

  test('a pattern of nothing but stars and a long address is no work', async () => {
    await start()
    switchOn(fault('rcpt', notToday, { recipient: `${'*a'.repeat(150)}*b` }))
    const client = await SmtpSocket.ready(rig.port)
    expect(await client.sayAll(from, `RCPT TO:<${'a'.repeat(60)}@${'a.'.repeat(90)}test>`)).toMatch(/^250/)
    client.destroy()
  })

  test('ports that are not meant are left alone', async () => {
    await start()
    rig.server.followFaults([scenario([fault('ehlo', notToday)], { ports: [rig.tlsPort] })])
    const client = await SmtpSocket.ready(rig.port)
    expect(await client.say('EHLO again')).toMatch(/^250/)
    rig.server.followFaults([scenario([fault('ehlo', notToday)], { ports: [rig.port] })])
    expect(await client.say('EHLO again')).toMatch(/^450/)
    client.destroy()
  })

  test('two scenarios at once: the delay of one and the reply of the other; of two replies the first', async () => {
    await start()
    rig.server.followFaults([
      scenario([fault('mail', { is: 'delay', milliseconds: 40 })], { id: 'late', name: 'Late' }),
      scenario([fault('mail', notToday)], { id: 'no', name: 'No' }),
      scenario([fault('mail', { ...notToday, text: 'Never said' })], { id: 'never', name: 'Never' }),
    ])
    const client = await SmtpSocket.ready(rig.port)
    expect(await client.say(from)).toBe('450 4.7.9 Not today')
    client.destroy()
    const ended = await rig.sessionEnded()
    expect(ended.lines).toContainEqual(expect.objectContaining({ text: '[Fault at mail: Late, No]' }))
  })

  test('what a fault says is said just so, also on a listener with the manners of a provider', async () => {
    await start({ manners: mannersOf('sendgrid') })
    switchOn(fault('ehlo', notToday))
    const client = await SmtpSocket.open(rig.port)
    await client.reply()
    expect(await client.say('EHLO client.test')).toBe('450 4.7.9 Not today')
    client.destroy()
  })
})

describe('what must not break', () => {
  test('commands that were sent ahead wait for a late reply and are carried out in order', async () => {
    await start()
    switchOn(fault('mail', { is: 'delay', milliseconds: 30 }), fault('data', { is: 'delay', milliseconds: 30 }))
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
    switchOn(fault('rcpt', { is: 'disconnect' }))
    const client = await SmtpSocket.ready(rig.port)
    client.write(`NOOP\r\n${from}\r\n${to}\r\nRCPT TO:<c@example.test>\r\nDATA\r\nHello.\r\n.\r\n`)
    expect(await client.reply()).toMatch(/^250/)
    expect(await client.reply()).toMatch(/^250/)
    await expect(client.reply()).rejects.toThrow('closed without a reply')
    expect(rig.received).toHaveLength(0)
  })

  test('what comes in clear while the 220 to STARTTLS is late is not carried out inside TLS', async () => {
    await start()
    switchOn(fault('starttls', { is: 'drip', millisecondsPerByte: 20 }))
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
    switchOn(fault('rcpt', notToday))
    const client = await SmtpSocket.ready(rig.port)
    expect(await client.sayAll(from, to, 'DATA')).toMatch(/^503/)
    client.destroy()
  })

  test('the octets of a chunk that a fault refuses are not taken for commands', async () => {
    await start()
    switchOn(fault('data', notToday))
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
    const { client, answer } = await reach('message')
    await held.called
    switchOn(fault('message', { is: 'disconnect' }), fault('quit', { is: 'disconnect' }))
    held.answer()
    expect(await answer).toMatch(/^250/)
    client.destroy()
    expect((await rig.sessionEnded()).session.messages).toBe(1)
  })

  test('a message whose 250 is late is stored first; a client that does not wait for it has sent it all the same', async () => {
    const held = heldAccept()
    await start({ accept: held.accept })
    switchOn(fault('message', { is: 'delay', milliseconds: 600_000 }))
    const { client, answer } = await reach('message')
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
    switchOn(fault('message', { is: 'delay', milliseconds: 600_000 }))
    const { client, answer } = await reach('message')
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
    switchOn(fault('ehlo', { is: 'drip', millisecondsPerByte: 10_000 }))
    const { client, answer } = await reach('ehlo')
    answer.catch(() => undefined)
    await new Promise<void>((resolve) => client.socket.once('data', () => resolve()))
    client.reset()
    expect((await rig.sessionEnded()).session.ending).toBe('clientClosed')
  })
})

describe('hostile scenarios are refused', () => {
  const fine = { id: 'x', name: 'Fine', faults: [{ stage: 'rcpt', effect: notToday }] }
  const withEffect = (effect: object, stage = 'rcpt') => ({ ...fine, faults: [{ stage, effect }] })

  test('a fine one is taken', async () => {
    await start()
    expect(FaultScenario.parse(fine)).toMatchObject({ active: false, ports: [], faults: [{ percent: 100 }] })
  })

  test.each([
    ['a line break in a reply', withEffect({ ...notToday, text: 'No\r\n250 Yes' })],
    ['a bare CR in a reply', withEffect({ ...notToday, text: 'No\r250 Yes' })],
    ['NUL in a reply', withEffect({ ...notToday, text: 'No\u0000' })],
    ['an empty reply', withEffect({ ...notToday, text: '  ' })],
    ['a reply that is none', withEffect({ ...notToday, code: 250 })],
    ['an enhanced code with a line break', withEffect({ ...notToday, enhancedCode: '4.7.9\r\n2' })],
    ['a line break in the name', { ...fine, name: 'a\nb' }],
    ['a line break in the pattern', { ...fine, faults: [{ stage: 'rcpt', effect: notToday, recipient: 'a\r\nb' }] }],
    [
      'a pattern where no recipient is known',
      { ...fine, faults: [{ stage: 'ehlo', effect: notToday, recipient: '*' }] },
    ],
    ['a delay without end', withEffect({ is: 'delay', milliseconds: 1e12 })],
    ['a percentage above all', { ...fine, faults: [{ stage: 'rcpt', effect: notToday, percent: 101 }] }],
    ['greylisting at MAIL', withEffect({ is: 'greylist', seconds: 5 }, 'mail')],
    ['a quota at RCPT', withEffect({ is: 'quota', messages: 5 })],
    ['a TLS failure at DATA', withEffect({ is: 'tlsFailure' }, 'data')],
    ['a thousand faults', { ...fine, faults: Array.from({ length: 1_000 }, () => fine.faults[0]) }],
  ])('%s', async (_, hostile) => {
    await start()
    expect(FaultScenario.safeParse(hostile).success).toBe(false)
  })
})
