import type { Endpoint, Reach } from '../../../../../shared/model/diagnosis/observation.ts'
import type { Finding } from '../../../../../shared/model/diagnosis/report.ts'
import { gravity, othersStand, type Case } from '../case.ts'
import { connectLines, groupOf, type Group, type Rule } from '../finding.ts'
import { useOf } from '../instead.ts'
import { duration, isLoopback, isPrivate, list, place, portsOf } from '../words.ts'

/** Failed to connect, and no other address of the port makes up for it: those belong to `addresses`. */
function failed(endpoint: Endpoint, c: Case, ...kinds: Reach['is'][]): boolean {
  return endpoint.reach !== null && kinds.includes(endpoint.reach.is) && !othersStand(c, endpoint)
}

const expectedOpen = 'A connection, as a rule within 300 ms.'

function base(group: Group): { expected: string; evidence: string } {
  return { expected: expectedOpen, evidence: connectLines(group.endpoints) }
}

/** " AhaSend does not take mail on that port", where its documentation says so by leaving it out. */
function undocumented({ provider }: Case, endpoints: readonly Endpoint[]): string {
  if (provider === null || provider.ports.length === 0) return ''
  const named = endpoints.some((endpoint) => provider.ports.some(({ port }) => port === endpoint.port))
  return named ? '' : ` ${provider.title} does not take mail on ${portsOf(endpoints)}, so that this is to be expected.`
}

/** Ports of the provider, as advice: " SendGrid takes mail on 587 and 465." */
function providerPorts({ provider }: Case): string {
  return provider === null || provider.ports.length === 0
    ? ''
    : ` ${provider.title} takes mail on ${list(provider.ports.map(({ port }) => String(port)))}.`
}

