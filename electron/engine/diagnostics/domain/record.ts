import type { DnsAnswer } from '../../../../shared/model/diagnosis/observation.ts'
import type { DomainRecord } from '../../../../shared/model/diagnosis/domain.ts'
import { escapeControls } from '../../escapeControls.ts'

const longestShown = 1_000
const mostShown = 50

/** Everything about a record but when and how long: filled in by whoever looks at it. */
export type Draft = Omit<DomainRecord, 'milliseconds'>

/** Strangers' text as it may be shown: controls as `\x00`, not long. */
export function shown(text: string, longest = longestShown): string {
  const plain = escapeControls(text.slice(0, longest))
  return text.length > longest ? `${plain}…` : plain
}

/** Bounds what strangers published; `problems` decide about `state` where a record breaks its own rules. */
export function draft(what: DomainRecord['what'], name: string, rest: Partial<Omit<Draft, 'what' | 'name'>>): Draft {
  const { state = 'published', raw = [], parts = [], problems = [], summary = '', todo = '' } = rest
  return {
    what,
    name: shown(name, 300),
    state,
    raw: raw.slice(0, mostShown).map((text) => shown(text)),
    parts: parts.slice(0, mostShown).map(({ part, means }) => ({ part: shown(part, 300), means: shown(means, 600) })),
    problems: [...new Set(problems)].slice(0, mostShown).map((text) => shown(text, 600)),
    summary: shown(summary, 600),
    todo: shown(todo, 600),
  }
}

/** Nothing of the kind is there, and the DNS says so. */
export function isAbsent({ error }: DnsAnswer): boolean {
  return error === 'ENOTFOUND' || error === 'ENODATA'
}

/** Why nothing is known, as a sentence; null when something is. */
export function whyUnknown({ error, name }: DnsAnswer): string | null {
  if (error === null || error === 'ENOTFOUND' || error === 'ENODATA') return null
  const place = shown(name, 120)
  if (error === 'ETIMEOUT') return `No name server answered for ${place} in time.`
  if (error === 'ESERVFAIL')
    return `The name server could not answer for ${place} (SERVFAIL): its zone is broken or unreachable.`
  if (error === 'EREFUSED') return `The name server refuses to answer for ${place}.`
  if (error === 'EBADRESP') return `The name server’s answer for ${place} cannot be read.`
  if (error === 'ECONNREFUSED') return 'No name server listens at that address.'
  if (error === 'ENOTIMP') return 'This version of Node.js cannot ask for records of this type.'
  return `The question about ${place} failed (${shown(error, 40)}).`
}

/** Nothing is known of it. */
export function unknown(what: DomainRecord['what'], name: string, why: string): Draft {
  return draft(what, name, { state: 'couldNotCheck', summary: why, todo: 'Try again, or name another DNS server.' })
}
