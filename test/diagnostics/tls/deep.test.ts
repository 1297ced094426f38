import { describe, expect, test } from 'vitest'
import { probeDeep, type ProbeDeepOptions } from '../../../electron/engine/diagnostics/tls/deep.ts'
import { DeepTls, type TlsVersion } from '../../../shared/model/diagnosis/observation.ts'
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
import { helloDone, record, serverHello } from './flights.ts'

async function probe(
  { port }: RunningServer,
  versions: readonly TlsVersion[],
  options: Partial<ProbeDeepOptions> = {},
) {
  const opener = openerTo(port)
  const signal = new AbortController().signal
  const found = await probeDeep(opener.open, {
    serverName: 'localhost',
    versions,
    gapMs: 0,
    timeoutMs: 5_000,
    signal,
    maxConnections: 60,
    ...options,
  })
  DeepTls.parse(found)
  const names = Object.fromEntries(
    found.versions.map(({ version, ciphers }) => [version, ciphers.map(({ openssl, name }) => openssl ?? name)]),
  )
  return { ...found, opener, names }
}

const rsa = sampleCertificate('rsa')

describe('suites', () => {
  test('a usual server: one connection at a time, at most sixty, none left open', async () => {
    await using server = await nodeTls({}, rsa)
    const found = await probe(server, ['TLSv1.3', 'TLSv1.2'])
    expect(found.names['TLSv1.3']?.toSorted()).toEqual([
      'TLS_AES_128_GCM_SHA256',
      'TLS_AES_256_GCM_SHA384',
      'TLS_CHACHA20_POLY1305_SHA256',
    ])
    expect(found.names['TLSv1.2']).toContain('ECDHE-RSA-AES128-GCM-SHA256')
    expect(found.versions.every(({ incomplete }) => incomplete === null)).toBe(true)
    expect(found.connections).toBeLessThanOrEqual(60)
    expect(found.opener).toMatchObject({ made: found.connections, mostAtOnce: 1, left: 0 })
    expect(found).toMatchObject({ dhBits: null, ocspStapled: false, cachedFrom: null, throttled: null })
    expect(found.groups).toContain('x25519')
  })

  test('as many connections as suites, one for the refusal, one for the rare ones, one for the order', async () => {
    const ciphers = 'ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256:AES256-SHA'
    await using server = await nodeTls(
      { maxVersion: 'TLSv1.2', ciphers: `${ciphers}:@SECLEVEL=0`, ecdhCurve: 'P-384:P-256' },
      rsa,
    )
    const { names, groups, connections, versions } = await probe(server, ['TLSv1.2'])
    expect(names['TLSv1.2']).toEqual(ciphers.split(':'))
    expect(versions[0]?.ciphers.map(({ strength }) => strength)).toEqual(['good', 'good', 'weak'])
    expect(groups.toSorted()).toEqual(['secp256r1', 'secp384r1'])
    // And two groups and their refusal.
    expect(connections).toBe(3 + 1 + 1 + 1 + 3)
  })

  test('the order in which a server with an order of its own chooses', async () => {
    const ciphers = 'AES128-SHA:ECDHE-RSA-AES128-SHA:ECDHE-RSA-CHACHA20-POLY1305:AES256-GCM-SHA384'
    const options = { maxVersion: 'TLSv1.2', ciphers: `${ciphers}:@SECLEVEL=0` } as const
    await using own = await nodeTls({ ...options, honorCipherOrder: true }, rsa)
    expect(await probe(own, ['TLSv1.2'])).toMatchObject({
      names: { 'TLSv1.2': ciphers.split(':') },
      versions: [{ serverOrder: true }],
    })
    await using clients = await nodeTls({ ...options, honorCipherOrder: false }, rsa)
    const found = await probe(clients, ['TLSv1.2'])
    expect(found.versions[0]?.serverOrder).toBe(false)
    expect(found.names['TLSv1.2']?.toSorted()).toEqual(ciphers.split(':').toSorted())
  })

  test('one suite alone has no order', { skip: !hasOpenssl }, async () => {
    await using server = await sServer(['-tls1_2', '-cipher', 'DHE-RSA-CAMELLIA256-SHA:@SECLEVEL=0'])
    const { names, versions, groups } = await probe(server, ['TLSv1.2'])
    expect(names).toEqual({ 'TLSv1.2': ['DHE-RSA-CAMELLIA256-SHA'] })
    expect({ order: versions[0]?.serverOrder, groups }).toEqual({ order: null, groups: [] })
  })

  test('ECDSA and RSA certificates side by side', { skip: !hasOpenssl }, async () => {
    const suites = 'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256'
    await using server = await sServer(['-tls1_2', '-cipher', suites], rsa, sampleCertificate('valid'))
    expect((await probe(server, ['TLSv1.2'])).names['TLSv1.2']?.toSorted()).toEqual(suites.split(':'))
  })

  test('TLS 1.0 and 1.1', { skip: !hasOpenssl }, async () => {
    await using server = await sServer([
      '-no_tls1_3',
      '-no_tls1_2',
      '-cipher',
      'AES256-SHA:CAMELLIA128-SHA:NULL-SHA:@SECLEVEL=0',
    ])
    const { versions, names } = await probe(server, ['TLSv1.1', 'TLSv1'])
    expect(names['TLSv1']).toEqual(names['TLSv1.1'])
    expect(versions[1]?.ciphers.map(({ name, strength }) => `${name} ${strength}`).toSorted()).toEqual([
      'TLS_RSA_WITH_AES_256_CBC_SHA weak',
      'TLS_RSA_WITH_CAMELLIA_128_CBC_SHA weak',
      'TLS_RSA_WITH_NULL_SHA broken',
    ])
  })
})

