import { once } from 'node:events'
import type { Socket } from 'node:net'
import tls from 'node:tls'
import { describe, expect, test } from 'vitest'
import { handshake, type HandshakeOptions } from '../../../electron/engine/diagnostics/tls/handshake.ts'
import { causeOf } from '../../../electron/engine/diagnostics/tls/handshakeFailure.ts'
import { Handshake } from '../../../shared/model/diagnosis/observation.ts'
import { sampleCertificate } from '../../support/certificates.ts'
import {
  answering,
  dhParameters,
  hasOpenssl,
  nodeTls,
  openerTo,
  type RunningServer,
  scripted,
  sServer,
} from '../../support/tlsServers.ts'
import { alert, record, serverHello } from './flights.ts'

const signal = new AbortController().signal

async function shake({ port }: RunningServer, options: Partial<HandshakeOptions> = {}) {
  const opener = openerTo(port)
  const plain = await opener.open(signal)
  const made = await handshake(plain, { serverName: 'localhost', timeoutMs: 5_000, signal, ...options })
  Handshake.parse(made.observation)
  return { ...made, opener, plain }
}

/** Failed of what; that nothing is left open is asserted by the way. */
async function failure(server: RunningServer, options?: Partial<HandshakeOptions>) {
  const { observation, socket, opener } = await shake(server, options)
  expect({ ok: observation.ok, socket }).toEqual({ ok: false, socket: null })
  await expect.poll(() => opener.left).toBe(0)
  return observation
}

