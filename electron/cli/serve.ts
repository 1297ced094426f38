import { resolve as absolute } from 'node:path'
import type { EngineOptions, EngineReady } from '../engine/options.ts'
import { ProfileName } from '../../shared/model/manners.ts'
import { startEngine, type RunningEngine } from '../engine/thread.ts'
import { defaultDataDir, partsOf, takeFromEnvironment, versionOf } from '../host.ts'
import { parseFlags, portNumber } from './flags.ts'
import { openBrowser } from './openBrowser.ts'
import { Failure, UsageError } from './run.ts'
import { vaultOpening } from './vaultOpening.ts'

const help = `Usage: sandpost serve [options]

Runs Sandpost without a window: SMTP server, inbox, and the user interface in the browser.

  --data DIR      data folder (default: $SANDPOST_DATA, or the place of your system)
  --host ADDR     address to listen on (default: 127.0.0.1)
  --smtp PORT     SMTP with STARTTLS (default: 2525); 0 picks a free one
  --smtps PORT    SMTP with implicit TLS (default: 4650)
  --http PORT     browser and REST API (default: 8025)
  --allow-host N  a name this host may be called by, e.g. of a container; may be given several times
  --login MODE    lenient, strict or required (default: lenient)
  --profile NAME  behave like sandpost, paubox, sendgrid, ahasend or elasticemail (default: sandpost)
  --json          print one line of JSON on stdout when ready
  --open          open the browser
  --help          this text

SANDPOST_API_KEY is a bearer key for the REST API, for this process only. The vault is opened by SANDPOST_PASSPHRASE,
or by the key file that SANDPOST_KEY_FILE names (default: vault.key in the data folder, made on first use).
`

const flags = {
  data: { type: 'string' },
  host: { type: 'string' },
  smtp: { type: 'string' },
  smtps: { type: 'string' },
  http: { type: 'string' },
  'allow-host': { type: 'string', multiple: true },
  login: { type: 'string' },
  profile: { type: 'string' },
  json: { type: 'boolean', default: false },
  open: { type: 'boolean', default: false },
} as const

/** The headless host: starts the engine, tells where it listens, stops on a signal. */
export async function serve(args: readonly string[], entryUrl: string): Promise<number> {
  const { values } = parseFlags('serve', args, flags)
  if (values.help) {
    process.stdout.write(help)
    return 0
  }
  const overrides = {
    smtpHost: values.host,
    httpHost: values.host,
    smtpPort: portNumber('smtp', values.smtp),
    tlsPort: portNumber('smtps', values.smtps),
    httpPort: portNumber('http', values.http),
    httpNames: values['allow-host'],
    login: loginMode(values.login),
    profile: profileName(values.profile),
  }
  const { engineUrl, rendererDir } = partsOf(entryUrl)
  const dataDir = absolute(values.data ?? defaultDataDir())
  const engine = await startEngine(engineUrl, {
    dataDir,
    version: versionOf(entryUrl),
    listen: true,
    rendererDir,
    overrides,
    vault: vaultOpening(dataDir),
    apiKey: takeFromEnvironment('SANDPOST_API_KEY'),
  })
  const stopping = stopOnSignal(engine)

  const problem = fatalProblem(engine.ready, overrides)
  if (problem !== null) {
    await engine.stop()
    throw new Failure(problem)
  }
  if (values.json) process.stdout.write(`${JSON.stringify(readyLine(engine.ready))}\n`)
  process.stderr.write(welcome(engine.ready))
  if (values.open && engine.ready.signInUrl) openBrowser(engine.ready.signInUrl)

  await Promise.race([engine.stopped, stopping])
  return 0
}

function loginMode(value: string | undefined): EngineOptions['overrides']['login'] {
  if (value === undefined || value === 'lenient' || value === 'strict' || value === 'required') return value
  throw new UsageError(`--login takes lenient, strict or required, not "${value}".`)
}

function profileName(value: string | undefined): ProfileName | undefined {
  if (value === undefined) return undefined
  const known = ProfileName.safeParse(value)
  if (known.success) return known.data
  throw new UsageError(`--profile takes ${ProfileName.options.join(', ')}, not "${value}".`)
}

/** Ctrl-C reaches a whole process group, and wrappers such as npm pass it on: these are one wish. */
const sameSignalMs = 500

/** The first signal stops in order, a second one at once. */
function stopOnSignal(engine: RunningEngine): Promise<void> {
  return new Promise((resolve, reject) => {
    let askedAt = 0
    const stop = () => {
      if (askedAt > 0) {
        if (Date.now() - askedAt > sameSignalMs) process.exit(1)
        return
      }
      askedAt = Date.now()
      engine.stop().then(resolve, reject)
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
}

/** Without a browser address, or without the very port that was asked for, this host is of no use. */
function fatalProblem(ready: EngineReady, asked: EngineOptions['overrides']): string | null {
  if (ready.httpProblem !== null) return `${ready.httpProblem} (--http PORT)`
  const failed = failures(ready)
  const isAsked = ({ security }: { security: string }) =>
    (security === 'starttls' ? asked.smtpPort : asked.tlsPort) !== undefined
  const fatal = failed.find(isAsked) ?? (failed.length === ready.listeners.length ? failed[0] : undefined)
  if (!fatal) return null
  return `${fatal.message} (${fatal.security === 'starttls' ? '--smtp' : '--smtps'} PORT)`
}

function failures(ready: EngineReady) {
  return ready.listeners.flatMap(({ port, security, state }) =>
    state.is === 'failed' ? [{ port, security, message: state.message, nextFreePort: state.nextFreePort }] : [],
  )
}

/** One line for programs. `listeners` are those that are open. */
function readyLine(ready: EngineReady) {
  return {
    event: 'ready',
    http: ready.http,
    listeners: ready.listeners
      .filter(({ state }) => state.is === 'listening')
      .map(({ host, port, security }) => ({ host, port, security })),
    dataDir: ready.dataDir,
    failed: failures(ready),
  }
}

function welcome(ready: EngineReady): string {
  const lines = ready.listeners.map(({ host, port, security, profile, state }) =>
    state.is === 'failed'
      ? `  ! ${state.message}`
      : `  ${security === 'starttls' ? 'SMTP    ' : 'SMTP TLS'}  ${host}:${port}${profile === 'sandpost' ? '' : `  like ${profile}`}`,
  )
  return [
    `Sandpost is ready. Mail is captured${ready.sandboxLocked ? ', and none leaves: the sandbox is locked.' : '. The sandbox is released: production mail may leave.'}`,
    ...lines,
    `  Inbox     ${ready.http}`,
    `  Sign in   ${ready.signInUrl}`,
    `  Data      ${ready.dataDir}`,
    ...vaultLines(ready),
    '',
  ].join('\n')
}

/** What is to be said of the vault. The recovery code goes to a person's terminal, not into the log of a service. */
function vaultLines({ vaultProblem, recoveryCode }: EngineReady): string[] {
  if (vaultProblem !== null) return [`  ! The vault is locked. ${vaultProblem}`]
  if (recoveryCode === null) return []
  return process.stderr.isTTY
    ? [`  Recovery  ${recoveryCode}  (opens the vault when its key is lost; shown once, write it down)`]
    : ['  Recovery  make a recovery code for the vault with: sandpost vault recovery-code']
}
