import type { Endpoint } from '../../../../../shared/model/diagnosis/observation.ts'
import type { Case } from '../case.ts'
import { verb, type Rule } from '../finding.ts'
import { portsInstead } from '../instead.ts'
import { howToSet } from '../settings.ts'
import { capital } from '../words.ts'

const settings = { starttls: 'STARTTLS', opportunistic: 'STARTTLS where it is offered', none: 'no encryption' }

/** The app uses that port: it was named, or none was and no other port begins the way the app does. */
function isMeant({ port, elsewhere, mode }: Endpoint, { question, endpoints }: Case): boolean {
  if (elsewhere) return false
  if (question.ports.length > 0) return question.ports.includes(port)
  return !endpoints.some((other) => !other.elsewhere && other.mode !== null && other.mode !== mode)
}

/** How the app is set beside how the port begins. Only where somebody says how the app is set. */
export const modeRules: readonly Rule[] = [
  {
    id: 'implicitTlsExpected',
    stage: 'greeting',
    who: 'you',
    page: 'greeting-never-received',
    severity: 'problem',
    applies: (endpoint, c) =>
      endpoint.mode === 'tls' &&
      c.question.security !== 'auto' &&
      c.question.security !== 'tls' &&
      isMeant(endpoint, c),
    say: (group, { question, host }) => ({
      title: `Port ${group.first.port} of ${host} expects encryption from the first byte; the app is set to ${question.security === 'auto' || question.security === 'tls' ? '' : settings[question.security]}.`,
      seen: 'It says nothing until a TLS handshake begins, and then answers with TLS.',
      expected: 'An app that is set to TLS from the first byte (implicit TLS, SSL/TLS, SMTPS) for this port.',
      why: 'The app waits for a greeting, the server for a handshake, until one of them gives up: “Greeting never received”, ETIMEDOUT.',
      todo: `Set the app to ${howToSet('tls')}${question.self ? '' : ', or use port 587 with STARTTLS'}.`,
    }),
  },
  {
    id: 'startTlsExpected',
    stage: 'greeting',
    who: 'you',
    page: 'wrong-version-number',
    severity: 'problem',
    applies: (endpoint, c) =>
      endpoint.mode === 'plain' &&
      endpoint.greeting?.is === 'smtp' &&
      c.question.security === 'tls' &&
      isMeant(endpoint, c),
    say: (group, c) => ({
      title: `Port ${group.first.port} of ${c.host} starts unencrypted and upgrades with STARTTLS; the app is set to TLS from the first byte.`,
      seen: 'A greeting in clear comes unasked.',
      expected: 'An app that is set to STARTTLS for this port.',
      why: 'The app takes the greeting for a TLS record and stops: “wrong version number”.',
      todo: `Set the app to ${howToSet('starttls')}${portsInstead(c, [465]) === '' ? '' : `, or use port ${portsInstead(c, [465])}`}.`,
      evidence: group.first.greeting?.lines.join('\n') ?? '',
    }),
  },
  {
    id: 'unusualMode',
    stage: 'greeting',
    who: null,
    page: 'which-port',
    severity: 'info',
    applies: ({ mode, port, greeting }, { question }) =>
      question.security === 'auto' &&
      ((mode === 'tls' && [25, 587, 2525].includes(port)) ||
        (mode === 'plain' && port === 465 && greeting?.is === 'smtp')),
    say: (group) => ({
      title: `${capital(group.where)} ${verb(group, 'begins')} ${group.first.mode === 'tls' ? 'encrypted' : 'in clear'}, which is unusual.`,
      seen: group.first.mode === 'tls' ? 'TLS from the first byte.' : 'A greeting in clear.',
      expected:
        group.first.mode === 'tls' ? 'A greeting in clear, then STARTTLS.' : 'TLS from the first byte (RFC 8314 3.3).',
      why: 'Apps that choose by the port number alone choose wrongly here.',
      todo: `Set it by hand: ${group.first.mode === 'tls' ? 'secure: true (SSL/TLS)' : 'secure: false and requireTLS: true (STARTTLS)'}.`,
    }),
  },
]
