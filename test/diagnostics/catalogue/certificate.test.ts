import { expect, it } from 'vitest'
import { certified, diagnose, expectAnswer, expectSilenceOn } from '../../support/diagnosis/diagnose.ts'
import { during } from '../../support/diagnosis/during.ts'
import { startScriptedSmtp, type SmtpScript } from '../../support/diagnosis/scriptedSmtp.ts'
import { healthy, healthyImplicit } from '../../support/diagnosis/smtpFaults.ts'
import { sampleCertificate, type SampleName } from '../../support/certificates.ts'

/** The samples are for it, and for 127.0.0.1. */
const serverName = 'mail.example.test'
/** Keys that OpenSSL 3.5 would not even serve. */
const anyKey = { ciphers: 'DEFAULT:@SECLEVEL=0' }

type Row = [
  string,
  SampleName,
  { is: 'doesNotWork' | 'worksBut'; who: 'server' | 'you' | 'network'; id: string; says: RegExp },
]
const rows: Row[] = [
  ['24: it has expired', 'expired', { is: 'doesNotWork', who: 'server', id: 'certificateExpired', says: /renew/i }],
  [
    '24: it is not yet valid',
    'notYetValid',
    { is: 'doesNotWork', who: 'server', id: 'certificateNotYetValid', says: /clock/i },
  ],
  [
    '24: it ends in five days',
    'endsSoon',
    { is: 'worksBut', who: 'server', id: 'certificateEndsSoon', says: /renew/i },
  ],
  [
    '25: it is for another name',
    'wrongName',
    { is: 'doesNotWork', who: 'you', id: 'certificateName', says: /other\.example/ },
  ],
  [
    '26: it is signed by itself',
    'selfSigned',
    { is: 'doesNotWork', who: 'you', id: 'certificateSelfSigned', says: /trust this|tls\.ca/i },
  ],
  ['29: its key has 1024 bits', 'rsa1024', { is: 'worksBut', who: 'server', id: 'weakKey', says: /2048/ }],
  ['29: it is signed with SHA-1', 'sha1', { is: 'worksBut', who: 'server', id: 'weakSignature', says: /SHA-1/i }],
  [
    'it is for clients only',
    'clientOnly',
    { is: 'doesNotWork', who: 'server', id: 'certificateNotForServers', says: /server/i },
  ],
]

const modes: [string, (tls: { key: string; cert: string }) => SmtpScript][] = [
  ['STARTTLS', healthy],
  ['implicit TLS', healthyImplicit],
]

for (const [mode, script] of modes) {
  it.each(rows)(`%s (${mode})`, async (_name, certificate, expected) => {
    const server = await during(startScriptedSmtp(script({ ...certified(certificate), ...anyKey })))
    const report = await diagnose({ serverName, ports: [server.port] })
    expectAnswer(report, expected)
    expectSilenceOn(report, ['startTlsMissing'])
  })

  it(`27: the intermediate is missing (${mode})`, async () => {
    const { key, pem } = sampleCertificate('valid')
    const server = await during(startScriptedSmtp(script({ key, cert: pem })))
    const report = await diagnose({ serverName, ports: [server.port] })
    expectAnswer(report, {
      is: 'doesNotWork',
      who: 'server',
      id: 'incompleteChain',
      says: /Sandpost Test Intermediate/,
    })
    expectSilenceOn(report, ['certificateSelfSigned', 'unknownRoot'])
  })

  it(`28: a private authority that nobody trusts (${mode})`, async () => {
    const server = await during(startScriptedSmtp(script(certified())))
    const report = await diagnose({ serverName, ports: [server.port], ca: null })
    expectAnswer(report, { is: 'doesNotWork', who: 'you', id: 'unknownRoot', says: /NODE_EXTRA_CA_CERTS/ })
    expectSilenceOn(report, ['interception', 'certificateSelfSigned'])
  })

  it(`28: antivirus signs in the server's place (${mode})`, async () => {
    const server = await during(startScriptedSmtp(script(certified('intercepted'))))
    const report = await diagnose({ serverName, ports: [server.port], ca: null })
    expectAnswer(report, { is: 'doesNotWork', who: 'network', id: 'interception', says: /Avast/ })
  })
}

it('24: the clock of this machine is a year late', async () => {
  const server = await during(startScriptedSmtp(healthy(certified())))
  const lastYear = new Date(Date.now() - 366 * 86_400_000)
  const report = await diagnose({ serverName, ports: [server.port] }, { now: () => lastYear })
  expectAnswer(report, { is: 'doesNotWork', who: 'server', id: 'certificateNotYetValid', says: /clock/i })
})

it('24: the clock of this machine is two years early', async () => {
  const server = await during(startScriptedSmtp(healthy(certified())))
  const later = new Date(Date.now() + 2 * 366 * 86_400_000)
  const report = await diagnose({ serverName, ports: [server.port] }, { now: () => later })
  const finding = expectAnswer(report, { is: 'doesNotWork', who: 'server', id: 'certificateExpired', says: /clock/i })
  expect(finding?.seen).toContain(later.toISOString().slice(0, 10))
})

it('25: the host is an address and the certificate is for names', async () => {
  const server = await during(startScriptedSmtp(healthy(certified('wildcard'))))
  const report = await diagnose({ host: '127.0.0.1', ports: [server.port] })
  expectAnswer(report, { is: 'doesNotWork', who: 'you', id: 'certificateName', says: /\*\.example\.test/ })
})

it('25: a name to expect apart from the host makes it right', async () => {
  const server = await during(startScriptedSmtp(healthy(certified('wildcard'))))
  const report = await diagnose({ host: '127.0.0.1', ports: [server.port], serverName: 'smtp.example.test' })
  expectAnswer(report, { is: 'works', who: null })
  expect(report.judgement.settings[0]).toMatchObject({ serverName: 'smtp.example.test' })
})

it('25: only the common name is right', async () => {
  const server = await during(startScriptedSmtp(healthy(certified('commonNameOnly'))))
  const report = await diagnose({ serverName, ports: [server.port] })
  expectAnswer(report, { is: 'worksBut', who: 'server', id: 'commonNameOnly', says: /subjectAltName/ })
})

it('never logs in where the certificate is not trusted', async () => {
  const server = await during(startScriptedSmtp(healthy(certified('expired'))))
  const login = { username: 'app', password: 'gZ9-catalogue-secret', tryLogin: true }
  const report = await diagnose({ serverName, ports: [server.port], ...login })
  expect(server.said.filter((line) => / AUTH/i.test(line))).toEqual([])
  expect(report.observations.endpoints[0]?.login).toMatchObject({ tries: [], skipped: expect.stringMatching(/\w/) })
})
