import { describe, expect, test } from 'vitest'
import { DiagnosisRequest } from '../../shared/model/diagnosis/question.ts'
import { lintRequest } from '../../shared/recognise/smtpSettings.ts'

const lint = (given: Partial<DiagnosisRequest>) => lintRequest({ ...DiagnosisRequest.parse({}), ...given })
const ids = (given: Partial<DiagnosisRequest>) => lint(given).notes.map((one) => one.id)

describe('a host as it was typed', () => {
  test.each([
    ['nothing odd', 'smtp.acme.dev', 'smtp.acme.dev', []],
    ['a space before it', ' smtp.acme.dev', 'smtp.acme.dev', ['spaceInHost']],
    ['a newline at its end', 'smtp.acme.dev\n', 'smtp.acme.dev', ['newlineInHost']],
    ['a tab at its end', 'smtp.acme.dev\t', 'smtp.acme.dev', ['spaceInHost']],
    ['a no-break space', '\u00a0smtp.acme.dev', 'smtp.acme.dev', ['spaceInHost']],
    ['a byte order mark', '\ufeffsmtp.acme.dev', 'smtp.acme.dev', ['invisibleInHost']],
    ['a direction override', 'smtp.\u202eacme.dev', 'smtp.acme.dev', ['invisibleInHost']],
    ['a terminal escape', 'smtp\u001b.acme.dev', 'smtp.acme.dev', ['controlInHost']],
    ['quotation marks', '"smtp.acme.dev"', 'smtp.acme.dev', ['quotesInHost']],
    ['a scheme of the web', 'https://smtp.acme.dev/', 'smtp.acme.dev', ['typedScheme']],
    ['a path', 'smtp.acme.dev/mail', 'smtp.acme.dev', ['typedScheme']],
    ['a final dot', 'smtp.acme.dev.', 'smtp.acme.dev', ['finalDot']],
    ['capital letters', 'SMTP.Acme.dev', 'smtp.acme.dev', ['upperCaseHost']],
    ['letters beyond ASCII', 'smtp.bücher.example', 'smtp.xn--bcher-kva.example', ['hostNotAscii', 'exampleHost']],
    ['an address', '192.0.2.7', '192.0.2.7', ['addressAsHost']],
    ['an address in octal', '0300.0.2.7', '192.0.2.7', ['oddAddress', 'addressAsHost']],
    ['an IPv6 address', '[2001:DB8::1]', '2001:db8::1', ['addressAsHost']],
    ['a link-local address with its zone', 'fe80::1%eth0', 'fe80::1%eth0', ['addressAsHost']],
    ['an e-mail address', 'ann@acme.dev', 'acme.dev', ['addressForHost', 'mailDomainAsHost']],
    ['a mail domain', 'gmail.com', 'gmail.com', ['mailDomainAsHost']],
    ['the server for reading', 'imap.acme.dev', 'imap.acme.dev', ['otherServer']],
    ['localhost', 'localhost', 'localhost', ['localhost']],
    ['nothing', '', '', ['emptyHost']],
    ['a space within', 'smtp.acme .dev', '', ['spaceWithinHost']],
    ['two words', 'a b', '', ['spaceWithinHost']],
    ['a line break within', 'a\nb', '', ['spaceWithinHost']],
    ['a sentence', 'my mail is broken', '', ['notUnderstood']],
    ['an error line', 'connect ECONNREFUSED 127.0.0.1:587', '127.0.0.1', ['settingsInHost']],
    ['a port', 'smtp.acme.dev:587', 'smtp.acme.dev', ['typedPort']],
    ['a URL', 'smtps://smtp.acme.dev:465', 'smtp.acme.dev', ['typedUrl']],
    ['a label that is too long', `${'a'.repeat(64)}.acme.dev`, `${'a'.repeat(64)}.acme.dev`, ['invalidHost']],
    ['two dots', 'smtp..acme.dev', 'smtp..acme.dev', ['invalidHost']],
    ['no name at all', 'sm!tp', 'sm!tp', ['invalidHost']],
    ['a percent sign', 'smtp%2eacme.dev', 'smtp%2eacme.dev', ['invalidHost']],
    ['colons that are no address', 'a:b:c', 'a:b:c', ['invalidHost']],
    ['a template', '${SMTP_HOST}', '', ['placeholderHost', 'emptyHost']],
  ])('%s', (_, host, cleaned, expected) => {
    const { request, notes } = lint({ host })
    expect(request.host).toBe(cleaned)
    expect(notes.map((one) => one.id)).toEqual(expected)
  })

  test.each([
    ['smtp.acme.dev:587', 587],
    ['smtp.acme.dev 587', 587],
    ['[2001:db8::1]:465', 465],
    ['smtps://smtp.acme.dev:465', 465],
    ['ssl://smtp.acme.dev:465', 465],
    ['telnet smtp.acme.dev 25', 25],
  ])('the port in %s is taken out', (host, port) => {
    const { request, notes } = lint({ host })
    expect(request.ports).toEqual([port])
    expect(request.host).not.toMatch(/\s|587$|465$|25$/)
    expect(notes.map((one) => one.severity)).toContain('cleaned')
  })

  test('another port in the field wins, and that is told', () => {
    expect(lint({ host: 'smtp.acme.dev:465', ports: [587] }).request.ports).toEqual([587])
    expect(ids({ host: 'smtp.acme.dev:465', ports: [587] })).toContain('otherPort')
  })

  test('a URL in the field for the host gives all that it says', () => {
    expect(lint({ host: 'smtps://app:s3cret@smtp.acme.dev' }).request).toMatchObject({
      host: 'smtp.acme.dev',
      security: 'tls',
      username: 'app',
      password: 's3cret',
    })
  })
})

