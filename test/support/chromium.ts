import { chromium } from '@playwright/test'
import { existsSync } from 'node:fs'

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** A Chromium on this machine: CHROMIUM_BIN, else the system's, else Playwright's own. Throws when there is none. */
export function findChromium(): string {
  const chosen = process.env['CHROMIUM_BIN']
  const found = [...(chosen ? [chosen] : usualPlaces), chromium.executablePath()].find((path) => existsSync(path))
  if (!found) throw new Error('No Chromium was found. Set CHROMIUM_BIN, or run "npx playwright install chromium".')
  return found
}

/** Chromium's own sandbox cannot be set up by root, as in a container. */
export const chromiumArguments: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : []
