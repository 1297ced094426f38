import type { Stage } from '../../../../shared/model/diagnosis/observation.ts'
import type { Finding, Verdict, WorkingSettings } from '../../../../shared/model/diagnosis/report.ts'
import type { Case } from './case.ts'
import { needsOwnCa } from './certificateFacts.ts'
import { wasCleaned } from './rules/input.ts'
import { byPreference, howToSet } from './settings.ts'
import type { Way } from './ways.ts'
import { continued, isLoopback, place } from './words.ts'

const doing: Readonly<Record<Stage, string>> = {
  name: 'looking up the name',
  reach: 'connecting',
  greeting: 'waiting for the greeting',
  capabilities: 'asking what the server can do',
  startTls: 'asking for encryption',
  handshake: 'making a TLS handshake',
  certificate: 'reading the certificate',
  versions: 'asking for each TLS version',
  login: 'logging in',
  dryRun: 'asking for sender and recipient',
  deep: 'asking for each encryption method',
}

/**
 * The answer. Where somebody named ports or how the app is set, only those count: other ways that work make the todo, not
 * the verdict. Where nobody did, one encrypted way that works is enough. `doesNotWork` needs something that was seen to
 * fail; without it nothing could be checked. While it runs nothing is concluded.
 */
export function verdictOf(c: Case, findings: readonly Finding[], settings: readonly WorkingSettings[]): Verdict {
  if (c.running) return { is: 'couldNotCheck', who: null, sentence: looking(c), todo: '' }
  const winner = winnerOf(c)
  const problems = findings.filter(
    (finding) => finding.severity === 'problem' && (winner === null || keeps(finding, winner)),
  )
  const [problem] = problems
  if (winner !== null && problem === undefined) return works(c, winner, findings)
  if (problem !== undefined && winner !== null && wasCleaned(problem, c))
    return {
      is: 'doesNotWork',
      who: 'you',
      sentence: `Does not work: ${continued(problem.title, names(c))} With that put right it works: ${described(c, winner)}.`,
      todo: [problem.todo, next(problem, problems, c)].filter((text) => text !== '').join(' '),
    }
  if (problem !== undefined)
    return {
      is: 'doesNotWork',
      who: problem.who,
      sentence: `Does not work: ${continued(problem.title, names(c))}`,
      todo: [problem.todo, alternative(problem, settings) || next(problem, problems, c)]
        .filter((text) => text !== '')
        .join(' '),
    }
  return unchecked(c, findings)
}

const loadCa =
  'The app has to load that authority too: NODE_EXTRA_CA_CERTS or tls.ca in Node, SSL_CERT_FILE in Python, a truststore in Java, the store of the system elsewhere.'

/** The way that does what was asked for. */
function winnerOf(c: Case): Way | null {
  const ways = c.ways.filter((way) => c.question.ports.length === 0 || !way.endpoint.elsewhere)
  const asked = ways.filter((way) => way.asAsked)
  // In clear is better than nothing, where nobody asked for encryption.
  const clear =
    c.question.security === 'auto' ? ways.filter((way) => way.state === 'clear' && way.login !== 'refused') : []
  return (asked.length > 0 ? asked : clear).toSorted(byPreference(c))[0] ?? null
}

/** Whether a problem also stands in the way of what works. */
function keeps({ endpoints }: Finding, { endpoint }: Way): boolean {
  return endpoints.length === 0 || endpoints.includes(endpoint.id)
}

function works(c: Case, winner: Way, findings: readonly Finding[]): Verdict {
  const { port } = winner.endpoint
  const samePort = new Set(c.ways.filter(({ endpoint }) => endpoint.port === port).map(({ endpoint }) => endpoint.id))
  const but = findings.find(
    ({ id: finding, severity, endpoints }) =>
      (severity === 'warning' || severity === 'problem') &&
      (endpoints.length === 0 ||
        // It is about the ports that the way that works was taken instead of.
        finding === 'smtpFiltered' ||
        c.question.ports.length > 0 ||
        endpoints.some((id) => samePort.has(id))),
  )
  const inClear = winner.state === 'clear' && c.question.security === 'auto' && !isLoopback(winner.endpoint.address)
  if (but === undefined && !inClear)
    return {
      is: 'works',
      who: null,
      sentence: `Works: ${described(c, winner)}.`,
      todo: [
        c.explicit || winner.security === null
          ? ''
          : `Set host ${hostOf(c, winner)}, port ${port}, ${howToSet(winner.security)}.`,
        byWhom(c, winner) === '' ? '' : loadCa,
      ]
        .filter((text) => text !== '')
        .join(' '),
    }
  return {
    is: 'worksBut',
    who: but?.who ?? 'server',
    sentence: `Works: ${described(c, winner, false)}, but ${but === undefined ? 'everything travels in clear' : continued(but.title, names(c)).replace(/\.$/, '')}.`,
    todo: but?.todo ?? 'Do not send passwords here.',
  }
}

