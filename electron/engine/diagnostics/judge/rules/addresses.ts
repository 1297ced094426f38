import type { Endpoint } from '../../../../../shared/model/diagnosis/observation.ts'
import type { Finding } from '../../../../../shared/model/diagnosis/report.ts'
import { wayFor, type Case } from '../case.ts'
import { connectLines } from '../finding.ts'
import { duration, list, portsOf } from '../words.ts'

/** Node gives each address 250 ms and then goes on to the next (`autoSelectFamilyAttemptTimeout`). */
const attemptTimeout = 250

/** Addresses of one host that do not behave alike. */
export function addressFindings(c: Case): Finding[] {
  // Our own listeners are on the addresses they were told to be on, and nobody picks one by chance.
  if (c.question.self) return []
  const failing = c.endpoints.filter((endpoint) => failsAlone(endpoint, c))
  return [...familyFindings(failing, c), ...slowConnect(c)]
}

/** Cannot be talked to, while another address of the same port can. */
function failsAlone(endpoint: Endpoint, c: Case): boolean {
  const { reach, greeting } = endpoint
  const mute = greeting !== null && ['silent', 'closed', 'reset'].includes(greeting.is)
  if (reach === null || (reach.is === 'open' && !mute)) return false
  return c.ways.some(
    ({ endpoint: other, stands }) => stands && other.port === endpoint.port && other.id !== endpoint.id,
  )
}

function familyFindings(failing: readonly Endpoint[], c: Case): Finding[] {
  const findings: Finding[] = []
  for (const family of [6, 4] as const) {
    const ports = new Set(failing.map(({ port }) => port))
    const dead = failing.filter((endpoint) => endpoint.family === family)
    if (dead.length === 0) continue
    const same = c.endpoints.filter((endpoint) => endpoint.family === family && ports.has(endpoint.port))
    const other = family === 6 ? 4 : 6
    const whole = same.every((endpoint) => !wayFor(c, endpoint).stands)
    const common = {
      stage: 'reach' as const,
      endpoints: dead.map(({ id }) => id),
      evidence: connectLines(dead),
      page: 'ipv6' as const,
    }
    if (whole && dead.every(({ reach }) => reach?.is === 'noFamily'))
      findings.push({
        ...common,
        id: `noIpv${family}Here`,
        severity: 'info',
        who: 'network',
        title: `${c.host} also has IPv${family} addresses, and this machine has no IPv${family}.`,
        seen: `${list(dead.map(({ address }) => address))}: no address of that family here; IPv${other} works.`,
        expected: 'Nothing more: most programs go on to the other family by themselves.',
        why: `A program that takes the IPv${family} address without trying others fails with ENETUNREACH or EADDRNOTAVAIL. In containers that is common.`,
        todo: `If an app here fails so, let it use IPv${other} (Node: family: ${other}).`,
      })
    else if (whole)
      findings.push({
        ...common,
        id: `ipv${family}Dead`,
        severity: 'warning',
        who: 'network',
        title: `IPv${other} works for ${c.host}, IPv${family} does not.`,
        seen: `${list(dead.map(({ address }) => address))} on ${portsOf(dead)}: ${list(dead.map(said))}.`,
        expected: 'Every published address answers.',
        why: `Programs differ in which address they take. Nodemailer picks one and does not fall back to the other family, so that it fails now and then, or always.`,
        todo: `Force IPv${other} in the app (Node: family: ${other}), mend IPv${family} in this network, or have the ${family === 6 ? 'AAAA' : 'A'} record of ${c.host} corrected.`,
      })
    else {
      const share = Math.round(same.length / dead.length)
      findings.push({
        ...common,
        id: 'addressDead',
        severity: 'warning',
        who: 'server',
        page: 'greeting-never-received',
        title: `${dead.length} of ${same.length} addresses of ${c.host} cannot be used: about one connection in ${share} fails.`,
        seen: `${list(dead.map(({ address }) => address))} on ${portsOf(dead)}: ${list(dead.map(said))}; the others answer.`,
        expected: 'Every published address answers.',
        why: 'A client picks one of the addresses. When it picks this one, the mail waits or fails, and the next try may work.',
        todo: `Let the app try again, tell the operator of ${c.host} which address fails, or set the host to an address that works for the time being.`,
      })
    }
  }
  return findings
}

function said({ reach, greeting }: Endpoint): string {
  if (reach?.is === 'open') return `connected, then ${greeting?.is ?? 'nothing'}`
  return {
    silent: 'no answer',
    closed: 'closed',
    noRoute: 'no route',
    forbidden: 'forbidden here',
    noFamily: 'no such family here',
    reset: 'reset',
    error: 'an error',
  }[reach?.is ?? 'error']
}

function slowConnect(c: Case): Finding[] {
  const slow = c.endpoints.filter(({ reach }) => reach?.is === 'open' && reach.milliseconds > attemptTimeout)
  const addresses = new Set(c.endpoints.map(({ address }) => address))
  if (slow.length === 0 || addresses.size < 2) return []
  const worst = Math.max(...slow.map(({ reach }) => reach?.milliseconds ?? 0))
  return [
    {
      id: 'connectSlowerThanNodeWaits',
      severity: 'warning',
      stage: 'reach',
      endpoints: slow.map(({ id }) => id),
      who: 'you',
      title: `Connecting to ${c.host} takes ${duration(worst)}, longer than Node waits for one of several addresses.`,
      seen: `Up to ${duration(worst)} to connect, and ${addresses.size} addresses.`,
      expected: `Less than ${attemptTimeout} ms, which Node 20 and later give each address.`,
      why: 'Node tries the addresses one after the other and gives up each after 250 ms. The result is an AggregateError with the code ETIMEDOUT and no message, although the server is fine.',
      todo: 'In Node call net.setDefaultAutoSelectFamilyAttemptTimeout(5000) at the start, or set family: 4.',
      evidence: connectLines(slow),
      page: 'greeting-never-received',
    },
  ]
}
