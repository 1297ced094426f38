import { EventEmitter } from 'node:events'
import { app } from './app.ts'
import { emitPreventable } from './events.ts'
import { WebContents } from './webContents.ts'

interface Bounds {
  x: number
  y: number
  width: number
  height: number
}

interface Options extends Partial<Bounds> {
  show?: boolean
  title?: string
  backgroundColor?: string
  webPreferences?: { preload?: string }
}

/** `BrowserWindow` without a desktop to stand on: its page is real, its frame is remembered. */
export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents
  backgroundColor: string
  progress = -1
  #bounds: Bounds
  #title: string
  #visible: boolean
  #focused = false
  #maximised = false
  #minimised = false
  #destroyed = false

  static getAllWindows = () => [...app.windows] as BrowserWindow[]
  static getFocusedWindow = () => BrowserWindow.getAllWindows().find((window) => window.isFocused()) ?? null

  constructor({ x = 100, y = 100, width = 800, height = 600, show = true, ...options }: Options = {}) {
    super()
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    this.#bounds = { x, y, width, height }
    this.#visible = show
    this.#title = options.title ?? app.getName()
    this.backgroundColor = options.backgroundColor ?? '#FFF'
    this.webContents = new WebContents(options.webPreferences ?? {}, { width, height })
    this.webContents.on('page-title-updated', (_event, title: string) => {
      if (!emitPreventable(this, 'page-title-updated', { title })) this.#title = title
    })
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show', {}))
    app.windows.add(this)
  }

  loadURL = (address: string) => this.webContents.loadURL(address)
  getTitle = () => this.#title
  getBounds = (): Bounds => ({ ...this.#bounds })
  getNormalBounds = (): Bounds => ({ ...this.#bounds })
  isMaximized = () => this.#maximised
  isMinimized = () => this.#minimised
  isVisible = () => this.#visible && !this.#minimised
  isFocused = () => this.#focused
  isDestroyed = () => this.#destroyed
  setBackgroundColor = (colour: string) => void (this.backgroundColor = colour)
  setProgressBar = (progress: number) => void (this.progress = progress)

  setBounds(bounds: Partial<Bounds>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
    this.emit('resize', {})
  }

  maximize(): void {
    this.#maximised = this.#visible = true
    this.emit('maximize', {})
  }

  unmaximize(): void {
    this.#maximised = false
    this.emit('unmaximize', {})
  }

  minimize(): void {
    this.#minimised = true
    this.blur()
    this.emit('minimize', {})
  }

  restore(): void {
    this.#minimised = false
    this.emit('restore', {})
  }

  show(): void {
    this.#visible = true
    this.emit('show', {})
    this.focus()
  }

  focus(): void {
    for (const other of BrowserWindow.getAllWindows()) if (other !== this) other.blur()
    this.#focused = true
    this.emit('focus', {})
  }

  blur(): void {
    if (!this.#focused) return
    this.#focused = false
    this.emit('blur', {})
  }

  close(): void {
    void this.closed()
  }

  /** Closes unless the app or the page refuses; says whether the window is gone. */
  async closed(): Promise<boolean> {
    if (this.#destroyed) return true
    if (emitPreventable(this, 'close') || !(await this.webContents.mayUnload())) return false
    this.destroy()
    return true
  }

  destroy(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    this.webContents.destroy()
    this.emit('closed')
    app.windowClosed(this)
  }
}
