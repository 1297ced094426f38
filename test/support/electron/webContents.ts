import type { CDPSession, Frame, Page, Route } from '@playwright/test'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { isOwned, openPage } from './browser.ts'
import { emitPreventable } from './events.ts'
import { decode, type MessagePortMain } from './messagePorts.ts'
import { ipcMain, nativeTheme } from './natives.ts'
import { pageSide, type FromPage, type PageSide, type ToPage } from './pageScript.ts'
import { fromChromium, handlerOf, toChromium } from './protocol.ts'
import { applyPermissions } from './session.ts'

interface Size {
  readonly width: number
  readonly height: number
}
type WindowOpenHandler = (details: { url: string }) => { action: 'deny' | 'allow' }
let lastPort = 0

/** `webContents` on a real Chromium page: navigation, ports and messages as Electron documents them. */
export class WebContents extends EventEmitter {
  readonly mainFrame: { readonly url: string }
  readonly #preferences: { preload?: string }
  readonly #ports = new Map<number, MessagePortMain>()
  #page: Promise<Page>
  readonly #size: Size
  #current: Page | null = null
  #address = ''
  #loading = ''
  #destroyed = false
  #onWindowOpen: WindowOpenHandler | null = null

  constructor(preferences: { preload?: string }, size: Size) {
    super()
    this.#preferences = preferences
    this.#size = size
    this.#page = this.#openPage()
    this.mainFrame = new MainFrame(() => this.#address)
    nativeTheme.on('updated', () => void this.#applyTheme())
  }

  getURL = () => this.#address
  getLastWebPreferences = () => this.#preferences
  isDestroyed = () => this.#destroyed
  setWindowOpenHandler = (handler: WindowOpenHandler) => void (this.#onWindowOpen = handler)

  async loadURL(address: string): Promise<void> {
    this.#loading = this.#address = address
    const page = await this.#page
    await applyPermissions(page.context(), toChromium(address))
    await page.goto(toChromium(address)).catch((error: Error) => {
      this.emit('did-fail-load', {}, -2, error.message.split('\n')[0], address, true)
      throw error
    })
  }

  reload(): void {
    // Playwright cannot go on with a page that crashed.
    if (!this.#current) this.#page = this.#openPage()
    void this.loadURL(this.#address).catch(() => {})
  }

  forcefullyCrashRenderer(): void {
    void this.#current?.goto('chrome://crash').catch(() => {})
  }

  postMessage(channel: string, message: unknown, transfer: MessagePortMain[] = []): void {
    const ports = transfer.map((port) => {
      const id = (lastPort += 1)
      this.#ports.set(id, port)
      port.farEnd = {
        send: (encoded) => this.#tell({ is: 'portMessage', port: id, encoded }),
        close: () => this.#tell({ is: 'portClosed', port: id }),
      }
      return id
    })
    this.#tell({ is: 'ipc', channel, message, ports })
  }

  /** Runs the page's beforeunload handlers, as a closing window does; the dialog below gives the answer. */
  async mayUnload(): Promise<boolean> {
    const page = this.#current
    if (!page || page.isClosed()) return true
    const answer = Promise.withResolvers<boolean>()
    page.once('close', () => answer.resolve(true))
    this.once('stays', () => answer.resolve(false))
    await page.close({ runBeforeUnload: true }).catch(() => answer.resolve(true))
    return answer.promise
  }

  destroy(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    this.#closePorts()
    this.emit('destroyed')
    void this.#page.then((page) => page.close()).catch(() => {})
  }

  async #openPage(): Promise<Page> {
    const page = await openPage()
    this.#current = page
    await page.exposeBinding('electronDouble', ({ frame }, report: FromPage) => this.#hear(frame, report))
    const preload = this.#preferences.preload ? readFileSync(this.#preferences.preload, 'utf8') : ''
    await page.addInitScript(
      `(${pageSide.toString()})((require) => { const exports = {}, module = { exports };\n${preload}\n})`,
    )
    await page.context().route('**/*', (route) => this.#answer(route))
    const debugging = await page.context().newCDPSession(page)
    await this.#watchWindowOpen(debugging)
    await resize(debugging, this.#size)
    page.on('dialog', (asked) => {
      // Electron's event is the other way round: refusing it is to let the page go.
      const leaves = asked.type() === 'beforeunload' && emitPreventable(this, 'will-prevent-unload')
      if (!leaves) this.emit('stays')
      void (leaves ? asked.accept() : asked.dismiss()).catch(() => {})
    })
    page.on('domcontentloaded', () => this.emit('dom-ready', {}))
    page.on('load', () => this.emit('did-finish-load', {}))
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame() && frame.url() !== 'about:blank') this.#address = fromChromium(frame.url())
    })
    page.on('crash', () => {
      this.#current = null
      void page.close().catch(() => {})
      this.#closePorts()
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
    })
    await this.#applyTheme(page)
    return page
  }

  /** Chromium tells of every window a page opens, also of those for mailto: links that never show a page. */
  async #watchWindowOpen(debugging: CDPSession): Promise<void> {
    await debugging.send('Page.enable')
    debugging.on('Page.windowOpen', ({ url }) => {
      const answer = this.#onWindowOpen?.({ url: fromChromium(url) })
      if (answer?.action !== 'deny') throw new Error('The double of electron opens no second windows.')
    })
  }

  /** Every request: navigations can be refused by the app, and the app's own scheme is answered by the app. */
  async #answer(route: Route): Promise<void> {
    const request = route.request()
    const url = fromChromium(request.url())
    const frame = frameOf(route)
    if (frame && !isOwned(frame.page())) return route.abort('aborted')
    if (frame && request.isNavigationRequest() && this.#isRefused(url, frame)) return route.abort('aborted')
    const handler = handlerOf(url)
    if (!handler) return route.continue()
    const response = await handler(new Request(url, { method: request.method() }))
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    })
  }

  /** Asks as Electron does: not for what the app itself loads. */
  #isRefused(url: string, frame: Frame): boolean {
    const isMainFrame = frame === frame.page().mainFrame()
    const own = isMainFrame && url.split('#')[0] === this.#loading.split('#')[0]
    if (own) return false
    const refused = emitPreventable(this, 'will-frame-navigate', { url, isMainFrame })
    return (isMainFrame && emitPreventable(this, 'will-navigate', { url, isMainFrame })) || refused
  }

