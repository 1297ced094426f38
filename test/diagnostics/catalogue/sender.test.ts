import { expect, it } from 'vitest'
import { certified, diagnose, expectAnswer } from '../../support/diagnosis/diagnose.ts'
import { during } from '../../support/diagnosis/during.ts'
import { startScriptedSmtp, type SmtpScript } from '../../support/diagnosis/scriptedSmtp.ts'
import { healthy } from '../../support/diagnosis/smtpFaults.ts'

const dryRun = { from: 'app@example.test', to: 'somebody@example.test' }
const serve = (script: SmtpScript = {}) => during(startScriptedSmtp({ ...healthy(certified()), ...script }))

it('39: the sender is not verified', async () => {
  const server = await serve({ mail: '550 5.7.1 The from address does not match a verified Sender Identity' })
  const report = await diagnose({ ports: [server.port], dryRun })
  expectAnswer(report, { is: 'doesNotWork', who: 'account', id: 'senderRefused', says: /verif/i })
  expect(server.said.some((line) => line.includes('RCPT'))).toBe(false)
})

it('39: mail is taken from those who logged in only', async () => {
  const server = await serve({ mail: '530 5.7.0 Authentication required' })
  const report = await diagnose({ ports: [server.port], dryRun })
  expectAnswer(report, { is: 'worksBut', who: 'you', id: 'dryRunNeedsLogin', says: /log in|login/i })
})

it('40: the recipient is greylisted', async () => {
  const server = await serve({ rcpt: '450 4.7.1 Greylisted, try again in 300 seconds' })
  const report = await diagnose({ ports: [server.port], dryRun })
  expectAnswer(report, { is: 'worksBut', who: 'server', id: 'dryRunLater', says: /again|later|greylist/i })
})

it('40: relaying is denied', async () => {
  const server = await serve({ rcpt: '550 5.7.1 Relaying denied' })
  const report = await diagnose({ ports: [server.port], dryRun })
  expectAnswer(report, { is: 'doesNotWork', who: 'you', id: 'relayDenied', says: /log(ged)? ?in|relay/i })
})

it('a dry run never sends DATA, and ends with RSET and QUIT', async () => {
  const server = await serve()
  const report = await diagnose({ ports: [server.port], dryRun })
  expectAnswer(report, { is: 'works', who: null })
  const verbs = server.said.map((line) => line.split(' ')[1])
  expect(verbs).not.toContain('DATA')
  expect(verbs.slice(verbs.indexOf('MAIL'))).toEqual(expect.arrayContaining(['MAIL', 'RCPT', 'RSET', 'QUIT']))
})

it('sender and recipient cannot smuggle a command of their own', async () => {
  const server = await serve()
  await diagnose({
    ports: [server.port],
    dryRun: { from: 'a@example.test> SIZE=1', to: 'b@example.test>x<c@example.test' },
  })
  expect(server.said.filter((line) => /MAIL|RCPT/.test(line))).toHaveLength(2)
  for (const line of server.said.filter((one) => /MAIL|RCPT/.test(one)))
    expect(line).toMatch(/^\d+ \w+ \w+:<[^<>\s]*>$/)
})
