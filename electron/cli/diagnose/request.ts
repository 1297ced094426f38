import { readFileSync } from 'node:fs'
import { ProfileName } from '../../../shared/model/manners.ts'
import { DiagnosisRequest } from '../../../shared/model/diagnosis/question.ts'
import { placeFlags, placeHelp } from '../engineClient.ts'
import { parseFlags, wholeNumber } from '../flags.ts'
import { Failure, UsageError } from '../run.ts'
import { readSecret } from '../secretInput.ts'
import { outputFlags, outputHelp } from './output.ts'

export const help = `Usage: sandpost diagnose HOST… [options]
       sandpost diagnose domain DOMAIN [--selector S]…
       sandpost diagnose history | show ID | compare ID [EARLIER]

Looks from this machine at a mail server as an app would, and says whether mail can leave through it, what to change, and
whose it is to change it. Nothing is sent. HOST may be a name, an address, a URL, or HOST:PORT; several are shown side by side.

  --port N            may be given several times (default: 587, 465, 2525, 25)
  --tls HOW           how the app is set: auto, implicit, starttls, none
  --provider NAME     ${ProfileName.exclude(['sandpost']).options.join(', ')}
  --all-providers     each of them
  --upstream WHICH    settings of an upstream, by id or name
  --paste FILE        settings as the app has them: .env, a URL, a config file; - reads standard input
  --user U            user name
  --password-env V    log in with the password in this environment variable …
  --password-stdin    … or in the first line of standard input; over verified TLS only, twice at most
  --login             log in with the password that was pasted, or with the secret of the upstream
  --from A --to B     dry run: MAIL FROM and RCPT TO, then RSET. Never a message
  --deep              every cipher suite and curve as well
  --reach             names, ports and greetings only
  -4, -6              IPv4 or IPv6 only
  --server-name N     name to send and to expect in the certificate
  --ca FILE           certificate authority of your own, PEM
  --dns SERVER        ask this name server
  --self              the listeners of the running Sandpost, as other machines see them
  --explain PAGE      what is behind a finding: one of the pages that findings name
  --timeout S         stop after so many seconds, and tell what was seen until then
  --watch MIN         again every so many minutes, telling what changed, until Ctrl-C
${outputHelp}  --no-keep           do not ask the running Sandpost, which would keep the report
${placeHelp}  --help              this text

Without a running Sandpost, --data, --server or --upstream nothing is kept. Ctrl-C stops and tells what was seen.
Exit: 0 it works, 1 it works but …, 2 it does not work, 3 it could not be checked, 64 wrong arguments.
`

const flags = {
  ...placeFlags,
  ...outputFlags,
  port: { type: 'string', multiple: true },
  tls: { type: 'string', default: 'auto' },
  provider: { type: 'string' },
  'all-providers': { type: 'boolean', default: false },
  upstream: { type: 'string' },
  paste: { type: 'string' },
  user: { type: 'string' },
  'password-env': { type: 'string' },
  'password-stdin': { type: 'boolean', default: false },
  // Known, so that it can be refused with a reason.
  password: { type: 'string' },
  login: { type: 'boolean', default: false },
  from: { type: 'string' },
  to: { type: 'string' },
  deep: { type: 'boolean', default: false },
  reach: { type: 'boolean', default: false },
  4: { type: 'boolean', short: '4', default: false },
  6: { type: 'boolean', short: '6', default: false },
  'server-name': { type: 'string' },
  ca: { type: 'string' },
  dns: { type: 'string' },
  self: { type: 'boolean', default: false },
  timeout: { type: 'string' },
  watch: { type: 'string' },
  schema: { type: 'boolean', default: false },
  explain: { type: 'string' },
  'no-keep': { type: 'boolean', default: false },
} as const

export type Values = ReturnType<typeof readArguments>['values']

