import type { Chain, Endpoint, Stage, TlsVersion } from '../../../../shared/model/diagnosis/observation.ts'
import type { Difference } from '../../../../shared/model/diagnosis/report.ts'
import { moment, stageTitles } from './words.ts'

const reachWords: Readonly<Record<NonNullable<Endpoint['reach']>['is'], string>> = {
  open: 'open',
  closed: 'closed',
  silent: 'silent',
  noRoute: 'without a route',
  forbidden: 'forbidden by this machine',
  noFamily: 'without an address of that family here',
  reset: 'reset',
  error: 'not reachable',
}

const greetingWords: Readonly<Record<NonNullable<Endpoint['greeting']>['is'], string>> = {
  smtp: 'SMTP',
  tls: 'TLS from the first byte',
  silent: 'nothing',
  closed: 'a closed connection',
  reset: 'a reset connection',
  http: 'HTTP',
  ssh: 'SSH',
  imap: 'IMAP',
  pop3: 'POP3',
  ftp: 'FTP',
  binary: 'binary data',
  other: 'something else',
}

/** The names of two questions that are not the same: nothing "was" and nothing "is now". Null: the same, at two times. */
export type Between = readonly [string, string] | null

/** What one port does otherwise. Addresses come and go: without the same one, those that got furthest are compared. */
export function comparePort(
  port: number,
  earlier: readonly Endpoint[],
  later: readonly Endpoint[],
  between: Between = null,
): Difference[] {
  const ours = later.filter((one) => one.port === port)
  const theirs = earlier.filter((one) => one.port === port)
  const pairs = ours.flatMap((after): [Endpoint, Endpoint][] => {
    const before = theirs.find(({ id }) => id === after.id)
    return before ? [[before, after]] : []
  })
  const [before, after] = [furthest(theirs), furthest(ours)]
  if (pairs.length === 0 && before && after) pairs.push([before, after])
  // Several addresses of one server mostly change together: the same sentence once.
  const all = pairs.flatMap(([one, other]) => compareEndpoint(`Port ${port}`, one, other))
  const told = between === null ? all : all.map((one) => apart(`Port ${port}`, one, between))
  return told.filter(({ text }, index) => told.findIndex((difference) => difference.text === text) === index)
}

function apart(port: string, difference: Difference, [one, other]: readonly [string, string]): Difference {
  const { stage, before, after } = difference
  const text = `${port}, ${stageTitles[stage]}: ${one} ${before || 'none'}, ${other} ${after || 'none'}.`
  return { ...difference, text }
}

function furthest(endpoints: readonly Endpoint[]): Endpoint | undefined {
  const got = (one: Endpoint) => one.stages.filter(({ state }) => state === 'done').length
  return [...endpoints].sort((one, other) => got(other) - got(one))[0]
}

