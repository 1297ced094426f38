import { describe, expect, it } from 'vitest'
import { splitMbox, toMbox } from '../../electron/cli/mbox.ts'

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
}

async function split(text: string, size = text.length || 1): Promise<string[]> {
  const messages: string[] = []
  for await (const { bytes } of splitMbox(inChunks(Buffer.from(text, 'latin1'), size)))
    messages.push(bytes.toString('latin1'))
  return messages
}

const two =
  'From a@b Thu Nov 21 00:53:58 2026\nSubject: 1\n\none\n\nFrom c@d Thu Nov 21 00:53:59 2026\nSubject: 2\n\ntwo\n\n'

describe('an mbox file', () => {
  it('is split at its "From " lines, and the empty line before them is not the message’s', async () => {
    expect(await split(two)).toEqual(['Subject: 1\n\none\n', 'Subject: 2\n\ntwo\n'])
  })

  it('is split alike, however the disk delivers it', async () => {
    for (const size of [1, 2, 3, 7, 64]) expect(await split(two, size)).toHaveLength(2)
  })

  it('keeps CRLF line ends', async () => {
    expect(await split('From a@b x\r\nSubject: 1\r\n\r\none\r\n\r\nFrom c\r\nSubject: 2\r\n\r\n')).toEqual([
      'Subject: 1\r\n\r\none\r\n',
      'Subject: 2\r\n',
    ])
  })

  it('is not split at "From " in the middle of a text', async () => {
    expect(await split('From a@b x\nSubject: 1\n\nHello\nFrom here on\n')).toHaveLength(1)
  })

  it('gives back lines that were escaped', async () => {
    expect(await split('From a\nS: 1\n\n>From me\n>>From you\n> From\n')).toEqual([
      'S: 1\n\nFrom me\n>From you\n> From\n',
    ])
  })

  it('tells when a message came', async () => {
    for await (const { date } of splitMbox(inChunks(Buffer.from(two), 10)))
      expect(date?.toISOString()).toMatch(/^2026-11-21T00:53:5[89]/)
  })

  it('that is empty or none has no messages', async () => {
    expect(await split('')).toEqual([])
    expect(await split('Subject: no mbox\n\n')).toEqual([])
  })

  it('gives every byte back that was put in', async () => {
    const everyByte = Buffer.from(Array.from({ length: 256 }, (_, index) => index))
    const message = Buffer.concat([
      Buffer.from('Subject: x\r\n\r\nFrom me\r\n>From you\r\n\r\nFrom after an empty line\r\n'),
      everyByte,
      Buffer.from('\r\n'),
    ])
    const mbox = Buffer.concat([toMbox(message, 'a@b.test', new Date(0)), toMbox(message, '', new Date(0))])
    const found: Buffer[] = []
    for await (const { bytes } of splitMbox(inChunks(mbox, 11))) found.push(bytes)
    expect(found).toHaveLength(2)
    for (const bytes of found) expect(bytes.equals(message)).toBe(true)
  })

  it('header injection: a sender with a line break cannot begin a message of its own', () => {
    const mbox = toMbox(Buffer.from('S: 1\n\n'), 'a\nFrom evil', new Date(0)).toString()
    expect(mbox.match(/^From /gm)).toHaveLength(1)
  })
})