/** The arguments, checked for what does not go together. */
export function readArguments(args: readonly string[]) {
  const { values, positionals } = parseFlags('diagnose', args, flags, true)
  const { from, to, password, upstream, paste } = values
  if (password !== undefined)
    throw new UsageError(
      '--password is not taken: every user of this machine can read arguments. Use --password-env or --password-stdin.',
    )
  if ((from === undefined) !== (to === undefined)) throw new UsageError('--from and --to belong together.')
  exclusive(values['4'] && '-4', values['6'] && '-6')
  exclusive(values.deep && '--deep', values.reach && '--reach')
  exclusive(values['password-env'] !== undefined && '--password-env', values['password-stdin'] && '--password-stdin')
  exclusive(paste === '-' && '--paste -', values['password-stdin'] && '--password-stdin')
  exclusive(
    values.self && '--self',
    values['all-providers'] && '--all-providers',
    upstream !== undefined && '--upstream',
  )
  exclusive(values['no-keep'] && '--no-keep', values.self && '--self', upstream !== undefined && '--upstream')
  exclusive(
    values['no-keep'] && '--no-keep',
    values.server !== undefined && '--server',
    values.data !== undefined && '--data',
  )
  return { values, positionals }
}

function exclusive(...given: readonly (string | false)[]): void {
  const both = given.filter((flag) => flag !== false)
  if (both.length > 1) throw new UsageError(`${both.join(' and ')} do not go together.`)
}

/** What is to be asked: a request for each host, with what they have in common read once. `upstreamId`: of --upstream. */
export async function requestsOf(values: Values, hosts: readonly string[]): Promise<DiagnosisRequest[]> {
  const { from, to, user } = values
  const password = await passwordOf(values)
  const common = {
    ports: (values.port ?? []).map((port) => wholeNumber('port', port, 1, 65_535) as number),
    security: securityOf(values.tls),
    provider: values.provider === undefined ? null : providerOf(values.provider),
    self: values.self,
    family: values['4'] ? '4' : values['6'] ? '6' : 'any',
    serverName: values['server-name'] ?? null,
    ca: values.ca === undefined ? null : read(values.ca),
    username: user ?? null,
    tryLogin: values.login || password !== undefined,
    dryRun: from === undefined || to === undefined ? null : { from, to },
    depth: values.deep ? 'deep' : values.reach ? 'reach' : 'quick',
    dnsServer: values.dns ?? null,
    ...(values.paste !== undefined && { pasted: read(values.paste) }),
    ...(password !== undefined && { password }),
  }
  const each = values['all-providers']
    ? ProfileName.exclude(['sandpost']).options.map((provider) => ({ provider }))
    : hosts.length > 0
      ? hosts.map((host) => ({ host }))
      : [{}]
  return each.map((one) => checked({ ...common, ...one }))
}

function checked(request: object): DiagnosisRequest {
  const result = DiagnosisRequest.safeParse(request)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new UsageError(`${issue?.path.join('.') ?? ''} is not right: ${issue?.message ?? ''}.`)
}

async function passwordOf(values: Values): Promise<string | undefined> {
  const variable = values['password-env']
  if (variable === undefined && !values['password-stdin']) return undefined
  return readSecret(`Password of ${values.user ?? 'the user'}`, variable)
}

function securityOf(text: string): DiagnosisRequest['security'] {
  const known = { auto: 'auto', implicit: 'tls', starttls: 'starttls', none: 'none' } as const
  if (!Object.hasOwn(known, text)) throw new UsageError(`--tls takes ${Object.keys(known).join(', ')}, not "${text}".`)
  return known[text as keyof typeof known]
}

function providerOf(text: string): DiagnosisRequest['provider'] {
  const provider = ProfileName.exclude(['sandpost']).safeParse(text.toLowerCase().replace(/[^a-z]/g, ''))
  if (!provider.success)
    throw new UsageError(`--provider takes ${ProfileName.exclude(['sandpost']).options.join(', ')}, not "${text}".`)
  return provider.data
}

function read(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (error) {
    throw new Failure(`${path} cannot be read: ${(error as Error).message}`, 2)
  }
}
