import type { Capabilities, Endpoint } from '../../../../../shared/model/diagnosis/observation.ts'
import { gravity, wayFor, type Case } from '../case.ts'
import { verb, type Rule } from '../finding.ts'
import { failedAt, greets, isEndless, isPositive } from '../ways.ts'
import { capital, duration, list, quoted } from '../words.ts'
import { isMasked } from './greeting.ts'

const grave: Rule['severity'] = (group, c) => gravity(c, group.endpoints)
const withPassword = ['PLAIN', 'LOGIN', 'CRAM-MD5', 'DIGEST-MD5']

/** The EHLO that counts: within TLS if there was one. */
function last({ capabilities, capabilitiesInTls }: Endpoint): Capabilities | null {
  return capabilitiesInTls ?? capabilities
}

/** Somebody wants to log in. */
export function wantsLogin({ question, provider }: Case): boolean {
  return question.username !== null || question.tryLogin || (provider !== null && provider.username !== null)
}

/** Why EHLO failed. */
function refusedBy(endpoint: Endpoint): 'dropped' | 'name' | 'busy' | 'refused' | 'ftp' | null {
  const answer = last(endpoint)
  const greeted = endpoint.greeting === null || greets(endpoint.greeting)
  if (answer === null)
    return endpoint.mode === 'plain' && greeted && failedAt(endpoint, 'capabilities') ? 'dropped' : null
  // An answer that never ends: `protocolBroken`.
  if (answer.protocolErrors.some(isEndless)) return null
  if (answer.ended !== null) return 'dropped'
  if (answer.code === null || isPositive(answer)) return null
  if (/\bFTP\b|USER and PASS/i.test(answer.lines.join(' '))) return 'ftp'
  if (answer.code >= 400 && answer.code < 500) return 'busy'
  return answer.code === 501 || answer.code === 504 || answer.code === 550 || answer.code === 553 || answer.code === 554
    ? 'name'
    : 'refused'
}

function ehloLines(endpoint: Endpoint): string {
  return last(endpoint)?.lines.join('\n') ?? ''
}

const ended = { closed: 'closed the connection', reset: 'reset the connection', silent: 'fell silent' }