test.each(['SMTP_PASSWORD=t0p-secret', 'SMTP_PASSWORD: t0p-secret', 'MY_TOKEN=t0p-secret', 'x = t0p-secret'])(
  'a secret in the field for the host stays in no note and is no host: %s',
  (host) => {
    const { request, notes } = lint({ host })
    expect(request.host).toBe('')
    expect(notes.map(({ severity }) => severity)).toContain('problem')
    expect(JSON.stringify([notes, { ...request, password: '' }])).not.toContain('t0p-secret')
  },
)

test('a secret in the field for the host is in no note about what was pasted beside it', () => {
  const { request, notes } = lint({ host: 'SMTP_PASSWORD=t0p-secret', pasted: 'MAIL_HOST=mail.acme.dev' })
  expect(request).toMatchObject({ host: 'mail.acme.dev', password: 't0p-secret' })
  expect(JSON.stringify(notes)).not.toContain('t0p-secret')
})

describe('what was pasted', () => {
  const pasted = 'SMTP_HOST=smtp.acme.dev\nSMTP_PORT=587\nSMTP_USER=app\nSMTP_PASSWORD=s3cret\nSMTP_ENCRYPTION=starttls'

  test('fills what is empty, and is left out of the request', () => {
    const { request } = lint({ pasted })
    expect(request).toMatchObject({
      host: 'smtp.acme.dev',
      ports: [587],
      username: 'app',
      password: 's3cret',
      security: 'starttls',
    })
    expect(request).not.toHaveProperty('pasted')
  })

  test('does not change what was typed', () => {
    const typed = { host: 'mx.acme.dev', ports: [2525], username: 'me', password: 'mine', security: 'none' as const }
    expect(lint({ ...typed, pasted }).request).toMatchObject(typed)
  })

  test('for one server gives its password to no other', () => {
    const { request, notes } = lint({ host: 'mx.elsewhere.dev', pasted })
    expect(request).toMatchObject({ host: 'mx.elsewhere.dev', username: null })
    expect(request.password).toBeUndefined()
    expect(notes.map((one) => one.id)).toEqual(['otherHost'])
  })

  test('for the same server, written otherwise, gives its password', () => {
    expect(lint({ host: 'SMTP.acme.dev:587', pasted }).request).toMatchObject({
      host: 'smtp.acme.dev',
      password: 's3cret',
    })
  })

  test.each([
    ['Dear Ann', ['notUnderstood']],
    ['Error: Greeting never received', ['notUnderstood']],
    ['MAIL_PORT=587', ['emptyHost']],
    ['MAIL_HOST=mail.acme.dev:587', ['portInHost']],
    ['MAIL_HOST=ssl://mail.acme.dev:465', ['schemeInHost']],
    ["auth: { user: 'app', pass: 's3cret\\n' }, host: 'mail.acme.dev'", ['escapedNewlineInPassword']],
    ['MAIL_HOST=mail.acme.dev\nMAIL_USERNAME=app\nMAIL_PASSWORD="s3cret', ['quoteInPassword']],
  ])('%s', (text, expected) => {
    expect(ids({ pasted: text })).toEqual(expected)
  })

  test('that says nothing is told', () => {
    expect(ids({ host: 'smtp.acme.dev', pasted: 'Dear Ann' })).toEqual(['nothingInPasted'])
  })
})

