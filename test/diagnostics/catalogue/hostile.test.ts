import { expect, it } from 'vitest'
import { certified, diagnose, expectAnswer, expectSilenceOn } from '../../support/diagnosis/diagnose.ts'
import { during } from '../../support/diagnosis/during.ts'
import { startFaultServer } from '../../support/diagnosis/faultServer.ts'
import { startScriptedSmtp, type SmtpScript } from '../../support/diagnosis/scriptedSmtp.ts'
import { evil, evilText, healthy, healthyImplicit } from '../../support/diagnosis/smtpFaults.ts'
import { startDrip, startFlood } from '../../support/diagnosis/tcpFaults.ts'
import { makeCertificate, sampleCertificate } from '../../support/certificates.ts'
import type { Report } from '../../../shared/model/diagnosis/report.ts'

const serverName = 'mail.example.test'

/** What a run may cost beyond what it began with, the server in the same process included: a flood that is read costs gigabytes. */
const affordable = 150 * 1024 * 1024

async function bounded(run: () => Promise<Report>): Promise<Report> {
  const before = process.memoryUsage().rss
  const report = await run()
  expect(process.memoryUsage().rss - before).toBeLessThan(affordable)
  return report
}

it('a greeting line of ten megabytes and no end of line', async () => {
  const server = await during(startScriptedSmtp({ greeting: Buffer.alloc(10_000_000, 'x') }))
  const report = await bounded(() => diagnose({ ports: [server.port] }))
  expect(report.judgement.verdict.is).toBe('doesNotWork')
})

it('a greeting of ten megabytes that begins as one should', async () => {
  const greeting = Buffer.concat([Buffer.from('220 '), Buffer.alloc(10_000_000, 'x'), Buffer.from('\r\n')])
  const server = await during(startScriptedSmtp({ greeting }))
  const report = await bounded(() => diagnose({ ports: [server.port] }))
  expectAnswer(report, { is: 'doesNotWork', who: 'server', id: 'protocolBroken' })
})

it.each([
  ['220-', '220-x\r\n', '220-x\r\n'],
  ['nonsense', 'x\r\n', 'x\r\n'],
  ['empty lines', '\r\n', '\r\n'],
  ['bytes without a line', '220 ', 'x'],
])('a greeting that never ends: %s', async (_name, first, chunk) => {
  const server = await during(startFlood(first, chunk))
  const report = await bounded(() => diagnose({ ports: [server.port] }))
  expect(report.judgement.verdict.is).toBe('doesNotWork')
  expectSilenceOn(report, ['startTlsMissing'])
})

it('an answer to EHLO that never ends', async () => {
  const flood = Buffer.from('250-mail.test\r\n'.repeat(200_000))
  const server = await during(startScriptedSmtp({ ehlo: flood }))
  const report = await bounded(() => diagnose({ ports: [server.port] }))
  expectAnswer(report, { is: 'doesNotWork', who: 'server', id: 'protocolBroken' })
})

it('a flood within TLS', async () => {
  const flood = Buffer.from('250-mail.test\r\n'.repeat(200_000))
  const script: SmtpScript = { ...healthyImplicit(certified()), ehlo: flood }
  const server = await during(startScriptedSmtp(script))
  const report = await bounded(() => diagnose({ ports: [server.port] }))
  expectAnswer(report, { is: 'doesNotWork', who: 'server', id: 'protocolBroken' })
})

it.each([
  ['of digits', '2'],
  ['of lines that go on', '220-a\r\n'],
  ['of one line', 'x'],
])('a drip for ever, %s', async (_name, text) => {
  const server = await during(startDrip(text, 100, true))
  const report = await diagnose({ ports: [server.port] })
  expect(report.judgement.verdict.is).toBe('doesNotWork')
  expectSilenceOn(report, ['startTlsMissing'], /not encrypt/i)
})

it('a drip for ever in place of a TLS handshake', async () => {
  const server = await during(
    startFaultServer(({ socket, later }) => {
      const drip = (): void => {
        // A record of 16 kilobytes is begun and never ended.
        socket.write(Buffer.from([0x16]))
        later(100, drip)
      }
      socket.once('data', () => {
        socket.write(Buffer.from([0x16, 3, 3, 0x40, 0]))
        drip()
      })
    }),
  )
  const report = await diagnose({ ports: [server.port] })
  expect(report.judgement.verdict.is).toBe('doesNotWork')
})

