import type { Endpoint, Stage } from '../../../../shared/model/diagnosis/observation.ts'
import type { Cell } from '../../../../shared/model/diagnosis/report.ts'
import type { Case } from './case.ts'
import { certificateFaults, daysLeft, hasWeakKey, isTrusted } from './certificateFacts.ts'
import { isMasked } from './rules/greeting.ts'
import { onlyOldVersions, versionName } from './rules/versions.ts'
import { greets, isPositive } from './ways.ts'
import { short } from './words.ts'

type Shown = readonly [tone: Cell['tone'], words: string]

const reached = {
  open: ['good', 'open'],
  closed: ['problem', 'closed'],
  silent: ['problem', 'no answer'],
  noRoute: ['problem', 'no route'],
  forbidden: ['problem', 'forbidden here'],
  noFamily: ['unknown', 'no such family'],
  reset: ['problem', 'reset'],
  error: ['problem', 'error'],
} as const

const greeted = {
  silent: 'silent',
  closed: 'hung up',
  reset: 'reset',
  http: 'web server',
  ssh: 'SSH',
  imap: 'IMAP',
  pop3: 'POP3',
  ftp: 'FTP',
  binary: 'not text',
  other: 'not SMTP',
} as const

const broke = {
  notTls: 'no TLS came',
  closed: 'hung up',
  reset: 'reset',
  silent: 'silent',
  alert: 'refused',
  version: 'no common version',
  cipher: 'no common cipher',
  name: 'name unknown',
  clientCertificate: 'wants certificate',
  library: 'refused here',
  other: 'failed',
} as const

const faults = {
  untrusted: 'not trusted',
  expired: 'expired',
  notYet: 'not yet valid',
  name: 'other name',
  usage: 'not for servers',
} as const

/** What a stage came to, in two or three words; null when nothing was seen. */
const show: Readonly<Record<Stage, (endpoint: Endpoint, c: Case) => Shown | null>> = {
  name: (_endpoint, { observations }) => (observations.name === null ? null : ['good', 'resolved']),
  reach: ({ reach }) => (reach === null ? null : reached[reach.is]),
  greeting: (endpoint) => {
    const { greeting } = endpoint
    if (greeting === null) return null
    if (isMasked(endpoint)) return ['warning', 'masked']
    if (greeting.is === 'tls' && greets(greeting)) return ['good', 'TLS at once']
    if (greeting.is === 'smtp' || greeting.is === 'tls')
      return greets(greeting)
        ? [greeting.milliseconds >= 5_000 ? 'warning' : 'good', `${greeting.code ?? 220}`]
        : ['problem', `refused ${greeting.code}`]
    return ['problem', greeted[greeting.is]]
  },
  capabilities: (endpoint) => {
    const answer = endpoint.capabilitiesInTls ?? endpoint.capabilities
    if (answer === null) return null
    if (!isPositive(answer))
      return ['problem', answer.ended === null ? `refused ${answer.code ?? ''}`.trim() : broke[answer.ended]]
    if (answer.command === 'HELO') return ['warning', 'HELO only']
    return ['good', answer.auth.length > 0 ? 'AUTH offered' : 'no AUTH']
  },
  startTls: ({ startTls, mode }) => {
    if (mode === 'tls') return ['good', 'not needed']
    if (startTls === null) return null
    if (startTls.injected !== null) return ['problem', 'injected data']
    if (!startTls.offered) return ['warning', startTls.code === 220 ? 'hidden' : 'not offered']
    if (startTls.code === 220) return ['good', 'accepted']
    return ['problem', startTls.code === null ? broke[startTls.ended ?? 'other'] : `refused ${startTls.code}`]
  },
  handshake: ({ handshake }) => {
    if (handshake === null) return null
    if (handshake.ok) return ['good', handshake.protocol === null ? 'done' : versionName(handshake.protocol)]
    return [handshake.failed === 'library' ? 'unknown' : 'problem', broke[handshake.failed ?? 'other']]
  },
  certificate: ({ chain }, { now }) => {
    const [leaf] = chain?.served ?? []
    if (chain === null || leaf === undefined) return null
    const [fault] = certificateFaults(chain, now)
    if (fault !== undefined)
      return ['problem', fault === 'untrusted' && leaf.selfSigned ? 'self-signed' : faults[fault]]
    if (isTrusted(chain) === null) return ['unknown', 'trust unknown']
    if (isTrusted(chain) === false) return ['warning', 'system only']
    if (chain.interceptor !== null) return ['warning', 'intercepted']
    if (hasWeakKey(leaf)) return ['warning', `${leaf.key.bits} bits`]
    const days = daysLeft(leaf, now)
    return [days < 14 ? 'warning' : 'good', days < 30 ? `${days} days left` : 'valid']
  },
  versions: (endpoint) => {
    const offered = endpoint.versions.filter(({ answer }) => answer === 'offered').map(({ version }) => version)
    if (endpoint.versions.length === 0) return null
    if (offered.length === 0) return ['unknown', 'not known']
    const newest = offered
      .toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
      .map((version) => versionName(version).replace(/^TLS /, ''))
    return [onlyOldVersions(endpoint) ? 'problem' : 'good', newest.join(', ')]
  },
  login: ({ login }) => {
    if (login === null) return null
    const last = login.tries.at(-1)
    if (last === undefined) return ['unknown', 'not tried']
    if (last.code === 235) return [last.cleaned ? 'warning' : 'good', 'accepted']
    return ['problem', last.code === null ? broke[last.ended ?? 'other'] : `refused ${last.code}`]
  },
  dryRun: ({ dryRun }) => {
    const steps = (dryRun ?? []).filter(({ command }) => /^(MAIL|RCPT)/i.test(command))
    if (steps.length === 0) return null
    const refused = steps.find(({ code }) => code !== null && code >= 400)
    if (refused !== undefined) return [(refused.code ?? 500) < 500 ? 'warning' : 'problem', `refused ${refused.code}`]
    return steps.some(({ code }) => code === null) ? ['unknown', 'no reply'] : ['good', 'accepted']
  },
  deep: ({ deep }) => {
    if (deep === null) return null
    const all = deep.versions.flatMap(({ ciphers }) => ciphers)
    return [all.some(({ strength }) => strength === 'broken') ? 'warning' : 'good', `${all.length} suites`]
  },
}

const order = ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1', 'SSLv3']

/** The matrix: each endpoint at each stage it has. */
export function cellsOf(c: Case): Cell[] {
  return c.endpoints.flatMap((endpoint) =>
    endpoint.stages.map(({ stage, state, milliseconds }): Cell => {
      const cell = (tone: Cell['tone'], words: string): Cell => ({
        endpoint: endpoint.id,
        stage,
        tone,
        words,
        milliseconds,
      })
      if (state === 'waiting') return cell('waiting', 'waiting')
      if (state === 'running') return cell('running', 'looking')
      if (state === 'notRun') return cell('unknown', 'not run')
      const seen = show[stage](endpoint, c)
      if (seen !== null) return cell(seen[0], short(seen[1], 40))
      return state === 'failed' ? cell('problem', 'failed') : cell('unknown', 'nothing seen')
    }),
  )
}
