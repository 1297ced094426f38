import { _electron, chromium, type ElectronApplication, type Page } from '@playwright/test'
import type * as Electron from 'electron'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))
type Question<Argument, Answer> = (electron: typeof Electron, argument: Argument) => Answer | Promise<Answer>

export interface LaunchOptions {
  readonly dataDir: string
  /** The built main; the project's own unless a packed one is to be tried. */
  readonly main?: string
  readonly environment?: Record<string, string>
}

/** A running desktop app, on Electron or on the double. */
export interface Desktop {
  readonly page: Page
  readonly pid: number
  /** Runs a function in the main process. It crosses as text: it sees its arguments and nothing else. */
  readonly evaluate: <Argument, Answer>(question: Question<Argument, Answer>, argument: Argument) => Promise<Answer>
  /** The window's page now; after a crash it is another. */
  readonly currentPage: () => Promise<Page>
  /** As the menu's Quit; resolves with the exit code. */
  readonly quit: () => Promise<number | null>
  readonly exited: Promise<number | null>
  readonly output: () => string
}

/** Electron's executable, where there is one: ELECTRON_BIN, or the one that `install-electron` fetched. */
export const electronBinary: string | null = findElectron()

/** Starts the built app: on Electron where its binary is there, on the double elsewhere. */
export async function launchDesktop(options: LaunchOptions): Promise<Desktop> {
  return electronBinary ? launchOnElectron(electronBinary, options) : launchOnDouble(options)
}

/** A start without a look inside, e.g. of a second instance. */
export function spawnDesktop({ dataDir, main = builtMain(), environment = {} }: LaunchOptions): ChildProcess {
  const command = electronBinary ?? process.execPath
  const support = (file: string) => join(root, 'test', 'support', 'electron', file)
  const electronArguments = process.platform === 'linux' ? ['--no-sandbox', main] : [main]
  const doubleArguments = ['--import', support('loader.ts'), support('runner.ts'), main]
  return spawn(command, electronBinary ? electronArguments : doubleArguments, {
    env: { ...process.env, ...environment, SANDPOST_DATA: dataDir },
    stdio: electronBinary ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'pipe', 'pipe', 'ipc'],
    // A group of its own: a spec can see whether anything of it is left.
    detached: process.platform !== 'win32',
  })
}

async function launchOnDouble(options: LaunchOptions): Promise<Desktop> {
  const child = spawnDesktop(options)
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  const output = collect(child)
  const port = await Promise.race([
    devToolsPort(child, output),
    exited.then((code) => Promise.reject(new Error(`The app ended (${code}) before its window opened:\n${output()}`))),
  ])
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
  const crashed = new WeakSet<Page>()
  const currentPage = async () => {
    const [context] = browser.contexts()
    if (!context) throw new Error('Chromium has no context.')
    const page = context.pages().find((one) => !crashed.has(one)) ?? (await context.waitForEvent('page'))
    page.on('crash', () => crashed.add(page))
    // Without a listener Playwright answers dialogs by itself; here the main process answers them.
    page.on('dialog', () => {})
    await page.waitForURL((url) => url.href !== 'about:blank')
    return page
  }
  const evaluate = askOverIpc(child)
  return {
    page: await currentPage(),
    pid: child.pid ?? 0,
    evaluate,
    currentPage,
    exited,
    output,
    async quit() {
      if (child.connected) void evaluate(({ app }) => app.quit(), null).catch(() => {})
      return exited
    },
  }
}

async function launchOnElectron(executablePath: string, options: LaunchOptions): Promise<Desktop> {
  const app: ElectronApplication = await _electron.launch({
    executablePath,
    args: [...(process.platform === 'linux' ? ['--no-sandbox'] : []), options.main ?? builtMain()],
    env: { ...(process.env as Record<string, string>), ...options.environment, SANDPOST_DATA: options.dataDir },
  })
  const child = app.process()
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  return {
    page: await app.firstWindow(),
    pid: child.pid ?? 0,
    evaluate: (question, argument) => app.evaluate(question as never, argument) as never,
    currentPage: () => app.firstWindow(),
    exited,
    output: collect(child),
    async quit() {
      if (child.exitCode === null) await app.evaluate(({ app: electronApp }) => electronApp.quit())
      return exited
    },
  }
}

function askOverIpc(child: ChildProcess): Desktop['evaluate'] {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  let last = 0
  child.on('message', ({ id, value, error }: { id: number; value?: unknown; error?: string }) => {
    if (error === undefined) waiting.get(id)?.resolve(value as never)
    else waiting.get(id)?.reject(new Error(error))
    waiting.delete(id)
  })
  child.on('exit', () => {
    for (const question of waiting.values()) question.reject(new Error('The app ended.'))
  })
  return (question, argument) =>
    new Promise((resolve, reject) => {
      last += 1
      waiting.set(last, { resolve, reject })
      child.send({ id: last, source: question.toString(), argument })
    })
}

async function devToolsPort(child: ChildProcess, output: () => string): Promise<string> {
  for (;;) {
    const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(output())?.[1]
    if (port) return port
    if (child.stderr) await once(child.stderr, 'data')
  }
}

function collect(child: ChildProcess): () => string {
  let text = ''
  child.stdout?.on('data', (chunk: Buffer) => void (text += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => void (text += chunk.toString()))
  return () => text
}

function builtMain(): string {
  const main = process.env['SANDPOST_TEST_MAIN'] ?? join(root, 'out', 'main', 'index.js')
  if (!existsSync(main)) throw new Error('The app is not built. Run "npm run build" first.')
  return main
}

function findElectron(): string | null {
  const chosen = process.env['ELECTRON_BIN']
  if (chosen) return chosen
  const folder = join(root, 'node_modules', 'electron')
  const pathFile = join(folder, 'path.txt')
  const fetched = existsSync(pathFile) ? join(folder, 'dist', readFileSync(pathFile, 'utf8')) : null
  return fetched && existsSync(fetched) ? fetched : null
}