  #hear(frame: Frame, report: FromPage): void {
    if (report.is === 'document') this.#closePorts()
    else if (report.is === 'title') this.emit('page-title-updated', {}, report.title)
    else if (report.is === 'portMessage') this.#ports.get(report.port)?.peer?.receive(decode(report.encoded))
    else if (report.is === 'portClosed') this.#ports.get(report.port)?.close()
    else {
      const isMain = frame === frame.page().mainFrame()
      const senderFrame = isMain ? this.mainFrame : { url: fromChromium(frame.url()) }
      ipcMain.emit(report.channel, { sender: this, senderFrame, ports: [] }, ...report.values)
    }
  }

  #tell(order: ToPage): void {
    const deliver = (given: ToPage) => (window as unknown as PageSide).electronDoubleDeliver(given)
    // A page that is gone or just being replaced hears nothing more.
    void this.#page.then((page) => page.evaluate(deliver, order)).catch(() => {})
  }

  #closePorts(): void {
    const ports = [...this.#ports.values()]
    this.#ports.clear()
    for (const port of ports) port.close()
  }

  async #applyTheme(page = this.#current): Promise<void> {
    const scheme = nativeTheme.themeSource
    await page?.emulateMedia({ colorScheme: scheme === 'system' ? null : scheme }).catch(() => {})
  }
}

class MainFrame {
  readonly #address: () => string

  constructor(address: () => string) {
    this.#address = address
  }

  get url(): string {
    return this.#address()
  }
}

async function resize(debugging: CDPSession, { width, height }: Size): Promise<void> {
  const { windowId } = await debugging.send('Browser.getWindowForTarget')
  await debugging.send('Browser.setWindowBounds', { windowId, bounds: { width, height } })
}

/** A request of a page that is just opening has no frame yet. */
function frameOf(route: Route): Frame | null {
  try {
    return route.request().frame()
  } catch {
    return null
  }
}
