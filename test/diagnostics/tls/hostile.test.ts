// Servers that mean harm, or are broken beyond belief: each must end, say something true and leave nothing open.
import type { Socket } from 'node:net'
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { mostBytes, ServerFlight } from '../../../electron/engine/diagnostics/tls/flight.ts'
import { probeVersions } from '../../../electron/engine/diagnostics/tls/versions.ts'
import { sampleCertificate } from '../../support/certificates.ts'
import { answering, openerTo, type RunningServer, scripted } from '../../support/tlsServers.ts'
import { alert, certificates, helloDone, message, record, serverHello, wholeFlight } from './flights.ts'

async function probe(server: RunningServer, timeoutMs = 5_000) {
  const opener = openerTo(server.port)
  const signal = new AbortController().signal
  const { answers, served } = await probeVersions(opener.open, {
    serverName: 'localhost',
    versions: ['TLSv1.2'],
    atOnce: 1,
    timeoutMs,
    signal,
  })
  expect(opener.left).toBe(0)
  const [answer] = answers
  if (!answer) throw new Error('no answer')
  return { answer, served }
}

const chain = sampleCertificate('valid').chain

async function byteByByte(socket: Socket, pause: () => Promise<unknown>): Promise<void> {
  for (const byte of wholeFlight(chain)) {
    if (socket.destroyed) return
    socket.write(Buffer.from([byte]))
    await pause()
  }
}
const hello = serverHello(0x0303, 0x009c)

test('a flight split byte by byte is read as the whole one is', async () => {
  const flight = new ServerFlight()
  for (const byte of wholeFlight(chain)) flight.push(Buffer.from([byte]))
  expect(flight).toMatchObject({ done: true, broken: null, hello: { version: 0x0303, suite: 0x009c } })
  expect(flight.certificates).toEqual(chain)
  await using server = await scripted((socket) => {
    socket.once('data', () => void byteByByte(socket, () => nextTurn()))
  })
  const { answer, served } = await probe(server)
  expect(answer.answer).toBe('offered')
  expect(served).toEqual(chain)
})

test('messages that share a record, and one that fills several', async () => {
  const all = Buffer.concat([hello, certificates(chain), helloDone])
  const records = Array.from({ length: Math.ceil(all.length / 7) }, (_, index) =>
    record(22, all.subarray(index * 7, index * 7 + 7)),
  )
  await using server = await answering(Buffer.concat(records))
  const { answer, served } = await probe(server)
  expect(answer).toMatchObject({ answer: 'offered', detail: '' })
  expect(served).toEqual(chain)
})

test('records without end are read up to a limit', async () => {
  const junk = record(22, message(0, Buffer.alloc(16_000)))
  await using server = await scripted((socket) => {
    socket.once('data', () => {
      const pour = () => {
        while (socket.writable && socket.write(junk));
      }
      socket.on('drain', pour)
      pour()
    })
  })
  const { answer } = await probe(server)
  expect(answer).toMatchObject({ answer: 'unknown', detail: 'answered with message 0 instead of a ServerHello' })
})

test('certificates without end after a right ServerHello are read up to a limit', async () => {
  const huge = record(22, message(22, Buffer.alloc(16_000)))
  await using server = await scripted((socket) => {
    socket.once('data', () => {
      socket.write(record(22, hello))
      const pour = () => {
        while (socket.writable && socket.write(huge));
      }
      socket.on('drain', pour)
      pour()
    })
  })
  const { answer } = await probe(server)
  expect(answer).toMatchObject({ answer: 'offered', detail: `then more than ${mostBytes} bytes` })
})

test('empty records without end are read up to a limit', async () => {
  await using server = await answering(Buffer.concat(Array.from({ length: 20_000 }, () => record(22, Buffer.alloc(0)))))
  expect((await probe(server)).answer).toMatchObject({
    answer: 'unknown',
    detail: `answered with more than ${mostBytes} bytes`,
  })
})

test('warnings without end are read up to a limit', async () => {
  await using server = await answering(Buffer.concat(Array.from({ length: 20_000 }, () => alert(112, 1))))
  expect((await probe(server)).answer.answer).toBe('unknown')
})

test('an answer that drips slower than anybody waits', async () => {
  await using server = await scripted((socket) => {
    socket.once('data', () => void byteByByte(socket, () => delay(20)))
  })
  expect((await probe(server, 200)).answer).toMatchObject({ answer: 'unknown', detail: 'no answer within the time' })
})

