import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { hostileMails } from '../hostile/all.ts'
import { canaryAt, htmlMail } from '../hostile/hostileMail.ts'
import { startBrowserHost, type BrowserHost } from '../support/browserHost.ts'
import { startCanaryServer, type CanaryServer } from '../support/canaryServer.ts'
import { capture, messageFrame, openMessage, settle } from './openMessage.ts'

// Every hostile mail goes through the real SMTP port and is looked at in every tab of the real app, first as it
// opens, then with remote content allowed. One app for all of them: it must survive each.
let host: BrowserHost
let canaries: CanaryServer
let context: BrowserContext
let page: Page
/** What should never be seen: each entry is a sentence about what happened. */
let alarms: string[] = []
let consented = false

test.beforeAll(async ({ browser }) => {
  host = await startBrowserHost()
  canaries = await startCanaryServer()
  context = await browser.newContext()
  page = await context.newPage()
  await page.goto(host.signInUrl)
  await expect(page.getByText('Waiting for the first message')).toBeVisible()
  watch()
})

test.afterAll(async () => {
  await context.close()
  await canaries.close()
  await host.stop()
})

for (const mail of hostileMails) {
  test(`${mail.name}: no script, no request, no way out`, async () => {
    alarms = []
    consented = false
    canaries.hits.length = 0
    const id = await capture(host, mail.bytes(canaryAt(canaries.base)))
    await openMessage(page, id)
    await lookAtEveryTab()
    expect(alarms, 'before remote content was allowed').toEqual([])
    expect(canaries.hits, 'requests before remote content was allowed').toEqual([])

    consented = true
    await page.keyboard.press('1')
    const load = page.getByRole('button', { name: 'Load for this message' })
    if (await load.isVisible()) {
      await load.click()
      await expect(load).toBeHidden()
      await lookAtEveryTab()
    }
    expect(alarms, 'after remote content was allowed').toEqual([])
    expect(
      canaries.hits.filter((path) => !path.startsWith('/allowed/')),
      'requests that are never allowed',
    ).toEqual([])
    await expectAlive()
  })
}

test('remote pictures do load once they are allowed: the canary is not just deaf', async () => {
  canaries.hits.length = 0
  const canary = canaryAt(canaries.base)
  const mail = htmlMail(
    'pictures',
    ({ allowed }) => `<img src="${allowed('seen.gif')}"><p style="background:url(${allowed('css.gif')})">x</p>`,
  )
  await openMessage(page, await capture(host, mail.bytes(canary)))
  await page.keyboard.press('1')
  consented = true
  await expect(page.getByText(/2 remote images and fonts from 127\.0\.0\.1:\d+ are not loaded/)).toBeVisible()
  await messageFrame(page)
  await settle(page)
  expect(canaries.hits).toEqual([])
  await page.getByRole('button', { name: 'Load for this message' }).click()
  await expect.poll(() => canaries.hits.toSorted()).toEqual(['/allowed/css.gif', '/allowed/seen.gif'])
})

test('consent for one message is not consent for the next', async () => {
  canaries.hits.length = 0
  const mail = htmlMail('another', ({ allowed }) => `<img src="${allowed('other.gif')}">`)
  await openMessage(page, await capture(host, mail.bytes(canaryAt(canaries.base))))
  await expect(page.getByRole('button', { name: 'Load for this message' })).toBeVisible()
  await messageFrame(page)
  await settle(page)
  expect(canaries.hits).toEqual([])
})

function watch(): void {
  const alarm = (what: string) => alarms.push(what)
  context.on('page', (opened) => alarm(`a window opened: ${opened.url()}`))
  page.on('dialog', (dialog) => {
    alarm(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('console', (message) => {
    if (message.text() === 'owned') alarm('a script ran')
  })
  page.on('crash', () => alarm('the page crashed'))
  page.on('pageerror', (error) => alarm(`the app threw: ${error.message}`))
  page.on('download', (download) => alarm(`a download: ${download.suggestedFilename()}`))
  page.on('framenavigated', (frame) => {
    const ours =
      frame === page.mainFrame() ? frame.url().startsWith(host.http) : /^about:(srcdoc|blank)$/.test(frame.url())
    if (!ours) alarm(`a frame went to ${frame.url()}`)
  })
  page.on('request', (request) => {
    const url = request.url()
    if (/^(data|blob|about):/.test(url)) return
    const fromApp = request.frame() === page.mainFrame() && url.startsWith(host.http)
    const granted = consented && url.startsWith(`${canaries.base}/allowed/`)
    if (!fromApp && !granted && !(consented && url.startsWith('https://127.0.0.1:1/'))) alarm(`a request: ${url}`)
  })
}

async function lookAtEveryTab(): Promise<void> {
  for (const [index, name] of ['HTML', 'Text', 'Source', 'Headers', 'Attachments', 'Envelope'].entries()) {
    await page.keyboard.press(String(index + 1))
    await expect(page.getByRole('tab', { name: new RegExp(`^${name}`) })).toHaveAttribute('aria-selected', 'true')
    await expect(page.getByRole('tabpanel')).toBeVisible()
    if (name === 'HTML') await provoke()
    if (name === 'Source') await expect(page.getByRole('group', { name: 'Source' })).toBeVisible()
    await settle(page)
  }
}

/** Hands a message the gestures that its traps wait for: the pointer over it, a click, a key. */
async function provoke(): Promise<void> {
  const anyway = page.getByRole('button', { name: 'Show it anyway' })
  if (await anyway.isVisible()) await anyway.click()
  if ((await page.locator('iframe[title="Message"]').count()) === 0) return
  const frame = await messageFrame(page)
  const box = await page.locator('iframe[title="Message"]').boundingBox()
  if (!frame || !box) return
  for (const [x, y] of [
    [20, 20],
    [60, 40],
    [box.width / 2, box.height / 2],
  ] as const) {
    await page.mouse.move(box.x + x, box.y + y)
    await page.mouse.click(box.x + x, box.y + y)
    const dialog = page.getByRole('dialog')
    if (await dialog.isVisible()) {
      await page.keyboard.press('Escape')
      await expect(dialog).toBeHidden()
    }
  }
}

/** The app still answers: another message opens, and this one's frame has not changed the page around it. */
async function expectAlive(): Promise<void> {
  expect(await page.title()).not.toContain('owned')
  expect(page.url().startsWith(host.http)).toBe(true)
  const mail = htmlMail('still here', () => '<p>Alive and well</p>')
  await openMessage(page, await capture(host, mail.bytes(canaryAt(canaries.base))))
  await page.keyboard.press('1')
  await expect(page.frameLocator('iframe[title="Message"]').getByText('Alive and well')).toBeVisible()
}
