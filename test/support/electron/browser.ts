import { chromium, type BrowserContext, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromiumArguments, findChromium } from '../chromium.ts'
import { app } from './app.ts'

let context: Promise<BrowserContext> | null = null
const owned = new Set<Page>()
let expected = 0

/** A page for a window, in the one Chromium of this process, with the profile that the app chose. */
export async function openPage(): Promise<Page> {
  expected += 1
  const browser = await (context ??= openChromium())
  const blank = browser.pages().find((page) => !owned.has(page) && page.url() === 'about:blank')
  const page = blank ?? (await browser.newPage())
  expected -= 1
  owned.add(page)
  return page
}

async function openChromium(): Promise<BrowserContext> {
  const profile = join(app.getPath('userData'), 'Chromium')
  const opened = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: true,
    viewport: null,
    args: [
      ...chromiumArguments,
      '--remote-debugging-port=0',
      // How a page can tell that it is on the desktop.
      '--user-agent=Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Electron/45.4.1 Safari/537.36',
    ],
  })
  app.closers.push(() => opened.close())
  // Whatever opens by itself was refused by the app; Chromium opens it nevertheless, so it is closed at once.
  opened.on('page', (page) => {
    if (expected === 0 && !owned.has(page)) void page.close().catch(() => {})
  })
  const [port] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')
  console.error(`DevTools listening on ws://127.0.0.1:${port}/`)
  return opened
}

export function isOwned(page: Page): boolean {
  return owned.has(page)
}
