import type { Finding } from '../../../../../shared/model/diagnosis/report.ts'
import type { Case } from '../case.ts'
import { isLoopback, list, place } from '../words.ts'

/** Of a self-diagnosis: whether others could reach our listeners. */
export function selfFindings(c: Case): Finding[] {
  const { listeners, machine } = c.observations
  if (listeners === null) return []
  const about = (finding: Omit<Finding, 'stage' | 'endpoints' | 'evidence'>): Finding => ({
    stage: 'reach',
    endpoints: [],
    evidence: listeners
      .map(({ host, port, security, open }) => `${place(host, port)} ${security} ${open ? 'open' : 'closed'}`)
      .join('\n'),
    ...finding,
  })
  const closed = listeners.filter(({ open }) => !open)
  const open = listeners.filter((listener) => listener.open)
  const ports = list(listeners.map(({ port }) => String(port)))
  const findings: Finding[] = []
  if (open.length === 0)
    findings.push(
      about({
        id: 'noListenerOpen',
        severity: 'problem',
        who: 'you',
        title: listeners.length === 0 ? 'Sandpost listens on no port.' : `None of Sandpost’s ports is open (${ports}).`,
        seen: listeners.length === 0 ? 'There is no listener.' : 'Every listener is closed.',
        expected: 'At least one open listener.',
        why: 'Another program may have the ports.',
        todo: 'See Settings for which program has the port, or choose another port.',
        page: 'connection-refused',
      }),
    )
  else if (closed.length > 0)
    findings.push(
      about({
        id: 'listenerClosed',
        severity: 'warning',
        who: 'you',
        title: `Port ${list(closed.map(({ port }) => String(port)))} of Sandpost is not open.`,
        seen: `Closed: ${list(closed.map(({ host, port }) => place(host, port)))}.`,
        expected: 'Every listener open.',
        why: 'Another program may have the port.',
        todo: 'See Settings for which program has it, or choose another port.',
        page: 'connection-refused',
      }),
    )
  if (open.length > 0 && open.every(({ host }) => isLoopback(host) || host === 'localhost'))
    findings.push(
      about({
        id: 'onlyLoopback',
        severity: 'info',
        who: 'you',
        title: 'Sandpost can be reached from this machine only, not from containers or other machines.',
        seen: `It listens on ${list(open.map(({ host, port }) => place(host, port)))}.`,
        expected: 'For an app on this machine: just that. For one in a container: an address the container can reach.',
        why: '127.0.0.1 inside a container is the container itself. It cannot reach the loopback address of the host.',
        todo: `For an app in a container, set the host to 0.0.0.0 (sandpost serve --host 0.0.0.0, or Settings > Address), and let the app use host.docker.internal; on Linux start the container with --add-host=host.docker.internal:host-gateway. Everybody in your network can then send to it.`,
        page: 'reach-sandpost-from-a-container',
      }),
    )
  else if (open.length > 0) {
    const outside = c.ways.filter(({ endpoint }) => !isLoopback(endpoint.address))
    const blocked = outside.filter(({ endpoint }) => endpoint.reach !== null && endpoint.reach.is !== 'open')
    if (blocked.length > 0)
      findings.push({
        ...about({
          id: 'firewallBeforeSandpost',
          severity: 'warning',
          who: 'network',
          title: 'Sandpost listens for other machines, but a firewall keeps them out.',
          seen: `No connection to ${list(blocked.map(({ endpoint }) => place(endpoint.address, endpoint.port)))}, although the listener is open.`,
          expected: 'A connection over the address of this machine.',
          why: 'A firewall of this machine or of the container network stands between.',
          todo: `Allow ports ${ports} in the firewall of this machine.`,
          page: 'reach-sandpost-from-a-container',
        }),
        endpoints: blocked.map(({ endpoint }) => endpoint.id),
      })
  }
  if (machine.container)
    findings.push(
      about({
        id: 'sandpostInContainer',
        severity: 'info',
        who: 'you',
        title: 'Sandpost runs in a container: its ports must be published to be reached.',
        seen: 'This process runs in a container.',
        expected: `Published ports: ${listeners.map(({ port }) => `-p ${port}:${port}`).join(' ') || 'those of the listeners'}.`,
        why: 'From outside, only published ports can be reached; from another container, the name of this one and the same network are needed.',
        todo: 'Publish the ports, or use the service name of the container as the host.',
        page: 'reach-sandpost-from-a-container',
      }),
    )
  return findings
}

/** What is to be known of the machine the diagnosis ran on, where mail does not leave it. */
export function machineFindings(c: Case): Finding[] {
  const { machine } = c.observations
  const notReached = c.ways.some(({ endpoint }) => endpoint.reach !== null && endpoint.reach.is !== 'open')
  if (c.running || !notReached || c.ways.some(({ stands }) => stands)) return []
  const findings: Finding[] = []
  const base = { severity: 'info' as const, stage: 'reach' as const, endpoints: [], evidence: '' }
  if (machine.proxy)
    findings.push({
      ...base,
      id: 'proxyNotUsed',
      who: 'network',
      title: 'A web proxy is set on this machine, which SMTP does not use.',
      seen: 'http_proxy, https_proxy or the like is set.',
      expected: 'A direct way out for SMTP.',
      why: 'Where only the proxy may go out, web pages and APIs work and SMTP does not.',
      todo: 'Ask the network administrators for a way out on port 587 or 465, or send through the HTTPS API of the provider, which does use the proxy.',
      page: 'blocked-by-my-host',
    })
  if (machine.container)
    findings.push({
      ...base,
      id: 'inContainer',
      who: 'you',
      title: 'This ran in a container, whose network has rules of its own.',
      seen: 'This process runs in a container.',
      expected: 'The same answer as on the host.',
      why: 'Network policies, a missing IPv6, and 127.0.0.1 (the container itself) make a difference.',
      todo: 'Run the same diagnosis on the host. If it works there, look at the network of the container.',
      page: 'reach-sandpost-from-a-container',
    })
  if (!machine.ipv4 && !machine.ipv6)
    findings.push({
      ...base,
      id: 'machineOffline',
      severity: 'warning',
      who: 'you',
      title: 'This machine has no network address: it is offline.',
      seen: 'No address besides loopback and link-local ones.',
      expected: 'An IPv4 or IPv6 address.',
      why: 'Without one nothing can be reached.',
      todo: 'Connect it to a network.',
      page: null,
    })
  return findings
}