export const reachRules: readonly Rule[] = [
  {
    id: 'portClosed',
    stage: 'reach',
    who: 'you',
    page: 'connection-refused',
    severity: (group, c) => gravity(c, group.endpoints),
    applies: (endpoint, c) => failed(endpoint, c, 'closed'),
    say: (group, c) => {
      const here = group.endpoints.every(({ address }) => isLoopback(address))
      const served = c.ways.filter(({ stands }) => stands).map(({ endpoint }) => endpoint)
      const isAsked = c.question.ports.length > 0 && group.endpoints.some(({ elsewhere }) => !elsewhere)
      if (served.length > 0 && !isAsked)
        return {
          ...base(group),
          severity: 'info',
          title: `Nothing listens on ${group.where}: expected where only ${portsOf(served)} ${new Set(served.map(({ port }) => port)).size === 1 ? 'is' : 'are'} served.`,
          seen: `The host refused the connection at once (${group.first.reach?.code ?? 'ECONNREFUSED'}).`,
          why: `Few servers have all the usual ports open.${undocumented(c, group.endpoints)}`,
          todo: '',
        }
      return {
        ...base(group),
        title: `Nothing is listening on ${group.where}.`,
        seen: `The host refused the connection at once (${group.first.reach?.code ?? 'ECONNREFUSED'}).`,
        why: here
          ? 'This address is the machine or container itself, not another one. An empty host in a library means it too.'
          : `The host is there, but no server has that port open, or a firewall answers in its place.${undocumented(c, group.endpoints)}`,
        todo: here
          ? 'Set the host to the real name of the mail server; for a server on this machine, start it and check its port. From a container use host.docker.internal instead of 127.0.0.1.'
          : `Check the port number.${providerPorts(c) || ' Most servers take mail from apps on 587 or 465.'}`,
      }
    },
  },
  {
    id: 'noRoute',
    stage: 'reach',
    who: 'network',
    page: null,
    severity: (group, c) => gravity(c, group.endpoints),
    applies: (endpoint, c) => failed(endpoint, c, 'noRoute'),
    say: (group, c) => ({
      ...base(group),
      title: `This machine has no route to ${group.where}.`,
      seen: `${group.first.reach?.code ?? 'No route'} for ${places(group.endpoints)}.`,
      why: 'A router, or this machine itself, says that the address cannot be reached: it is offline, a VPN is missing, or the address is of a family (IPv6) this network does not have.',
      todo: noRouteAdvice(group, c),
    }),
  },
  {
    id: 'connectForbidden',
    stage: 'reach',
    who: 'you',
    page: 'blocked-by-my-host',
    severity: (group, c) => gravity(c, group.endpoints),
    applies: (endpoint, c) => failed(endpoint, c, 'forbidden'),
    say: (group) => ({
      ...base(group),
      title: `This machine forbids connections to ${group.where}.`,
      seen: `The system refused to connect (${group.first.reach?.code ?? 'EACCES'}); nothing was sent.`,
      why: 'A rule of this machine (firewall, antivirus, a prohibiting route, a sandbox) denies it. The server knows nothing of it.',
      todo: 'Allow the program in the firewall or antivirus of this machine, or remove the rule.',
    }),
  },
  {
    // The same as when it is felt a moment later, before the greeting.
    id: 'hungUp',
    stage: 'reach',
    who: 'server',
    page: 'greeting-never-received',
    severity: (group, c) => gravity(c, group.endpoints),
    applies: (endpoint, c) => failed(endpoint, c, 'reset'),
    say: (group) => ({
      ...base(group),
      title: `The server hung up at once on ${group.where}.`,
      seen: `${group.first.reach?.code ?? 'ECONNRESET'} while connecting.`,
      why: 'The server or a firewall before it cut the connection: your address may be blocked there, or a forwarded port has no server behind it.',
      todo: 'Try from another network. If it works there, ask whoever runs the firewall or the server to allow your address.',
    }),
  },
  {
    id: 'noAddressFamily',
    stage: 'reach',
    who: 'network',
    page: 'ipv6',
    severity: (group, c) => gravity(c, group.endpoints),
    applies: (endpoint, c) => failed(endpoint, c, 'noFamily') && `IPv${endpoint.family}`,
    say: (group, c) => {
      const family = `IPv${group.first.family}`
      return {
        ...base(group),
        title: `This machine has no ${family}, which ${group.where} needs.`,
        seen: `${group.first.reach?.code ?? 'No address of that family'} for ${places(group.endpoints)}.`,
        why: `${c.host} was asked for over ${family} only, and this machine or container has no ${family} address.`,
        todo:
          family === 'IPv6'
            ? 'Give the machine or container IPv6 (Docker: enable_ipv6), or use a host that has an IPv4 address.'
            : 'Give the machine an IPv4 address or NAT64, or use a host that has an IPv6 address.',
      }
    },
  },
  {
    id: 'connectFailed',
    stage: 'reach',
    who: null,
    page: null,
    severity: (group, c) => gravity(c, group.endpoints),
    applies: (endpoint, c) => failed(endpoint, c, 'error') && (endpoint.reach?.code ?? 'unknown'),
    say: (group) => ({
      ...base(group),
      title: `No connection to ${group.where} could be made.`,
      who: group.first.reach?.code === 'EINVAL' ? 'you' : null,
      seen: `The system says ${group.first.reach?.code ?? 'nothing more'}.`,
      why:
        group.first.reach?.code === 'EINVAL'
          ? 'On Linux that is what a blackhole route answers with: this machine discards the traffic.'
          : 'The system gave an error that is not one of the usual ones.',
      todo: 'Check the routes and the firewall of this machine.',
    }),
  },
]

function noRouteAdvice({ endpoints }: Group, { observations: { machine } }: Case): string {
  if (machine.platform === 'darwin' && endpoints.some(({ address }) => isPrivate(address)))
    return 'Allow the app under System Settings > Privacy & Security > Local Network; else check the VPN and the address.'
  const usual = 'Check that this machine is online, the VPN, and the routes of the container or subnet.'
  if (endpoints.some(({ family }) => family === 4)) return usual
  return `${machine.ipv6 ? 'Check whether this network has IPv6' : 'This machine has no IPv6'}: use a host or name with an IPv4 address, or give the machine IPv6. ${usual}`
}

