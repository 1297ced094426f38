import type { Report } from '../../../../shared/model/diagnosis/report.ts'

/** What a report says names something, each kind on its own. */
export interface Named {
  /** What the report is about: gets the first numbers. */
  readonly first: readonly string[]
  readonly hosts: readonly string[]
  readonly users: readonly string[]
  readonly mailboxes: readonly string[]
  readonly authorities: readonly string[]
}

// First words of greetings that are products and politeness, not names.
const noHost =
  /^(e?smtps?|imap|mail|server|service|ready|hello|welcome|ok|at|the|postfix|exim|sendmail|microsoft|sandpost)$/i

/** Names that cannot be told from words by their form: one label, a person's login, a company's authority. */
export function namedIn({ question, observations, judgement }: Report): Named {
  const { name, endpoints } = observations
  const chains = endpoints.flatMap(({ chain }) => (chain === null ? [] : [chain]))
  const publicly = chains.filter(({ trust }) =>
    trust.some(({ store, trusted }) => store === 'node' && trusted === true),
  )
  const known = new Set(
    publicly.flatMap(({ served, trust }) => [
      ...served.slice(1).map((one) => one.name),
      ...served.map((one) => one.issuerName),
      ...trust.map(({ root }) => root),
    ]),
  )
  const capabilities = endpoints.flatMap((one) =>
    [one.capabilities, one.capabilitiesInTls].filter((each) => each !== null),
  )

  return {
    first: [observations.host, ...endpoints.map(({ address }) => address)],
    hosts: texts([
      question.serverName,
      question.ehloName,
      question.dnsServer,
      question.host,
      observations.host,
      name?.host,
      ...(name?.dns ?? []).flatMap(({ type, name: asked, values }) => [
        asked,
        ...values.map((value) => (type === 'MX' ? value.replace(/^\d+\s+/, '') : value)),
      ]),
      ...(name?.reverse ?? []).flatMap(({ names }) => names),
      ...endpoints.map(({ handshake }) => handshake?.serverName),
      ...endpoints.map(({ greeting }) => /^220[ -](\S+)/.exec(greeting?.lines[0] ?? '')?.[1]),
      ...capabilities.flatMap(({ name: ours, lines }) => [ours, /^(?:250[ -])?(\S+)/.exec(lines[0] ?? '')?.[1]]),
      ...chains.flatMap(({ host, served }) => [host, served[0]?.name, ...served.flatMap(({ names }) => names)]),
      ...judgement.settings.flatMap(({ host, serverName }) => [host, serverName]),
      ...(observations.listeners ?? []).map(({ host }) => host),
    ])
      .map((host) => host.replace(/^\*\.|^\[|[\].]$/g, ''))
      .filter((host) => !noHost.test(host)),
    users: texts([question.username, ...judgement.settings.map(({ username }) => username)]),
    mailboxes: texts([question.dryRun?.from, question.dryRun?.to]),
    authorities: texts(
      chains.flatMap(({ served, missingIssuer, interceptor, trust }) => [
        ...served.slice(1).map((one) => one.name),
        ...served.map((one) => one.issuerName),
        missingIssuer,
        interceptor,
        ...trust.map(({ root }) => root),
      ]),
    ).filter((authority) => !known.has(authority)),
  }
}

function texts(values: readonly (string | null | undefined)[]): string[] {
  return [
    ...new Set(values.filter((value) => value !== null && value !== undefined && value.trim() !== '')),
  ] as string[]
}
