import { describe, expect, test } from 'vitest'
import { decodeTranscript, Transcript } from '../../electron/engine/smtp/transcript.ts'

describe('a transcript', () => {
  test('comes back line by line, with time, speaker and whether it travelled inside TLS', () => {
    const transcript = new Transcript(1_000)
    transcript.add('server', '220 ready', false, 1_000)
    transcript.add('client', 'EHLO  two spaces ', true, 4_700)
    transcript.add('note', '', true, 999)
    expect(decodeTranscript(transcript.drain())).toEqual([
      { at: 0, from: 'server', text: '220 ready', encrypted: false },
      { at: 3_700, from: 'client', text: 'EHLO  two spaces ', encrypted: true },
      { at: 0, from: 'note', text: '', encrypted: true },
    ])
  })

  test('is handed over once, piece by piece', () => {
    const transcript = new Transcript(0)
    transcript.add('client', 'one', false, 1)
    expect(transcript.peek()).toBe(transcript.peek())
    const first = transcript.drain()
    transcript.add('client', 'two', false, 2)
    expect(decodeTranscript(first + transcript.drain()).map(({ text }) => text)).toEqual(['one', 'two'])
    expect(transcript.drain()).toBe('')
  })

  test('shows control characters, so that a line cannot pretend to be two or steer a terminal', () => {
    const transcript = new Transcript(0)
    transcript.add('client', 'a\r\ns0 250 forged\u001b[31m\u009b\u2028é', false, 0)
    const lines = decodeTranscript(transcript.drain())
    expect(lines.map(({ text }) => text)).toEqual([String.raw`a\x0d\x0as0 250 forged\x1b[31m\x9b\u2028é`])
  })

  test('of an endless session stays small, keeps both ends and counts what it left out', () => {
    const transcript = new Transcript(0)
    for (let index = 0; index < 100_000; index += 1) transcript.add('client', `NOOP ${index}`, false, index)
    const encoded = transcript.drain()
    expect(encoded.length).toBeLessThan(60_000)
    const lines = decodeTranscript(encoded)
    const gap = lines.findIndex(({ from }) => from === 'note')
    expect(lines[0]?.text).toBe('NOOP 0')
    expect(lines.at(-1)?.text).toBe('NOOP 99999')
    const leftOut = Number(/\[(\d+) lines left out\]/.exec(lines[gap]?.text ?? '')?.[1])
    expect(lines.length - 1 + leftOut).toBe(100_000)
    expect(lines[gap + 1]?.text).toBe(`NOOP ${gap + leftOut}`)
  })

  test('a damaged line is left out, the others are read', () => {
    expect(decodeTranscript('x1 what\nc\nc! broken\n\ns5 250 OK\nc').map(({ text }) => text)).toEqual(['250 OK'])
  })
})
