import { Stage, type Endpoint } from '../../../../shared/model/diagnosis/observation.ts'
import type { Report } from '../../../../shared/model/diagnosis/report.ts'
import type { Block, TableCell } from './content.ts'
import { cellTones, duration, endpointName, moment, securityWords, stageTitles, transcriptLine } from './words.ts'

/** Ports against stages. Stages that none of them came to are left out: `timings` says why. */
export function matrix({ judgement, observations: { endpoints } }: Report): Block[] {
  const came = judgement.cells.filter(({ tone }) => tone !== 'unknown' && tone !== 'waiting')
  const stages = Stage.options.filter((stage) => came.some((cell) => cell.stage === stage))
  if (stages.length === 0 || endpoints.length === 0) return []
  return [
    { is: 'heading', text: 'Port by port' },
    {
      is: 'table',
      head: ['Port', ...stages.map((stage) => stageTitles[stage])],
      rows: endpoints.map((endpoint) => [
        { text: endpointName(endpoint) },
        ...stages.map((stage): TableCell => {
          const cell = came.find((one) => one.endpoint === endpoint.id && one.stage === stage)
          return cell ? { text: cell.words, tone: cellTones[cell.tone] } : { text: '-', tone: 'quiet' }
        }),
      ]),
    },
    ...endpoints.flatMap((endpoint): Block[] =>
      endpoint.throttled === null
        ? []
        : [{ is: 'text', text: `${endpointName(endpoint)}: ${endpoint.throttled}`, tone: 'warning' }],
    ),
  ]
}

/** What did not run says why. */
export function timings({ observations: { endpoints } }: Report): Block[] {
  const stages = Stage.options.filter((stage) =>
    endpoints.some((endpoint) => endpoint.stages.some((one) => one.stage === stage && one.milliseconds !== null)),
  )
  const missing = notRun(endpoints)
  return [
    ...(stages.length === 0
      ? []
      : [
          { is: 'heading', text: 'Time' } as const,
          {
            is: 'table',
            head: ['Port', ...stages.map((stage) => stageTitles[stage]), 'Connections'],
            rows: endpoints.map((endpoint) => [
              { text: endpointName(endpoint) },
              ...stages.map((stage) => ({
                text: duration(endpoint.stages.find((one) => one.stage === stage)?.milliseconds ?? null),
              })),
              { text: String(endpoint.connections) },
            ]),
          } as const,
        ]),
    ...(missing.length === 0
      ? []
      : [{ is: 'heading', text: 'What did not run, and why' } as const, { is: 'facts', rows: missing } as const]),
  ]
}

/** Each reason once: which stages of which endpoints did not run because of it. */
function notRun(endpoints: readonly Endpoint[]): [string, string][] {
  const groups = new Map<string, { readonly says: string; readonly of: string[] }>()
  for (const endpoint of endpoints)
    for (const reason of new Set(endpoint.stages.map(({ because }) => because))) {
      if (reason === null) continue
      const stages = endpoint.stages.filter(({ because }) => because === reason).map(({ stage }) => stageTitles[stage])
      const says = `${stages.join(', ')}: ${reason}`
      const group = groups.get(says) ?? { says, of: [] }
      group.of.push(endpointName(endpoint))
      groups.set(says, group)
    }
  return [...groups.values()].map(({ says, of }) => [
    of.length === endpoints.length && of.length > 1 ? 'All of them' : of.join(', '),
    says,
  ])
}

/** Where a port is closed or silent there is nobody to ask. */
export function commands({ judgement, observations: { endpoints } }: Report): Block[] {
  const open = judgement.commands.filter((one) => endpoints.find(({ id }) => id === one.endpoint)?.reach?.is === 'open')
  if (open.length === 0) return []
  return [
    { is: 'heading', text: 'The same question to other tools' },
    ...open.map(({ tool, command }) => ({ is: 'lines', title: tool, lines: command.split(/\r?\n/) }) as const),
  ]
}

/** What was asked, from where, and when. */
export function asked({ question, observations, startedAt, milliseconds, version }: Report): Block[] {
  const { machine } = observations
  const rows: [string, string | null][] = [
    ['Asked', moment(startedAt)],
    ['Took', duration(milliseconds)],
    ['Ports', question.ports.length === 0 ? 'those that servers take mail on' : question.ports.join(', ')],
    ['Security of the app', securityWords[question.security]],
    ['Provider', question.provider],
    ['Depth', question.depth],
    ['Addresses', question.family === 'any' ? null : `IPv${question.family} only`],
    ['Name in the certificate', question.serverName],
    ['Own certificate authority', question.ca === null ? null : 'given'],
    ['Name servers', question.dnsServer],
    ['User name', question.username],
    ['Login', question.tryLogin ? 'tried' : 'not tried'],
    ['Dry run', question.dryRun === null ? null : `from ${question.dryRun.from} to ${question.dryRun.to}`],
    ['Machine', `${machine.platform}, ${machine.runtime}${machine.container ? ', in a container' : ''}`],
    ['Its addresses', `IPv4 ${machine.ipv4 ? 'yes' : 'no'}, IPv6 ${machine.ipv6 ? 'yes' : 'no'}`],
    ['Proxy variables', machine.proxy ? 'set; SMTP does not use them' : null],
    ['Sandpost', version],
  ]
  return [
    { is: 'heading', text: 'What was asked' },
    { is: 'facts', rows: rows.flatMap(([label, value]) => (value === null ? [] : [[label, value]])) },
    ...(observations.listeners === null
      ? []
      : [
          {
            is: 'table',
            head: ['Listener', 'Security', 'State'],
            rows: observations.listeners.map(({ host, port, security, open }): TableCell[] => [
              { text: endpointName({ address: host, port }) },
              { text: securityWords[security] },
              { text: open ? 'open' : 'closed', tone: open ? 'good' : 'problem' },
            ]),
          } as const,
        ]),
  ]
}

export function transcripts({ observations }: Report): Block[] {
  const spoken = observations.endpoints.filter(({ transcript }) => transcript.length > 0)
  if (spoken.length === 0) return []
  return [
    { is: 'heading', text: 'Transcripts' },
    ...spoken.map((endpoint): Block => ({
      is: 'lines',
      title: endpointName(endpoint),
      lines: endpoint.transcript.map((line) => transcriptLine(line)),
    })),
  ]
}
