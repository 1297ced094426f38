// What a look at the TLS of a port takes: ours beside the tools that experts use, of one server with STARTTLS.
import { execFile } from 'node:child_process'
import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { probeDeep } from '../../electron/engine/diagnostics/tls/deep.ts'
import { patience } from '../../electron/engine/diagnostics/patience.ts'
import { probeVersions } from '../../electron/engine/diagnostics/tls/versions.ts'
import { TlsVersion } from '../../shared/model/diagnosis/observation.ts'
import { sampleCertificate } from '../support/certificates.ts'
import { runWith } from '../support/diagnosis/runWith.ts'
import { startScriptedSmtp } from '../support/diagnosis/scriptedSmtp.ts'
import { healthy } from '../support/diagnosis/smtpFaults.ts'
import { startDropping } from '../support/diagnosis/tcpFaults.ts'
import { findProgram } from '../support/programs.ts'
import { startTls } from '../support/tlsServers.ts'
import { startSandpost } from './servers.ts'
import { median } from './statistics.ts'

export interface DiagnosticsTiming {
  readonly what: string
  /** Milliseconds; null where the tool is not here or does not do it. */
  readonly ours: number
  readonly sslscan: number | null
  readonly testssl: number | null
}

const run = promisify(execFile)
/** Between the connections to a server that is somebody else's, in milliseconds. */
const politePause = 75

/** Medians of the rounds, ours in a process that runs, as in the app; testssl.sh, which takes minutes for everything, once for that. */
export async function measureDiagnostics(rounds: number): Promise<DiagnosticsTiming[]> {
  const server = await startSandpost()
  const target = `127.0.0.1:${server.smtpPort}`
  const signal = new AbortController().signal
  const options = { serverName: 'localhost', timeoutMs: 10_000, signal }
  const versions = () =>
    probeVersions(() => openTo(server.smtpPort), { ...options, versions: TlsVersion.options, atOnce: 2 })
  const deep = async (gapMs: number) => {
    const { answers } = await versions()
    const offered = answers.filter(({ answer }) => answer === 'offered').map(({ version }) => version)
    await probeDeep(() => openTo(server.smtpPort), { ...options, versions: offered, gapMs, maxConnections: 60 })
  }
  const testssl = (args: readonly string[]) =>
    timed('testssl', ['--color', '0', '--quiet', '-t', 'smtp', ...args, target])
  const times = {
    versions: [] as number[],
    theirVersions: [] as number[],
    deep: [] as number[],
    polite: [] as number[],
    sslscan: [] as number[],
  }
  try {
    await versions()
    for (let round = 0; round < rounds; round += 1) {
      times.versions.push(await clock(versions))
      times.theirVersions.push(...(await testssl(['-p'])))
      times.deep.push(await clock(() => deep(0)))
      times.polite.push(await clock(() => deep(politePause)))
      times.sslscan.push(...(await timed('sslscan', ['--no-colour', '--starttls-smtp', target])))
    }
    const all = orNull(await testssl([]))
    const scan = orNull(times.sslscan)
    return [
      ...(await measureWhole(rounds)),
      { what: 'Versions of TLS', ours: median(times.versions), sslscan: null, testssl: orNull(times.theirVersions) },
      { what: 'Versions, every suite, groups', ours: median(times.deep), sslscan: scan, testssl: all },
      { what: 'The same with pauses, as it is done', ours: median(times.polite), sslscan: scan, testssl: all },
    ]
  } finally {
    await server.stop()
  }
}

/** From the question to the answer: of a host with four ports in order, and of one that drops every packet. */
async function measureWhole(rounds: number): Promise<DiagnosticsTiming[]> {
  const { key, chainPem: cert } = sampleCertificate('valid')
  const servers = await Promise.all(Array.from({ length: 4 }, () => startScriptedSmtp(healthy({ key, cert }))))
  const dropping = await startDropping()
  const without = { sslscan: null, testssl: null }
  try {
    const whole: number[] = []
    const ports = servers.map(({ port }) => port)
    await runWith({ host: 'localhost', ports, family: '4' }, { patience })
    for (let round = 0; round < rounds; round += 1)
      whole.push(await clock(() => runWith({ host: 'localhost', ports, family: '4' }, { patience })))
    const dead = await clock(() => runWith({ ports: [dropping.port] }, { patience }))
    return [
      { what: 'A whole diagnosis: four ports in order', ours: median(whole), ...without },
      { what: 'A whole diagnosis: no answer from anywhere', ours: dead, ...without },
    ]
  } finally {
    await Promise.all([dropping.close(), ...servers.map((one) => one.close())])
  }
}

async function openTo(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' })
  await once(socket, 'connect')
  await startTls(socket)
  return socket
}

async function clock(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** Empty where the program is not here. What it exits with counts what it dislikes. */
async function timed(program: string, args: readonly string[]): Promise<number[]> {
  if (findProgram(program) === null) return []
  return [await clock(() => run(program, args, { maxBuffer: 64 << 20 }).catch(() => {}))]
}

const orNull = (values: readonly number[]) => (values.length === 0 ? null : median(values))
