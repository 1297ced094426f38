import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { startBrowserHost, type BrowserHost } from '../support/browserHost.ts'
import { fillDataFolder, sendMail } from '../support/mailbox.ts'
import { rows } from './host.ts'

const messages = 100_000
let dataDir: string
let host: BrowserHost

test.beforeAll(async () => {
  test.setTimeout(180_000)
  dataDir = await mkdtemp(join(tmpdir(), 'sandpost-many-'))
  await fillDataFolder(dataDir, messages)
  host = await startBrowserHost({ dataDir })
})
test.afterAll(async () => {
  await host.stop()
  await rm(dataDir, { recursive: true, force: true })
})

test('100,000 messages: few rows exist, End and Home reach both ends, any place can be scrolled to', async ({
  page,
}) => {
  await page.goto(host.signInUrl)
  const grid = page.getByRole('grid', { name: 'Messages' })
  await expect(grid).toHaveAttribute('aria-rowcount', String(messages))
  await expect(rows(page).first()).toContainText(`(${messages})`)
  expect(await rows(page).count()).toBeLessThan(80)

  await page.keyboard.press('End')
  await expect(rows(page).last()).toContainText('(1)')
  await page.keyboard.press('PageUp')
  await page.keyboard.press('Home')
  await expect(rows(page).first()).toContainText(`(${messages})`)

  await grid.evaluate((element) => (element.scrollTop = element.scrollHeight / 2))
  const middle = page.locator('[role=row][aria-rowindex="50001"]')
  await expect(middle).toContainText(`(${messages - 50_000})`)
  expect(await rows(page).count()).toBeLessThan(80)

  await sendMail(host.smtpPort, [{ subject: 'One more' }])
  await expect(page.getByRole('button', { name: '1 new' })).toBeVisible()
  await expect(grid).toHaveAttribute('aria-rowcount', String(messages + 1))
})

test('100,000 messages: all are selected, deleted and brought back at once', async ({ page }) => {
  await page.goto(host.signInUrl)
  const grid = page.getByRole('grid', { name: 'Messages' })
  await expect(rows(page).first()).toBeVisible()
  const before = await grid.getAttribute('aria-rowcount')
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await expect(page.getByText(/messages deleted$/)).toBeVisible()
  await expect(grid).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expect(grid).toHaveAttribute('aria-rowcount', String(before))
})
