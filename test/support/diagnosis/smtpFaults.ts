import type { TLSSocketOptions } from 'node:tls'
import type { FaultServer } from './faultServer.ts'
import { after, closes, reply, resets, silent, slowly, startScriptedSmtp, type SmtpScript } from './scriptedSmtp.ts'

export const logins = ['AUTH PLAIN LOGIN', 'PIPELINING', 'SIZE 10485760', '8BITMIME', 'ENHANCEDSTATUSCODES']
const withoutAuth = logins.slice(1)
/** A login whatever is sent. */
const welcome = '235 2.7.0 Authentication successful'

/** STARTTLS, and a login within it: as it should be. */
export const healthy = (tls: TLSSocketOptions): SmtpScript => ({
  tls,
  keywords: withoutAuth,
  keywordsInTls: logins,
  auth: welcome,
})
export const healthyImplicit = (tls: TLSSocketOptions): SmtpScript => ({ ...healthy(tls), implicit: true })

/** Faults that show before TLS, by what they are. */
export const plainFaults = {
  resetAfterBanner: { greeting: resets('220 mail.test ESMTP') },
  closedAfterBanner: { greeting: closes('220 mail.test ESMTP') },
  resetAtEhlo: { ehlo: resets() },
  closedAtEhlo: { ehlo: closes() },
  silentAtEhlo: { ehlo: silent },
  resetAfterEhlo: { ehlo: resets(reply(250, ['mail.test', 'SIZE 1000', 'STARTTLS'])) },
  busy: { greeting: closes('421 4.7.0 mail.test Too many connections from your address, try again later') },
  refused554: { greeting: closes('554 5.7.1 Service unavailable; client host blocked by reputation list') },
  noMail521: { greeting: closes('521 5.3.2 mail.test does not accept mail') },
  /** As a Cisco ASA with ESMTP inspection writes over it (keywords it does not know become X). */
  masked: {
    greeting: `220 ${'*'.repeat(38)}`,
    ehlo: reply(250, ['mail.test', 'PIPELINING', 'SIZE 10485760', 'XXXXXXXA', 'XXXXXXXXXXXB']),
    helo: '250 mail.test',
  },
  noStartTls: { keywords: logins, auth: welcome },
  noAuth: { keywords: withoutAuth },
  noEhlo: { ehlo: '502 5.5.1 Command not implemented', helo: '250 mail.test' },
  nameRefused: { ehlo: '550 5.7.1 Helo command rejected: invalid name', helo: '550 5.7.1 Helo command rejected' },
  busyAtEhlo: { ehlo: closes('421 4.3.2 Service shutting down') },
  longLine: { greeting: Buffer.from(`220 ${'x'.repeat(70_000)}\r\n`) },
  lineFeedOnly: {
    greeting: Buffer.from('220 mail.test ESMTP\n'),
    ehlo: Buffer.from('250-mail.test\n250-PIPELINING\n250 SIZE 1000\n'),
  },
  mixedCodes: { ehlo: Buffer.from('250-mail.test\r\n550 Not you\r\n') },
  noContinuation: { ehlo: Buffer.from('250-mail.test\r\nPIPELINING\r\n250 SIZE 1000\r\n') },
} satisfies Record<string, SmtpScript>

/** Faults that are told with TLS in between. */
export const tlsSwitchFaults = {
  /** Somebody on the way takes the keyword out; the server would do it. */
  stripped: { hideStartTls: true, keywords: logins, auth: welcome },
  unavailable: { startTls: '454 4.7.0 TLS not available due to local problem' },
  closes: { insteadOfTls: closes() },
  resets: { insteadOfTls: resets() },
  plainText: { insteadOfTls: '250 2.0.0 Ok' },
  silence: { insteadOfTls: silent },
  injected: { startTls: Buffer.from('220 2.0.0 Ready to start TLS\r\n250 2.0.0 slipped in\r\n') },
} satisfies Record<string, SmtpScript>

/** How a login may be answered. */
export const loginFaults = {
  wrongPassword: '535 5.7.8 Error: authentication failed',
  appPassword: '534 5.7.9 Application-specific password required',
  temporary: '454 4.7.0 Temporary authentication failure',
  needsTls: '530 5.7.0 Must issue a STARTTLS command first',
  tooWeak: '538 5.7.11 Encryption required for requested authentication mechanism',
  switchedOff: '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
  transition: '432 4.7.12 A password transition is needed',
  tooMany: closes('421 4.7.0 Too many failed logins'),
  hangsUp: closes(),
} as const

/** A server that counts: after so many connections there is a 421 for each. */
export const rateLimited = (script: SmtpScript, connections: number): SmtpScript => ({
  ...script,
  greeting: (_line, connection) =>
    connection > connections
      ? closes('421 4.7.0 mail.test Too many connections from your address')
      : '220 mail.test ESMTP',
})

/** Each reply comes so much later. */
export const tarpit = (script: SmtpScript, milliseconds: number): SmtpScript => ({
  ...script,
  greeting: after(milliseconds, '220 mail.test ESMTP'),
  ehlo: (_line, _connection, encrypted) =>
    after(
      milliseconds,
      reply(250, ['mail.test', ...(encrypted ? logins : [...withoutAuth, ...(script.tls ? ['STARTTLS'] : [])])]),
    ),
})

export const slowBanner = (script: SmtpScript, milliseconds: number): SmtpScript => ({
  ...script,
  greeting: after(milliseconds, '220 mail.test ESMTP'),
})

export const dripBanner = (script: SmtpScript, milliseconds: number): SmtpScript => ({
  ...script,
  greeting: slowly(milliseconds, '220 mail.test ESMTP'),
})

/** What a hostile server may write where text is shown: terminal control, HTML, bidirectional override, a NUL. */
export const evilText =
  '\x1b]0;owned\x07\x1b[2J\x1b[31m<img src=x onerror=alert(1)></script><script>alert(1)</script>\u0000\x9b31m\x7f'

export const evil: SmtpScript = {
  greeting: Buffer.from(`220-mail.test ${evilText}\r\n220 \u202egnp.exe ${evilText}\r\n`),
  ehlo: Buffer.from(
    `250-mail.test ${evilText}\r\n250-AUTH PLAIN ${evilText}\r\n250-X${evilText}\r\n250-SIZE ${'9'.repeat(400)}\r\n250 SIZE -1\r\n`,
  ),
}

export const start = (script: SmtpScript): Promise<FaultServer> => startScriptedSmtp(script)
