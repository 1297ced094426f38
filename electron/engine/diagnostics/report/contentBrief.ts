import { Stage, type Endpoint } from '../../../../shared/model/diagnosis/observation.ts'
import type { Finding, Judgement, Report } from '../../../../shared/model/diagnosis/report.ts'
import type { Block } from './content.ts'
import { noteWords, notesOf, settingGroups, settingRows } from './contentAnswer.ts'
import { pageRows } from './pages.ts'
import { endpointName, ownerWords, securityWords, severityTones, severityWords, stageTitles } from './words.ts'

/** The first way in full, the others in a line each. */
export function briefSettings({ judgement }: Report): Block[] {
  return settingGroups(judgement).flatMap(({ title, ways: [first, ...others] }): Block[] =>
    first === undefined
      ? []
      : [
          { is: 'heading', text: title },
          {
            is: 'facts',
            rows: [
              ...settingRows(first, false),
              ...others.map((one): [string, string] => ['Or', `port ${one.port}, ${securityWords[one.security]}`]),
            ],
          },
        ],
  )
}

/** Problems and warnings in full; what is merely worth knowing in a line. */
export function briefFindings(report: Report): Block[] {
  const { findings } = report.judgement
  const grave = findings.filter(({ severity }) => severity === 'problem' || severity === 'warning')
  const rest = [
    ...findings.filter((one) => !grave.includes(one)).map(({ severity, title }) => [severityWords[severity], title]),
    ...notesOf(report).map(({ severity, text }) => [noteWords[severity], text]),
  ] as [string, string][]
  if (grave.length === 0 && rest.length === 0) return []
  return [
    { is: 'heading', text: 'What was found' },
    ...grave.map(finding),
    ...(rest.length === 0 ? [] : [{ is: 'facts', rows: rest } as const]),
  ]
}

function finding({ severity, title, seen, todo, who, page }: Finding): Block {
  const rows: [string, string][] = [
    ['Seen', seen],
    ['To do', todo],
    ['Who', who === null ? '' : ownerWords[who]],
    ...pageRows(page),
  ]
  return {
    is: 'finding',
    tag: severityWords[severity],
    tone: severityTones[severity],
    title,
    rows: rows.filter(([, value]) => value !== ''),
    evidence: [],
  }
}

/** `587  STARTTLS  TLS 1.3  certificate until 2027-01-01`. Addresses are named where they do not say the same. */
export function briefPorts({ judgement, observations: { endpoints } }: Report): Block[] {
  const ports = new Map<number, Map<string, Endpoint[]>>()
  for (const endpoint of endpoints) {
    const said = ports.get(endpoint.port) ?? new Map<string, Endpoint[]>()
    ports.set(endpoint.port, said)
    const line = portLine(endpoint, judgement)
    said.set(line, [...(said.get(line) ?? []), endpoint])
  }
  const rows = [...ports].flatMap(([port, said]) =>
    [...said].map(([line, of]): [string, string] => [
      said.size === 1 ? String(port) : of.map(endpointName).join(', '),
      line,
    ]),
  )
  return rows.length === 0
    ? []
    : [
        { is: 'heading', text: 'Ports' },
        { is: 'facts', rows },
      ]
}

function portLine(endpoint: Endpoint, { cells }: Judgement): string {
  const { mode, reach, startTls, handshake, chain } = endpoint
  const problems = Stage.options.flatMap((stage) =>
    cells
      .filter((cell) => cell.endpoint === endpoint.id && cell.stage === stage && cell.tone === 'problem')
      .map(({ words }) => (stage === 'reach' ? words : `${stageTitles[stage]}: ${words}`)),
  )
  const until = chain?.served[0]?.validTo.slice(0, 10)
  const parts = [
    mode === 'tls' ? 'implicit TLS' : startTls?.offered ? 'STARTTLS' : mode === 'plain' ? 'in clear' : '',
    handshake?.ok ? (handshake.protocol ?? '').replace(/^TLSv1$/, 'TLS 1.0').replace('TLSv', 'TLS ') : '',
    until === undefined ? '' : `certificate until ${until}`,
    ...problems,
  ].filter((part) => part !== '')
  return parts.join('  ') || (reach?.is === 'open' ? 'open' : 'not looked at')
}
