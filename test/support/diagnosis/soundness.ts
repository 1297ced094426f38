import { expect } from 'vitest'
import { Report } from '../../../shared/model/diagnosis/report.ts'

/** The most that is kept of one diagnosis, in characters of JSON, whatever a server sends. */
const largestReport = 600_000

/** What steers a terminal, a page or the direction of writing. Lines of a text may be kept apart. */
// oxlint-disable-next-line no-control-regex
const steering = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/

/** What holds for every report, whatever was diagnosed. */
export function expectSound(report: Report, secrets: readonly string[] = []): void {
  expect(Report.parse(report)).toEqual(report)
  expectHarmless(report, secrets)
  let connections = 0
  for (const endpoint of report.observations.endpoints) {
    connections += endpoint.connections
    for (const { stage, state, because } of endpoint.stages) {
      expect(['done', 'failed', 'notRun'], stage).toContain(state)
      if (state === 'notRun') expect(because, `why ${stage} did not run`).toMatch(/\w{3}/)
    }
  }
  expect(connections).toBeLessThanOrEqual(80)
  const { verdict, findings } = report.judgement
  expect(verdict.sentence).toMatch(/^[A-Z“0-9\p{L}].{10,}/u)
  if (verdict.is === 'doesNotWork') {
    expect(verdict.todo).not.toBe('')
    expect(findings.map(({ severity }) => severity)).toContain('problem')
  }
  for (const finding of findings) {
    expect(finding.title, finding.id).not.toBe('')
    if (finding.severity === 'problem') expect(finding.todo, finding.id).not.toBe('')
    for (const id of finding.endpoints) expect(report.observations.endpoints.map((one) => one.id)).toContain(id)
  }
}

/** Bounded, nothing in it that steers, and none of the secrets in any form in which they are sent. */
export function expectHarmless(report: Report, secrets: readonly string[]): void {
  const json = JSON.stringify(report)
  expect(json.length).toBeLessThan(largestReport)
  for (const text of strings(report)) expect(text).not.toMatch(steering)
  for (const secret of secrets) {
    expect(json).not.toContain(secret)
    // Alone, as AUTH LOGIN sends it, and behind one or two other bytes, as it may stand in AUTH PLAIN.
    for (const before of ['', 'x', 'xx']) expect(json).not.toContain(base64Within(before, secret))
  }
}

/** The characters of the base64 of `before` and `secret` that depend on the secret alone. */
function base64Within(before: string, secret: string): string {
  const text = Buffer.from(before + secret).toString('base64')
  return text.slice(before === '' ? 0 : 4, Math.floor((before.length + secret.length) / 3) * 4)
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [key, ...strings(inner)])
}
