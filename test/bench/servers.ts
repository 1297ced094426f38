// The servers that are measured: ours, the ceiling (smtp-sink throws mail away) and a peer (MailDev).
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface Server {
  readonly name: string
  readonly pid: number
  readonly smtpPort: number
  /** Base URL and bearer key of the REST door; ours alone. */
  readonly rest: { readonly url: string; readonly key: string } | null
  stop(): Promise<void>
}

export const root = join(import.meta.dirname, '..', '..')
const peers = join(tmpdir(), 'sandpost-bench-peers')

/** Our own headless host, as built, on a fresh or a given data folder. Durable, as shipped. */
export async function startSandpost(dataDir?: string): Promise<Server> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'sandpost-bench-'))
  const key = 'bench-key-of-this-process-only'
  const child = spawn(
    process.execPath,
    [join(root, 'out/main/serve.js'), '--data', folder, '--smtp', '0', '--smtps', '0', '--http', '0', '--json'],
    { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, SANDPOST_API_KEY: key } },
  )
  const ready = await firstLine(child)
  const { http, listeners } = JSON.parse(ready) as { http: string; listeners: { port: number; security: string }[] }
  const smtpPort = listeners.find((listener) => listener.security === 'starttls')?.port
  if (smtpPort === undefined) throw new Error(`no STARTTLS listener in ${ready}`)
  const server = running('Sandpost', child, smtpPort)
  const stop = async () => {
    await server.stop()
    if (dataDir === undefined) rmSync(folder, { recursive: true, force: true })
  }
  return { ...server, rest: { url: `${http}/api/v1`, key }, stop }
}

/** Postfix's smtp-sink: reads mail and throws it away. Nothing that keeps mail can be as fast. */
export async function startSmtpSink(): Promise<Server> {
  const port = await freePort()
  const asRoot = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const child = spawn('/usr/sbin/smtp-sink', [...asRoot, `127.0.0.1:${port}`, '512'], { stdio: 'ignore' })
  await accepting(port)
  return running('smtp-sink', child, port)
}

/** MailDev 3 from npm, in memory, its web interface off. */
export async function startMailDev(): Promise<Server> {
  installMailDev()
  const port = await freePort()
  const bin = join(peers, 'node_modules/maildev/package.json')
  const { bin: bins } = JSON.parse(execFileSync('cat', [bin], { encoding: 'utf8' })) as { bin: Record<string, string> }
  const script = join(peers, 'node_modules/maildev', bins['maildev'] ?? '')
  const child = spawn(
    process.execPath,
    [script, '--smtp', String(port), '--ip', '127.0.0.1', '--disable-web', '--silent', '--max-emails', '0'],
    { stdio: 'ignore', cwd: peers },
  )
  await accepting(port)
  return running('MailDev 3', child, port)
}

// mailparser 3.9.14 is pinned because later ones need a package that not every registry mirror has.
function installMailDev(): void {
  if (existsSync(join(peers, 'node_modules/maildev'))) return
  mkdirSync(peers, { recursive: true })
  const manifest = { private: true, dependencies: { maildev: '3.0.0' }, overrides: { mailparser: '3.9.14' } }
  writeFileSync(join(peers, 'package.json'), JSON.stringify(manifest))
  console.error('Installing MailDev 3 to compare with …')
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: peers, stdio: 'inherit' })
}

function running(name: string, child: ChildProcess, smtpPort: number): Server {
  const stop = () =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve()
      child.once('exit', () => resolve())
      child.kill('SIGTERM')
    })
  return { name, pid: child.pid ?? 0, smtpPort, rest: null, stop }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no stdout')
  for await (const line of createInterface({ input: child.stdout })) return line
  throw new Error('the server ended before it was ready')
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

async function accepting(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = createConnection({ host: '127.0.0.1', port })
      socket.once('data', () => resolve(true)).once('error', () => resolve(false))
      socket.once('close', () => socket.destroy())
      setTimeout(() => socket.end('QUIT\r\n'), 500)
    })
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`nothing answers on port ${port}`)
}
