import type { Endpoint } from '../../../../../shared/model/diagnosis/observation.ts'
import { gravity, wayFor, type Case } from '../case.ts'
import { verb, type Group, type Rule, type Severity } from '../finding.ts'
import { portsInstead } from '../instead.ts'
import { isPositive } from '../ways.ts'
import { capital, duration, isLoopback, list, quoted } from '../words.ts'
import { wantsLogin } from './capabilities.ts'
import { isMasked } from './greeting.ts'

const grave: Rule['severity'] = (group, c) => gravity(c, group.endpoints)

/** An app that insists on encryption sends nothing there; others send in clear. */
function inClearIsGrave(group: Group, c: Case): Severity {
  const weight = gravity(c, group.endpoints)
  return weight === 'problem' && c.question.security !== 'starttls' ? 'warning' : weight
}

/** Spoke, and did not offer STARTTLS. Never said of what was not reached. */
function withoutStartTls({ mode, capabilities, startTls }: Endpoint): boolean {
  if (mode === 'tls' || capabilities === null || !isPositive(capabilities) || capabilities.command === 'HELO')
    return false
  // Who hung up when it was sent was not heard on the matter.
  return startTls !== null && !startTls.offered && startTls.ended === null
}

/** Signs that somebody on the way takes STARTTLS out, a sentence each. */
function signsOfStripping(endpoint: Endpoint, c: Case): string[] {
  const signs: string[] = []
  if (endpoint.startTls?.sentAnyway === true && endpoint.startTls.code === 220)
    signs.push('STARTTLS is not in the list, but the server agrees to it when it is sent.')
  const encrypted = c.ways.find((way) => way.security === 'tls' && way.state === 'works')
  if (encrypted !== undefined) signs.push(`Port ${encrypted.endpoint.port} of the same host has good TLS.`)
  if (c.provider?.ports.some(({ port, security }) => port === endpoint.port && security === 'starttls') === true)
    signs.push(`${c.provider.title} offers STARTTLS on this port.`)
  return signs
}

/** It agreed when it was sent, or two other signs. */
export function isStripped(endpoint: Endpoint, c: Case): boolean {
  const agreed = endpoint.startTls?.sentAnyway === true && endpoint.startTls.code === 220
  return agreed || signsOfStripping(endpoint, c).length >= 2
}

/** Agreed with 220, then no handshake came about for a reason that is not in the TLS settings. */
function breaks({ mode, startTls, handshake }: Endpoint): string | null {
  if (mode === 'tls' || startTls === null || startTls.injected !== null) return null
  if (startTls.code === null) return startTls.ended === null ? null : `asked ${startTls.ended}`
  if (startTls.code !== 220 || !startTls.offered || handshake === null || handshake.ok) return null
  return ['closed', 'reset', 'silent', 'notTls'].includes(handshake.failed ?? '') ? handshake.failed : null
}

const broke: Readonly<Record<string, string>> = {
  closed: 'closed the connection',
  reset: 'reset the connection',
  silent: 'fell silent',
  notTls: 'went on in plain text',
}

function ehloAndReply({ first }: Group): string {
  return [...(first.capabilities?.lines ?? []), first.startTls?.reply ?? '', handshakeError(first)]
    .filter(Boolean)
    .join('\n')
}

export function handshakeError({ handshake }: Endpoint): string {
  const error = handshake?.error ?? null
  return error === null ? '' : `${error.code}: ${error.message}`
}

/** What the raw probes say, where a handshake failed: "TLS 1.2 and TLS 1.3 are offered." */
export function offeredVersions({ versions }: Endpoint): string {
  const offered = versions.filter(({ answer }) => answer === 'offered').map(({ version }) => version.replace('v', ' '))
  return offered.length === 0 ? '' : ` Asked for each version by itself, it offers ${list(offered)}.`
}

/** The words, unless 465 was seen to fail. */
function port465(c: Case, words: string): string {
  const port = portsInstead(c, [465])
  return port === '' ? '' : words.replace('465', port)
}

