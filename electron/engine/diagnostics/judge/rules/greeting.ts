import type { Endpoint, Greeting } from '../../../../../shared/model/diagnosis/observation.ts'
import { gravity, othersStand, wayFor, type Case } from '../case.ts'
import { verb, type Group, type Rule } from '../finding.ts'
import { portsInstead } from '../instead.ts'
import { isEndless } from '../ways.ts'
import { capital, continued, duration, quoted, short } from '../words.ts'

const services: Partial<Readonly<Record<Greeting['is'], string>>> = {
  http: 'A web server answers',
  ssh: 'An SSH server answers',
  imap: 'An IMAP server (for reading mail) answers',
  pop3: 'A POP3 server (for reading mail) answers',
  ftp: 'An FTP server answers',
  binary: 'Something that does not speak in text answers',
  other: 'Something that is no mail server answers',
}

/** It hung up or kept silent, and no other address of the port makes up for it: those belong to `addresses`. */
function mute(endpoint: Endpoint, c: Case, ...kinds: Greeting['is'][]): boolean {
  return endpoint.greeting !== null && kinds.includes(endpoint.greeting.is) && !othersStand(c, endpoint)
}

const grave: Rule['severity'] = (group, c) => gravity(c, group.endpoints)

/** Apps that set a timeout set it from about here on. */
const slow = 2_000

const greeting220 = 'A greeting that begins with 220, within a few seconds.'

function greetingLines({ endpoints }: Group): string {
  return endpoints
    .map(({ greeting }) => greeting?.lines.join('\n') || readable(greeting?.firstBytes ?? ''))
    .filter((text, index, all) => text !== '' && all.indexOf(text) === index)
    .join('\n')
}

/** Bytes in hexadecimal as text, where all of them are text; else as they are. */
function readable(hex: string): string {
  const text = Buffer.from(hex, 'hex').toString('latin1')
  return /^[\t\r\n\x20-\x7e]+$/.test(text) ? text.replace(/\r\n?/g, '\n').replaceAll('\t', ' ').trim() : hex
}

function refusal(endpoint: Endpoint): 'busy' | 'policy' | null {
  const code = endpoint.greeting?.code ?? null
  if (endpoint.greeting === null || !['smtp', 'tls'].includes(endpoint.greeting.is) || code === null) return null
  return code >= 500 ? 'policy' : code >= 400 ? 'busy' : null
}

