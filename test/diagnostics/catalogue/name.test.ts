import { networkInterfaces } from 'node:os'
import { expect, it } from 'vitest'
import { certified, diagnose, expectAnswer, expectSilenceOn } from '../../support/diagnosis/diagnose.ts'
import { during } from '../../support/diagnosis/during.ts'
import { startScriptedSmtp } from '../../support/diagnosis/scriptedSmtp.ts'
import { healthy } from '../../support/diagnosis/smtpFaults.ts'
import { startDropping } from '../../support/diagnosis/tcpFaults.ts'
import { nameServer, type Answer } from '../../support/nameServer.ts'
import type { Verdict } from '../../../shared/model/diagnosis/report.ts'

const host = 'mail.example.test'
// No machine knows that name but by the name server that is named.
const here = { A: ['127.0.0.1'] }

const rows: [string, Answer | Record<string, Answer>, { who: Verdict['who']; id: string; says: RegExp }][] = [
  ['the name does not exist', 'NXDOMAIN', { who: 'you', id: 'nameNotFound', says: /spelling/i }],
  ['its name servers fail', 'SERVFAIL', { who: 'server', id: 'nameServersFail', says: /SERVFAIL|name servers/i }],
  ['the name server refuses', 'REFUSED', { who: 'network', id: 'resolverRefuses', says: /refuse/i }],
  ['the name server is silent', 'silence', { who: 'network', id: 'resolverSilent', says: /does not answer/i }],
  ['the name has no address', { TXT: ['v=spf1 -all'] }, { who: 'you', id: 'nameWithoutAddress', says: /no address/i }],
  [
    'it is the domain of mail addresses',
    { MX: ['10 mx.example.test'] },
    { who: 'you', id: 'mailDomain', says: /smtp\./ },
  ],
]
it.each(rows)('4: %s', async (_name, answer, { who, id, says }) => {
  const dns = await during(nameServer({ [host]: answer }))
  const report = await diagnose({ host, ports: [587], dnsServer: dns.address })
  expectAnswer(report, { is: 'doesNotWork', who, id, says })
  expect(report.observations.endpoints).toEqual([])
  expectSilenceOn(report, ['startTlsMissing', 'portClosed', 'portSilent'])
})

it('a name that only the name server that was named knows: its server works, and no program here finds it', async () => {
  const server = await during(startScriptedSmtp(healthy(certified())))
  const dns = await during(nameServer({ [host]: here }))
  const report = await diagnose({ host, ports: [server.port], dnsServer: dns.address })
  expectAnswer(report, { is: 'doesNotWork', who: 'network', id: 'nameNotKnownHere', says: /was named knows it/ })
  expectSilenceOn(report, ['namesDisagree'])
  expect(report.observations.endpoints[0]?.handshake?.serverName).toBe(host)
})

it('6: IPv4 works, IPv6 is dead', async () => {
  const server = await during(startScriptedSmtp(healthy(certified())))
  const dns = await during(nameServer({ [host]: { A: ['127.0.0.1'], AAAA: ['::1'] } }))
  const report = await diagnose({ host, ports: [server.port], dnsServer: dns.address })
  const dead = report.observations.endpoints.find(({ family }) => family === 6)?.reach?.is
  // Where there is no IPv6 at all, that is worth knowing and no more.
  if (dead === 'noFamily') expectAnswer(report, { is: 'doesNotWork', who: 'network', id: 'noIpv6Here' })
  else expectAnswer(report, { is: 'doesNotWork', who: 'network', id: 'ipv6Dead', says: /family: 4/ })
})

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'))

it.runIf(hasIpv6)('6: IPv6 works, IPv4 is dead', async () => {
  const server = await during(startScriptedSmtp(healthy(certified()), { address: '::1' }))
  const dns = await during(nameServer({ [host]: { A: ['127.0.0.1'], AAAA: ['::1'] } }))
  const report = await diagnose({ host, ports: [server.port], dnsServer: dns.address })
  expectAnswer(report, { is: 'doesNotWork', who: 'network', id: 'ipv4Dead', says: /IPv6 works/ })
})

it.runIf(process.platform === 'linux')(
  '7: one of two addresses is dropped, with which Node gives up too early',
  async () => {
    const server = await during(startScriptedSmtp(healthy(certified())))
    await during(startDropping('127.0.0.2', server.port))
    const dns = await during(nameServer({ [host]: { A: ['127.0.0.2', '127.0.0.1'] } }))
    const report = await diagnose({ host, ports: [server.port], dnsServer: dns.address })
    expectAnswer(report, { is: 'doesNotWork', who: 'network', id: 'addressDead', says: /one connection in 2/ })
    expect(report.judgement.settings[0]?.endpoint).toBe(`127.0.0.1|${server.port}`)
  },
)

it('a certificate for one of the addresses only is told of that address', async () => {
  const good = await during(startScriptedSmtp(healthy(certified())))
  await during(startScriptedSmtp(healthy(certified('expired')), { address: '127.0.0.2', port: good.port }))
  const dns = await during(nameServer({ [host]: { A: ['127.0.0.1', '127.0.0.2'] } }))
  const report = await diagnose({ host, ports: [good.port], dnsServer: dns.address })
  const finding = expectAnswer(report, { is: 'doesNotWork', who: 'network', id: 'certificateExpired' })
  expect(finding?.endpoints).toEqual([`127.0.0.2|${good.port}`])
})