function compareEndpoint(port: string, before: Endpoint, after: Endpoint): Difference[] {
  const found: Difference[] = []
  /** Says so when both were seen and are not the same. */
  const compare = (
    stage: Stage,
    what: string,
    one: string | null,
    other: string | null,
    is: Difference['is'] = 'other',
  ) => {
    if (one !== null && other !== null && one !== other)
      found.push({
        is,
        stage,
        text: `${port}: ${what} was ${one || 'none'} and is ${other || 'none'} now.`,
        before: one,
        after: other,
      })
  }

  compare(
    'reach',
    'the port',
    before.reach && reachWords[before.reach.is],
    after.reach && reachWords[after.reach.is],
    after.reach?.is === 'open' ? 'better' : before.reach?.is === 'open' ? 'worse' : 'other',
  )
  compare(
    'greeting',
    'what answers',
    before.greeting && greetingWords[before.greeting.is],
    after.greeting && greetingWords[after.greeting.is],
    good(after.greeting?.is) === good(before.greeting?.is) ? 'other' : good(after.greeting?.is) ? 'better' : 'worse',
  )
  if (before.greeting?.is === after.greeting?.is)
    compare(
      'greeting',
      'the greeting',
      greetingLine(before),
      greetingLine(after),
      (after.greeting?.code ?? 220) === (before.greeting?.code ?? 220)
        ? 'other'
        : after.greeting?.code === 220
          ? 'better'
          : 'worse',
    )
  const modes = { tls: 'TLS from the first byte', plain: 'a conversation that begins in clear' }
  compare('greeting', 'the mode', before.mode && modes[before.mode], after.mode && modes[after.mode])
  compare('startTls', 'STARTTLS', offered(before), offered(after), after.startTls?.offered ? 'better' : 'worse')
  compare(
    'handshake',
    'the TLS handshake',
    handshake(before),
    handshake(after),
    before.handshake?.ok === after.handshake?.ok ? 'other' : after.handshake?.ok ? 'better' : 'worse',
  )
  if (before.handshake?.ok && after.handshake?.ok) {
    compare('handshake', 'the TLS version', before.handshake.protocol, after.handshake.protocol)
    compare('handshake', 'the cipher suite', before.handshake.cipher, after.handshake.cipher)
  }
  for (const version of ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1', 'SSLv3'] as const)
    compare('versions', version, versionAnswer(before, version), versionAnswer(after, version))
  if (before.chain && after.chain) found.push(...compareChains(port, before.chain, after.chain))
  compare('capabilities', 'the list of login mechanisms', mechanisms(before), mechanisms(after))
  compare('login', 'the login', login(before), login(after), login(after) === 'accepted' ? 'better' : 'worse')
  return found
}

function good(is: string | undefined): boolean {
  return is === 'smtp' || is === 'tls'
}

function greetingLine({ greeting }: Endpoint): string | null {
  if (greeting === null) return null
  // Servers put the time and the number of a session in it: words with digits, days and months say nothing.
  const words = greeting.lines.join(' ').split(/\s+/)
  return words
    .filter(
      (word) =>
        !/\d|^(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6},?$/i.test(word),
    )
    .join(' ')
}

function offered({ startTls }: Endpoint): string | null {
  return startTls && (startTls.offered ? 'offered' : 'not offered')
}

function handshake({ handshake: seen }: Endpoint): string | null {
  if (seen === null) return null
  return seen.ok ? 'done' : `failed (${seen.error?.code ?? seen.failed ?? 'unknown'})`
}

function versionAnswer({ versions }: Endpoint, version: TlsVersion): string | null {
  const answer = versions.find((one) => one.version === version)?.answer
  return answer === undefined || answer === 'unknown' ? null : answer
}

/** What counts is what is offered where one may log in: within TLS, if it got so far. */
function mechanisms({ capabilities, capabilitiesInTls }: Endpoint): string | null {
  const seen = capabilitiesInTls ?? capabilities
  return seen && [...seen.auth].sort().join(', ')
}

function login({ login: seen }: Endpoint): string | null {
  if (seen === null || seen.tries.length === 0) return null
  if (seen.tries.some(({ code }) => code === 235)) return 'accepted'
  const last = seen.tries.at(-1)
  return `refused (${last?.code ?? last?.ended ?? 'no reply'})`
}

function compareChains(port: string, before: Chain, after: Chain): Difference[] {
  const [one] = before.served
  const [other] = after.served
  const found: Difference[] = []
  const trusted = ({ trust }: Chain) => trust.find(({ store }) => store === 'node')?.trusted ?? null
  if (trusted(before) !== null && trusted(after) !== null && trusted(before) !== trusted(after))
    found.push({
      is: trusted(after) ? 'better' : 'worse',
      stage: 'certificate',
      text: `${port}: Node ${trusted(after) ? 'trusts the certificate now' : 'no longer trusts the certificate'}.`,
      before: trusted(before) ? 'trusted' : 'not trusted',
      after: trusted(after) ? 'trusted' : 'not trusted',
    })
  if (!one || !other || one.fingerprint === other.fingerprint) return found
  const issuer =
    one.issuer === other.issuer ? `again by ${other.issuerName}` : `by ${other.issuerName}, before by ${one.issuerName}`
  return [
    {
      is: 'other',
      stage: 'certificate',
      text: `${port}: the certificate is another one, issued ${issuer}; it ends ${moment(other.validTo).slice(0, 10)}, the one before ${moment(one.validTo).slice(0, 10)}.`,
      before: one.fingerprint,
      after: other.fingerprint,
    },
    ...found,
  ]
}