/** Ports that do not answer, with what the other ports of the same host say about the cause. */
export function silenceFindings(c: Case): Finding[] {
  const silent = c.endpoints.filter((endpoint) => failed(endpoint, c, 'silent'))
  const tried = c.endpoints.filter(({ reach }) => reach !== null)
  // What the silence means can only be told once all have answered or not.
  if (silent.length === 0 || (c.running && tried.length < c.endpoints.length)) return []
  const answering = tried.filter(({ reach }) => reach?.is === 'open' || reach?.is === 'closed')
  const silentPorts = new Set(silent.map(({ port }) => port))
  const open = new Set(tried.filter(({ reach }) => reach?.is === 'open').map(({ port }) => port))
  const group = groupOf(silent, c)
  const after = duration(Math.max(...silent.map(({ reach }) => reach?.milliseconds ?? 0)))
  const about = (
    finding: Pick<Finding, 'id' | 'severity' | 'title' | 'why' | 'todo'> & Partial<Finding>,
  ): Finding[] => [
    {
      stage: 'reach',
      endpoints: silent.map(({ id }) => id),
      who: 'network',
      seen: `No answer at all on ${group.ports} within ${after}${open.size > 0 ? `; ${portsOf(answering.filter(({ reach }) => reach?.is === 'open'))} ${open.size === 1 ? 'answers' : 'answer'}` : ''}.`,
      expected: expectedOpen,
      evidence: connectLines(tried),
      page: 'blocked-by-my-host',
      ...finding,
    },
  ]
  const severity = gravity(c, silent)
  if (answering.length === 0 && silentPorts.size > 1)
    return about({
      id: 'everythingSilent',
      severity,
      title: `No answer from ${c.host} on any of its mail ports: ${list([...silentPorts].map(String))}.`,
      why: 'Likely this network or hosting provider blocks outgoing SMTP altogether, as several do for new or small accounts; or the host is the wrong one, down, or this machine is offline.',
      todo: 'Check the host name and that this machine is online. If both are right, ask the hosting provider or network to open 587 or 465, or send through the HTTPS API of your mail provider.',
    })
  if (silentPorts.size === 1 && silentPorts.has(25) && answering.length > 0)
    return about({
      id: 'port25Blocked',
      severity,
      title: `Port 25 of ${c.host} does not answer, as is usual from homes, offices and clouds.`,
      why: 'Most internet and cloud providers block outgoing port 25 against spam. It is for mail between servers; apps use 587 or 465.',
      todo: `${useOf(c, [587, 465, 2525]) || 'Use port 587 or 465'} instead.`,
    })
  if (
    open.has(2525) &&
    silentPorts.size > 1 &&
    [...silentPorts].every((port) => port !== 2525) &&
    ![25, 465, 587].some((port) => open.has(port))
  )
    return about({
      id: 'smtpFiltered',
      severity: severity === 'info' ? 'warning' : severity,
      title: `Something between this machine and ${c.host} blocks the usual mail ports (${list([...silentPorts].map(String))}); 2525 answers.`,
      why: 'The same host answers on 2525, so it is up: the provider of this network, cloud or company filters SMTP by port number.',
      todo: `${useOf(c, [2525])}, or ask the provider to open 587.`.replace(/^, or ask/, 'Ask'),
    })
  return about({
    id: 'portSilent',
    severity,
    title: `No answer at all from ${group.where}.`,
    why:
      (answering.length > 0
        ? `The host is up, as ${portsOf(answering)} ${new Set(answering.map(({ port }) => port)).size === 1 ? 'shows' : 'show'}. Traffic to ${group.ports} is dropped by a firewall: of the server, of this network or of its provider.`
        : 'Something (cloud, internet provider, company firewall) drops traffic to this port, or the host is down. A port that is merely closed answers at once.') +
      undocumented(c, silent),
    todo:
      open.size > 0
        ? `${useOf(c, [...open])}, or ask for ${group.ports} to be opened.`.replace(/^, or ask/, 'Ask')
        : 'Try 2525, 465 or 587. If none answers, ask the provider of this network to open one, or send through the HTTPS API of your mail provider.',
  })
}

function places(endpoints: readonly Endpoint[]): string {
  return list(endpoints.map(({ address, port }) => place(address, port)))
}
