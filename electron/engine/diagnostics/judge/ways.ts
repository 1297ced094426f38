import type { Capabilities, Endpoint, Stage } from '../../../../shared/model/diagnosis/observation.ts'
import type { DiagnosisQuestion } from '../../../../shared/model/diagnosis/question.ts'
import type { WorkingSettings } from '../../../../shared/model/diagnosis/report.ts'
import type { JudgeContext } from './case.ts'
import { certificateFaults, isTrusted } from './certificateFacts.ts'

/**
 * What one endpoint comes to, whatever was asked. `works`: encrypted, and a client that checks is content. `untrusted`:
 * encrypted, and such a client refuses the certificate. `clear`: speaks, without encryption. `greets`: more was not looked
 * at. `unknown`: it could not be found out.
 */
export interface Way {
  readonly endpoint: Endpoint
  readonly state: 'works' | 'untrusted' | 'clear' | 'greets' | 'fails' | 'unknown' | 'pending'
  readonly security: 'tls' | 'starttls' | 'none' | null
  readonly login: WorkingSettings['login']
  /** Mechanisms offered where a login would happen. */
  readonly mechanisms: readonly string[]
  /** A conversation came about. */
  readonly stands: boolean
  /** It stands, in the way the question says the app is set, and nobody was refused there. */
  readonly asAsked: boolean
  /** How many stages it came through. */
  readonly depth: number
}

/** `refused`: this host refused the login somewhere. */
export function wayOf(endpoint: Endpoint, question: DiagnosisQuestion, context: JudgeContext, refused: boolean): Way {
  const { state, security } = standing(endpoint, question, context)
  const offered = mechanismsOf(endpoint)
  const tried = loginOf(endpoint, offered)
  // It was to be tried here too and was not, since it was refused there: it is the same account.
  const login = refused && tried === 'notTested' && endpoint.login !== null ? 'refused' : tried
  const stands = state === 'works' || state === 'untrusted' || state === 'clear' || state === 'greets'
  return {
    endpoint,
    state,
    security,
    login,
    mechanisms: offered,
    stands,
    asAsked: stands && login !== 'refused' && !senderRefused(endpoint) && fits(endpoint, state, security, question),
    depth: endpoint.stages.filter((stage) => stage.state === 'done').length,
  }
}

function standing(
  endpoint: Endpoint,
  question: DiagnosisQuestion,
  { state, now }: JudgeContext,
): Pick<Way, 'state' | 'security'> {
  const undecided = { state: state === 'running' ? ('pending' as const) : ('unknown' as const), security: null }
  const fails = { state: 'fails' as const, security: null }
  const { reach, greeting, mode, capabilities, startTls, handshake, chain, capabilitiesInTls } = endpoint
  if (reach === null) return undecided
  if (reach.is !== 'open') return fails
  if (greeting === null && mode === null) return failedAt(endpoint, 'greeting') ? fails : undecided
  if (greeting !== null && !greets(greeting)) return fails
  if (question.depth === 'reach') return { state: 'greets', security: mode === 'tls' ? 'tls' : null }
  if (mode !== 'tls') {
    if (capabilities === null) return failedAt(endpoint, 'capabilities') ? fails : undecided
    if (!isPositive(capabilities)) return fails
    if (startTls === null) {
      if (!capabilities.keywords.includes('STARTTLS')) return { state: 'clear', security: 'none' }
      return failedAt(endpoint, 'startTls') ? fails : undecided
    }
    if (startTls.injected !== null) return fails
    if (startTls.ended !== null) return fails
    // Unlisted, yet accepted when it was sent: clients do not send it, so for them it is in clear.
    if (!startTls.offered) return { state: 'clear', security: 'none' }
    if (startTls.code !== 220) return startTls.code === null && startTls.ended === null ? undecided : fails
  }
  if (handshake === null) return failedAt(endpoint, 'handshake') ? fails : undecided
  // The library of this runtime refused: nothing is known of the server, unless its key is what it refused.
  if (!handshake.ok) return handshake.failed === 'library' ? { ...undecided, state: 'unknown' } : fails
  if (capabilitiesInTls !== null && !isPositive(capabilitiesInTls)) return fails
  const security = mode === 'tls' ? 'tls' : 'starttls'
  if (chain === null)
    return failedAt(endpoint, 'certificate') || state !== 'running' ? { state: 'unknown', security } : undecided
  if (certificateFaults(chain, now).length > 0) return { state: 'untrusted', security }
  return { state: isTrusted(chain) === null ? 'unknown' : 'works', security }
}

/** Whether what stood is what the app is set to do. */
function fits(
  endpoint: Endpoint,
  state: Way['state'],
  security: Way['security'],
  question: DiagnosisQuestion,
): boolean {
  const asked = question.security
  if (endpoint.mode !== null && asked !== 'auto' && (asked === 'tls') !== (endpoint.mode === 'tls')) return false
  if (state === 'greets') return true
  if (asked === 'none') return endpoint.mode !== 'tls'
  if (asked === 'opportunistic' && state === 'clear') return true
  return state === 'works' && (asked === 'auto' || asked === 'opportunistic' || asked === security)
}

/** A greeting on which a client goes on. */
export function greets(greeting: NonNullable<Endpoint['greeting']>): boolean {
  if (greeting.is === 'tls') return greeting.code === null || greeting.code === 220
  return greeting.is === 'smtp' && (greeting.code === null || (greeting.code >= 200 && greeting.code < 300))
}

/** Taken, and heard to its end. */
export function isPositive({ code, ended, protocolErrors }: Capabilities): boolean {
  return ended === null && !protocolErrors.some(isEndless) && code !== null && code >= 200 && code < 300
}

/** How the reader of replies calls what goes on and on. */
export function isEndless(protocolError: string): boolean {
  return /does not end/.test(protocolError)
}

export function failedAt(endpoint: Endpoint, stage: Stage): boolean {
  return endpoint.stages.some((record) => record.stage === stage && record.state === 'failed')
}

/** Mechanisms where a login would happen: within TLS when there is TLS. Upper case. */
function mechanismsOf({ mode, capabilities, capabilitiesInTls, startTls }: Endpoint): string[] {
  const last = capabilitiesInTls ?? (mode === 'tls' || startTls?.offered === true ? null : capabilities)
  return (last?.auth ?? []).filter((mechanism) => mechanism !== '').map((mechanism) => mechanism.toUpperCase())
}

/** Tried, and never accepted. */
export function isRefused({ login }: Endpoint): boolean {
  return login !== null && login.tries.length > 0 && login.tries.every(({ code }) => code !== 235)
}

function loginOf(endpoint: Endpoint, offered: readonly string[]): Way['login'] {
  if (isRefused(endpoint)) return 'refused'
  if ((endpoint.login?.tries ?? []).length > 0) return 'accepted'
  const answered = endpoint.capabilitiesInTls ?? (endpoint.startTls?.offered === true ? null : endpoint.capabilities)
  return answered !== null && isPositive(answered) && offered.length === 0 ? 'notOffered' : 'notTested'
}

/** The dry run was refused for good at MAIL FROM. */
export function senderRefused({ dryRun }: Endpoint): boolean {
  return (dryRun ?? []).some(
    ({ command, code }) => /^MAIL/i.test(command) && code !== null && code >= 500 && code !== 530,
  )
}
