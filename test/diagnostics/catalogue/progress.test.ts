import { expect, it } from 'vitest'
import { Report } from '../../../shared/model/diagnosis/report.ts'
import { certified, diagnose } from '../../support/diagnosis/diagnose.ts'
import { during } from '../../support/diagnosis/during.ts'
import { after, startScriptedSmtp, type SmtpScript } from '../../support/diagnosis/scriptedSmtp.ts'
import { evilText, healthy, tarpit } from '../../support/diagnosis/smtpFaults.ts'
import { expectHarmless } from '../../support/diagnosis/soundness.ts'

const password = 'gZ9-catalogue-secret'
const login = { username: 'app', password, tryLogin: true }

async function followed(script: SmtpScript): Promise<{ reports: Report[]; last: Report }> {
  const server = await during(startScriptedSmtp(script))
  const reports: Report[] = []
  const last = await diagnose(
    { ports: [server.port], ...login },
    { patience: { silence: 2_000 }, onProgress: (report) => reports.push(report) },
  )
  return { reports, last }
}

it('while it runs nothing is concluded, and what was handed over does not change any more', async () => {
  const kept: string[] = []
  const server = await during(startScriptedSmtp(tarpit(healthy(certified()), 300)))
  const reports: Report[] = []
  await diagnose(
    { ports: [server.port] },
    {
      patience: { silence: 2_000 },
      onProgress: (report) => {
        kept.push(JSON.stringify(report))
        reports.push(report)
      },
    },
  )
  expect(reports.length).toBeGreaterThan(1)
  for (const [index, report] of reports.entries()) {
    expect(Report.parse(report)).toEqual(report)
    expect(report).toMatchObject({ state: 'running', judgement: { verdict: { is: 'couldNotCheck', who: null } } })
    expect(JSON.stringify(report)).toBe(kept[index])
  }
})

it('no report on the way shows the password or hostile text as it came', async () => {
  const { reports, last } = await followed({
    ...tarpit(healthy(certified()), 250),
    auth: after(400, `535 5.7.8 ${password} ${evilText}`),
  })
  expect(reports.length).toBeGreaterThan(1)
  for (const report of [...reports, last]) expectHarmless(report, [password])
})

it('what was seen to be good of a server is not called bad before the rest is there', async () => {
  const { reports, last } = await followed({ ...healthy(certified()), auth: after(700, '235 2.7.0 Ok') })
  expect(last.judgement.verdict.is).toBe('works')
  for (const { judgement } of reports) {
    expect(judgement.findings.filter(({ severity }) => severity === 'problem')).toEqual([])
  }
})