export const greetingRules: readonly Rule[] = [
  {
    id: 'notAMailServer',
    stage: 'greeting',
    who: 'you',
    page: 'wrong-version-number',
    severity: grave,
    // What is no SMTP since it never ends may well be meant as SMTP: `protocolBroken`.
    applies: ({ greeting }) =>
      greeting !== null &&
      greeting.is in services &&
      !(greeting.is === 'other' && (goesOn(greeting) || beganAsReply(greeting))) &&
      greeting.is,
    say: (group) => {
      const is = group.first.greeting?.is ?? 'other'
      return {
        title: `${services[is]} on ${group.where}, not a mail server for sending.`,
        seen: greetingLines(group) === '' ? 'An answer that is not SMTP.' : `It says ${quoted(greetingLines(group))}.`,
        expected: greeting220,
        why: 'Host or port belong to another service. A client that begins with TLS where this service does not reports “wrong version number”.',
        todo:
          is === 'imap' || is === 'pop3'
            ? 'Sending uses another port, as a rule 587 or 465, and often another host (smtp. instead of imap.).'
            : 'Check host and port: mail from apps is taken on 587 or 465 as a rule.',
        evidence: greetingLines(group),
      }
    },
  },
  {
    id: 'silentService',
    stage: 'greeting',
    who: 'server',
    page: 'greeting-never-received',
    severity: grave,
    applies: (endpoint, c) =>
      mute(endpoint, c, 'silent') && endpoint.greeting?.firstByteMilliseconds === null && `${endpoint.mode}`,
    say: (group) => ({
      title: `The connection to ${group.where} stands, but the server stays silent.`,
      seen: `No greeting within ${duration(group.first.greeting?.milliseconds ?? 0)}${group.first.mode === 'tls' ? ', although TLS came about' : ', and no answer to TLS either'}.`,
      expected: greeting220,
      why: 'The service is overloaded or hangs, a security product on the way holds the connection, or the port is forwarded to nowhere.',
      todo: 'Try again and from another network; try another port. If it stays, only the operator of the server or of the firewall can tell.',
      evidence: greetingLines(group),
    }),
  },
  {
    id: 'greetingTooSlow',
    stage: 'greeting',
    who: 'you',
    page: 'greeting-never-received',
    severity: grave,
    applies: (endpoint, c) =>
      (mute(endpoint, c, 'silent') && endpoint.greeting?.firstByteMilliseconds !== null) ||
      (mute(endpoint, c, 'other') && beganAsReply(endpoint.greeting!)),
    say: (group) => ({
      title: `The greeting of ${group.where} comes so slowly that it never ended.`,
      seen: `It began to speak; after ${duration(group.first.greeting?.milliseconds ?? 0)} the line was still not complete.`,
      expected: greeting220,
      why: 'Some servers send byte by byte on purpose, to be rid of senders that do not wait (a tarpit). Clients give up: “Greeting never received”.',
      todo: 'Set the greeting timeout of the app to minutes (Nodemailer: greetingTimeout), and ask the operator why your address is slowed down.',
      evidence: greetingLines(group),
    }),
  },
  {
    id: 'hungUp',
    stage: 'greeting',
    who: 'server',
    page: 'greeting-never-received',
    severity: grave,
    applies: (endpoint, c) => mute(endpoint, c, 'closed', 'reset') && endpoint.greeting!.is,
    say: (group) => ({
      title: `The server hung up at once on ${group.where}.`,
      seen: `The connection was ${group.first.greeting?.is === 'reset' ? 'reset' : 'closed'} after ${duration(group.first.greeting?.milliseconds ?? 0)}, before a greeting.`,
      expected: greeting220,
      why: 'Your address may be blocked there (after too many failed logins for one), or a proxy or load balancer in front has no mail server behind it.',
      todo: 'Try from another network. If it works there, ask the operator to unblock your address; else tell them that the port has no server behind it.',
      evidence: greetingLines(group),
    }),
  },
  {
    id: 'turnedAwayForNow',
    stage: 'greeting',
    who: 'you',
    page: 'too-many-connections',
    severity: grave,
    applies: (endpoint) => refusal(endpoint) === 'busy' && `${endpoint.greeting?.code}`,
    say: (group) => ({
      title: `${capital(group.where)} ${verb(group, 'turns')} this machine away for now (${group.first.greeting?.code}).`,
      seen: `Greeting: ${quoted(greetingLines(group))}.`,
      expected: greeting220,
      why: 'A 4xx code is temporary: the server is busy, or has too many connections from your address.',
      todo: 'Wait some minutes and try again. Keep fewer connections at once (a pool with maxConnections), and reuse them.',
      evidence: greetingLines(group),
    }),
  },
  {
    id: 'turnedAwayForGood',
    stage: 'greeting',
    who: 'server',
    page: null,
    severity: grave,
    applies: (endpoint) => refusal(endpoint) === 'policy' && `${endpoint.greeting?.code}`,
    say: (group) => ({
      title: `${capital(group.where)} ${verb(group, 'refuses')} this network (${group.first.greeting?.code}).`,
      seen: `Greeting: ${quoted(greetingLines(group))}.`,
      expected: greeting220,
      why: 'The server refuses by policy before anything was said: the reputation of your address is bad, or this server is not for clients (a mail exchanger, say).',
      todo: 'Use the submission host of your provider on 587 or 465. If this is it, ask them why they refuse your address.',
      evidence: greetingLines(group),
    }),
  },
  {
    id: 'inspectionFirewall',
    stage: 'greeting',
    who: 'network',
    page: 'starttls-missing',
    severity: grave,
    applies: isMasked,
    say: (group, c) => ({
      title: `A firewall rewrites what ${group.where} ${verb(group, 'says')} and hides encryption.`,
      seen: `Parts of the answers are overwritten with stars or X: ${quoted(maskedLine(group))}.`,
      expected: 'The greeting and the list of extensions as the server sends them, STARTTLS among them.',
      why: 'This is what the SMTP inspection of Cisco firewalls does (ESMTP inspection, Mailguard). Without STARTTLS and AUTH in the list, an app sends in clear, without a login, or not at all.',
      todo: `Ask whoever runs the firewall to switch ESMTP inspection off (no inspect esmtp). Until then use ${portsInstead(c, [465, 2525]) || 'another network'}.`,
      evidence: [greetingLines(group), group.first.capabilities?.lines.join('\n') ?? ''].join('\n').trim(),
    }),
  },
  {
    id: 'slowGreeting',
    stage: 'greeting',
    who: 'you',
    page: 'greeting-never-received',
    severity: 'warning',
    applies: ({ greeting }) => greeting?.is === 'smtp' && greeting.milliseconds >= slow,
    say: (group) => {
      const slowest = Math.max(...group.endpoints.map(({ greeting }) => greeting?.milliseconds ?? 0))
      const first = group.first.greeting?.firstByteMilliseconds ?? slowest
      return {
        title: `The greeting of ${group.where} takes ${duration(slowest)}.`,
        seen: `First byte after ${duration(first)}, complete after ${duration(slowest)}.`,
        expected: 'Less than 1 s.',
        why: 'Some servers answer slowly on purpose, to be rid of senders that do not wait; others look up your address first. RFC 5321 4.5.3.2 asks clients to wait 5 minutes.',
        todo: `Set the greeting timeout of the app well above ${duration(slowest)} (Nodemailer: greetingTimeout), and keep connections open.`,
        evidence: greetingLines(group),
      }
    },
  },
  {
    id: 'protocolBroken',
    stage: 'greeting',
    who: 'server',
    page: null,
    severity: (group, c) =>
      group.endpoints.every((endpoint) => wayFor(c, endpoint).stands) ? 'warning' : gravity(c, group.endpoints),
    applies: (endpoint) => protocolErrors(endpoint).join('\n') || null,
    say: (group) => {
      const errors = protocolErrors(group.first)
      return {
        title: `${capital(group.where)} ${verb(group, 'breaks')} the protocol of mail (SMTP): ${continued(short(errors[0] ?? '', 100), [])}.`,
        seen: quoted(errors[0] ?? '', 200),
        expected: 'Replies as RFC 5321 4.2 has them: one code, lines that end in CR LF, at most 512 bytes each.',
        why: 'Tolerant clients get along with it, strict ones end the conversation (EPROTOCOL in Nodemailer).',
        todo: 'Only the operator of the server, or of what stands in front of it, can change that.',
        evidence: errors.join('\n'),
      }
    },
  },
]

/** Nothing but the digits of a reply code came, 2, 4 or 5 first. */
function beganAsReply({ firstBytes, lines }: Greeting): boolean {
  return lines.length === 0 && firstBytes !== null && /^3[245](3\d)*$/.test(firstBytes)
}

/** It began, and was cut off because it went on and on. */
function goesOn({ protocolErrors: errors }: Greeting): boolean {
  return errors.some((error) => isEndless(error) || /line of \d+ bytes/i.test(error))
}

/** A greeting under stars, or keywords under X. */
export function isMasked({ greeting, capabilities }: Endpoint): boolean {
  return (greeting?.masked ?? false) || (capabilities?.keywords ?? []).some((keyword) => /^X{4,}/.test(keyword))
}

function maskedLine({ first }: Group): string {
  const lines = [...(first.greeting?.lines ?? []), ...(first.capabilities?.lines ?? [])]
  return lines.find((line) => /\*{4,}|X{4,}/.test(line)) ?? lines[0] ?? ''
}

function protocolErrors({ greeting, capabilities, capabilitiesInTls }: Endpoint): string[] {
  const all = [greeting, capabilities, capabilitiesInTls].flatMap((from) => from?.protocolErrors ?? [])
  return [...new Set(all)]
}
