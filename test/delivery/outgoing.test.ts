import { describe, expect, it } from 'vitest'
import { makeOutgoing } from '../../electron/engine/delivery/sending/outgoing.ts'
import { explainReply, parseReply, saysSlowDown } from '../../electron/engine/delivery/sending/replies.ts'

const facts = {
  sender: { address: 'ann@example.test' },
  preset: null,
  hostname: 'desk.test',
  receivedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
  messageId: 7,
}
const out = (message: string | Buffer, more: Partial<typeof facts> & { preset?: string | null } = {}) =>
  makeOutgoing(Buffer.from(message), { ...facts, ...more })

describe('on the way out', () => {
  it.each(['Bcc', 'BCC', 'bcc', 'Resent-Bcc', 'bCC'])('%s never leaves, folded or not', (name) => {
    const { header } = out(
      `To: a@b.test\r\n${name}: one@secret.test,\r\n two@secret.test\r\nSubject: x\r\n\r\nBcc: stays in the body\r\n`,
    )
    expect(header).not.toContain('secret')
    expect(header).toContain('To: a@b.test\r\nSubject: x')
  })

  it.each([
    ['after a header of half a megabyte', `X-Long: ${'x'.repeat(500_000)}\r\nBcc: one@secret.test\r\n`],
    ['after a bare CR', 'X-One: 1\rBcc: one@secret.test\r\n'],
    ['folded by a bare CR', 'Bcc: a@b.test,\r one@secret.test\r\n'],
    ['folded a million times', `Bcc: a@b.test${',\r\n one@secret.test'.repeat(1_000_000)}\r\n`],
  ])('Bcc never leaves %s', (_, lines) => {
    const { bytes } = out(`To: a@b.test\r\n${lines}Subject: x\r\n\r\nHi\r\n`)
    const text = bytes.toString()
    expect(text.includes('secret')).toBe(false)
    expect(text.endsWith('Subject: x\r\n\r\nHi\r\n')).toBe(true)
  })

  it('what is no field stays where it is when another is taken away', () => {
    const lines = 'From ann Sat Nov 21\r\nTo: a@b.test\r\nno field\r\n'
    expect(out(`${lines}Bcc: one@secret.test\r\nSubject: x\r\n\r\n`).header).toContain(`${lines}Subject: x\r\n`)
  })

  it.each(['\n\n', '\n\r\n', '\r\n\n', '\r\n\r\n'])('the body begins after %j', (end) => {
    const body = 'Date: of the body\r\n\r\nBcc: of the body\r\n'
    const { bytes, changes } = out(`Subject: x${end}${body}`)
    expect(bytes.toString().endsWith(`\r\n${body}`)).toBe(true)
    expect(changes).toContain('Date is added: the message has none.')
  })

  it('the body is as it was, byte for byte', () => {
    const body = Buffer.from([0, 255, 13, 10, 46, 13, 10, 65, 10, 66])
    const { bytes } = out(Buffer.concat([Buffer.from('Subject: x\r\n\r\n'), body]))
    expect(bytes.subarray(-body.length).equals(body)).toBe(true)
  })

  it('what is there is not added again', () => {
    const { header, changes } = out('Date: yesterday\r\nMessage-ID: <1@x>\r\nReturn-Path: <a@b>\r\n\r\n')
    expect(header.match(/^(date|message-id|return-path):/gim)).toHaveLength(3)
    expect(changes).toEqual(['Received is added.'])
  })

  it('a Message-ID that is added is the same at every try', () => {
    const id = (text: string) => /^Message-ID: (.*)$/m.exec(text)?.[1]
    expect(id(out('Subject: x\r\n\r\n').header)).toBe(id(out('Subject: x\r\n\r\n').header))
  })

  it('header injection: a line break in the sender adds no header', () => {
    const { header } = out('Subject: x\r\n\r\n', { sender: { address: 'a@b\r\nX-Evil: yes' } })
    expect(header).not.toMatch(/^X-Evil/m)
  })

  it.each([
    ['ahasend-eu', 'ahasend-tags: x', true],
    ['sendgrid', 'ahasend-tags: x', false],
    ['sendgrid', 'X-SMTPAPI: {}', true],
    ['elasticemail', 'X-ElasticEmail-Postback: 1', true],
    [null, 'X-ElasticEmail-Postback: 1', false],
    ['paubox', 'X-Custom: 1', true],
  ])('through %s, %s is passed on: %s', (preset, line, passed) => {
    expect(out(`${line}\r\nSubject: x\r\n\r\n`, { preset: preset as null }).header.includes(line)).toBe(passed)
  })

  it('a message without a header, or without a body, still becomes one', () => {
    expect(out('\r\nHi\r\n').bytes.toString()).toMatch(/^Return-Path: .*\r\n\r\nHi\r\n$/s)
    expect(out('Subject: x').bytes.toString()).toMatch(/Subject: x\r\n\r\n$/)
    expect(out('').bytes.toString()).toMatch(/Message-ID: .*\r\n\r\n$/)
  })

  it('tells what the server has to be able to take', () => {
    expect(out('Subject: x\r\n\r\nplain\r\n')).toMatchObject({ has8Bit: false, has8BitHeader: false })
    expect(out('Subject: x\r\n\r\nGrüße\r\n')).toMatchObject({ has8Bit: true, has8BitHeader: false })
    expect(out('Subject: Grüße\r\n\r\nx\r\n')).toMatchObject({ has8Bit: true, has8BitHeader: true })
  })
})

describe('replies in plain words', () => {
  it.each([
    ['550 5.1.1 No such user', /does not exist/],
    ['552 5.2.2 Over quota', /full/],
    ['550 5.7.26 Unauthenticated', /SPF, DKIM/],
    ['550-5.1.1 first\n550 5.1.1 second', /does not exist/],
    ['450 4.7.1 Greylisted', /greylisting/],
    ['599 what', /for good/],
  ])('%s', (text, words) => {
    const reply = parseReply(text)
    expect(reply && explainReply(reply)).toMatch(words)
  })

  it('what is no reply is none', () => expect(parseReply('Connection lost')).toBeNull())

  it('tells a busy server from a full mailbox', () => {
    const slow = (text: string) => saysSlowDown(parseReply(text) as NonNullable<ReturnType<typeof parseReply>>)
    expect(slow('421 4.7.28 rate limited')).toBe(true)
    expect(slow('451 4.7.0 Too many connections, slow down')).toBe(true)
    expect(slow('452 4.2.2 Mailbox full')).toBe(false)
    expect(slow('550 5.7.1 Too many messages')).toBe(false)
  })
})

it('a sender with a domain outside ASCII makes no header that needs SMTPUTF8', () => {
  const { header, has8BitHeader } = out('Subject: x\r\n\r\n', { sender: { address: 'a@bücher.example' } })
  expect(header).toContain('Return-Path: <a@xn--bcher-kva.example>')
  expect(has8BitHeader).toBe(false)
})