describe('port and security', () => {
  test.each([
    ['TLS at once on 587', [587], 'tls', 'implicitTlsOnStarttlsPort'],
    ['TLS at once on 25', [25], 'tls', 'implicitTlsOnStarttlsPort'],
    ['TLS at once on 2525', [2525], 'tls', 'implicitTlsOnStarttlsPort'],
    ['STARTTLS on 465', [465], 'starttls', 'clearOnImplicitTlsPort'],
    ['secure: false on 465', [465], 'opportunistic', 'clearOnImplicitTlsPort'],
    ['STARTTLS that is not required', [587], 'opportunistic', 'requireTlsMissing'],
    ['a port for reading', [993], 'auto', 'notForSending'],
    ['a port of the web', [443], 'auto', 'notForSending'],
  ] as const)('%s is told', (_, ports, security, id) => {
    expect(ids({ host: 'smtp.acme.dev', ports: [...ports], security })).toEqual([id])
  })

  test('what goes together is not', () => {
    expect(ids({ host: 'smtp.acme.dev', ports: [587, 2525], security: 'starttls' })).toEqual([])
    expect(ids({ host: 'smtp.acme.dev', ports: [465], security: 'tls' })).toEqual([])
  })

  test('ports twice and impossible ones are left out', () => {
    expect(lint({ host: 'smtp.acme.dev', ports: [587, 587, 0, 70_000, Number.NaN, 1.5] }).request.ports).toEqual([587])
  })
})

describe('the user name', () => {
  test.each([
    ['a space', 'app ', 'app', 'spaceAroundUsername'],
    ['a newline', 'app\n', 'app', 'newlineInUsername'],
    ['a zero-width space', '\u200bapp', 'app', 'invisibleInUsername'],
    ['quotation marks', '"app"', 'app', 'quotesAroundUsername'],
    ['%40', 'ann%40acme.dev', 'ann@acme.dev', 'percentInUsername'],
    ['a template', '${SMTP_USER}', '${SMTP_USER}', 'placeholderUsername'],
  ])('with %s', (_, username, cleaned, id) => {
    const { request, notes } = lint({ host: 'smtp.acme.dev', username })
    expect(request.username).toBe(cleaned)
    expect(notes.map((one) => one.id)).toEqual([id])
  })

  test('that is missing beside a password', () => {
    expect(ids({ host: 'smtp.acme.dev', username: '', password: 'x' })).toEqual(['emptyUsername'])
  })
})

