import { describe, expect, test } from 'vitest'
import { snippets } from '../../../renderer/inbox/welcome/snippets/all.ts'
import type { ServerAddress } from '../../../renderer/inbox/welcome/snippets/snippet.ts'

const login = { username: 'apikey', password: 'it\'s "secret"' }
const at = (security: ServerAddress['security'], port = 587): ServerAddress => ({
  host: 'smtp.example.com',
  port,
  security,
  login,
})
const codeOf = (id: string, server: ServerAddress) => snippets.find((one) => one.id === id)?.code(server) ?? ''

/** What switches each way on, by snippet: taken from the manuals of the libraries. */
const switches: Readonly<Record<string, readonly [tls: string, starttls: string]>> = {
  node: ['secure: true', 'requireTLS: true'],
  python: ['smtplib.SMTP_SSL(', 'smtp.starttls(context='],
  php: ['ENCRYPTION_SMTPS', 'ENCRYPTION_STARTTLS'],
  ruby: ['tls: true', 'starttls: :always'],
  go: ['tls.Dial(', 'client.StartTLS('],
  java: ['"mail.smtp.ssl.enable", "true"', '"mail.smtp.starttls.required", "true"'],
  csharp: ['SslOnConnect', 'SecureSocketOptions.StartTls'],
  curl: ['smtps://', '--ssl-reqd'],
  swaks: ['--tls-on-connect', '--tls --tls-verify'],
  django: ['EMAIL_USE_SSL = True', 'EMAIL_USE_TLS = True'],
  laravel: ['MAIL_SCHEME=smtps', 'MAIL_ENCRYPTION=tls'],
  symfony: ['smtps://', 'require_tls=true'],
  rails: ['  tls: true', 'enable_starttls: true'],
  wordpress: ["SMTPSecure = 'ssl'", "SMTPSecure = 'tls'"],
  postfix: ['smtp_tls_wrappermode = yes', 'smtp_tls_wrappermode = no'],
  env: ['SMTP_URL=smtps://', 'requireTLS=true'],
}

test('every language has its words for TLS and for STARTTLS', () => {
  expect(Object.keys(switches).toSorted()).toEqual(snippets.map(({ id }) => id).toSorted())
})

describe.each(snippets.map(({ id }) => id))('%s', (id) => {
  const [tls = '', starttls = ''] = switches[id] ?? []

  test('encrypts as the server wants it, and only then', () => {
    expect(codeOf(id, at('tls', 465))).toContain(tls)
    expect(codeOf(id, at('tls', 465))).toContain('465')
    expect(codeOf(id, at('starttls'))).toContain(starttls)
    expect(codeOf(id, at('starttls'))).not.toContain(tls)
    expect(codeOf(id, at('none'))).not.toContain(tls)
  })

  test('never switches the check of the certificate off for a server that is not ours', () => {
    for (const security of ['tls', 'starttls'] as const)
      expect(codeOf(id, at(security))).not.toMatch(/verify_peer|rejectUnauthorized|VERIFY_NONE|local only|ignoreTLS/)
  })

  test('names the server', () => {
    expect(codeOf(id, at('starttls'))).toContain('smtp.example.com')
  })
})

test('an IPv6 address stands in brackets where a port follows it', () => {
  for (const id of ['curl', 'swaks', 'go', 'symfony', 'env'])
    expect(codeOf(id, { ...at('starttls'), host: '2001:db8::25' }), id).toContain('[2001:db8::25]:587')
})

test('Go logs in under the name that it expects in the certificate', () => {
  expect(codeOf('go', { ...at('tls', 465), host: '192.0.2.7', serverName: 'smtp.example.com' })).toContain(
    'smtp.NewClient(connection, "smtp.example.com")',
  )
})
