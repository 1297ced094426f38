import { afterEach, describe, expect, test } from 'vitest'
import { mannersOf } from '../../electron/engine/providers/index.ts'
import { fault, from, notToday, scenario, switchOn, to } from '../support/faults.ts'
import { type RigOptions, type SmtpRig, startSmtp } from '../support/smtpServer.ts'
import { SmtpSocket } from '../support/smtpSocket.ts'

let rig: SmtpRig
afterEach(() => rig.close())

async function start(options: RigOptions = {}): Promise<void> {
  rig = await startSmtp(options)
}

describe('greylisting', () => {
  const greylist = fault('rcpt', { is: 'greylist', seconds: 0.2 })

  test('puts off until its time is over, and then lets pass; each sender and recipient on its own', async () => {
    await start()
    switchOn(rig, greylist)
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
    switchOn(rig, greylist)
    const client = await SmtpSocket.ready(rig.port)
    await client.sayAll(from, to)
    while ((await client.say(to)).startsWith('451')) await new Promise((resolve) => setImmediate(resolve))
    rig.server.followFaults([scenario([greylist]), scenario([], { id: 'two' })])
    expect(await client.say(to)).toMatch(/^250/)
    rig.server.followFaults([])
    switchOn(rig, greylist)
    expect(await client.say(to)).toMatch(/^451/)
    client.destroy()
  })
})

describe('quota', () => {
  test.each(['message', 'mail'] as const)('of messages, counted at %s, over connections, until anew', async (stage) => {
    await start()
    const full = fault(stage, { is: 'quota', messages: 2 })
    switchOn(rig, full)
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
    switchOn(rig, full)
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
    switchOn(rig, fault('rcpt', notToday, { percent }))
    expect([...(await rcptReplies(100))].toSorted()).toEqual(expected)
  })

  test('a pattern chooses recipients, at RCPT and for messages that have one of them', async () => {
    await start()
    switchOn(rig, fault('rcpt', notToday, { recipient: 'bounce*@example.test' }))
    const client = await SmtpSocket.ready(rig.port)
    await client.say(from)
    expect(await client.say('RCPT TO:<bounce+1@Example.Test>')).toMatch(/^450/)
    expect(await client.say('RCPT TO:<you@example.test>')).toMatch(/^250/)
    switchOn(rig, fault('message', notToday, { recipient: '*@late.test' }))
    expect(await client.sayAll('DATA', 'x\r\n.')).toMatch(/^250/)
    expect(await client.sayAll(from, to, 'RCPT TO:<c@late.test>', 'DATA', 'x\r\n.')).toMatch(/^450/)
    expect(rig.received).toHaveLength(1)
    client.destroy()
  })

  test('a pattern of nothing but stars and a long address is no work', async () => {
    await start()
    switchOn(rig, fault('rcpt', notToday, { recipient: `${'*a'.repeat(150)}*b` }))
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
    switchOn(rig, fault('ehlo', notToday))
    const client = await SmtpSocket.open(rig.port)
    await client.reply()
    expect(await client.say('EHLO client.test')).toBe('450 4.7.9 Not today')
    client.destroy()
  })
})