export const capabilityRules: readonly Rule[] = [
  {
    id: 'droppedAfterGreeting',
    stage: 'capabilities',
    who: 'network',
    page: null,
    severity: grave,
    applies: (endpoint) => refusedBy(endpoint) === 'dropped',
    say: (group) => {
      const answer = last(group.first)
      const silent = answer?.ended === 'silent'
      return {
        ...(silent ? { who: 'server' as const } : {}),
        title: `${capital(group.where)} ${verb(group, 'drops')} the conversation after ${answer === null ? 'the greeting' : answer.command}.`,
        seen: `It ${ended[answer?.ended ?? 'closed']} instead of answering.`,
        expected: 'A reply with 250 and the extensions of the server.',
        why: 'Typical of a firewall that inspects SMTP, or of a ban of your address.',
        todo: 'Try another network and another port (465 cannot be inspected). If only this network fails, its firewall is the cause.',
        evidence: [...(group.first.greeting?.lines ?? []), ehloLines(group.first)].join('\n').trim(),
      }
    },
  },
  {
    id: 'nameRefused',
    stage: 'capabilities',
    who: 'you',
    page: null,
    severity: grave,
    applies: (endpoint) => refusedBy(endpoint) === 'name',
    say: (group) => ({
      title: `${capital(group.where)} ${verb(group, 'does')} not like the name this client introduces itself with.`,
      seen: `${last(group.first)?.command} ${quoted(last(group.first)?.name ?? '')} was answered with ${quoted(ehloLines(group.first))}.`,
      expected: '250, for the full name of a machine.',
      why: 'Some servers refuse names without a dot, names that do not exist, or addresses.',
      todo: 'Set the name the app says in EHLO to a full host name (Nodemailer: name; others: local or HELO host name).',
      evidence: ehloLines(group.first),
    }),
  },
  {
    id: 'busyAtEhlo',
    stage: 'capabilities',
    who: 'you',
    page: 'too-many-connections',
    severity: grave,
    applies: (endpoint) => refusedBy(endpoint) === 'busy',
    say: (group) => ({
      title: `${capital(group.where)} ${verb(group, 'does')} not want to talk for now (${last(group.first)?.code}).`,
      seen: `${last(group.first)?.command} was answered with ${quoted(ehloLines(group.first))}.`,
      expected: '250.',
      why: 'A 4xx code is temporary: the server is busy, or has too many connections from your address.',
      todo: 'Wait some minutes and try again with fewer connections at once.',
      evidence: ehloLines(group.first),
    }),
  },
  {
    id: 'notAMailServer',
    stage: 'capabilities',
    who: 'you',
    page: 'wrong-version-number',
    severity: grave,
    // It greets with 220 as mail servers do.
    applies: (endpoint) => refusedBy(endpoint) === 'ftp',
    say: (group) => ({
      title: `An FTP server answers on ${group.where}, not a mail server for sending.`,
      seen: `${last(group.first)?.command} was answered with ${quoted(ehloLines(group.first))}.`,
      expected: '250 and the extensions of the server.',
      why: 'Host or port belong to another service.',
      todo: 'Check host and port: mail from apps is taken on 587 or 465 as a rule.',
      evidence: [...(group.first.greeting?.lines ?? []), ehloLines(group.first)].join('\n'),
    }),
  },
  {
    id: 'ehloRefused',
    stage: 'capabilities',
    who: 'server',
    page: null,
    severity: grave,
    applies: (endpoint) => refusedBy(endpoint) === 'refused',
    say: (group) => ({
      title: `${capital(group.where)} ${verb(group, 'refuses')} to begin a conversation (${last(group.first)?.code}).`,
      seen: `${last(group.first)?.command} was answered with ${quoted(ehloLines(group.first))}.`,
      expected: '250.',
      why: 'Neither EHLO nor the older HELO is taken. Without one of them no mail can be handed over.',
      todo: 'Use another port or host; only the operator can change this one.',
      evidence: ehloLines(group.first),
    }),
  },
  {
    id: 'heloOnly',
    stage: 'capabilities',
    who: 'server',
    page: 'starttls-missing',
    severity: (group, c) => (gravity(c, group.endpoints) === 'info' ? 'info' : 'warning'),
    applies: ({ capabilities }) => capabilities?.command === 'HELO' && isPositive(capabilities),
    say: (group) => ({
      title: `${capital(group.where)} ${verb(group, 'knows')} only the old HELO and not EHLO: no encryption and no login there.`,
      seen: 'EHLO was refused, HELO accepted.',
      expected: 'EHLO, with STARTTLS and AUTH among the extensions.',
      why: 'Extensions can be announced in the answer to EHLO only. A very old server, or a firewall that rewrites SMTP.',
      todo: 'Use another port, 465 or 587; do not send passwords here.',
      evidence: ehloLines(group.first),
    }),
  },
  {
    id: 'authBeforeTls',
    stage: 'capabilities',
    who: 'server',
    page: null,
    // Where the app insists on STARTTLS the password is safe; with our own listeners it was chosen.
    severity: (_group, { question }) => (question.security === 'starttls' || question.self ? 'info' : 'warning'),
    applies: ({ mode, capabilities, startTls }) =>
      mode === 'plain' && startTls?.offered === true && (capabilities?.auth.length ?? 0) > 0,
    say: (group, { question }) => ({
      title: `${capital(group.where)} ${verb(group, 'takes')} logins before encryption.`,
      seen: `AUTH ${(group.first.capabilities?.auth ?? []).join(' ')} is announced before STARTTLS.`,
      expected: 'AUTH announced after STARTTLS only (RFC 4954 4).',
      why: 'An app that does not insist on STARTTLS could send its password in clear.',
      todo: question.self
        ? 'For logins over TLS only: Settings > Listeners.'
        : 'Make encryption a must in the app (Nodemailer: requireTLS: true), or use 465.',
      evidence: group.first.capabilities?.lines.join('\n') ?? '',
    }),
  },
  {
    id: 'authOnlyInTls',
    stage: 'capabilities',
    who: null,
    page: null,
    severity: 'good',
    applies: ({ mode, capabilities, capabilitiesInTls }) =>
      mode === 'plain' && capabilities?.auth.length === 0 && (capabilitiesInTls?.auth.length ?? 0) > 0,
    say: (group) => ({
      title: `${capital(group.where)} ${verb(group, 'takes')} logins after STARTTLS only, as it should.`,
      seen: `AUTH ${(group.first.capabilitiesInTls?.auth ?? []).join(' ')} appears once the connection is encrypted.`,
      expected: 'Just that.',
      why: 'A client that stays in clear sees no AUTH there and may report “authentication not supported” or 530.',
      todo: '',
      evidence: group.first.capabilitiesInTls?.lines.join('\n') ?? '',
    }),
  },
  {
    id: 'authMissing',
    stage: 'capabilities',
    who: 'you',
    page: 'which-port',
    severity: (group, c) => {
      // Without encryption it is right not to offer one: that STARTTLS is missing is the cause.
      const inClear = group.endpoints.every((endpoint) => wayFor(c, endpoint).state === 'clear')
      const means = !inClear || c.question.security === 'none' || c.question.security === 'opportunistic'
      return wantsLogin(c) && means ? gravity(c, group.endpoints) : 'info'
    },
    applies: (endpoint, c) =>
      wayFor(c, endpoint).login === 'notOffered' && !isMasked(endpoint) && last(endpoint)?.command !== 'HELO',
    say: (group) => ({
      title: `No login is offered on ${group.where}.`,
      seen: 'AUTH is not among the extensions.',
      expected: 'AUTH PLAIN or LOGIN, once the connection is encrypted, where an app is to log in.',
      why: 'A port without AUTH is for mail between servers, or relays by address. A library skips the login there without a word, so that a test of it succeeds and proves nothing.',
      todo: group.endpoints.some(({ port }) => port === 25)
        ? 'Use 587 or 465, where logins are taken.'
        : 'Leave user and password out if this server is meant to work without; else use 587 or 465 of your provider.',
      evidence: ehloLines(group.first),
    }),
  },
  {
    id: 'onlyTokens',
    stage: 'capabilities',
    who: 'account',
    page: 'login-refused',
    severity: (group, c) => (c.question.tryLogin ? gravity(c, group.endpoints) : 'warning'),
    applies: (endpoint, c) => {
      const { mechanisms } = wayFor(c, endpoint)
      return (
        mechanisms.length > 0 &&
        !mechanisms.some((name) => withPassword.includes(name) || name.startsWith('SCRAM')) &&
        mechanisms.join(' ')
      )
    },
    say: (group, c) => {
      const { mechanisms } = wayFor(c, group.first)
      const tokens = mechanisms.some((name) => name === 'XOAUTH2' || name === 'OAUTHBEARER')
      return {
        title: `Passwords are not accepted on ${group.where}.`,
        seen: `Logins by ${list(mechanisms)} only.`,
        expected: 'PLAIN or LOGIN, where an app is to log in with a password.',
        why: tokens
          ? 'The server takes OAuth2 tokens alone. Some libraries send the password all the same, and are refused.'
          : 'These ways belong to the accounts of a company network (Kerberos, NTLM).',
        todo: tokens
          ? 'Set up OAuth2 (XOAUTH2) in the app, or ask for an app password or an SMTP relay where the provider has them.'
          : 'Ask the administrator for an account or a connector that takes a password over TLS.',
        evidence: ehloLines(group.first),
      }
    },
  },
  {
    id: 'slowReplies',
    stage: 'capabilities',
    who: 'server',
    page: null,
    severity: 'warning',
    applies: (endpoint) => {
      const answer = last(endpoint)
      return answer !== null && answer.ended === null && answer.milliseconds >= 1_000
    },
    say: (group) => {
      const slowest = Math.max(...group.endpoints.map((endpoint) => last(endpoint)?.milliseconds ?? 0))
      return {
        title: `${capital(group.where)} ${verb(group, 'answers')} slowly: ${duration(slowest)} for a reply.`,
        seen: `EHLO was answered after ${duration(slowest)}.`,
        expected: 'Less than 1 s.',
        why: 'Some servers wait before each reply on purpose (a tarpit), others are busy. Each message needs at least four replies.',
        todo: 'Keep connections open for several messages (a pool), and set timeouts well above it.',
      }
    },
  },
]