describe('what comes with them', () => {
  test.each([
    ['modp2', 1_024],
    ['modp14', 2_048],
  ] as const)('DH parameters: %s has %i bits', async (group, bits) => {
    const options = { maxVersion: 'TLSv1.2', ciphers: 'DHE-RSA-AES256-GCM-SHA384:@SECLEVEL=0' } as const
    await using server = await nodeTls({ ...options, dhparam: dhParameters(group) }, rsa)
    expect((await probe(server, ['TLSv1.2'])).dhBits).toBe(bits)
  })

  test('groups of TLS 1.3, in the order of the server’s choice', { skip: !hasOpenssl }, async () => {
    await using server = await sServer(['-tls1_3', '-groups', 'P-521:X25519:ffdhe2048'])
    expect((await probe(server, ['TLSv1.3'])).groups.toSorted()).toEqual(['ffdhe2048', 'secp521r1', 'x25519'])
  })

  test('curves that only old versions have', { skip: !hasOpenssl }, async () => {
    await using server = await sServer([
      '-tls1_2',
      '-groups',
      'brainpoolP256r1:secp256k1',
      '-cipher',
      'ECDHE:@SECLEVEL=0',
    ])
    expect((await probe(server, ['TLSv1.2'])).groups.toSorted()).toEqual(['brainpoolP256r1', 'secp256k1'])
  })

  test('a stapled answer of OCSP', async () => {
    await using server = await nodeTls({ maxVersion: 'TLSv1.2' }, rsa)
    server.server.on('OCSPRequest', (_certificate, _issuer, answer) =>
      answer(null, Buffer.from('what it says is of no interest')),
    )
    expect((await probe(server, ['TLSv1.2'])).ocspStapled).toBe(true)
  })
})

describe('limits', () => {
  test('no more connections than are allowed, and it says so', async () => {
    await using server = await nodeTls({}, rsa)
    const found = await probe(server, ['TLSv1.3', 'TLSv1.2'], { maxConnections: 3 })
    expect(found.opener.made).toBe(3)
    expect(found.connections).toBe(3)
    expect(found.versions.map(({ incomplete }) => incomplete)).toEqual([
      'stopped after 3 connections',
      'stopped after 3 connections',
    ])
    expect(found.versions[0]?.ciphers).toHaveLength(3)
  })

  test('a 421 ends all of it', async () => {
    await using server = await nodeTls({}, rsa)
    const { open } = openerTo(server.port)
    let opened = 0
    const refusing = async (signal: AbortSignal) => {
      opened += 1
      if (opened === 3) throw Object.assign(new Error('421'), { throttled: '421 too many' })
      return open(signal)
    }
    const signal = new AbortController().signal
    const found = await probeDeep(refusing, {
      serverName: null,
      versions: ['TLSv1.3', 'TLSv1.2'],
      gapMs: 0,
      timeoutMs: 5_000,
      signal,
      maxConnections: 60,
    })
    expect(opened).toBe(3)
    expect(found).toMatchObject({ throttled: '421 too many', connections: 3 })
    expect(found.versions[0]?.ciphers).toHaveLength(2)
    expect(found.versions[1]).toMatchObject({
      ciphers: [],
      incomplete: 'the server asked to be left alone: 421 too many',
    })
  })

  test('a cancel ends it, also within the pause', async () => {
    await using server = await nodeTls({}, rsa)
    const stop = new AbortController()
    const found = await probe(server, ['TLSv1.3'], {
      gapMs: 60_000,
      signal: stop.signal,
      onProgress: () => setTimeout(() => stop.abort(), 50),
    })
    expect(found.versions[0]?.incomplete).toBe('cancelled')
    expect(found.opener).toMatchObject({ made: 1, left: 0 })
  })

  test('one lost connection is made again, two are the end of the list', async () => {
    let count = 0
    await using once = await nodeTls({}, rsa)
    once.server.on('connection', (socket) => {
      count += 1
      if (count === 2) socket.resetAndDestroy()
    })
    expect((await probe(once, ['TLSv1.3'])).versions[0]).toMatchObject({ incomplete: null, ciphers: { length: 3 } })
    await using always = await scripted((socket) => socket.once('data', () => socket.resetAndDestroy()))
    const { versions, connections } = await probe(always, ['TLSv1.2'])
    expect(versions[0]).toMatchObject({ ciphers: [], incomplete: 'connection lost (ECONNRESET)' })
    expect(connections).toBe(2)
  })

  test('a server that always chooses the same suite, offered or not, is not asked for ever', async () => {
    await using server = await answering(record(22, Buffer.concat([serverHello(0x0303, 0x009c), helloDone])))
    const { versions, connections } = await probe(server, ['TLSv1.2'])
    expect(versions[0]?.ciphers.map(({ id }) => id)).toEqual([0x009c])
    expect(versions[0]?.incomplete).toBe('the server chose TLS_RSA_WITH_AES_128_GCM_SHA256, which was not offered')
    expect(connections).toBeLessThan(5)
  })

  test('a server that takes every suite there is stays within the limit', async () => {
    await using server = await scripted((socket) => {
      socket.once('data', (hello) => {
        const at = 5 + 4 + 2 + 32 + 1 + (hello[43] ?? 0) + 2
        socket.write(record(22, Buffer.concat([serverHello(0x0303, hello.readUInt16BE(at)), helloDone])))
      })
    })
    const { versions, opener } = await probe(server, ['TLSv1.2'])
    expect(opener.made).toBe(60)
    expect(versions[0]).toMatchObject({ ciphers: { length: 60 }, incomplete: 'stopped after 60 connections' })
  })
})