export const startTlsRules: readonly Rule[] = [
  {
    id: 'startTlsStripped',
    stage: 'startTls',
    who: 'network',
    page: 'starttls-missing',
    severity: inClearIsGrave,
    applies: (endpoint, c) => withoutStartTls(endpoint) && !isMasked(endpoint) && isStripped(endpoint, c),
    say: (group, c) => ({
      title: `Something between this machine and ${group.where} removes encryption.`,
      seen: signsOfStripping(group.first, c).join(' '),
      expected: 'STARTTLS in the answer to EHLO.',
      why: 'A firewall, antivirus or attacker on the way takes STARTTLS out of the list, so that apps send in clear and it can read along.',
      todo: `Do not send passwords here. Make encryption a must in the app (requireTLS: true), and use ${port465(c, '465, which cannot be stripped, or ')}another network.`,
      evidence: ehloAndReply(group),
    }),
  },
  {
    id: 'startTlsMissing',
    stage: 'startTls',
    who: 'server',
    page: 'starttls-missing',
    severity: (group, c) => {
      const here = group.endpoints.every(({ address }) => isLoopback(address))
      return here && c.question.security !== 'starttls' && !wantsLogin(c) ? 'info' : inClearIsGrave(group, c)
    },
    applies: (endpoint, c) => withoutStartTls(endpoint) && !isMasked(endpoint) && !isStripped(endpoint, c),
    say: (group, c) => ({
      title: `${capital(group.where)} cannot encrypt: STARTTLS is not offered.`,
      seen: ['The server answered, and STARTTLS is not in its list.', ...signsOfStripping(group.first, c)].join(' '),
      expected: 'STARTTLS in the answer to EHLO.',
      why: 'Everything, passwords included, would travel in clear. Some libraries do so without a word unless encryption is a must.',
      todo: group.endpoints.every(({ address }) => isLoopback(address))
        ? 'On this machine alone that is no danger: switch TLS off in the app for this server.'
        : `Do not send passwords here. Use ${port465(c, '465, or ')}another port that encrypts, and make encryption a must in the app (requireTLS: true).`,
      evidence: ehloAndReply(group),
    }),
  },
  {
    id: 'startTlsRefused',
    stage: 'startTls',
    who: 'server',
    page: 'starttls-missing',
    severity: grave,
    applies: ({ startTls }) =>
      startTls !== null && startTls.offered && startTls.code !== null && startTls.code !== 220 && `${startTls.code}`,
    say: (group, c) => ({
      title: `${capital(group.where)} ${verb(group, 'offers')} encryption, but its TLS setup is broken (${group.first.startTls?.code}).`,
      seen: `STARTTLS was answered with ${quoted(group.first.startTls?.reply ?? String(group.first.startTls?.code))}.`,
      expected: '220, and then a handshake.',
      why: 'The server has no usable certificate or key, or its TLS library fails. 454 says just that (RFC 3207 4).',
      todo: `Only its operator can mend it.${port465(c, ' Try 465 until then.')}`,
      evidence: ehloAndReply(group),
    }),
  },
  {
    id: 'startTlsInjected',
    stage: 'startTls',
    who: 'network',
    page: null,
    severity: grave,
    applies: ({ startTls }) => startTls !== null && startTls.injected !== null,
    say: (group, c) => ({
      title: `Unencrypted data was slipped in during the switch to encryption on ${group.where}.`,
      seen: `Together with the 220 of STARTTLS came ${quoted(group.first.startTls?.injected ?? '')}.`,
      expected: 'Nothing after the 220 but the handshake.',
      why: 'Clients that read on take such lines for part of the encrypted conversation. It is an attack from the way, or a broken proxy (response injection).',
      todo: `Do not use this path: take ${port465(c, '465 or ')}another network, and tell the operator.`,
      evidence: [group.first.startTls?.reply ?? '', group.first.startTls?.injected ?? ''].join('\n').trim(),
    }),
  },
  {
    id: 'startTlsBreaks',
    stage: 'startTls',
    who: 'server',
    page: null,
    severity: grave,
    applies: breaks,
    say: (group, c) => {
      const how = (breaks(group.first) ?? 'closed').replace('asked ', '')
      const agreed = group.first.startTls?.code === 220
      return {
        // Before it agreed, it is more likely something on the way that dislikes the very word.
        ...(agreed || how === 'silent' ? {} : { who: 'network' as const }),
        title: `${capital(group.where)} ${agreed ? `agreed to encrypt, then ${broke[how]}` : `${broke[how]} when STARTTLS was sent`}.`,
        seen: `${agreed ? `STARTTLS was answered with ${quoted(group.first.startTls?.reply ?? '220')}` : 'STARTTLS was sent'}; then the server ${broke[how]} (after ${duration(group.first.handshake?.milliseconds ?? group.first.startTls?.milliseconds ?? 0)}).${offeredVersions(group.first)}`,
        expected: 'A TLS handshake.',
        why:
          how === 'silent' || how === 'notTls'
            ? 'A firewall or proxy on the way follows the conversation and does not let TLS through, or the server is broken.'
            : 'The TLS settings of both do not go together, or a firewall or proxy on the way cuts the handshake.',
        todo: `Try ${c.ways.some((way) => way.endpoint.port === 465 && way.state === 'works') ? 'port 465, which works from here, and ' : port465(c, '465, and ')}another network. If it fails everywhere, the operator has to look at the TLS settings.`,
        evidence: ehloAndReply(group),
      }
    },
  },
  {
    id: 'startTlsNotUsed',
    stage: 'startTls',
    who: 'you',
    page: 'starttls-missing',
    severity: 'warning',
    applies: (endpoint, c) =>
      c.question.security === 'none' &&
      !endpoint.elsewhere &&
      !isLoopback(endpoint.address) &&
      wayFor(c, endpoint).security === 'starttls',
    say: (group) => ({
      title: `The app is set to send in clear, although ${group.where} can encrypt.`,
      seen: 'STARTTLS is offered and works.',
      expected: 'Encryption wherever the server has it.',
      why: 'Mail and password can be read by everybody on the way.',
      todo: 'Set secure: false and requireTLS: true (STARTTLS) in the app.',
    }),
  },
]
