import { execFile, spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, connect } from 'node:tls'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { makeCertificates } from '../../electron/engine/smtp/certificate/make.ts'
import { loadOrMakeCertificate } from '../../electron/engine/smtp/certificates.ts'
import { startSmtp } from '../support/smtpServer.ts'

const run = promisify(execFile)
const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined
let dataDir: string
const file = (name: string): string => join(dataDir, 'certificates', name)

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sandpost-certificates-'))
})
afterEach(async () => {
  vi.useRealTimers()
  await rm(dataDir, { recursive: true })
})

describe('on the first run', () => {
  test('a CA and a server certificate are made, for the names this machine is reached by', async () => {
    const made = await loadOrMakeCertificate(dataDir, ['Mail.Example.test', 'fe80::1', 'bücher.test'])
    expect(made.note).toBeNull()
    expect(made.facts.names).toEqual(
      expect.arrayContaining([
        'localhost',
        '*.localhost',
        '127.0.0.1',
        '::1',
        'host.docker.internal',
        'mail.example.test',
      ]),
    )
    expect(made.facts.names).toEqual(
      expect.arrayContaining(['fe80::1', 'xn--bcher-kva.test', hostname().toLowerCase()]),
    )
    const days = (Date.parse(made.facts.validTo) - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(800)
    expect(days).toBeLessThanOrEqual(820)
    expect(made.facts.caFingerprint).toBe(new X509Certificate(made.caPem).fingerprint256)
    expect(await readFile(made.facts.caPath, 'utf8')).toBe(made.caPem)
  })

  test("the CA's private key is nowhere on disk, the server's is for the owner alone", async () => {
    const made = await loadOrMakeCertificate(dataDir, [])
    expect((await readdir(join(dataDir, 'certificates'))).sort()).toEqual(['ca.pem', 'server-key.pem', 'server.pem'])
    const ca = new X509Certificate(made.caPem)
    for (const name of await readdir(join(dataDir, 'certificates'))) {
      const text = await readFile(file(name), 'utf8')
      expect(text.includes('PRIVATE KEY')).toBe(name === 'server-key.pem')
    }
    const leaf = new X509Certificate(made.cert)
    expect(leaf.publicKey.equals(ca.publicKey)).toBe(false)
    if (process.platform !== 'win32') expect((await stat(file('server-key.pem'))).mode & 0o777).toBe(0o600)
  })

  test('names that no certificate can have are passed over, and do not make it new each time', async () => {
    const names = ['', 'not a name', '0.0.0.0', 'fe80::1%eth0', 'x'.repeat(300)]
    const made = await loadOrMakeCertificate(dataDir, names)
    expect(made.facts.names).toContain('0.0.0.0')
    expect((await loadOrMakeCertificate(dataDir, names)).cert).toBe(made.cert)
  })
})

describe('on later runs', () => {
  test('the same certificate is used', async () => {
    const first = await loadOrMakeCertificate(dataDir, ['mail.example.test'])
    const second = await loadOrMakeCertificate(dataDir, [])
    expect(second).toEqual(first)
  })

  const damages: [string, RegExp, (name: (file: string) => string) => Promise<void>][] = [
    ['the CA is missing', /missing/, (at) => rm(at('ca.pem'))],
    ['the key is missing', /missing/, (at) => rm(at('server-key.pem'))],
    ['the certificate is damaged', /damaged/, (at) => writeFile(at('server.pem'), 'not a certificate')],
    [
      'the key is cut off',
      /damaged/,
      async (at) => {
        await chmod(at('server-key.pem'), 0o600)
        await writeFile(at('server-key.pem'), (await readFile(at('server-key.pem'), 'utf8')).slice(0, 90))
      },
    ],
    [
      'the key belongs to another',
      /belong together/,
      async (at) => {
        await writeFile(at('server-key.pem'), (await makeCertificates(['localhost'])).key)
      },
    ],
    [
      'the CA is another',
      /belong together/,
      async (at) => {
        await writeFile(at('ca.pem'), (await makeCertificates(['localhost'])).caPem)
      },
    ],
  ]
  test.each(damages)('%s: made again, with a note', async (_, reason, damage) => {
    const before = await loadOrMakeCertificate(dataDir, [])
    await damage(file)
    const after = await loadOrMakeCertificate(dataDir, [])
    expect(after.note).toMatch(reason)
    expect(after.note).toContain('must trust the new one')
    expect(after.facts.caFingerprint).not.toBe(before.facts.caFingerprint)
    expect((await loadOrMakeCertificate(dataDir, [])).note).toBeNull()
  })

  test('a name was added: made again, with a note', async () => {
    await loadOrMakeCertificate(dataDir, [])
    const after = await loadOrMakeCertificate(dataDir, ['new.example.test'])
    expect(after.note).toContain('not good for new.example.test')
    expect(after.facts.names).toContain('new.example.test')
  })

  test.each([
    ['about to expire', 810],
    ['expired', 2_000],
    ['from the future, since the clock has gone back', -10],
  ])('%s: made again, with a note', async (_, days) => {
    await loadOrMakeCertificate(dataDir, [])
    vi.useFakeTimers({ now: Date.now() + days * 86_400_000, toFake: ['Date'] })
    const after = await loadOrMakeCertificate(dataDir, [])
    expect(after.note).not.toBeNull()
    expect(Date.parse(after.facts.validTo) - Date.now()).toBeGreaterThan(800 * 86_400_000)
  })
})

describe('real clients that trust this CA alone', () => {
  test.runIf(has('openssl'))('OpenSSL finds the chain right, strictly, by name and by address', async () => {
    await loadOrMakeCertificate(dataDir, [])
    for (const who of [
      ['-verify_hostname', 'localhost'],
      ['-verify_ip', '127.0.0.1'],
      ['-verify_ip', '::1'],
    ]) {
      const args = [
        'verify',
        '-x509_strict',
        '-purpose',
        'sslserver',
        ...who,
        '-CAfile',
        file('ca.pem'),
        file('server.pem'),
      ]
      expect((await run('openssl', args)).stdout).toMatch(/: OK/)
    }
  })

  test.runIf(has('curl'))('curl sends mail with verification on, over STARTTLS and TLS', async () => {
    const rig = await startSmtp()
    await writeFile(join(dataDir, 'ca.pem'), rig.caPem)
    await writeFile(join(dataDir, 'mail.eml'), 'Subject: curl\r\n\r\nhello\r\n')
    const common = ['-sS', '--cacert', join(dataDir, 'ca.pem'), '--ssl-reqd', '-T', join(dataDir, 'mail.eml')]
    const mail = ['--mail-from', 'a@example.test', '--mail-rcpt', 'b@example.test']
    await run('curl', [...common, ...mail, `smtp://localhost:${rig.port}`])
    await run('curl', [...common, ...mail, `smtps://127.0.0.1:${rig.tlsPort}`])
    expect(rig.received.map(({ session }) => session.tls?.protocol)).toEqual(['TLSv1.3', 'TLSv1.3'])
    await rig.close()
  })

  test.runIf(has('python3'))('Python sends mail with verification on, over STARTTLS and TLS', async () => {
    const rig = await startSmtp()
    await writeFile(join(dataDir, 'ca.pem'), rig.caPem)
    const python = `
import smtplib, ssl
context = ssl.create_default_context(cafile=${JSON.stringify(join(dataDir, 'ca.pem'))})
with smtplib.SMTP('localhost', ${rig.port}) as s:
    s.starttls(context=context)
    s.sendmail('a@example.test', ['b@example.test'], 'Subject: python\\r\\n\\r\\nhello')
with smtplib.SMTP_SSL('127.0.0.1', ${rig.tlsPort}, context=context) as s:
    s.sendmail('a@example.test', ['b@example.test'], 'Subject: python\\r\\n\\r\\nhello')
`
    await run('python3', ['-c', python])
    expect(rig.received.map(({ session }) => session.tls?.protocol)).toEqual(['TLSv1.3', 'TLSv1.3'])
    await rig.close()
  })

  test('the CA cannot vouch for a site: its name constraints are honoured', async () => {
    // A certificate for a site outside, signed by a CA that may vouch for localhost only.
    const made = await makeCertificates(['localhost', '127.0.0.1'], ['localhost', 'bank.example.test'])
    const server = createServer({ key: made.key, cert: made.cert }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const failure = await new Promise<Error>((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', servername: 'bank.example.test', ca: made.caPem })
      socket.once('error', resolve).once('secureConnect', () => reject(new Error('the site was trusted')))
    })
    expect(failure).toMatchObject({ message: expect.stringContaining('permitted subtree violation') })
    server.close()
  })
})
