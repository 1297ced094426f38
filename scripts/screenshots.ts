// Pictures of every screen in every state, light and dark, wide and narrow, to be looked at:
//   npm run screenshots -- DIR      (default: test-results/screenshots)
//   npm run screenshots -- --docs   writes the pictures of README and docs, docs/images/*.png
import { chromium, type Browser, type Page } from '@playwright/test'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createTransport } from 'nodemailer'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startBrowserHost, type BrowserHost } from '../test/support/browserHost.ts'
import { chromiumArguments, findChromium } from '../test/support/chromium.ts'
import { fillDataFolder, sendMail, variedMail } from '../test/support/mailbox.ts'
import { takeDiagnosticsPictures } from './diagnosticsPictures.ts'
import { ensureBuilt, root } from './project.ts'
import { takeRelayPictures } from './relayPictures.ts'

const args = process.argv.slice(2)
const forDocs = args.includes('--docs')
const folder = resolve(args.find((arg) => !arg.startsWith('--')) ?? join(root, 'test-results', 'screenshots'))
const wide = { width: 1280, height: 800 }
const narrow = { width: 860, height: 800 }
const phone = { width: 420, height: 800 }
const quietly = ['--disable-gpu', '--disable-background-networking', '--no-first-run']

await ensureBuilt()
const browser = await chromium.launch({ executablePath: findChromium(), args: [...chromiumArguments, ...quietly] })
try {
  if (forDocs) await takeDocsPictures(browser)
  else await takeAllPictures(browser)
} finally {
  await browser.close()
}

async function takeDocsPictures(on: Browser): Promise<void> {
  const host = await startBrowserHost()
  try {
    const page = await signedIn(on, host, 'light')
    await sendMail(host.smtpPort, variedMail(24))
    await openSample(page)
    await page.getByText('Sample sent').waitFor({ state: 'detached' })
    await mkdir(join(root, 'docs', 'images'), { recursive: true })
    await picture(page, join(root, 'docs', 'images', 'inbox.png'))
    await takeCredentialPictures(page, host)
  } finally {
    await host.stop()
  }
  const relayHost = await startBrowserHost()
  try {
    const page = await signedIn(on, relayHost, 'light')
    await takeRelayPictures(page, relayHost, (name) => picture(page, join(root, 'docs', 'images', `${name}.png`)))
  } finally {
    await relayHost.stop()
  }
  const diagnosticsHost = await startBrowserHost()
  try {
    const page = await signedIn(on, diagnosticsHost, 'light')
    await takeDiagnosticsPictures(page, diagnosticsHost, async (name) => {
      if (name === 'diagnostics-report') await picture(page, join(root, 'docs', 'images', 'diagnostics.png'))
    })
  } finally {
    await diagnosticsHost.stop()
  }
}

/** A few credentials that were used, one of them wrongly. */
async function takeCredentialPictures(page: Page, host: BrowserHost): Promise<void> {
  const make = async (path: string, data: object) =>
    (await (await page.request.post(`${host.http}/api/v1${path}`, { data })).json()) as {
      username: string
      password: string
    }
  const shop = await make('/smtp-credentials', { name: 'Web shop', domains: ['shop.example'], mode: 'production' })
  await make('/smtp-credentials', { name: 'Newsletter', domains: ['news.example'], expiresAt: '2030-01-01T00:00:00Z' })
  await make('/smtp-credentials', { name: 'Old importer', enabled: false })
  await make('/api-keys', { name: 'CI pipeline', permissions: ['mail.send', 'messages.read'] })
  for (let n = 0; n < 7; n += 1) await logIn(host, shop.username, shop.password)
  await logIn(host, shop.username, `${shop.password}\n`)

  await page.goto(`${host.http}/#/credentials`)
  await page.getByRole('button', { name: 'CI pipeline' }).waitFor()
  await page.getByText('7', { exact: true }).waitFor()
  await picture(page, join(root, 'docs', 'images', 'credentials.png'))
  await page.goto(`${host.http}/#/activity`)
  await page
    .getByRole('row', { name: /535 5\.7\.8/ })
    .first()
    .click()
  await page.getByRole('region', { name: 'Why' }).waitFor()
  await picture(page, join(root, 'docs', 'images', 'login-explained.png'))
}