/** "smtp.example.com:587 with STARTTLS and a certificate that is trusted; the login was not tested". */
function described(c: Case, way: Way, withLogin = true): string {
  const { endpoint, state, security, login } = way
  const where = place(hostOf(c, way), endpoint.port)
  if (state === 'greets') return `${where} answers as a mail server; encryption and login were not looked at`
  const how =
    security === 'tls'
      ? 'with TLS from the first byte'
      : security === 'starttls'
        ? 'with STARTTLS'
        : 'without encryption'
  const certificate = state === 'works' ? ` and a certificate that is trusted${byWhom(c, way)}` : ''
  const loggedIn = {
    accepted: '; the login is accepted',
    refused: '; the login is refused',
    notTested: '; the login was not tested',
    notOffered: '; it takes no login',
  }[login]
  return `${where} ${how}${certificate}${withLogin ? loggedIn : ''}`
}

/** Where an authority has to be given to the app first. */
function byWhom({ question }: Case, { endpoint }: Way): string {
  if (endpoint.chain === null || !needsOwnCa(endpoint.chain)) return ''
  return question.self ? ' once the app trusts Sandpost’s own authority' : ' with the authority that was given'
}

function hostOf(c: Case, way: Way): string {
  return c.observations.host === '' || c.question.self ? way.endpoint.address : c.host
}

/** Settings that do work, after what is wrong with the ones that were asked for. */
function alternative(problem: Finding, settings: readonly WorkingSettings[]): string {
  const found = settings.find(({ recommended }) => recommended)
  // A name that this machine does not know helps no program.
  if (found === undefined || problem.stage === 'name' || problem.endpoints.includes(found.endpoint)) return ''
  return `From here this works: ${place(found.host, found.port)} with ${howToSet(found.security)}.`
}

/** The next change that is needed as well, on the same way. */
function next(problem: Finding, problems: readonly Finding[], c: Case): string {
  const another = problems.find(
    (other) =>
      other.todo !== problem.todo &&
      (problem.stage === 'input'
        ? other.stage === 'input' || wasCleaned(problem, c)
        : other.endpoints.some((id) => problem.endpoints.includes(id))),
  )
  return another === undefined ? '' : `Then: ${another.todo}`
}

function unchecked(c: Case, findings: readonly Finding[]): Verdict {
  const hint = findings.find(({ severity }) => severity === 'warning')
  const why =
    hint !== undefined
      ? continued(hint.title, names(c))
      : c.state === 'cancelled'
        ? `it was stopped before anything could be said about ${c.host}.`
        : c.state === 'failed'
          ? `the diagnosis of ${c.host} ended before its time.`
          : `too little was seen of ${c.host}.`
  return {
    is: 'couldNotCheck',
    who: hint?.who ?? null,
    sentence: `Could not check: ${why}`,
    todo: hint?.todo ?? 'Run it again.',
  }
}

function looking(c: Case): string {
  const running = c.endpoints.find(({ stages }) => stages.some(({ state }) => state === 'running'))
  const stage = running?.stages.find(({ state }) => state === 'running')?.stage
  if (running === undefined || stage === undefined) return `Looking at ${c.host} …`
  return `Looking at ${c.host}: ${doing[stage]} on port ${running.port} …`
}

/** Words that keep their capital letter. */
function names({ provider }: Case): string[] {
  return ['Node', 'Sandpost', 'Python', 'Java', ...(provider === null ? [] : [provider.title])]
}
