import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ByteCollector } from '../../electron/engine/smtp/byteCollector.ts'
import { DotReader } from '../../electron/engine/smtp/dotReader.ts'
import { SmtpSocket } from '../support/smtpSocket.ts'
import { type SmtpRig, startSmtp } from '../support/smtpServer.ts'

// https://sec-consult.com/blog/detail/smtp-smuggling-spoofing-e-mails-worldwide/ and CVE-2023-51764, -51765, -51766.
// Every mixture of line ends around a dot, but for the one that ends the data.
const lineEnds = ['\r\n', '\n', '\r', '\r\r\n', '\n\r', '\0\r\n', '\r\0\n']
const impostors = lineEnds
  .flatMap((before) => lineEnds.map((after) => `${before}.${after}`))
  .filter((sequence) => !sequence.includes('\r\n.\r\n'))

const shown = (bytes: string): string =>
  bytes.replaceAll('\r', '<CR>').replaceAll('\n', '<LF>').replaceAll('\0', '<NUL>')

let rig: SmtpRig
beforeAll(async () => {
  rig = await startSmtp()
})
afterAll(() => rig.close())

describe('SMTP smuggling', () => {
  test.each(impostors.map((sequence) => [shown(sequence), sequence]))(
    '%s does not end the data',
    async (_, sequence) => {
      const before = rig.received.length
      const client = await SmtpSocket.ready(rig.port)
      await client.sayAll('MAIL FROM:<a@example.test>', 'RCPT TO:<b@example.test>', 'DATA')
      const smuggled =
        'MAIL FROM:<admin@example.test>\r\nRCPT TO:<victim@example.test>\r\nDATA\r\nSubject: smuggled\r\n'
      client.write(`Subject: harmless\r\n\r\nbody${sequence}${smuggled}\r\n.\r\n`)
      expect(await client.reply()).toBe('250 2.6.0 Captured')
      expect(await client.say('QUIT')).toBe('221 2.0.0 Goodbye')
      expect(await client.untilClosed()).toBe('')
      expect(rig.received.length - before).toBe(1)
      expect(rig.received.at(-1)?.envelope.recipients).toEqual([{ address: 'b@example.test' }])
      expect(rig.received.at(-1)?.bytes.toString()).toContain('Subject: smuggled')
    },
  )

  test('bare line feeds and carriage returns within the data are kept byte for byte', async () => {
    const body = 'Subject: x\r\n\r\na\nb\rc\n.\nd\r.\re\n.\r\nf\n\n\r\r\n\0\u0001end\r\n'
    const client = await SmtpSocket.ready(rig.port)
    await client.sayAll('MAIL FROM:<a@example.test>', 'RCPT TO:<b@example.test>', 'DATA')
    client.write(`${body}.\r\n`)
    await client.reply()
    expect(rig.received.at(-1)?.bytes.toString('latin1')).toBe(body)
    client.destroy()
  })

  test('the final dot is found, and no other, however the data is cut into packets', () => {
    for (let round = 0; round < 3_000; round += 1) {
      const random = randomBytesFrom(round, '\r\n.x', 40)
      const stream = Buffer.from(`${random}\r\n.\r\nNOOP\r\n`, 'latin1')
      const expected = unstuffByDefinition(stream.toString('latin1'))
      expect(readInPieces(stream, round)).toEqual(expected)
    }
  })

  test('a command line ended by a bare line feed is refused and not carried out', async () => {
    const client = await SmtpSocket.ready(rig.port)
    client.write('MAIL FROM:<a@example.test>\nRCPT TO:<b@example.test>\r\n')
    expect(await client.reply()).toMatch(/^500 5\.5\.2 .*bare LF/)
    expect(await client.reply()).toMatch(/^503 5\.5\.1/)
    client.destroy()
  })

  test('a bare carriage return does not split a command in two', async () => {
    const client = await SmtpSocket.ready(rig.port)
    expect(await client.say('NOOP\rMAIL FROM:<a@example.test>')).toMatch(/^500 5\.5\.2/)
    expect(await client.say('RCPT TO:<b@example.test>')).toMatch(/^503/)
    client.destroy()
  })
})

/** RFC 5321 4.5.2 word for word, slow and obvious: split at CRLF, stop at a lone dot, take one dot away. */
function unstuffByDefinition(stream: string): { message: string; rest: string } {
  const lines = stream.split('\r\n')
  const end = lines.indexOf('.')
  const message = lines.slice(0, end).map((line) => `${line.startsWith('.') ? line.slice(1) : line}\r\n`)
  return { message: message.join(''), rest: lines.slice(end + 1).join('\r\n') }
}

function readInPieces(stream: Buffer, seed: number): { message: string; rest: string } {
  const message = new ByteCollector(1_000_000)
  const reader = new DotReader(message)
  let at = 0
  for (let step = 0; at < stream.length; step += 1) {
    const end = Math.min(stream.length, at + 1 + ((seed * 7 + step * 13) % ((seed % 9) + 1)))
    // The stream goes on in front of the piece, as in a chunk that began with commands.
    const consumed = reader.feed(stream.subarray(0, end), at)
    if (consumed !== -1)
      return { message: message.take().toString('latin1'), rest: stream.toString('latin1', consumed) }
    at = end
  }
  throw new Error('the final dot was not found')
}

function randomBytesFrom(seed: number, alphabet: string, length: number): string {
  let state = seed + 1
  return Array.from({ length: seed % length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return alphabet[(state >> 16) % alphabet.length]
  }).join('')
}
