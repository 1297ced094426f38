import { describe, expect, it } from 'vitest'
import { parseReply } from '../../../electron/engine/diagnostics/observe/replyParser.ts'

const parse = (text: string) => parseReply(Buffer.from(text))

describe('a reply', () => {
  it('of one line is complete at its end', () => {
    expect(parse('220 mx.test ESMTP\r\n')).toEqual({
      code: 220,
      lines: ['220 mx.test ESMTP'],
      protocolErrors: [],
      state: 'complete',
      length: 19,
    })
  })

  it('of several lines ends with the one that has a space', () => {
    const reply = parse('250-mx.test\r\n250-SIZE 1000\r\n250 HELP\r\nearly')
    expect(reply).toMatchObject({ state: 'complete', code: 250, lines: ['250-mx.test', '250-SIZE 1000', '250 HELP'] })
    expect(reply.length).toBe('250-mx.test\r\n250-SIZE 1000\r\n250 HELP\r\n'.length)
  })

  it('may be a code alone', () => expect(parse('354\r\n')).toMatchObject({ code: 354, state: 'complete' }))

  it.each(['', '2', '220', '220 mx.te', '220-mx.test\r\n220'])('that has only begun is waited for: %j', (text) =>
    expect(parse(text).state).toBe('more'),
  )

  it('with LF alone is read, and told', () => {
    const reply = parse('220 mx.test\n')
    expect(reply).toMatchObject({ state: 'complete', lines: ['220 mx.test'] })
    expect(reply.protocolErrors.join()).toContain('LF alone')
  })

  it('whose lines differ in their codes is read, and told', () => {
    const reply = parse('250-mx.test\r\n550 no\r\n')
    expect(reply).toMatchObject({ state: 'complete', code: 550 })
    expect(reply.protocolErrors.join()).toContain('different codes')
  })

  it('with a line of 900 bytes is read, and told', () => {
    const reply = parse(`220 ${'x'.repeat(896)}\r\n`)
    expect(reply.state).toBe('complete')
    expect(reply.protocolErrors.join()).toContain('A line of 900 bytes')
  })

  it.each([
    'SSH-2.0-OpenSSH_9.2\r\n',
    '* OK IMAP4 ready\r\n',
    '+OK POP3\r\n',
    'HTTP/1.1 400 Bad Request\r\n',
    '2200 no\r\n',
  ])('that is none is told from one: %j', (text) => expect(parse(text)).toMatchObject({ state: 'foreign', code: null }))

  it('endlessLine: a line that never ends is given up', () => {
    const reply = parse(`220 ${'x'.repeat(70_000)}`)
    expect(reply.state).toBe('broken')
    expect(reply.lines.join('').length).toBeLessThanOrEqual(512)
  })

  it('endlessLines: lines that never end are given up', () => {
    const reply = parse('220-more\r\n'.repeat(5_000))
    expect(reply).toMatchObject({ state: 'broken', code: 220 })
    expect(reply.lines.length).toBeLessThanOrEqual(100)
  })

  it('is the same wherever the network cut it', () => {
    const whole = '220-a\r\n220-b\nstray\r\n220 c\r\nrest'
    const complete = parse(whole)
    for (let cut = complete.length; cut <= whole.length; cut++) expect(parse(whole.slice(0, cut))).toEqual(complete)
    for (let cut = 0; cut < complete.length; cut++) expect(parse(whole.slice(0, cut)).state).toBe('more')
  })
})
