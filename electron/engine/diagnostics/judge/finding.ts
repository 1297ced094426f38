import type { Endpoint } from '../../../../shared/model/diagnosis/observation.ts'
import type { Finding } from '../../../../shared/model/diagnosis/report.ts'
import type { Case } from './case.ts'
import { duration, place, portsOf } from './words.ts'

export type Severity = Finding['severity']

/** Endpoints that share one cause, and how they are called in a sentence. */
export interface Group {
  readonly endpoints: readonly Endpoint[]
  readonly first: Endpoint
  /** "port 587 of smtp.example.com". */
  readonly where: string
  /** "port 587". */
  readonly ports: string
}

/** What a finding says. */
export interface Said {
  readonly title: string
  readonly seen: string
  readonly expected: string
  readonly why: string
  readonly todo: string
  readonly evidence?: string
  /** Where it is not that of the rule. */
  readonly severity?: Severity
  readonly who?: Finding['who']
  readonly page?: Finding['page']
}

/** A row of the tables: which endpoints it is about, and what is said of all of them together. */
export interface Rule {
  readonly id: string
  readonly stage: Finding['stage']
  readonly who: Finding['who']
  readonly page: Finding['page']
  readonly severity: Severity | ((group: Group, c: Case) => Severity)
  /** Null, false or an empty text: not about this endpoint. A text: the cause, by which endpoints are put together. */
  readonly applies: (endpoint: Endpoint, c: Case) => boolean | string | null
  readonly say: (group: Group, c: Case) => Said
}

export function groupOf(endpoints: readonly Endpoint[], c: Case): Group {
  const ports = portsOf(endpoints)
  return { endpoints, first: endpoints[0] as Endpoint, ports, where: `${ports} of ${c.host}` }
}

/** One finding for each cause, however many endpoints share it. */
export function applyRule(rule: Rule, c: Case): Finding[] {
  const causes = new Map<string, Endpoint[]>()
  for (const endpoint of c.endpoints) {
    const cause = rule.applies(endpoint, c)
    if (cause === null || cause === false || cause === '') continue
    const key = String(cause)
    causes.set(key, [...(causes.get(key) ?? []), endpoint])
  }
  return [...causes.values()].map((endpoints) => {
    const group = groupOf(endpoints, c)
    const { evidence = '', severity, who = rule.who, page = rule.page, ...said } = rule.say(group, c)
    return {
      id: rule.id,
      severity: severity ?? (typeof rule.severity === 'string' ? rule.severity : rule.severity(group, c)),
      stage: rule.stage,
      endpoints: endpoints.map(({ id }) => id),
      // Our own server is nobody else's to change.
      who: who === 'server' && c.question.self ? 'you' : who,
      ...said,
      evidence,
      page,
    }
  })
}

/** The verb as the ports of the group want it: "port 587 takes", "ports 587 and 465 take". */
export function verb(group: Group, singular: string): string {
  if (new Set(group.endpoints.map(({ port }) => port)).size === 1) return singular
  return { is: 'are', does: 'do', has: 'have' }[singular] ?? singular.replace(/s$/, '')
}

/** A line for each endpoint: what the connection attempts came to. */
export function connectLines(endpoints: readonly Endpoint[]): string {
  return endpoints
    .map(({ address, port, reach }) =>
      reach === null
        ? `${place(address, port)}: not tried`
        : `${place(address, port)}: ${reach.is}${reach.code === null ? '' : ` ${reach.code}`} after ${duration(reach.milliseconds)}`,
    )
    .join('\n')
}
