import { expect } from 'vitest'
import type { z } from 'zod'
import type { DiagnosisRequest } from '../../../shared/model/diagnosis/question.ts'
import type { Finding, Report, Verdict } from '../../../shared/model/diagnosis/report.ts'
import { sampleCertificate, type SampleName } from '../certificates.ts'
import { runWith, type RunOptions } from './runWith.ts'
import { expectSound } from './soundness.ts'

/** A whole diagnosis, of which is asserted what holds for every report. */
export async function diagnose(question: z.input<typeof DiagnosisRequest>, options: RunOptions = {}): Promise<Report> {
  const report = await runWith(question, options)
  expect(report.state).toBe('done')
  expectSound(report, question.password === undefined ? [] : [question.password.trim()])
  return report
}

/** Key and chain as a server is given them. */
export function certified(name: SampleName = 'valid'): { key: string; cert: string } {
  const { key, chainPem } = sampleCertificate(name)
  return { key, cert: chainPem }
}

interface Expected {
  readonly is: Verdict['is']
  readonly who: Verdict['who']
  /** The finding that decides. */
  readonly id?: string
  /** What the person is told to do, or why, in the verdict or in that finding. */
  readonly says?: RegExp
}

/** The answer on top and the finding that carries it; gives that finding. */
export function expectAnswer(report: Report, { is, who, id, says }: Expected): Finding | undefined {
  const { verdict, findings } = report.judgement
  const told = {
    is: verdict.is,
    who: verdict.who,
    finding: id === undefined ? undefined : findings.find((one) => one.id === id)?.id,
  }
  // A failure tells what was concluded instead.
  expect(told, summary(report)).toEqual({ is, who, finding: id })
  const finding = findings.find((one) => one.id === id)
  if (says) {
    const words = [verdict.sentence, verdict.todo, finding?.title, finding?.seen, finding?.why, finding?.todo].join(
      '\n',
    )
    expect(words).toMatch(says)
  }
  return finding
}

/** None of these findings, and none of these words anywhere in what was concluded. */
export function expectSilenceOn(report: Report, ids: readonly string[], words?: RegExp): void {
  const { verdict, findings } = report.judgement
  expect(findings.map(({ id }) => id).filter((id) => ids.includes(id))).toEqual([])
  if (!words) return
  for (const { id, title, seen, why, todo } of findings)
    expect(`${id}: ${title} ${seen} ${why} ${todo}`).not.toMatch(words)
  expect(`${verdict.sentence} ${verdict.todo}`).not.toMatch(words)
}

const summary = ({ judgement }: Report) =>
  [judgement.verdict.sentence, ...judgement.findings.map(({ id, severity, who }) => `${severity} ${id} ${who}`)].join(
    '\n',
  )
