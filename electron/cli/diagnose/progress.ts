import type { Stage } from '../../../shared/model/diagnosis/observation.ts'
import type { Report } from '../../../shared/model/diagnosis/report.ts'
import { escapeControls } from '../../engine/escapeControls.ts'
import { duration, stageTitles, subject } from '../../engine/diagnostics/report/words.ts'

/** How it goes: one line for each server, written over itself. */
export interface Progress {
  show(index: number, report: Report): void
  /** Takes the lines away. */
  end(): void
}

type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>

/** What the other side keeps us waiting for, once it takes long. */
const awaited: Readonly<Record<Stage, string>> = {
  name: 'an answer of the name servers',
  reach: 'a connection',
  greeting: 'the greeting',
  capabilities: 'the answer to EHLO',
  startTls: 'the answer to STARTTLS',
  handshake: 'the TLS handshake',
  certificate: 'the certificate',
  versions: 'answers to older TLS versions',
  login: 'the answer to the login',
  dryRun: 'answers to MAIL and RCPT',
  deep: 'answers to each cipher suite',
}

/** Milliseconds after which it is said what is waited for. */
const long = 2_000

/** On a terminal in front of which somebody sits; elsewhere nothing. `now`: milliseconds of a clock. */
export function createProgress(
  terminal: Terminal = process.stderr,
  env: NodeJS.ProcessEnv = process.env,
  now: () => number = () => performance.now(),
): Progress {
  if (!terminal.isTTY || env['CI'] || env['TERM'] === 'dumb') return { show: () => undefined, end: () => undefined }
  const servers: { report: Report; at: number; since: ReadonlyMap<string, number> }[] = []
  let drawn = 0

  /** Up to where the first line stands, and everything below it away. */
  const rewind = () => (drawn === 0 ? '' : `\u001b[${drawn}A\u001b[J`)
  const draw = () => {
    const shown = servers
      .filter((server) => server !== undefined)
      .map(({ report, at, since }) => progressLine(report, now() - at, (key) => now() - (since.get(key) ?? now())))
    const width = Math.max(20, terminal.columns - 1)
    terminal.write(`${rewind()}${shown.map((line) => line.slice(0, width)).join('\n')}\n`)
    drawn = shown.length
  }
  // Nothing happens while a server is silent: that is when somebody wants to know.
  const clock = setInterval(() => drawn > 0 && draw(), 1_000).unref()
  return {
    show(index, report) {
      const before = servers[index]?.since
      const since = new Map(waits(report).map(({ key }) => [key, before?.get(key) ?? now()]))
      servers[index] = { report, at: now(), since }
      draw()
    },
    end() {
      clearInterval(clock)
      terminal.write(rewind())
      drawn = 0
    },
  }
}

/** What each port is at. Ports that nobody came to yet are not waited for; before there are any it is the name. */
function waits({ observations: { endpoints } }: Report): { key: string; port: number | null; stage: Stage }[] {
  if (endpoints.length === 0) return [{ key: 'name', port: null, stage: 'name' }]
  return endpoints.flatMap(({ id, port, stages }) => {
    const running = stages.find(({ state }) => state === 'running')
    return running ? [{ key: `${id} ${running.stage}`, port, stage: running.stage }] : []
  })
}

/**
 * `mail.example.test  1.2 s  587 TLS, 465 Reach`: what each port is at; `587 waits for the greeting (12 s)` where it takes
 * long. `ago`: milliseconds since the report; `waited`: for how many milliseconds a stage has been running.
 */
export function progressLine(report: Report, ago = 0, waited: (key: string) => number = () => 0): string {
  const doing = waits(report).map(({ key, port, stage }) => {
    const time = waited(key)
    const does = time < long ? stageTitles[stage] : `waits for ${awaited[stage]} (${Math.floor(time / 1_000)} s)`
    return port === null ? does : `${port} ${does}`
  })
  return escapeControls(`${subject(report)}  ${duration(report.milliseconds + ago)}  ${doing.join(', ')}`).trimEnd()
}
