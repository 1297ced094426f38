import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../../shared/model/diagnosis/report.ts'
import { expectAnswer, expectSilenceOn } from '../../support/diagnosis/diagnose.ts'
import { inOwnNetwork, noNamespaces, routed } from '../../support/diagnosis/routes.ts'
import { expectSound } from '../../support/diagnosis/soundness.ts'

const main = fileURLToPath(new URL('../../support/diagnosis/ownNetworkMain.ts', import.meta.url))
const reason = noNamespaces()

describe.skipIf(reason !== null)(`in a network of its own${reason === null ? '' : ` (left out: ${reason})`}`, () => {
  async function diagnosed(host: string, options?: { loopback: boolean }): Promise<Report> {
    const report = JSON.parse(await inOwnNetwork(main, [JSON.stringify({ host, ports: [587] })], options)) as Report
    expectSound(report)
    expectSilenceOn(report, ['startTlsMissing', 'portClosed'], /does not encrypt|certificate/i)
    return report
  }

  it('3: no route to the host', async () => {
    const report = await diagnosed(routed.unreachable)
    expect(report.observations.endpoints[0]?.reach).toMatchObject({ is: 'noRoute', code: 'EHOSTUNREACH' })
    expectAnswer(report, { is: 'doesNotWork', who: 'network', id: 'noRoute', says: /route/i })
  })

  it('3: this machine forbids it', async () => {
    const report = await diagnosed(routed.prohibit)
    expect(report.observations.endpoints[0]?.reach).toMatchObject({ is: 'forbidden', code: 'EACCES' })
    expectAnswer(report, { is: 'doesNotWork', who: 'you', id: 'connectForbidden', says: /forbids/i })
  })

  it('3: this machine discards it', async () => {
    const report = await diagnosed(routed.blackhole)
    expect(report.observations.endpoints[0]?.reach).toMatchObject({ code: 'EINVAL' })
    expectAnswer(report, { is: 'doesNotWork', who: 'you', says: /route|firewall/i })
  })

  it('3: no network at all', async () => {
    const report = await diagnosed('192.0.2.1', { loopback: false })
    expect(report.observations.endpoints[0]?.reach).toMatchObject({ is: 'noRoute', code: 'ENETUNREACH' })
    expectAnswer(report, { is: 'doesNotWork', who: 'network', id: 'noRoute', says: /online|route/i })
  })

  it('3: an IPv6 address on a machine without IPv6', async () => {
    const report = await diagnosed('2001:db8::1')
    expect(['noFamily', 'noRoute']).toContain(report.observations.endpoints[0]?.reach?.is)
    expectAnswer(report, { is: 'doesNotWork', who: 'network', says: /IPv6/ })
  })
})