describe('what providers document', () => {
  test.each([
    ['AhaSend has no 465', { host: 'send.ahasend.com', ports: [465] }, 'providerPort'],
    ['AhaSend has no implicit TLS', { host: 'send.ahasend.com', security: 'tls' as const }, 'providerNoImplicitTls'],
    ['AhaSend takes nothing in clear', { host: 'send.ahasend.com', security: 'none' as const }, 'providerWantsTls'],
    [
      'AhaSend’s API keys are no passwords',
      { host: 'send.ahasend.com', username: 'u', password: `aha-sk-${'a'.repeat(64)}` },
      'providerPassword',
    ],
    ['SendGrid’s user name is apikey', { host: 'smtp.sendgrid.net', username: 'ann@acme.dev' }, 'providerUsername'],
    [
      'SendGrid’s keys begin with SG.',
      { host: 'smtp.sendgrid.net', username: 'apikey', password: 'hunter2' },
      'providerPassword',
    ],
    ['Paubox’s user name is apikey', { host: 'smtp.paubox.com', username: 'Apikey' }, 'providerUsername'],
    ['Paubox has no 2525', { host: 'smtp.paubox.com', ports: [2525] }, 'providerPort'],
    ['Paubox is never reached by address', { host: '192.0.2.1', provider: 'paubox' as const }, 'providerByAddress'],
    [
      'Elastic Email’s user names are addresses',
      { host: 'smtp.elasticemail.com', username: 'ann' },
      'providerUsername',
    ],
    [
      'Elastic Email’s API keys are no passwords',
      { host: 'smtp.elasticemail.com', username: 'a@b.dev', password: 'A'.repeat(96) },
      'providerPassword',
    ],
    ['another host than theirs', { host: 'smtp.acme.dev', provider: 'sendgrid' as const }, 'providerHost'],
  ])('%s', (_, given, id) => {
    expect(ids(given)).toContain(id)
  })

  test('a provider gives the host, and a host the provider', () => {
    expect(lint({ provider: 'paubox' }).request.host).toBe('smtp.paubox.com')
    expect(lint({ host: 'smtp.sendgrid.net' }).request.provider).toBe('sendgrid')
    expect(lint({ host: 'notsendgrid.net.acme.dev' }).request.provider).toBeNull()
  })
})

test('an upstream or oneself needs no host', () => {
  expect(ids({ upstreamId: 'u1' })).toEqual([])
  expect(ids({ self: true })).toEqual([])
})

test('a key where a certificate authority was wanted', () => {
  expect(ids({ host: 'smtp.acme.dev', ca: '-----BEGIN PRIVATE KEY-----\nx' })).toEqual(['keyForCertificate'])
  expect(ids({ host: 'smtp.acme.dev', ca: '\u0000\u0001' })).toEqual(['notPem'])
})

test('the password stays as it was given, and no note has it', () => {
  const { request, notes } = lint({ host: 'smtp.acme.dev', username: 'app', password: ' t0p-secret\n' })
  expect(request.password).toBe(' t0p-secret\n')
  expect(notes.map((one) => one.id)).toEqual(['newlineInPassword', 'spaceAroundPassword'])
  expect(JSON.stringify(notes)).not.toContain('t0p-secret')
})

test.each([
  ['control characters', '\u0000\u001b\u0007'],
  ['direction overrides', '\u202e\u2066'],
  ['lone surrogates', '\ud800'],
  ['spaces', ' '],
  ['dots', '.'],
  ['at signs', '@'],
  ['slashes', '/'],
  ['brackets', '[['],
  ['colons', ':'],
  ['quotation marks', '"'],
  ['markup', '<img src=x onerror=alert(1)>'],
])(
  'a host, user name and password of %s are linted without harm',
  (_, unit) => {
    const text = unit.repeat(Math.ceil(4_000 / unit.length))
    const { request, notes } = lint({ host: text, username: text, password: text, serverName: text, pasted: text })
    expect(request.host.length).toBeLessThanOrEqual(1_000)
    for (const { text: told } of notes) {
      expect(told).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
      expect(told.length).toBeLessThan(600)
    }
  },
  2_000,
)

test('a private key in the field for the authority goes no further: the request is kept', () => {
  const key = '-----BEGIN RSA PRIVATE KEY-----\ngZ9\n-----END RSA PRIVATE KEY-----'
  const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'
  expect(lint({ ca: key }).request.ca).toBeNull()
  expect(lint({ ca: `${certificate}\n${key}\n` }).request.ca).toBe(certificate)
  // Cut off while it was copied.
  expect(lint({ ca: `${certificate}\n${key.slice(0, 40)}` }).request.ca).toBe(certificate)
})
