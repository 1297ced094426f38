import { describe, expect, test } from 'vitest'
import { probeVersions, type ProbeVersionsOptions } from '../../../electron/engine/diagnostics/tls/versions.ts'
import { TlsVersion } from '../../../shared/model/diagnosis/observation.ts'
import { makeCertificate, sampleCertificate } from '../../support/certificates.ts'
import {
  answering,
  hasOpenssl,
  nodeTls,
  openerTo,
  type RunningServer,
  scripted,
  sServer,
} from '../../support/tlsServers.ts'
import { alert, helloDone, record, serverHello } from './flights.ts'

const versions = TlsVersion.options

async function probe({ port }: RunningServer, options: Partial<ProbeVersionsOptions> = {}) {
  const opener = openerTo(port)
  const signal = new AbortController().signal
  const found = await probeVersions(opener.open, {
    serverName: 'localhost',
    versions,
    atOnce: 2,
    timeoutMs: 5_000,
    signal,
    ...options,
  })
  const of = Object.fromEntries(found.answers.map((answer) => [answer.version, answer]))
  return { ...found, opener, of, short: found.answers.map(({ answer }) => answer).join(' ') }
}

describe('real servers', () => {
  test('a usual one: five versions are five connections, two at a time, and none is left open', async () => {
    await using server = await nodeTls()
    const { answers, short, opener, connections, throttled, served } = await probe(server)
    expect(short).toBe('offered offered refused refused refused')
    expect(answers.map(({ version }) => version)).toEqual(versions)
    expect(answers[0]?.cipher).toBe('TLS_AES_256_GCM_SHA384')
    // Servers with OpenSSL 3.5 would rather have the hybrid one.
    expect(answers[0]?.group).toMatch(/^(x25519|X25519MLKEM768)$/)
    expect(answers[1]).toMatchObject({ cipher: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', group: 'x25519' })
    expect(answers[3]?.detail).toMatch(/^alert (protocol_version|internal_error)$/)
    expect({ connections, throttled }).toEqual({ connections: 5, throttled: null })
    expect(opener).toMatchObject({ made: 5, mostAtOnce: 2, left: 0 })
    expect(served.map((der) => der.toString('hex'))).toEqual(
      sampleCertificate('valid').chain.map((der) => der.toString('hex')),
    )
  })

  test.each([
    [['-tls1'], 'refused refused refused offered refused'],
    [['-tls1_1'], 'refused refused offered refused refused'],
    [['-tls1_2'], 'refused offered refused refused refused'],
    [['-tls1_3'], 'offered refused refused refused refused'],
    [[], 'offered offered offered offered refused'],
  ])('s_server %s', { skip: !hasOpenssl }, async (args, expected) => {
    await using server = await sServer([...args, '-cipher', 'ALL:@SECLEVEL=0'])
    const { short, of } = await probe(server)
    expect(short).toBe(expected)
    if (args[0] === '-tls1') expect(of['TLSv1.2']?.detail).toMatch(/answered with TLSv1|alert/)
  })

  test.each([
    'DHE-RSA-AES128-SHA',
    'CAMELLIA256-SHA',
    'ECDHE-ECDSA-AES256-CCM8',
    'NULL-SHA256',
    'ADH-AES256-GCM-SHA384',
    'ARIA256-GCM-SHA384',
  ])(
    'a server with %s alone, which no client of today has, still speaks TLS 1.2',
    { skip: !hasOpenssl },
    async (suite) => {
      const certificate = sampleCertificate(suite.includes('ECDSA') ? 'valid' : 'rsa')
      await using server = await sServer(['-tls1_2', '-cipher', `${suite}:@SECLEVEL=0`], certificate)
      const { short } = await probe(server)
      expect(short).toBe('refused offered refused refused refused')
    },
  )

  test('a server that demands a client certificate is read all the same', async () => {
    await using server = await nodeTls({ requestCert: true, rejectUnauthorized: true })
    expect((await probe(server)).short).toBe('offered offered refused refused refused')
  })

  test('keys and signatures that libraries refuse are served to us', { skip: !hasOpenssl }, async () => {
    const certificate = makeCertificate({ name: 'old.test', key: 'rsa-1024', hash: 'sha1' })
    await using server = await sServer(['-cipher', 'ALL:@SECLEVEL=0'], certificate)
    const { served } = await probe(server)
    expect(served).toEqual([certificate.der])
  })
})

describe('what an answer means', () => {
  test('SSLv3, answered as a server of 1999 does', async () => {
    await using server = await scripted((socket) => {
      socket.once('data', (hello) => {
        const isSsl3 = hello[1] === 3 && hello[2] === 0
        socket.write(isSsl3 ? record(22, Buffer.concat([serverHello(0x0300, 0x000a), helloDone]), 0x0300) : alert(40))
      })
    })
    const { short, of } = await probe(server)
    expect(short).toBe('refused refused refused refused offered')
    expect(of['SSLv3']).toMatchObject({ cipher: 'TLS_RSA_WITH_3DES_EDE_CBC_SHA', group: null, detail: '' })
  })

  test.each([
    ['a fatal alert', alert(70), 'refused', 'alert protocol_version'],
    ['an alert without a name', alert(200), 'refused', 'alert number 200'],
    ['a lower version', record(22, serverHello(0x0301, 0x002f)), 'refused', 'answered with TLSv1'],
    ['a version that there is not', record(22, serverHello(0x7f1c, 0x002f)), 'refused', 'answered with version 0x7f1c'],
    ['a name that is not known here', alert(112), 'unknown', 'alert unrecognized_name'],
    [
      'a greeting',
      Buffer.from('220 mail.example.test ESMTP\r\n'),
      'unknown',
      'answered with something that is not TLS',
    ],
    ['HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'unknown', 'answered with something that is not TLS'],
    [
      'encrypted data at once',
      record(23, Buffer.alloc(20)),
      'unknown',
      'answered with encrypted data before there is a key',
    ],
  ])('%s', async (_name, bytes, answer, detail) => {
    await using server = await answering(bytes)
    const { answers } = await probe(server, { versions: ['TLSv1.2'], timeoutMs: 300 })
    expect(answers[0]).toMatchObject({ answer, detail })
  })

  test('a warning that goes before the answer is not the answer', async () => {
    await using server = await answering(
      Buffer.concat([alert(112, 1), record(22, Buffer.concat([serverHello(0x0303, 0x009c), helloDone]))]),
    )
    const { answers } = await probe(server, { versions: ['TLSv1.2'] })
    expect(answers[0]).toMatchObject({ answer: 'offered', cipher: 'TLS_RSA_WITH_AES_128_GCM_SHA256' })
  })

  test('a close is a refusal; a reset and silence are not', async () => {
    await using closing = await scripted((socket) => socket.once('data', () => socket.end()))
    await using resetting = await scripted((socket) => socket.once('data', () => socket.resetAndDestroy()))
    await using silent = await scripted((socket) => socket.resume())
    const one = { versions: ['TLSv1.2' as const], timeoutMs: 100 }
    expect((await probe(closing, one)).answers[0]).toMatchObject({
      answer: 'refused',
      detail: 'closed without an answer',
    })
    expect((await probe(resetting, one)).answers[0]).toMatchObject({
      answer: 'unknown',
      detail: 'connection lost (ECONNRESET)',
    })
    const { answers, opener } = await probe(silent, one)
    expect(answers[0]).toMatchObject({ answer: 'unknown', detail: 'no answer within the time' })
    expect(opener.left).toBe(0)
  })
})

describe('being told to stop', () => {
  test('a 421 at one connection ends all of it', async () => {
    await using server = await nodeTls()
    let opened = 0
    const { open } = openerTo(server.port)
    const refusing = async (signal: AbortSignal) => {
      opened += 1
      if (opened === 2) throw Object.assign(new Error('421'), { throttled: '421 4.7.0 Too many\x1b[31m connections' })
      return open(signal)
    }
    const signal = new AbortController().signal
    const found = await probeVersions(refusing, { serverName: null, versions, atOnce: 1, timeoutMs: 5_000, signal })
    expect(opened).toBe(2)
    expect(found).toMatchObject({ throttled: '421 4.7.0 Too many\\x1b[31m connections', connections: 2 })
    expect(found.answers.map(({ answer }) => answer)).toEqual(['offered', 'unknown', 'unknown', 'unknown', 'unknown'])
    expect(found.answers[4]?.detail).toBe('not asked: 421 4.7.0 Too many\\x1b[31m connections')
  })

  test('a connection that cannot be made says why', async () => {
    const open = () => Promise.reject(new Error('STARTTLS was answered with 454'))
    const signal = new AbortController().signal
    const { answers } = await probeVersions(open, {
      serverName: null,
      versions: ['TLSv1.2'],
      atOnce: 2,
      timeoutMs: 100,
      signal,
    })
    expect(answers[0]).toMatchObject({ answer: 'unknown', detail: 'not asked: STARTTLS was answered with 454' })
  })

  test('a cancel ends it at once and leaves nothing open, also what opens too late', async () => {
    await using server = await scripted((socket) => socket.resume())
    const stop = new AbortController()
    const opener = openerTo(server.port)
    const { promise: late, resolve: openLate } = Promise.withResolvers<void>()
    const slowly = async () => {
      const socket = await opener.open(new AbortController().signal)
      if (opener.made === 2) {
        stop.abort()
        await late
      }
      return socket
    }
    const { answers } = await probeVersions(slowly, {
      serverName: null,
      versions,
      atOnce: 2,
      timeoutMs: 60_000,
      signal: stop.signal,
    })
    expect(answers.every(({ answer }) => answer === 'unknown')).toBe(true)
    openLate()
    await expect.poll(() => opener.left).toBe(0)
    expect(opener.made).toBe(2)
  })

  test('each answer is told as it comes', async () => {
    await using server = await nodeTls()
    const told: string[] = []
    await probe(server, { onAnswer: ({ version, answer }) => told.push(`${version} ${answer}`) })
    expect(told.toSorted()).toEqual([
      'SSLv3 refused',
      'TLSv1 refused',
      'TLSv1.1 refused',
      'TLSv1.2 offered',
      'TLSv1.3 offered',
    ])
  })
})
