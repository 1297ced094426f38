import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { clientHello } from '../../../electron/engine/diagnostics/tls/hello.ts'
import { rareSuites, suiteOf, suitesFor, usualSuites } from '../../../electron/engine/diagnostics/tls/suites.ts'
import { TlsVersion } from '../../../shared/model/diagnosis/observation.ts'
import { hasOpenssl } from '../../support/tlsServers.ts'

const all = [...usualSuites, ...rareSuites]

test.skipIf(!hasOpenssl)('numbers and both names of the suites are those that OpenSSL knows', () => {
  const args = ['ciphers', '-V', '-stdname', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0']
  const lines = spawnSync('openssl', args, { encoding: 'utf8' }).stdout.trim().split('\n')
  const theirs = lines.flatMap((line) => {
    const [number = '', , name = '', , openssl = ''] = line.trim().split(/\s+/)
    return /PSK|SRP|GOST/.test(name)
      ? []
      : [[Number.parseInt(number.replaceAll(/0x|,/g, ''), 16), name, openssl] as const]
  })
  expect(theirs.length).toBeGreaterThan(80)
  for (const [id, name, openssl] of theirs) expect(suiteOf(id)).toMatchObject({ name, openssl })
})

test('no number stands there twice, and no hello names more suites than old servers bear', () => {
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
  for (const version of TlsVersion.options) {
    expect(suitesFor(version).length).toBeLessThan(128)
    expect(suitesFor(version, rareSuites).length).toBeLessThan(128)
  }
})

test('old names are those of OpenSSL before it forgot them', () => {
  const names = [0x0003, 0x0006, 0x0008, 0x0009, 0x0014, 0x0015, 0x0017, 0x0019, 0x001a, 0x0004, 0x0007, 0xc011, 0xc012]
  expect(names.map((id) => suiteOf(id).openssl)).toEqual([
    'EXP-RC4-MD5',
    'EXP-RC2-CBC-MD5',
    'EXP-DES-CBC-SHA',
    'DES-CBC-SHA',
    'EXP-EDH-RSA-DES-CBC-SHA',
    'EDH-RSA-DES-CBC-SHA',
    'EXP-ADH-RC4-MD5',
    'EXP-ADH-DES-CBC-SHA',
    'ADH-DES-CBC-SHA',
    'RC4-MD5',
    'IDEA-CBC-SHA',
    'ECDHE-RSA-RC4-SHA',
    'ECDHE-RSA-DES-CBC3-SHA',
  ])
  expect(suiteOf(0xc07b)).toMatchObject({ name: 'TLS_RSA_WITH_CAMELLIA_256_GCM_SHA384', openssl: null })
  expect(suiteOf(0xfafa)).toMatchObject({ name: '0xFAFA', openssl: null })
})

test.each([
  ['TLS_AES_128_GCM_SHA256', 'good'],
  ['TLS_AES_128_CCM_SHA256', 'good'],
  ['TLS_AES_128_CCM_8_SHA256', 'weak'],
  ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'good'],
  ['TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', 'good'],
  ['TLS_ECDHE_ECDSA_WITH_AES_256_CCM', 'good'],
  ['TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8', 'weak'],
  ['TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384', 'weak'],
  ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 'weak'],
  ['TLS_DHE_RSA_WITH_AES_256_GCM_SHA384', 'weak'],
  ['TLS_RSA_WITH_AES_256_GCM_SHA384', 'weak'],
  ['TLS_ECDH_RSA_WITH_AES_256_GCM_SHA384', 'weak'],
  ['TLS_RSA_WITH_3DES_EDE_CBC_SHA', 'broken'],
  ['TLS_RSA_WITH_DES_CBC_SHA', 'broken'],
  ['TLS_ECDHE_RSA_WITH_RC4_128_SHA', 'broken'],
  ['TLS_ECDHE_RSA_WITH_NULL_SHA', 'broken'],
  ['TLS_RSA_EXPORT_WITH_RC4_40_MD5', 'broken'],
  ['TLS_DH_anon_WITH_AES_256_GCM_SHA384', 'broken'],
])('%s is %s by RFC 9325', (name, strength) => {
  expect(all.find((suite) => suite.name === name)?.strength).toBe(strength)
})

test('a hello has no length at which old servers hang, and names no address as SNI', () => {
  for (const version of TlsVersion.options)
    for (const serverName of [null, 'a.test', `${'a'.repeat(60)}.${'b'.repeat(60)}.test`]) {
      for (const count of [1, 40, 110]) {
        const suites = Array.from({ length: count }, (_, index) => index)
        const { length } = clientHello({ version, serverName, suites })
        if (version !== 'SSLv3') expect(length - 5 < 256 || length - 5 > 511).toBe(true)
      }
    }
  const hello = (serverName: string) => clientHello({ version: 'TLSv1.2', serverName, suites: [0x002f] })
  expect(hello('mail.example.test').includes('mail.example.test')).toBe(true)
  expect(hello('mail.example.test.').includes('example.test.')).toBe(false)
  expect(hello('192.0.2.1').includes('192.0.2.1')).toBe(false)
  expect(hello('2001:db8::1').includes('2001:db8::1')).toBe(false)
  expect(hello('line\r\nbreak').includes('break')).toBe(false)
})

test('a hello of SSLv3 is what RFC 6101 says: no extensions', () => {
  const hello = clientHello({ version: 'SSLv3', serverName: 'a.test', suites: [0x000a, 0x0005] })
  expect(hello.subarray(0, 11).toString('hex')).toBe('160300002f0100002b0300')
  // After the random: no session, two suites, no compression.
  expect(hello.subarray(43).toString('hex')).toBe('000004000a00050100')
})
