// The same answers as the tools that experts ask: sslscan, testssl.sh and openssl s_client, of servers that are not ours.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { probeDeep } from '../../../electron/engine/diagnostics/tls/deep.ts'
import { probeVersions } from '../../../electron/engine/diagnostics/tls/versions.ts'
import { TlsVersion } from '../../../shared/model/diagnosis/observation.ts'
import { sampleCertificate } from '../../support/certificates.ts'
import { type Postfix, startPostfix } from '../../support/postfix.ts'
import { findProgram } from '../../support/programs.ts'
import {
  dhParameters,
  gnutlsServer,
  hasOpenssl,
  nodeTls,
  openerTo,
  type RunningServer,
  sServer,
  startTls,
} from '../../support/tlsServers.ts'

const run = promisify(execFile)
const [sslscan, testssl, gnutls, postfix] = ['sslscan', 'testssl', 'gnutls-serv', 'postfix'].map(findProgram)
const signal = new AbortController().signal
const rsa = sampleCertificate('rsa')

/** Versions, and the numbers of their suites in rising order. */
type Answer = Record<string, number[]>

async function ours(
  port: number,
  starttls = false,
): Promise<{ answer: Answer; served: Buffer[]; connections: number }> {
  const { open } = openerTo(port, starttls ? startTls : undefined)
  const options = { serverName: 'localhost', timeoutMs: 10_000, signal }
  const { answers, served } = await probeVersions(open, { ...options, versions: TlsVersion.options, atOnce: 2 })
  const versions = answers.filter(({ answer }) => answer === 'offered').map(({ version }) => version)
  const deep = await probeDeep(open, { ...options, versions, gapMs: 0, maxConnections: 200 })
  expect(deep.versions.every(({ incomplete }) => incomplete === null)).toBe(true)
  const answer = Object.fromEntries(
    deep.versions.map(({ version, ciphers }) => [
      version,
      ciphers.map(({ id }) => id).toSorted((one, other) => one - other),
    ]),
  )
  return { answer, served, connections: deep.connections }
}

async function sslscans(port: number, starttls = false): Promise<Answer> {
  const args = [
    '--xml=-',
    '--no-colour',
    '--no-heartbleed',
    '--no-renegotiation',
    ...(starttls ? ['--starttls-smtp'] : []),
  ]
  const { stdout } = await run('sslscan', [...args, `127.0.0.1:${port}`])
  const answer: Answer = {}
  for (const [, version = '', id = ''] of stdout.matchAll(/<cipher status="\w+" sslversion="(\S+)" .*? id="(0x\w+)"/g))
    (answer[version.replace('TLSv1.0', 'TLSv1')] ??= []).push(Number(id))
  for (const ids of Object.values(answer)) ids.sort((one, other) => one - other)
  return answer
}

