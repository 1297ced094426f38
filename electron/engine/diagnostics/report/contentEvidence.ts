import type {
  Capabilities,
  Certificate,
  Chain,
  Endpoint,
  VersionAnswer,
} from '../../../../shared/model/diagnosis/observation.ts'
import type { Report } from '../../../../shared/model/diagnosis/report.ts'
import type { Block, TableCell } from './content.ts'
import { duration, endpointName, moment, type Tone } from './words.ts'

/** What the name means, and to whom. */
export function name({ observations }: Report): Block[] {
  const { name: seen } = observations
  if (seen === null) return []
  const rows: [string, string][] = []
  if (seen.system !== null) {
    const { addresses, error, milliseconds } = seen.system
    rows.push(['This machine', `${error ?? addresses.join(', ')} (${duration(milliseconds)})`])
  }
  for (const { type, name: asked, values, error, milliseconds } of seen.dns)
    rows.push([`${type} of ${asked}`, `${error ?? (values.join(', ') || 'none')} (${duration(milliseconds)})`])
  for (const { address, names, error } of seen.reverse)
    rows.push([`Name of ${address}`, error ?? (names.join(', ') || 'none')])
  if (rows.length === 0) return []
  return [
    { is: 'heading', text: 'Name' },
    { is: 'facts', rows },
    ...(seen.disagree
      ? [{ is: 'text', text: 'This machine and the name servers do not say the same.', tone: 'warning' } as const]
      : []),
  ]
}

/** TLS versions: which of them the server takes, and with what. */
export function versions({ observations: { endpoints } }: Report): Block[] {
  const blocks = endpoints.flatMap((endpoint): Block[] => {
    if (endpoint.versions.length === 0) return []
    return [
      { is: 'text', text: endpointName(endpoint) },
      { is: 'table', head: ['Version', 'Taken', 'Cipher suite', 'Group'], rows: endpoint.versions.map(versionRow) },
    ]
  })
  return blocks.length === 0 ? [] : [{ is: 'heading', text: 'TLS versions' }, ...blocks]
}

function versionRow({ version, answer, cipher, group, detail }: VersionAnswer): TableCell[] {
  const old = version !== 'TLSv1.3' && version !== 'TLSv1.2'
  const tone: Tone = answer === 'unknown' ? 'quiet' : answer === 'offered' && old ? 'warning' : 'good'
  return [
    { text: version },
    { text: { offered: 'yes', refused: 'no', unknown: 'not known' }[answer], tone },
    { text: cipher ?? detail },
    { text: group ?? '' },
  ]
}

/** Each chain once, however many ports serve it. */
export function certificates({ observations: { endpoints } }: Report): Block[] {
  const chains = new Map<string, Endpoint[]>()
  for (const endpoint of endpoints) {
    if (endpoint.chain === null) continue
    const key = JSON.stringify([
      endpoint.chain.host,
      endpoint.chain.served.map(({ fingerprint, pem }) => fingerprint + pem),
    ])
    chains.set(key, [...(chains.get(key) ?? []), endpoint])
  }
  if (chains.size === 0) return []
  return [{ is: 'heading', text: 'Certificates, as served' }, ...[...chains.values()].flatMap(chainBlocks)]
}

function chainBlocks(served: readonly Endpoint[]): Block[] {
  const chain = served[0]?.chain
  if (!chain) return []
  const { host, nameMatches, commonNameOnly, inOrder, trust, interceptor } = chain
  const facts: [string, string][] = [
    ['Served by', served.map(endpointName).join(', ')],
    [`Is it for ${host}?`, nameMatches ? (commonNameOnly ? 'by its common name alone' : 'yes') : 'no'],
    ['Order', inOrder ? 'each is signed by the next' : 'not in order'],
    issuerRow(chain),
    ...trust.map(({ store, trusted, root, why }): [string, string] => [
      { node: 'Trusted by Node', system: 'Trusted by this system', own: 'Trusted by your own authority' }[store],
      [trusted === null ? 'not known' : trusted ? 'yes' : 'no', root, why].filter(Boolean).join('; '),
    ]),
  ]
  if (interceptor !== null) facts.push(['Somebody is in between', interceptor])
  return [
    { is: 'facts', rows: facts },
    ...chain.served.map((one, index): Block => ({
      is: 'facts',
      rows: certificateRows(one, index, chain.served.length),
    })),
  ]
}

/** Only a server that sends its own certificate alone, and whose issuer can be fetched, has surely forgotten that issuer. */
function issuerRow({ missingIssuer, served }: Chain): [string, string] {
  if (missingIssuer === null) return ['Missing', 'nothing']
  const forgotten = served.length === 1 && served[0]?.issuerUrl != null
  return [forgotten ? 'Missing' : 'Authority not known here', missingIssuer]
}

function certificateRows(one: Certificate, index: number, count: number): [string, string][] {
  const { key, names } = one
  const rows: [string, string][] = [
    [`Certificate ${index + 1} of ${count}`, one.name],
    ['Issued by', one.selfSigned ? `${one.issuerName} (itself)` : one.issuerName],
    ['Good from, to', `${moment(one.validFrom)}, ${moment(one.validTo)}`],
    ['Names', names.slice(0, 20).join(', ') + (names.length > 20 ? ` and ${names.length - 20} more` : '')],
    ['Key', [key.type, key.bits, key.curve].filter((part) => part !== null).join(' ')],
    ['Signature', one.signature],
    ['SHA-256', one.fingerprint],
  ]
  return rows.flatMap(([label, value]) => (value === '' ? [] : [[label, value]]))
}

