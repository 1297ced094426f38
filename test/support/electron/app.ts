import { EventEmitter } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { emitPreventable } from './events.ts'

interface OpenWindow {
  closed(): Promise<boolean>
}

/** `app`: the order of start and end as Electron documents it. */
class App extends EventEmitter {
  readonly isPackaged = process.env['ELECTRON_DOUBLE_PACKAGED'] === '1'
  readonly windows = new Set<OpenWindow>()
  /** Chromium and whatever else must be gone before the process ends. */
  readonly closers: (() => Promise<void>)[] = []
  relaunches = 0
  #paths: Record<string, string> = { home: homedir(), temp: tmpdir(), appData: join(homedir(), '.config') }
  #root = ''
  #manifest: { name: string; productName?: string; version: string } = { name: 'electron', version: '0.0.0' }
  #ready = Promise.withResolvers<void>()
  #isReady = false
  #quitting = false
  #exiting = false

  load(main: string): void {
    let folder = dirname(main)
    while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
    this.#root = folder
    this.#manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    this.#paths['userData'] = join(this.#paths['appData'] ?? '', this.getName())
  }

  becomeReady(): void {
    if (this.#exiting) return
    this.#isReady = true
    this.emit('ready')
    this.#ready.resolve()
  }

  whenReady = () => this.#ready.promise
  isReady = () => this.#isReady
  getVersion = () => this.#manifest.version
  getName = () => this.#manifest.productName ?? this.#manifest.name
  getAppPath = () => this.#root
  setPath = (name: string, path: string) => void (this.#paths[name] = path)

  getPath(name: string): string {
    const path = this.#paths[name]
    if (!path) throw new Error(`Failed to get '${name}' path`)
    return path
  }

  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
  }

  requestSingleInstanceLock(): boolean {
    const file = join(this.getPath('userData'), 'SingletonLock')
    const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
    if (isAlive(holder)) {
      process.kill(holder, 'SIGUSR2')
      return false
    }
    rmSync(file, { force: true })
    const handle = openSync(file, 'wx')
    writeSync(handle, String(process.pid))
    closeSync(handle)
    process.on('SIGUSR2', () => this.emit('second-instance', {}, [], process.cwd(), null))
    this.closers.push(async () => rmSync(file, { force: true }))
    return true
  }

  relaunch(): void {
    this.relaunches += 1
  }

  /** before-quit, then the windows, then will-quit, each of which may refuse; then the end. */
  quit(): void {
    if (this.#quitting) return
    this.#quitting = true
    void this.#tryToQuit()
  }

  async #tryToQuit(): Promise<void> {
    if (await this.#mayQuit()) this.exit(0)
    else this.#quitting = false
  }

  async #mayQuit(): Promise<boolean> {
    if (emitPreventable(this, 'before-quit')) return false
    const closed = await Promise.all([...this.windows].map((window) => window.closed()))
    return !closed.includes(false) && !emitPreventable(this, 'will-quit')
  }

  windowClosed(window: OpenWindow): void {
    this.windows.delete(window)
    if (this.windows.size === 0 && !this.#quitting) this.emit('window-all-closed')
  }

  exit(code = 0): void {
    if (this.#exiting) return
    this.#exiting = true
    this.emit('quit', {}, code)
    void Promise.allSettled(this.closers.map((close) => close())).then(() => process.exit(code))
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && pid !== process.pid && process.kill(pid, 0)
  } catch {
    return false
  }
}

export const app = new App()

/** Makes this process look like Electron's main process. */
export function startUp(main: string): void {
  app.load(main)
  Object.defineProperty(process, 'type', { value: 'browser' })
  Object.defineProperty(process, 'resourcesPath', { value: dirname(app.getAppPath()) })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())
}