async function logIn(host: BrowserHost, user: string, pass: string): Promise<void> {
  const server = { host: '127.0.0.1', port: host.smtpPort, tls: { rejectUnauthorized: false } }
  const transport = createTransport({ ...server, auth: { user, pass } })
  await transport
    .sendMail({ from: 'orders@shop.example', to: 'ann@example.test', subject: 'Your order', text: 'Thank you.' })
    .catch(() => undefined)
  transport.close()
}

async function takeAllPictures(on: Browser): Promise<void> {
  await mkdir(folder, { recursive: true })
  const dataDir = await mkdtemp(join(tmpdir(), 'sandpost-pictures-'))
  try {
    for (const scheme of ['light', 'dark'] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one browser and one host at a time
      await takePicturesOfFirstMail(on, scheme)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await takePicturesOfDiagnostics(on, scheme)
    }
    await fillDataFolder(dataDir, 100_000)
    const host = await startBrowserHost({ dataDir })
    await sendMail(host.smtpPort, variedMail(40))
    for (const scheme of ['light', 'dark'] as const) {
      // oxlint-disable-next-line no-await-in-loop -- as above
      await takePicturesOfFullInbox(on, host, scheme)
    }
    await takePicturesOfTrouble(on, host)
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
  console.log(`Pictures are in ${folder}`)
}

async function takePicturesOfFirstMail(on: Browser, scheme: 'light' | 'dark'): Promise<void> {
  const host = await startBrowserHost()
  try {
    const page = await signedIn(on, host, scheme)
    const shoot = (name: string) => picture(page, join(folder, `${name}-${scheme}.png`))
    await page.getByText(String(host.smtpPort)).first().waitFor()
    await shoot('inbox-empty')
    await openHash(page, '#/activity')
    await shoot('activity-empty')
    await openHash(page, '#/inbox')
    await openSample(page)
    await shoot('inbox-first')
    await page.context().close()
  } finally {
    await host.stop()
  }
}

async function takePicturesOfDiagnostics(on: Browser, scheme: 'light' | 'dark'): Promise<void> {
  for (const size of [wide, narrow, phone]) {
    // oxlint-disable-next-line no-await-in-loop -- one host at a time
    const host = await startBrowserHost()
    try {
      // oxlint-disable-next-line no-await-in-loop -- as above
      const page = await signedIn(on, host, scheme)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await page.setViewportSize(size)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await takeDiagnosticsPictures(page, host, (name) =>
        picture(page, join(folder, `${name}-${size.width}-${scheme}.png`)),
      )
      // oxlint-disable-next-line no-await-in-loop -- as above
      await page.context().close()
    } finally {
      // oxlint-disable-next-line no-await-in-loop -- as above
      await host.stop()
    }
  }
}

async function takePicturesOfFullInbox(on: Browser, host: BrowserHost, scheme: 'light' | 'dark'): Promise<void> {
  const page = await signedIn(on, host, scheme)
  const shoot = (name: string) => picture(page, join(folder, `${name}-${scheme}.png`))
  const rows = page.getByRole('grid', { name: 'Messages' }).getByRole('row')
  await rows.nth(3).click()
  await page.getByRole('article').waitFor()
  await shoot('inbox-full')
  await page.keyboard.press('x')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await shoot('inbox-selection')
  await page.keyboard.press('Delete')
  await page.getByRole('button', { name: 'Undo' }).waitFor()
  await shoot('inbox-deleted')
  await page.keyboard.press('Control+z')
  await page.keyboard.press('/')
  await page.getByRole('option').first().waitFor()
  await shoot('inbox-suggestions')
  const box = page.getByRole('combobox', { name: 'Search messages' })
  await box.fill('from:zoe has:attachment ')
  await page.keyboard.press('Enter')
  await page
    .getByText(/ found$/)
    .first()
    .waitFor()
  await shoot('inbox-search')
  await box.fill('before:soon')
  await page
    .getByText(/write a day/)
    .first()
    .waitFor()
  await shoot('inbox-search-misunderstood')
  await box.fill('zebra')
  await page.getByText('Nothing found').waitFor()
  await shoot('inbox-no-hits')
  await box.fill('')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  await shoot('shortcuts')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('What do you want to do?').waitFor()
  await shoot('commands')
  await page.keyboard.press('Escape')
  await openHash(page, '#/activity')
  await page.getByRole('grid', { name: 'Sessions' }).getByRole('row').first().click()
  await page.getByRole('region', { name: 'Transcript' }).waitFor()
  await shoot('activity')
  await openHash(page, '#/settings')
  await page.getByRole('heading', { name: 'Listeners' }).waitFor()
  await shoot('settings')
  await page.getByRole('button', { name: 'Certificate', exact: true }).click()
  await shoot('settings-certificate')
  await openHash(page, '#/inbox')
  await page.setViewportSize(narrow)
  await rows.first().waitFor()
  await shoot('narrow-list')
  await rows.nth(1).click()
  await page.getByRole('article').waitFor()
  await shoot('narrow-message')
  await page.context().close()
}

/** Loading, failing and disconnected: the wire to the engine is held, bent and cut. */
async function takePicturesOfTrouble(on: Browser, host: BrowserHost): Promise<void> {
  const loading = await signedIn(on, host, 'light', (message) => (message.includes('/messages/ids') ? null : message))
  await loading.getByRole('status', { name: 'Loading messages' }).waitFor()
  await picture(loading, join(folder, 'inbox-loading-light.png'))
  await loading.context().close()

  const failing = await signedIn(on, host, 'light', (message) => message.replace('/messages/ids', '/messages/none'))
  await failing.getByText('The messages could not be listed').waitFor()
  await picture(failing, join(folder, 'inbox-error-light.png'))
  await failing.context().close()

  const page = await signedIn(on, host, 'dark')
  await page.getByRole('grid', { name: 'Messages' }).getByRole('row').first().waitFor()
  await host.stop()
  await page.getByText('Reconnecting…').waitFor()
  await picture(page, join(folder, 'inbox-disconnected-dark.png'))
}

type Wire = (message: string) => string | null

/** A page of its own, signed in. `wire` sees every message to the engine; null holds it back. */
async function signedIn(on: Browser, host: BrowserHost, colorScheme: 'light' | 'dark', wire?: Wire): Promise<Page> {
  const context = await on.newContext({ viewport: wide, colorScheme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  if (wire) {
    await page.routeWebSocket(/\/rpc$/, (socket) => {
      const engine = socket.connectToServer()
      socket.onMessage((message) => {
        const passed = wire(String(message))
        if (passed !== null) engine.send(passed)
      })
    })
  }
  await page.goto(host.signInUrl)
  await page.getByRole('navigation', { name: 'Screens' }).waitFor()
  return page
}

/** Sends the sample as a person would, and opens it. */
async function openSample(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^Send a sample/ })
    .first()
    .click()
  await page.getByRole('grid', { name: 'Messages' }).getByRole('row').filter({ hasText: 'Sandpost' }).first().click()
  await page.getByRole('article').waitFor()
}

async function openHash(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to
  }, hash)
}

/** Taken when frames have loaded and nothing is on its way. */
async function picture(page: Page, path: string): Promise<void> {
  await page.mouse.move(0, 0)
  await page.waitForTimeout(400)
  await page.screenshot({ path })
}