test('a ServerHello that came and a rest that never does', async () => {
  await using server = await answering(record(22, hello))
  expect((await probe(server, 200)).answer).toMatchObject({
    answer: 'offered',
    cipher: 'TLS_RSA_WITH_AES_128_GCM_SHA256',
  })
})

const lies: [string, Buffer, string][] = [
  ['a record that is longer than any may be', Buffer.from([22, 3, 3, 0xff, 0xff, 2]), 'a record that is too long'],
  ['a message of 16 MB', record(22, message(2, Buffer.alloc(10), 0xffffff)), 'a message of 16777215 bytes'],
  ['a ServerHello of one byte', record(22, message(2, Buffer.from([3]))), 'a message with a length that does not fit'],
  ['a ServerHello of nothing', record(22, message(2, Buffer.alloc(0))), 'a message with a length that does not fit'],
  [
    'a session id that goes beyond the end',
    record(22, message(2, Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(32), Buffer.from([200, 1])]))),
    'a message with a length that does not fit',
  ],
  [
    'extensions that go beyond the end',
    record(22, serverHello(0x0303, 0x009c, Buffer.from([0xff, 0xff, 0, 0]))),
    'a message with a length that does not fit',
  ],
  [
    'an extension that goes beyond its list',
    record(22, serverHello(0x0303, 0x009c, Buffer.from([0, 4, 0, 43, 0, 9]))),
    'a message with a length that does not fit',
  ],
  [
    'supported_versions without a version',
    record(22, serverHello(0x0303, 0x009c, Buffer.from([0, 4, 0, 43, 0, 0]))),
    'a message with a length that does not fit',
  ],
  ['an alert of one byte', record(21, Buffer.from([2])), 'an alert that is too short'],
  ['a record of a kind that there is not', Buffer.from([99, 3, 3, 0, 1, 0]), 'something that is not TLS'],
  ['zeros', Buffer.alloc(5_000), 'something that is not TLS'],
  ['SSLv2', Buffer.from([0x80, 0x2e, 4, 0, 1, 0, 2]), 'something that is not TLS'],
]

test.each(lies)('%s', async (_name, bytes, detail) => {
  await using server = await answering(bytes)
  expect((await probe(server)).answer).toMatchObject({ answer: 'unknown', detail: `answered with ${detail}` })
})

const lyingCertificates: [string, Buffer, number][] = [
  ['a list that is longer than its message', certificates(chain, 1_000_000), 0],
  [
    'a certificate that is longer than its list',
    message(11, Buffer.concat([Buffer.from([0, 0, 6, 0, 0, 200, 1, 2, 3])])),
    0,
  ],
  [
    'a right one before a wrong one',
    message(11, Buffer.concat([Buffer.from([0, 0, 8]), Buffer.from([0, 0, 1, 0x30]), Buffer.from([0, 0, 9, 1])])),
    1,
  ],
  ['an empty list', certificates([]), 0],
  ['very many of them', certificates(Array.from({ length: 5_000 }, () => Buffer.from([0x30, 0]))), 16],
]

test.each(lyingCertificates)('a ServerHello, and then certificates with %s', (_name, bytes, count) => {
  const flight = new ServerFlight()
  flight.push(record(22, hello))
  for (let at = 0; at < bytes.length; at += 10_000) flight.push(record(22, bytes.subarray(at, at + 10_000)))
  expect(flight.hello).toMatchObject({ version: 0x0303 })
  expect(flight.certificates).toHaveLength(count)
})

test('a second ServerHello', () => {
  const flight = new ServerFlight()
  flight.push(record(22, Buffer.concat([hello, hello])))
  expect(flight).toMatchObject({ done: true, broken: 'a second ServerHello' })
})

test('random bytes never throw', () => {
  let seed = 1
  const next = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) >> 16
  const right = wholeFlight(chain)
  for (let round = 0; round < 3_000; round += 1) {
    const bytes = Buffer.from(right)
    for (let count = 0; count < 4; count += 1) bytes[next() % Math.min(bytes.length, 200)] = next() & 0xff
    const flight = new ServerFlight()
    flight.push(bytes)
    expect(flight.certificates.length).toBeLessThanOrEqual(16)
  }
})