const anything = ['-cipher', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0']
const servers: [string, () => Promise<RunningServer>][] = [
  ['everything that OpenSSL has', () => sServer(anything)],
  ['everything, with an ECDSA certificate besides', () => sServer(anything, rsa, sampleCertificate('valid'))],
  ['TLS 1.0 alone', () => sServer(['-tls1', ...anything])],
  ['DHE alone', () => sServer(['-tls1_2', '-cipher', 'kDHE:@SECLEVEL=0'])],
  ['one suite', () => sServer(['-tls1_2', '-cipher', 'CAMELLIA128-SHA:@SECLEVEL=0'])],
  ['TLS 1.3 alone', () => sServer(['-tls1_3', '-ciphersuites', 'TLS_AES_128_CCM_SHA256:TLS_AES_128_GCM_SHA256'])],
  [
    'an order of its own',
    () => sServer(['-tls1_2', '-serverpref', '-cipher', 'AES128-SHA:ECDHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES128-SHA']),
  ],
  ['Node as it comes', () => nodeTls({}, rsa)],
  [
    'Node with old versions and DH',
    () => nodeTls({ minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0', dhparam: dhParameters('modp14') }, rsa),
  ],
]

describe('sslscan', { skip: !sslscan || !hasOpenssl, timeout: 60_000 }, () => {
  test.each(servers)('%s', async (_name, start) => {
    await using server = await start()
    const [mine, theirs] = [await ours(server.port), await sslscans(server.port)]
    expect(Object.keys(theirs).length).toBeGreaterThan(0)
    expect(mine.answer).toEqual(theirs)
  })

  test('a server of GnuTLS', { skip: !gnutls }, async () => {
    await using server = await gnutlsServer(
      'NORMAL:+VERS-TLS1.0:+VERS-TLS1.1:+CAMELLIA-256-CBC:+CAMELLIA-128-GCM:+3DES-CBC:+ARCFOUR-128',
      rsa,
    )
    const [mine, theirs] = [await ours(server.port), await sslscans(server.port)]
    expect(mine.answer).toEqual(theirs)
    // What OpenSSL does not have at all.
    expect(mine.answer['TLSv1.2']).toContain(0xc08a)
  })
})

describe('Postfix over STARTTLS', { skip: !postfix || process.getuid?.() !== 0, timeout: 60_000 }, () => {
  let folder = ''
  let server: Postfix | null = null
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sandpost-postfix-tls-'))
    writeFileSync(join(folder, 'chain.pem'), rsa.key + rsa.chainPem)
    server = await startPostfix(
      9,
      `smtpd_tls_security_level = may\nsmtpd_tls_chain_files = ${folder}/chain.pem\nsmtpd_tls_protocols = >=TLSv1\ntls_medium_cipherlist = ALL:@SECLEVEL=0\nsmtpd_client_connection_rate_limit = 0\n`,
    )
  })
  afterAll(() => {
    server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('versions, suites and chain are what sslscan finds', { skip: !sslscan }, async () => {
    if (!server) throw new Error('no Postfix')
    const mine = await ours(server.port, true)
    expect(mine.served).toEqual(rsa.chain)
    expect(Object.keys(mine.answer)).toContain('TLSv1')
    expect(mine.answer).toEqual(await sslscans(server.port, true))
  })

  test('it has seen polite ends, and nothing that it would warn of', () => {
    if (!server) throw new Error('no Postfix')
    const log = readFileSync(join(server.queue, '../data/log'), 'utf8')
    expect(log).toContain('connect from')
    expect(log).not.toMatch(/warning: TLS library problem.*(wrong version|unexpected|bad )|panic|fatal/)
  })
})

describe('openssl s_client', { skip: !hasOpenssl }, () => {
  test('the same chain as served', async () => {
    const extra = sampleCertificate('interceptor')
    await using server = await nodeTls({ key: rsa.key, cert: rsa.chainPem + extra.pem })
    const showing = run('openssl', ['s_client', '-connect', `127.0.0.1:${server.port}`, '-showcerts'])
    showing.child.stdin?.end()
    const { stdout } = await showing
    const theirs = stdout.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----\n/g)?.slice(0, 3)
    expect(theirs).toEqual([rsa.pem, sampleCertificate('intermediate').pem, extra.pem])
    expect((await ours(server.port)).served).toEqual([...rsa.chain, extra.der])
  })
})

describe('testssl.sh', { skip: !testssl || !hasOpenssl, timeout: 120_000 }, () => {
  test('versions, and every suite of TLS 1.2', async () => {
    const suites = 'ECDHE-RSA-AES256-GCM-SHA384:DHE-RSA-CAMELLIA128-SHA:AES128-SHA256:CAMELLIA256-SHA'
    await using server = await sServer(['-tls1_2', '-cipher', `${suites}:@SECLEVEL=0`])
    const folder = mkdtempSync(join(tmpdir(), 'sandpost-testssl-'))
    try {
      const file = join(folder, 'answer.json')
      // Its exit code counts what it thinks is wrong.
      await run('testssl', [
        '--color',
        '0',
        '--quiet',
        '--jsonfile',
        file,
        '-p',
        '-E',
        `127.0.0.1:${server.port}`,
      ]).catch(() => {})
      const said = JSON.parse(readFileSync(file, 'utf8')) as { id: string; finding: string }[]
      const of = (id: string) => said.find((each) => each.id === id)?.finding ?? ''
      const theirs = {
        'TLSv1.3': of('TLS1_3'),
        'TLSv1.2': of('TLS1_2'),
        'TLSv1.1': of('TLS1_1'),
        TLSv1: of('TLS1'),
        SSLv3: of('SSLv3'),
      }
      const { answer } = await ours(server.port)
      for (const [version, finding] of Object.entries(theirs))
        expect(finding.startsWith('offered')).toBe(version in answer)
      const ids = said.flatMap(({ id }) => {
        const number = /^cipher-tls1_2_x(\w+)$/.exec(id)?.[1]
        return number === undefined ? [] : [Number.parseInt(number, 16)]
      })
      expect(ids.toSorted((one, other) => one - other)).toEqual(answer['TLSv1.2'])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
