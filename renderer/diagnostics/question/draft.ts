import type { DiagnosisQuestion, DiagnosisRequest } from '../../../shared/model/diagnosis/question.ts'
import { lintRequest } from '../../../shared/recognise/smtpSettings.ts'

/** The question as it stands in the form. */
export interface Draft {
  /** As typed; empty while `pasted` says it. */
  readonly host: string
  /** Settings as they were pasted. They hold secrets: kept here, never shown. */
  readonly pasted: string
  readonly ports: readonly number[]
  readonly security: DiagnosisQuestion['security']
  readonly provider: DiagnosisQuestion['provider']
  readonly upstreamId: string | null
  readonly family: DiagnosisQuestion['family']
  readonly serverName: string
  readonly ca: string
  readonly username: string
  readonly password: string
  readonly tryLogin: boolean
  readonly dryRun: boolean
  readonly from: string
  readonly to: string
  readonly dnsServer: string
  readonly ehloName: string
}

export const emptyDraft: Draft = {
  host: '',
  pasted: '',
  ports: [],
  security: 'auto',
  provider: null,
  upstreamId: null,
  family: 'any',
  serverName: '',
  ca: '',
  username: '',
  password: '',
  tryLogin: false,
  dryRun: false,
  from: '',
  to: '',
  dnsServer: '',
  ehloName: '',
}

const orNull = (text: string) => (text.trim() === '' ? null : text)

/** What is sent to the engine. */
export function requestOf(draft: Draft, depth: DiagnosisQuestion['depth']): DiagnosisRequest {
  const { host, pasted, ports, security, provider, upstreamId, family, tryLogin, password } = draft
  return {
    host,
    ports: [...ports],
    security,
    provider,
    upstreamId,
    self: false,
    family,
    serverName: orNull(draft.serverName),
    ca: orNull(draft.ca),
    username: orNull(draft.username),
    tryLogin,
    dryRun: draft.dryRun ? { from: draft.from.trim(), to: draft.to.trim() } : null,
    depth,
    elsewhere: [587, 465, 2525, 25],
    dnsServer: orNull(draft.dnsServer)?.trim() ?? null,
    ehloName: orNull(draft.ehloName)?.trim() ?? null,
    ...(pasted !== '' && { pasted }),
    ...(password !== '' && { password }),
  }
}

/** The same question again, as it is kept: without its password. */
export function draftOf(question: DiagnosisQuestion): Draft {
  return {
    ...emptyDraft,
    host: question.host,
    ports: question.ports,
    security: question.security,
    provider: question.provider,
    upstreamId: question.upstreamId,
    family: question.family,
    serverName: question.serverName ?? '',
    ca: question.ca ?? '',
    username: question.username ?? '',
    tryLogin: question.tryLogin && question.upstreamId !== null,
    dryRun: question.dryRun !== null,
    from: question.dryRun?.from ?? '',
    to: question.dryRun?.to ?? '',
    dnsServer: question.dnsServer ?? '',
    ehloName: question.ehloName ?? '',
  }
}

/** What the engine will make of the question, and what is odd about it. Nothing is said of an empty form. */
export function understand(draft: Draft) {
  const { request, notes } = lintRequest(requestOf(draft, 'quick'))
  return { request, notes: isEmpty(draft) ? [] : notes }
}

/** Nothing was asked yet. */
export function isEmpty({ host, pasted, provider, upstreamId }: Draft): boolean {
  return host.trim() === '' && pasted.trim() === '' && provider === null && upstreamId === null
}

/** Pasted text that says more than a host: it is read as settings, and not shown, since it may hold a secret. */
export function isSettings(text: string): boolean {
  const trimmed = text.trim()
  return /[\r\n]/.test(trimmed) || /:\/\/[^\s/]*@/.test(trimmed) || /(=>|[=:]\s*['"]|^[A-Z_]+=)/.test(trimmed)
}

/** What is typed as ports: `587, 465`. Null when it is none. */
export function portsOf(text: string): number[] | null {
  const words = text.split(/[\s,;]+/).filter(Boolean)
  const ports = words.map(Number)
  if (ports.some((port) => !Number.isInteger(port) || port < 1 || port > 65_535)) return null
  return [...new Set(ports)].slice(0, 8)
}
