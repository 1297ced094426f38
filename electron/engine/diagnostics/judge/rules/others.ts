import type { Endpoint } from '../../../../../shared/model/diagnosis/observation.ts'
import { gravity, wayFor } from '../case.ts'
import { verb, type Rule } from '../finding.ts'
import { capital, counted, duration, list, quoted, short } from '../words.ts'

function ciphers({ deep }: Endpoint, strength: 'weak' | 'broken'): string[] {
  const all = (deep?.versions ?? []).flatMap((version) => version.ciphers)
  return [...new Set(all.filter((cipher) => cipher.strength === strength).map(({ name }) => name))]
}

/** The slowest of the steps that every message waits for. */
function slowestStep({ stages }: Endpoint): { stage: string; milliseconds: number } | null {
  const steps = stages.filter(
    ({ stage, milliseconds }) => milliseconds !== null && (stage === 'handshake' || stage === 'reach'),
  )
  const [slowest] = steps.sort((a, b) => (b.milliseconds ?? 0) - (a.milliseconds ?? 0))
  return slowest === undefined ? null : { stage: slowest.stage, milliseconds: slowest.milliseconds ?? 0 }
}

export const otherRules: readonly Rule[] = [
  {
    id: 'throttled',
    stage: 'capabilities',
    who: 'you',
    page: 'too-many-connections',
    severity: (group, c) =>
      group.endpoints.every((endpoint) => wayFor(c, endpoint).stands) ? 'warning' : gravity(c, group.endpoints),
    // A 421 in the greeting or to EHLO has a finding of its own.
    applies: ({ throttled, greeting, capabilities }) =>
      throttled !== null && (greeting?.code ?? 0) < 400 && capabilities?.code !== 421,
    say: (group, { provider }) => ({
      title: `${capital(group.where)} ${verb(group, 'limits')} how often this machine may connect.`,
      seen: `${quoted(group.first.throttled ?? '')} after ${counted(group.first.connections, 'connection')}; the rest was left alone.`,
      expected: 'A few connections in a row without complaint.',
      why: 'Servers limit connections from one address. An app that opens one for each message runs into it.',
      todo: `Reuse connections (a pool with few connections), and wait some minutes before the next try.${provider === null ? '' : ` ${provider.advice.filter((line) => /connection|minute|second/i.test(line)).join(' ')}`}`.trim(),
      evidence: group.first.throttled ?? '',
    }),
  },
  {
    id: 'brokenCiphers',
    stage: 'deep',
    who: 'server',
    page: 'old-tls',
    severity: 'warning',
    applies: (endpoint) => ciphers(endpoint, 'broken').join() || null,
    say: (group) => ({
      title: `${capital(group.where)} still ${verb(group, 'takes')} encryption methods that are broken.`,
      seen: `${list(ciphers(group.first, 'broken'))}.`,
      expected: 'Suites with AES-GCM, ChaCha20 or AES-CBC only.',
      why: 'Current clients never choose them. A client that is tricked or set badly would send nearly in clear.',
      todo: 'Nothing in the app. The operator should switch them off.',
      evidence: ciphers(group.first, 'broken').join('\n'),
    }),
  },
  {
    id: 'weakCiphers',
    stage: 'deep',
    who: 'server',
    page: 'old-tls',
    severity: 'info',
    applies: (endpoint) => ciphers(endpoint, 'weak').join() || null,
    say: (group) => ({
      title: `${capital(group.where)} ${verb(group, 'takes')} ${counted(ciphers(group.first, 'weak').length, 'older encryption method')} besides.`,
      seen: `${list(ciphers(group.first, 'weak'))}.`,
      expected: 'Suites with ECDHE and AES-GCM or ChaCha20.',
      why: 'They keep nobody from sending: both sides take the best they have in common.',
      todo: 'Nothing in the app.',
      evidence: ciphers(group.first, 'weak').join('\n'),
    }),
  },
  {
    id: 'weakDh',
    stage: 'deep',
    who: 'server',
    page: 'old-tls',
    severity: 'warning',
    applies: ({ deep }) => deep !== null && deep.dhBits !== null && deep.dhBits < 2_048 && `${deep.dhBits}`,
    say: (group) => ({
      title: `${capital(group.where)} ${verb(group, 'offers')} Diffie-Hellman with ${group.first.deep?.dhBits} bits only.`,
      seen: `${group.first.deep?.dhBits} bits.`,
      expected: '2048 bits or more, or ECDHE.',
      why: 'It works with older runtimes and is refused since Node 22 and 24 (OpenSSL 3.5) when a DHE suite is chosen: “dh key too small”.',
      todo: 'The operator should set 2048 bits or leave DHE out.',
      evidence: '',
    }),
  },
  {
    id: 'slowNetwork',
    stage: 'handshake',
    who: 'network',
    page: null,
    severity: 'info',
    applies: (endpoint) =>
      (slowestStep(endpoint)?.milliseconds ?? 0) >= 2_000 &&
      endpoint.reach?.is === 'open' &&
      endpoint.handshake?.ok !== false,
    say: (group) => {
      const slowest = slowestStep(group.first)
      return {
        title: `${slowest?.stage === 'reach' ? 'Connecting to' : 'The TLS handshake with'} ${group.where} takes ${duration(slowest?.milliseconds ?? 0)}.`,
        seen: `${duration(slowest?.milliseconds ?? 0)} for one step.`,
        expected: 'Less than 300 ms.',
        why: 'A long way, packets that are lost, or a busy server. Each new connection pays for it.',
        todo: 'Keep connections open for several messages (a pool), and set timeouts well above it.',
      }
    },
  },
  {
    id: 'notOfThisProvider',
    stage: 'reach',
    who: 'you',
    page: 'which-port',
    severity: (group, c) => (gravity(c, group.endpoints) === 'problem' ? 'warning' : 'info'),
    applies: (endpoint, { provider, question, observations: { notes } }) =>
      provider !== null &&
      provider.ports.length > 0 &&
      !endpoint.elsewhere &&
      // Where it does not, the finding about the connection says so; and the lint may have said it.
      !notes.some(({ id }) => id === 'providerPort') &&
      endpoint.reach?.is === 'open' &&
      question.ports.includes(endpoint.port) &&
      !provider.ports.some(({ port }) => port === endpoint.port) &&
      `${endpoint.port}`,
    say: (group, { provider }) => ({
      title: `${provider?.title} does not take mail on port ${group.first.port}.`,
      seen: `Port ${group.first.port} was asked for, and something answers there.`,
      expected: `${list(
        (provider?.ports ?? []).map(({ port, security }) => `${port} with ${security === 'tls' ? 'TLS' : 'STARTTLS'}`),
        'or',
      )}.`,
      why: 'The documentation of the provider does not name this port: it may change or end without notice.',
      todo: `Use port ${provider?.ports[0]?.port}${provider?.ports[0]?.security === 'tls' ? ' with TLS' : ' with STARTTLS'}.${provider?.advice.find((line) => line.includes(String(group.first.port))) === undefined ? '' : ` ${short(provider?.advice.find((line) => line.includes(String(group.first.port))) ?? '', 200)}`}`,
      evidence: '',
    }),
  },
]