describe('handshakes that succeed', () => {
  test('the dialogue goes on, whatever the certificate is', async () => {
    await using server = await nodeTls({}, sampleCertificate('expired'))
    const { observation, socket, served } = await shake(server)
    expect(observation).toMatchObject({
      ok: true,
      protocol: 'TLSv1.3',
      serverName: 'localhost',
      error: null,
      failed: null,
      ocspStapled: false,
    })
    expect(observation.cipher).toBe('TLS_AES_256_GCM_SHA384')
    expect(observation.keyExchange).toMatch(/25519/)
    expect(served).toEqual(sampleCertificate('expired').chain)
    if (!socket) throw new Error('no socket')
    // The greeting that came at once was not read by anybody before.
    const [greeting] = (await once(socket, 'data')) as [Buffer]
    expect(greeting.toString()).toBe('220 here\r\n')
    socket.destroy()
  })

  test('TLS 1.2, and the names of suites are those of IANA', async () => {
    await using server = await nodeTls({ maxVersion: 'TLSv1.2' })
    const { observation, socket } = await shake(server)
    expect(observation).toMatchObject({ protocol: 'TLSv1.2', cipher: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256' })
    socket?.destroy()
  })

  test('the chain is read as it was served: wrong order, strangers, the same one twice, a root', async () => {
    const { pem, key } = sampleCertificate('valid')
    const [root, intermediate, stranger] = [
      sampleCertificate('root'),
      sampleCertificate('intermediate'),
      sampleCertificate('interceptor'),
    ]
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      await using server = await nodeTls({
        key,
        cert: pem + pem + stranger.pem + root.pem + intermediate.pem,
        maxVersion,
      })
      const { served, socket } = await shake(server)
      const own = sampleCertificate('valid').der
      expect(served).toEqual([own, own, stranger.der, root.der, intermediate.der])
      socket?.destroy()
    }
  })

  test('a stapled answer of OCSP is noticed', async () => {
    await using server = await nodeTls()
    server.server.on('OCSPRequest', (_certificate, _issuer, answer) =>
      answer(null, Buffer.from('what it says is of no interest')),
    )
    const { observation, socket } = await shake(server)
    expect(observation.ocspStapled).toBe(true)
    socket?.destroy()
  })

  test('an address is not sent as a name', async () => {
    await using server = await nodeTls()
    const secured = once(server.server, 'secureConnection') as Promise<[tls.TLSSocket & { servername: unknown }]>
    const { observation, socket } = await shake(server, { serverName: '127.0.0.1' })
    expect(observation.serverName).toBeNull()
    expect((await secured)[0].servername).toBe(false)
    socket?.destroy()
  })

  test('over a connection that was paused', async () => {
    await using server = await nodeTls()
    const plain = await openerTo(server.port).open(signal)
    plain.pause()
    const { observation, socket } = await handshake(plain, { serverName: null, timeoutMs: 5_000, signal })
    expect(observation.ok).toBe(true)
    socket?.destroy()
  })

  test('a server of TLS 1.3 that issues no tickets is not waited for long', { skip: !hasOpenssl }, async () => {
    await using server = await sServer(['-tls1_3', '-num_tickets', '0'])
    const { observation, socket } = await shake(server)
    expect(observation.ok).toBe(true)
    socket?.destroy()
  })
})

describe('handshakes that fail, by cause', () => {
  test('a server that demands a client certificate, in TLS 1.3 and before', async () => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      await using server = await nodeTls({ requestCert: true, rejectUnauthorized: true, maxVersion })
      expect(await failure(server)).toMatchObject({ failed: 'clientCertificate', wantsClientCertificate: true })
    }
  })

  test('one that only asks for it', async () => {
    await using server = await nodeTls({ requestCert: true, rejectUnauthorized: false })
    const { observation, socket } = await shake(server)
    expect(observation).toMatchObject({ ok: true, wantsClientCertificate: false })
    socket?.destroy()
  })

  test('old versions only', { skip: !hasOpenssl }, async () => {
    await using server = await sServer(['-tls1', '-cipher', 'ALL:@SECLEVEL=0'])
    expect(await failure(server)).toMatchObject({ failed: 'version' })
  })

  test('no suite in common', { skip: !hasOpenssl }, async () => {
    await using server = await sServer(['-tls1_2', '-cipher', 'DHE-RSA-CAMELLIA256-SHA'])
    expect(await failure(server)).toMatchObject({ failed: 'cipher' })
  })

  test('a name that the server does not know', { skip: !hasOpenssl }, async () => {
    const { pem, key } = sampleCertificate('valid')
    const { mkdtempSync, writeFileSync, rmSync } = await import('node:fs')
    const folder = mkdtempSync('/tmp/sandpost-name-')
    writeFileSync(`${folder}/c.pem`, pem)
    writeFileSync(`${folder}/k.pem`, key)
    try {
      const second = ['-cert2', `${folder}/c.pem`, '-key2', `${folder}/k.pem`]
      await using server = await sServer(['-servername', 'other.example', '-servername_fatal', ...second])
      expect(await failure(server)).toMatchObject({ failed: 'name' })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('DH parameters that this runtime refuses say nothing of the server', async () => {
    await using server = await nodeTls(
      { maxVersion: 'TLSv1.2', ciphers: 'DHE-RSA-AES256-GCM-SHA384:@SECLEVEL=0', dhparam: dhParameters('modp2') },
      sampleCertificate('rsa'),
    )
    const { observation, socket } = await shake(server)
    socket?.destroy()
    // OpenSSL 3.0 of Node 20 takes them.
    if (!observation.ok)
      expect(observation).toMatchObject({ failed: 'library', error: { code: 'ERR_SSL_DH_KEY_TOO_SMALL' } })
    expect(observation.ok).toBe(process.versions.openssl.startsWith('3.0'))
  })

  const answers: [string, Buffer, Handshake['failed']][] = [
    ['a greeting', Buffer.from('220 mail.example.test ESMTP\r\n'), 'notTls'],
    ['HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'notTls'],
    ['handshake_failure', alert(40), 'cipher'],
    ['protocol_version', alert(70), 'version'],
    ['unrecognized_name', alert(112), 'name'],
    ['internal_error', alert(80), 'alert'],
    ['access_denied', alert(49), 'alert'],
    ['a version from before', record(22, serverHello(0x0301, 0x002f)), 'version'],
  ]
  test.each(answers)('answered with %s', async (_name, bytes, failed) => {
    await using server = await answering(bytes)
    expect((await failure(server)).failed).toBe(failed)
  })

  const endings: [string, (socket: Socket) => void, Handshake['failed']][] = [
    ['closed before anything', (socket) => socket.end(), 'closed'],
    ['closed at the hello', (socket) => socket.once('data', () => socket.end()), 'closed'],
    ['reset at the hello', (socket) => socket.once('data', () => socket.resetAndDestroy()), 'reset'],
    ['silence', (socket) => socket.resume(), 'silent'],
    ['half a record', (socket) => socket.once('data', () => socket.write(Buffer.from([22, 3, 3, 1, 0, 2]))), 'silent'],
  ]
  test.each(endings)('%s', async (_name, script, failed) => {
    await using server = await scripted(script)
    expect((await failure(server, { timeoutMs: 300 })).failed).toBe(failed)
  })

  test('a drip that would take an hour', async () => {
    await using server = await scripted((socket) => {
      const drip = setInterval(() => socket.write(Buffer.from([22])), 20)
      socket.once('data', () => socket.write(Buffer.from([22, 3, 3, 0x40, 0])))
      socket.once('close', () => clearInterval(drip))
    })
    expect((await failure(server, { timeoutMs: 300 })).ok).toBe(false)
  })

  test('a cancel', async () => {
    await using server = await scripted((socket) => socket.resume())
    const stop = new AbortController()
    const failed = failure(server, { timeoutMs: 60_000, signal: stop.signal })
    setImmediate(() => stop.abort())
    expect(await failed).toMatchObject({ failed: 'other', error: { code: 'ABORT_ERR', message: 'cancelled' } })
    expect(await failure(server, { signal: AbortSignal.abort() })).toMatchObject({ failed: 'other' })
  })

  test('a connection that is gone already', async () => {
    await using server = await nodeTls()
    const plain = await openerTo(server.port).open(signal)
    plain.destroy()
    const { observation, socket } = await handshake(plain, { serverName: null, timeoutMs: 1_000, signal })
    expect({ ok: observation.ok, socket }).toEqual({ ok: false, socket: null })
  })
})

// As they were seen: OpenSSL 3.0 (Node 20), 3.5 (Node 22 and 24), BoringSSL (Electron).
const libraryErrors: [string, string, boolean, Handshake['failed']][] = [
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tlsv1 alert protocol version', false, 'version'],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'unsupported protocol', false, 'version'],
  ['ERR_SSL_NO_PROTOCOLS_AVAILABLE', 'no protocols available', false, 'library'],
  ['ERR_SSL_LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED', 'legacy sigalg disallowed or unsupported', true, 'library'],
  ['ERR_SSL_INVALID_COMMAND', 'error:…:SSL routines:OPENSSL_internal:INVALID_COMMAND', false, 'library'],
  ['ERR_SSL_DH_KEY_TOO_SMALL', 'dh key too small', true, 'library'],
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'sslv3 alert handshake failure', false, 'cipher'],
  ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'ssl/tls alert handshake failure:…:SSL alert number 40', false, 'cipher'],
  [
    'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
    'ssl/tls alert handshake failure:…:SSL alert number 40',
    true,
    'clientCertificate',
  ],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tlsv13 alert certificate required', true, 'clientCertificate'],
  ['ERR_SSL_TLSV1_CERTIFICATE_REQUIRED', 'OPENSSL_internal:TLSV1_CERTIFICATE_REQUIRED', true, 'clientCertificate'],
  ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'tlsv1 unrecognized name:…:SSL alert number 112', false, 'name'],
  ['ERR_SSL_TLSV1_ALERT_UNRECOGNIZED_NAME', 'OPENSSL_internal:TLSV1_ALERT_UNRECOGNIZED_NAME', false, 'name'],
  ['ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', 'tlsv1 alert internal error', false, 'alert'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'wrong version number', false, 'notTls'],
  ['ERR_SSL_HTTP_REQUEST', 'http request', false, 'notTls'],
  [
    'EPROTO',
    'write EPROTO error:0A000152:SSL routines:final_renegotiate:unsafe legacy renegotiation disabled',
    false,
    'library',
  ],
  ['ECONNRESET', 'Client network socket disconnected before secure TLS connection was established', false, 'closed'],
  ['ERR_SSL_DECODE_ERROR', 'decode error', false, 'other'],
]

test.each(libraryErrors)('%s (%s), certificate seen: %s, means %s', (code, message, sawCertificate, cause) => {
  expect(causeOf(Object.assign(new Error(message), { code }), sawCertificate)).toBe(cause)
})

test('a reset from the other side is told from an end that Node makes an error of', () => {
  expect(causeOf(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' }), false)).toBe(
    'reset',
  )
})
