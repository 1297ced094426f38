import { Stage, type Observations } from '../../../../shared/model/diagnosis/observation.ts'
import type { DiagnosisQuestion } from '../../../../shared/model/diagnosis/question.ts'
import type { Finding, Judgement, Verdict } from '../../../../shared/model/diagnosis/report.ts'
import { openCase, type Case, type JudgeContext } from './case.ts'
import { cellsOf } from './cells.ts'
import { clientsOf } from './clients.ts'
import { commandsOf } from './commands.ts'
import { applyRule, type Rule } from './finding.ts'
import { addressFindings } from './rules/addresses.ts'
import { capabilityRules } from './rules/capabilities.ts'
import { certificateRules } from './rules/certificate.ts'
import { dryRunRules } from './rules/dryRun.ts'
import { greetingRules } from './rules/greeting.ts'
import { handshakeRules } from './rules/handshake.ts'
import { inputFindings } from './rules/input.ts'
import { loginRules } from './rules/login.ts'
import { modeRules } from './rules/mode.ts'
import { nameFindings } from './rules/name.ts'
import { otherRules } from './rules/others.ts'
import { reachRules, silenceFindings } from './rules/reach.ts'
import { machineFindings, selfFindings } from './rules/self.ts'
import { startTlsRules } from './rules/startTls.ts'
import { trustRules } from './rules/trust.ts'
import { versionRules } from './rules/versions.ts'
import { settingsOf } from './settings.ts'
import { verdictOf } from './verdict.ts'

export type { JudgeContext, ProviderFacts } from './case.ts'

const rules: readonly Rule[] = [
  ...reachRules,
  ...greetingRules,
  ...modeRules,
  ...capabilityRules,
  ...startTlsRules,
  ...handshakeRules,
  ...certificateRules,
  ...trustRules,
  ...versionRules,
  ...loginRules,
  ...dryRunRules,
  ...otherRules,
]

/** What concerns the whole of it. */
const overall: readonly ((c: Case) => Finding[])[] = [
  inputFindings,
  nameFindings,
  silenceFindings,
  addressFindings,
  selfFindings,
  machineFindings,
]

/**
 * What follows from observations, and from nothing else: no clock but `now`, no I/O, the same answer each time. Cheap enough
 * to be asked after every stage; while `state` is running the verdict is "Could not check" with what is being done.
 */
export function judge(observations: Observations, question: DiagnosisQuestion, context: JudgeContext): Judgement {
  const c = openCase(observations, question, context)
  const found = [...overall.flatMap((findings) => findings(c)), ...rules.flatMap((rule) => applyRule(rule, c))]
  const findings = found.toSorted(gravestFirst(c))
  const settings = settingsOf(c)
  const verdict = verdictOf(c, findings, settings)
  return {
    verdict,
    findings: inKeeping(findings, verdict).toSorted(gravestFirst(c)),
    settings,
    clients: clientsOf(c),
    cells: cellsOf(c),
    commands: commandsOf(c),
  }
}

/** What keeps nobody from the way that works is no problem. */
function inKeeping(findings: readonly Finding[], { is }: Verdict): Finding[] {
  if (is !== 'works' && is !== 'worksBut') return [...findings]
  const severity = is === 'works' ? 'info' : 'warning'
  return findings.map((finding) => (finding.severity === 'problem' ? { ...finding, severity } : finding))
}

const severities: readonly Finding['severity'][] = ['problem', 'warning', 'info', 'good']

const aboutTheMode: readonly string[] = modeRules.filter(({ severity }) => severity === 'problem').map(({ id }) => id)

/** By severity; then what was typed, what concerns everything, what was asked for and came furthest: that is nearest to working. */
function gravestFirst(c: Case): (a: Finding, b: Finding) => number {
  const ways = new Map(c.ways.map((way) => [way.endpoint.id, way]))
  const keys = (finding: Finding): number[] => {
    const about = finding.endpoints.flatMap((id) => ways.get(id) ?? [])
    return [
      severities.indexOf(finding.severity),
      finding.stage === 'input' ? 0 : 1,
      // Any other fault is met only once the app begins as the port does.
      aboutTheMode.includes(finding.id) ? 0 : 1,
      finding.endpoints.length === 0 ? 0 : 1,
      about.some(({ endpoint }) => !endpoint.elsewhere) ? 0 : 1,
      -Math.max(0, ...about.map(({ depth }) => depth)),
      finding.stage === 'input' ? -1 : Stage.options.indexOf(finding.stage),
    ]
  }
  const known = new Map<Finding, number[]>()
  const keysOf = (finding: Finding) => {
    const already = known.get(finding) ?? keys(finding)
    known.set(finding, already)
    return already
  }
  return (a, b) => {
    const [left, right] = [keysOf(a), keysOf(b)]
    for (const [index, key] of left.entries()) if (key !== right[index]) return key - (right[index] as number)
    return 0
  }
}
