import type { Difference, Report } from '../../../../shared/model/diagnosis/report.ts'
import { comparePort } from './comparePort.ts'
import { stageTitles, verdictWords } from './words.ts'

const ranks = { doesNotWork: 0, couldNotCheck: 1, worksBut: 2, works: 3 } as const

/**
 * What is other in the later report, the verdict first, then stage by stage. What one of the two did not see is no
 * difference: a port that cannot be reached today says nothing of its certificate.
 */
export function compareReports(earlier: Report, later: Report): Difference[] {
  const ports = new Set(later.observations.endpoints.map(({ port }) => port))
  return [
    ...verdict(earlier, later),
    ...findings(earlier, later),
    ...addresses(earlier, later),
    ...[...ports].flatMap((port) => comparePort(port, earlier.observations.endpoints, later.observations.endpoints)),
  ]
}

function verdict(earlier: Report, later: Report): Difference[] {
  const before = earlier.judgement.verdict
  const after = later.judgement.verdict
  if (before.is === after.is) return []
  return [
    {
      is: ranks[after.is] > ranks[before.is] ? 'better' : 'worse',
      stage: 'verdict',
      text: `It was "${verdictWords[before.is]}" and is "${verdictWords[after.is]}" now: ${after.sentence}`,
      before: before.sentence,
      after: after.sentence,
    },
  ]
}

/** Problems and warnings that came or went, whatever address they are about. */
function findings(earlier: Report, later: Report): Difference[] {
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
      text: `New: ${title}`,
      before: '',
      after: title,
    })),
    ...unique(before.filter(missingFrom(after))).map(({ stage, title }): Difference => ({
      is: 'better',
      stage,
      text: `No longer: ${title}`,
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
