import type { Difference, Report } from '../../../../shared/model/diagnosis/report.ts'
import { comparePort, type Between } from './comparePort.ts'
import { securityWords, sentenceOf, stageTitles, subject, verdictWords } from './words.ts'

const ranks = { doesNotWork: 0, couldNotCheck: 1, worksBut: 2, works: 3 } as const

/**
 * What is other in the later report, the verdict first, then stage by stage. What one of the two did not see is no
 * difference: a port that cannot be reached today says nothing of its certificate.
 */
export function compareReports(earlier: Report, later: Report): Difference[] {
  const ports = new Set(later.observations.endpoints.map(({ port }) => port))
  const [one, other] = questions(earlier, later)
  const same = one === other
  const between: Between = same ? null : [one, other]
  const differences = [
    ...verdict(earlier, later, between),
    ...findings(earlier, later, between),
    ...(same ? addresses(earlier, later) : []),
    ...[...ports].flatMap((port) =>
      comparePort(port, earlier.observations.endpoints, later.observations.endpoints, between),
    ),
  ]
  if (same) return differences
  return [
    {
      is: 'other',
      stage: 'input',
      text: `These are two different questions: ${one} and ${other}.`,
      before: one,
      after: other,
    },
    // Neither is an improvement on the other.
    ...differences.map((difference) => ({ ...difference, is: 'other' as const })),
  ]
}

/** What was asked, in as many words as it takes to tell one from the other. */
function questions(earlier: Report, later: Report): [string, string] {
  const ports = ({ question }: Report) => question.ports.toSorted((a, b) => a - b).join(', ') || 'any'
  const security = ({ question }: Report) => securityWords[question.security]
  const words = (report: Report) => [
    subject(report),
    ...(ports(earlier) === ports(later) ? [] : [`port ${ports(report)}`]),
    ...(security(earlier) === security(later) ? [] : [`encryption ${security(report)}`]),
  ]
  return [words(earlier).join(' '), words(later).join(' ')]
}

function verdict(earlier: Report, later: Report, between: Between): Difference[] {
  const before = earlier.judgement.verdict
  const after = later.judgement.verdict
  if (before.is === after.is) return []
  return [
    {
      is: ranks[after.is] > ranks[before.is] ? 'better' : 'worse',
      stage: 'verdict',
      text: between
        ? `${between[0]}: "${verdictWords[before.is]}"; ${between[1]}: "${verdictWords[after.is]}".`
        : `It was "${verdictWords[before.is]}" and is "${verdictWords[after.is]}" now: ${sentenceOf(after, subject(later))}`,
      before: before.sentence,
      after: after.sentence,
    },
  ]
}

/** Problems and warnings that came or went, whatever address they are about. */
function findings(earlier: Report, later: Report, between: Between): Difference[] {
  const grave = ({ judgement }: Report) =>
    judgement.findings.filter(({ severity }) => severity === 'problem' || severity === 'warning')
  const before = grave(earlier)
  const after = grave(later)
  const missingFrom = (others: typeof before) => (one: (typeof before)[number]) =>
    !others.some(({ id, severity }) => id === one.id && severity === one.severity)
  return [
    ...unique(after.filter(missingFrom(before))).map(({ stage, title }): Difference => ({
      is: 'worse',
      stage,
      text: between ? `Only ${between[1]}: ${title}` : `New: ${title}`,
      before: '',
      after: title,
    })),
    ...unique(before.filter(missingFrom(after))).map(({ stage, title }): Difference => ({
      is: 'better',
      stage,
      text: between ? `Only ${between[0]}: ${title}` : `No longer: ${title}`,
      before: title,
      after: '',
    })),
  ]
}

function unique<T extends { readonly id: string }>(items: readonly T[]): T[] {
  return items.filter((item, index) => items.findIndex(({ id }) => id === item.id) === index)
}

function addresses(earlier: Report, later: Report): Difference[] {
  const before = addressesOf(earlier)
  const after = addressesOf(later)
  if (before === null || after === null || before === after) return []
  return [
    {
      is: after === '' ? 'worse' : before === '' ? 'better' : 'other',
      stage: 'name',
      text: `${stageTitles.name}: the addresses are others, ${before || 'none'} before, ${after || 'none'} now.`,
      before,
      after,
    },
  ]
}

/** Null: nobody was asked, or nobody answered. */
function addressesOf({ observations: { name } }: Report): string | null {
  if (name?.system && name.system.error === null) return [...name.system.addresses].sort().join(', ')
  const answers = name?.dns.filter(({ type, error }) => (type === 'A' || type === 'AAAA') && error === null) ?? []
  if (answers.length > 0) return [...new Set(answers.flatMap(({ values }) => values))].sort().join(', ')
  return name?.system?.error === 'ENOTFOUND' ? '' : null
}
