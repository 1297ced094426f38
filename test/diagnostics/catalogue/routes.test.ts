import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../../shared/model/diagnosis/report.ts'
import { expectAnswer, expectSilenceOn } from '../../support/diagnosis/diagnose.ts'
import type { OwnNetworkTask } from '../../support/diagnosis/ownNetworkMain.ts'
import { inOwnNetwork, noNamespaces, notLoopback, routed } from '../../support/diagnosis/routes.ts'
import { expectSound } from '../../support/diagnosis/soundness.ts'
import { submissionPorts } from '../../../shared/model/diagnosis/question.ts'

const main = fileURLToPath(new URL('../../support/diagnosis/ownNetworkMain.ts', import.meta.url))
const reason = noNamespaces()

async function diagnosed(task: OwnNetworkTask, options?: { loopback: boolean }): Promise<Report> {
  const report = JSON.parse(await inOwnNetwork(main, [JSON.stringify(task)], options)) as Report
  expectSound(report)
  return report
}

describe.skipIf(reason !== null)(`in a network of its own${reason === null ? '' : ` (left out: ${reason})`}`, () => {
  async function unreached(host: string, options?: { loopback: boolean }): Promise<Report> {
    const report = await diagnosed({ question: { host, ports: [587] } }, options)
    expectSilenceOn(report, ['startTlsMissing', 'portClosed'], /does not encrypt|not offered/i)
    return report
  }

  it('3: no route to the host', async () => {
    const report = await unreached(routed.unreachable)
    expect(report.observations.endpoints[0]?.reach).toMatchObject({ is: 'noRoute', code: 'EHOSTUNREACH' })
    expectAnswer(report, { is: 'doesNotWork', who: 'network', id: 'noRoute', says: /route/i })
  })

  it('3: this machine forbids it', async () => {
    const report = await unreached(routed.prohibit)
    expect(report.observations.endpoints[0]?.reach).toMatchObject({ is: 'forbidden', code: 'EACCES' })
    expectAnswer(report, { is: 'doesNotWork', who: 'you', id: 'connectForbidden', says: /forbids/i })
  })

  it('3: this machine discards it', async () => {
    const report = await unreached(routed.blackhole)
    expect(report.observations.endpoints[0]?.reach).toMatchObject({ code: 'EINVAL' })
    expectAnswer(report, { is: 'doesNotWork', who: 'you', says: /route|firewall/i })
  })

  it('3: no network at all', async () => {
    const report = await unreached('192.0.2.1', { loopback: false })
    expect(report.observations.endpoints[0]?.reach).toMatchObject({ is: 'noRoute', code: 'ENETUNREACH' })
    expectAnswer(report, { is: 'doesNotWork', who: 'network', id: 'noRoute', says: /online|route/i })
  })

  it('3: an IPv6 address on a machine without IPv6', async () => {
    const report = await unreached('2001:db8::1')
    // Which of the two it is depends on whether the kernel knows IPv6 at all.
    const id = report.observations.endpoints[0]?.reach?.is === 'noFamily' ? 'noAddressFamily' : 'noRoute'
    expectAnswer(report, { is: 'doesNotWork', who: 'network', id, says: /IPv6/ })
  })

  const question = { host: notLoopback, serverName: 'mail.example.test', elsewhere: [...submissionPorts] }

  it('2: the usual ports are dropped and 2525 works', async () => {
    const report = await diagnosed({
      question,
      ports: { 25: 'dropped', 465: 'dropped', 587: 'dropped', 2525: 'works' },
    })
    expectAnswer(report, { is: 'worksBut', who: 'network', id: 'smtpFiltered', says: /2525/ })
    expect(report.judgement.settings[0]).toMatchObject({ port: 2525, security: 'starttls', recommended: true })
  })

  it('2: everything is dropped: this network lets no mail out', async () => {
    const report = await diagnosed({
      question,
      ports: { 25: 'dropped', 465: 'dropped', 587: 'dropped', 2525: 'dropped' },
    })
    expectAnswer(report, { is: 'doesNotWork', who: 'network', id: 'everythingSilent', says: /HTTPS API/ })
    expectSilenceOn(report, ['startTlsMissing', 'portClosed'])
  })

  it('2: port 25 alone is dropped, as is usual', async () => {
    const report = await diagnosed({ question, ports: { 25: 'dropped', 465: 'worksImplicit', 587: 'works' } })
    const finding = expectAnswer(report, { is: 'works', who: null, id: 'port25Blocked' })
    expect(finding?.severity).toBe('info')
  })

  it('2: 587 was asked for and is dropped, 465 works', async () => {
    const report = await diagnosed({
      question: { ...question, ports: [587] },
      ports: { 587: 'dropped', 465: 'worksImplicit' },
    })
    expectAnswer(report, { is: 'doesNotWork', who: 'network', id: 'portSilent', says: /465/ })
    expect(report.judgement.settings[0]).toMatchObject({ port: 465, security: 'tls', recommended: true })
  })

  it('19: no STARTTLS on a server that is not this machine', async () => {
    const report = await diagnosed({
      question: { ...question, ports: [587], elsewhere: [] },
      ports: { 587: 'noStartTls' },
    })
    expectAnswer(report, { is: 'worksBut', who: 'server', id: 'startTlsMissing', says: /Do not send passwords/ })
  })

  it('20: no STARTTLS on 587 and good TLS on 465 of the same host', async () => {
    const report = await diagnosed({
      question: { ...question, ports: [587, 465], elsewhere: [] },
      ports: { 587: 'noStartTls', 465: 'worksImplicit' },
    })
    expect(report.judgement.settings[0]).toMatchObject({ port: 465, recommended: true })
    expect(JSON.stringify(report.judgement.findings)).toContain('of the same host has good TLS')
  })
})