it('a flood of TLS records that mean nothing', async () => {
  const record = Buffer.concat([Buffer.from([0x16, 3, 3, 0x40, 0]), Buffer.alloc(0x4000, 11)])
  const server = await during(
    startFaultServer(({ socket }) => {
      const pour = (): void => {
        while (!socket.destroyed && socket.write(record));
      }
      socket.once('data', () => {
        socket.on('drain', pour)
        pour()
      })
    }),
  )
  const report = await bounded(() => diagnose({ ports: [server.port] }))
  expect(report.judgement.verdict.is).toBe('doesNotWork')
})

it('terminal control and HTML in greeting and EHLO steer nothing in the report', async () => {
  const server = await during(startScriptedSmtp(evil))
  // Every string of it is looked at by `diagnose`.
  const report = await diagnose({ ports: [server.port] })
  const shown = JSON.stringify(report.observations.endpoints[0]?.greeting?.lines)
  expect(shown).toContain('\\\\x1b')
  expect(shown).toContain('<script>')
})

it('the same within TLS, in the answers to AUTH, MAIL and RCPT', async () => {
  const said = `550 5.7.1 ${evilText}`
  const server = await during(
    startScriptedSmtp({ ...healthy(certified()), auth: `535 5.7.8 ${evilText}`, mail: said, rcpt: said }),
  )
  const login = { username: 'app', password: 'gZ9-catalogue-secret', tryLogin: true }
  const dryRun = { from: 'a@example.test', to: 'b@example.test' }
  const report = await diagnose({ ports: [server.port], ...login, dryRun })
  expect(JSON.stringify(report.observations)).toContain('\\\\x1b')
})

it('the same in a certificate', async () => {
  const issuer = makeCertificate({ name: `Root ${evilText}`, organization: evilText, ca: true })
  const certificate = makeCertificate({
    name: `mail ${evilText}`,
    names: [`mail${evilText}.test`],
    issuer,
    issuerUrl: `http://pki.test/${evilText}`,
  })
  const server = await during(startScriptedSmtp(healthyImplicit({ key: certificate.key, cert: certificate.chainPem })))
  const report = await diagnose({ serverName, ports: [server.port], ca: null })
  expect(report.observations.endpoints[0]?.chain?.served).toHaveLength(1)
})

it.each([
  ['STARTTLS', healthy],
  ['implicit TLS', healthyImplicit],
] as const)('a certificate with ten thousand names (%s)', async (_mode, script) => {
  const names = Array.from({ length: 10_000 }, (_, index) => `host-${index}.example.test`)
  const certificate = makeCertificate({ name: 'many', names, issuer: sampleCertificate('root') })
  const server = await during(startScriptedSmtp(script({ key: certificate.key, cert: certificate.pem })))
  const report = await bounded(() => diagnose({ serverName, ports: [server.port] }))
  // A handshake of that size is refused by the libraries themselves, or its name does not fit: either way it ends.
  expect(report.judgement.verdict.is).toBe('doesNotWork')
  const [leaf] = report.observations.endpoints[0]?.chain?.served ?? []
  if (leaf) expect(leaf.names.length).toBeLessThanOrEqual(100)
})

it('a chain of a hundred certificates', async () => {
  const { key, chainPem } = sampleCertificate('valid')
  const padding = Array.from({ length: 100 }, (_, index) => makeCertificate({ name: `Padding ${index}`, ca: true }).pem)
  const server = await during(startScriptedSmtp(healthyImplicit({ key, cert: chainPem + padding.join('') })))
  const report = await bounded(() => diagnose({ serverName, ports: [server.port] }))
  expect(report.observations.endpoints[0]?.chain?.served.length ?? 0).toBeLessThanOrEqual(10)
})

it('a thousand mechanisms and keywords', async () => {
  const keywords = Array.from({ length: 90 }, (_, index) => `X-KEYWORD-${index} ${'v'.repeat(100)}`)
  const many = ['AUTH', ...Array.from({ length: 1_000 }, (_, index) => `M${index}`)].join(' ')
  const server = await during(startScriptedSmtp({ ...healthy(certified()), keywordsInTls: [many, ...keywords] }))
  const report = await bounded(() => diagnose({ ports: [server.port] }))
  expect(report.state).toBe('done')
})

it('an endless conversation of replies nobody asked for', async () => {
  const server = await during(startFlood('220 mail.test ESMTP\r\n', '250 Ok\r\n'))
  const report = await bounded(() => diagnose({ ports: [server.port] }))
  expect(report.state).toBe('done')
})
