import type { Endpoint, Observations } from '../../../../shared/model/diagnosis/observation.ts'
import type { DiagnosisQuestion } from '../../../../shared/model/diagnosis/question.ts'
import type { Report } from '../../../../shared/model/diagnosis/report.ts'
import { isRefused, wayOf, type Way } from './ways.ts'

/** Facts of the provider that the question names or the host belongs to. */
export interface ProviderFacts {
  readonly id: string
  readonly title: string
  readonly hosts: readonly string[]
  readonly ports: readonly { readonly port: number; readonly security: 'starttls' | 'tls' }[]
  /** The literal user name, such as `apikey`; null when every account has its own. */
  readonly username: string | null
  /** Null: not documented. */
  readonly mechanisms: readonly string[] | null
  readonly advice: readonly string[]
}

export interface JudgeContext {
  readonly state: Report['state']
  readonly now: Date
  readonly provider: ProviderFacts | null
}

/** Everything the rules go by, worked out once. */
export interface Case extends JudgeContext {
  readonly observations: Observations
  readonly question: DiagnosisQuestion
  /** As it is named in sentences. */
  readonly host: string
  readonly running: boolean
  /** Somebody named ports, or how the app is set: then only that counts as working. */
  readonly explicit: boolean
  readonly endpoints: readonly Endpoint[]
  readonly ways: readonly Way[]
}

export function openCase(observations: Observations, question: DiagnosisQuestion, context: JudgeContext): Case {
  const refused = observations.endpoints.some(isRefused)
  const host = observations.host === '' ? (observations.name?.host ?? '') : observations.host
  return {
    ...context,
    observations,
    question,
    host: host === '' ? (question.self ? 'this machine' : 'the server') : host.slice(0, 120),
    running: context.state === 'running',
    explicit: question.ports.length > 0 || question.security !== 'auto',
    endpoints: observations.endpoints,
    ways: observations.endpoints.map((endpoint) => wayOf(endpoint, question, context, refused)),
  }
}

/** The way through that endpoint. */
export function wayFor(c: Case, endpoint: Endpoint): Way {
  return c.ways.find((way) => way.endpoint === endpoint) as Way
}

/** Other addresses of the same port stand where this one fails. */
export function othersStand(c: Case, endpoint: Endpoint): boolean {
  return c.ways.some(
    (way) => way.endpoint.port === endpoint.port && way.endpoint.address !== endpoint.address && way.stands,
  )
}

/**
 * How grave it is that endpoints fail. Asked for and nothing else to be had there: a problem. Another asked-for port or
 * address does it: a warning when somebody named the ports, else worth knowing. Tried besides: worth knowing.
 */
export function gravity(c: Case, endpoints: readonly Endpoint[]): 'problem' | 'warning' | 'info' {
  const asked = endpoints.filter(({ elsewhere }) => !elsewhere)
  if (asked.length === 0) return 'info'
  if (asked.every((endpoint) => othersStand(c, endpoint))) return 'warning'
  const rest = c.ways.filter((way) => !way.endpoint.elsewhere && !endpoints.includes(way.endpoint))
  if (rest.some((way) => way.asAsked)) return c.question.ports.length > 0 ? 'warning' : 'info'
  // Not to frighten: the others may still do it.
  if (c.running && c.question.ports.length === 0 && rest.some((way) => way.state === 'pending')) return 'info'
  return 'problem'
}