/** What was said: greeting, EHLO, STARTTLS, login, dry run. */
export function dialogue({ observations: { endpoints } }: Report): Block[] {
  const blocks = endpoints.flatMap((endpoint): Block[] => {
    const rows = dialogueRows(endpoint)
    return rows.length === 0 ? [] : [{ is: 'facts', rows: [['Port', endpointName(endpoint)], ...rows] }]
  })
  return blocks.length === 0 ? [] : [{ is: 'heading', text: 'What the server says' }, ...blocks]
}

function dialogueRows({ greeting, capabilities, capabilitiesInTls, startTls, handshake, login, dryRun }: Endpoint) {
  const rows: [string, string][] = []
  if (greeting !== null) {
    rows.push(['Greeting', greeting.lines.join(' / ') || greeting.is])
    for (const error of greeting.protocolErrors) rows.push(['Against the rules', error])
  }
  if (capabilities !== null) rows.push([capabilities.command, capabilityText(capabilities)])
  if (startTls !== null)
    rows.push(['STARTTLS', startTls.offered ? (startTls.reply ?? startTls.ended ?? 'offered') : 'not offered'])
  if (handshake !== null) {
    const agreed = [handshake.protocol, handshake.cipher, handshake.keyExchange].filter(Boolean).join(', ')
    rows.push(['TLS', handshake.ok ? agreed : (handshake.error?.message ?? handshake.failed ?? 'failed')])
  }
  if (capabilitiesInTls !== null) rows.push([`${capabilitiesInTls.command} in TLS`, capabilityText(capabilitiesInTls)])
  for (const { mechanism, cleaned, reply, ended } of login?.tries ?? [])
    rows.push([`Login ${mechanism}${cleaned ? ', cleaned' : ''}`, reply ?? ended ?? ''])
  if (login?.skipped) rows.push(['Login', `not tried: ${login.skipped}`])
  for (const { command, reply } of dryRun ?? []) rows.push([command, reply ?? 'no reply'])
  return rows
}

function capabilityText({ keywords, auth, size, code, ended }: Capabilities): string {
  const parts = [
    keywords.join(', '),
    auth.length > 0 ? `login by ${auth.join(', ')}` : '',
    size === null ? '' : `messages up to ${size} bytes`,
  ].filter((part) => part !== '')
  return parts.join('; ') || (ended ?? String(code ?? ''))
}

/** Every cipher suite and curve, when they were asked for. */
export function deep({ observations: { endpoints } }: Report): Block[] {
  const blocks = endpoints.flatMap((endpoint): Block[] => {
    if (endpoint.deep === null) return []
    const { groups, dhBits, connections, cachedFrom } = endpoint.deep
    return [
      {
        is: 'facts',
        rows: [
          ['Port', endpointName(endpoint)],
          ['Curves and groups', groups.join(', ') || 'not known'],
          ...(dhBits === null ? [] : [['DH parameters', `${dhBits} bits`] as const]),
          ['Connections', String(connections)],
          ...(cachedFrom === null ? [] : [['Asked at', moment(cachedFrom)] as const]),
        ],
      },
      {
        is: 'table',
        head: ['Version', 'Cipher suite', 'In OpenSSL', 'Strength'],
        rows: endpoint.deep.versions.flatMap(({ version, ciphers, incomplete }) => [
          ...ciphers.map(({ name: suite, openssl, strength }): TableCell[] => [
            { text: version },
            { text: suite },
            { text: openssl ?? '' },
            { text: strength, tone: { good: 'good', weak: 'warning', broken: 'problem' }[strength] as Tone },
          ]),
          ...(incomplete === null
            ? []
            : [[{ text: version }, { text: `The list ends here: ${incomplete}` }, { text: '' }, { text: '' }]]),
        ]),
      },
    ]
  })
  return blocks.length === 0 ? [] : [{ is: 'heading', text: 'Cipher suites' }, ...blocks]
}

/** Who could connect, worked out from what the server offers. */
export function clients({ judgement, observations }: Report): Block[] {
  const asked = judgement.clients.filter(({ answers }) => answers.length > 0)
  if (asked.length === 0) return []
  const tones = { yes: 'good', no: 'problem', unknown: 'quiet' } as const
  return [
    { is: 'heading', text: 'Who could connect' },
    ...asked.flatMap(({ endpoint: id, answers }): Block[] => {
      const endpoint = observations.endpoints.find((one) => one.id === id)
      return [
        { is: 'text', text: endpoint ? endpointName(endpoint) : id },
        {
          is: 'table',
          head: ['Program', 'Connects', 'Why'],
          rows: answers.map(({ client, answer, why }) => [
            { text: client },
            { text: answer === 'unknown' ? 'not known' : answer, tone: tones[answer] },
            { text: why },
          ]),
        },
      ]
    }),
  ]
}
