import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { vi } from 'vitest'

// Starting processes takes as long as a busy machine lets it; none of these tests measures time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const root = join(import.meta.dirname, '..', '..')
const entry = (name: string) => join(root, 'electron', name)

/** A headless host in a process of its own, from source, on free ports. */
export interface TestHost {
  readonly http: string
  readonly smtpPort: number
  readonly smtpsPort: number
  readonly dataDir: string
  readonly signInUrl: string
  readonly process: ChildProcess
  /** REST with the API key. */
  rest(path: string, init?: RequestInit): Promise<Response>
  /** SIGTERM, and the exit code that follows. */
  stop(): Promise<number | null>
  /** SIGKILL. */
  kill(): Promise<void>
}

export const apiKey = 'key-for-this-test-process-only'

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'sandpost-test-'))
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}

/** Starts `electron/serve.ts` and waits for its line on stdout. Rejects with what it said on stderr. */
export async function startHost(dataDir: string, ...args: string[]): Promise<TestHost> {
  const child = spawn(
    process.execPath,
    [entry('serve.ts'), '--data', dataDir, '--smtp', '0', '--smtps', '0', '--http', '0', '--json', ...args],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, SANDPOST_API_KEY: apiKey } },
  )
  const exited = once(child, 'exit') as Promise<[number | null]>
  let told = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text))
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line') as Promise<[string]>,
    exited.then(() => Promise.reject(new Error(told))),
  ])
  while (!told.includes('/sign-in?')) await once(child.stderr, 'data')

  const { http, listeners } = JSON.parse(line[0]) as { http: string; listeners: { port: number; security: string }[] }
  const portOf = (security: string) => listeners.find((listener) => listener.security === security)?.port ?? 0
  return {
    http,
    smtpPort: portOf('starttls'),
    smtpsPort: portOf('tls'),
    dataDir,
    signInUrl: /http\S+\/sign-in\?\S+/.exec(told)?.[0] ?? '',
    process: child,
    rest: (path, init = {}) =>
      fetch(`${http}/api/v1${path}`, {
        ...init,
        headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${apiKey}` },
      }),
    async stop() {
      child.kill('SIGTERM')
      return (await exited)[0]
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command line from source to its end. */
export function runCli(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> {
  return runProgram(process.execPath, [entry('cli.ts'), ...args], '', env)
}

/** Runs a program to its end. */
export async function runProgram(
  command: string,
  args: readonly string[],
  stdin = '',
  env: NodeJS.ProcessEnv = {},
): Promise<Finished> {
  const child = spawn(command, args, { env: { ...process.env, ...env } })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stdin.end(stdin)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}
