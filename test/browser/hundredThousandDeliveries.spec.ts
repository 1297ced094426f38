import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { openMailDatabase } from '../../electron/engine/database/open.ts'
import { insertDelivery } from '../../electron/engine/delivery/tables/deliveries.ts'
import { startBrowserHost, type BrowserHost } from '../support/browserHost.ts'

const deliveries = 100_000
let dataDir: string
let host: BrowserHost

/** Held, so that nothing happens to them by itself. */
function fillWithDeliveries(folder: string): void {
  const db = openMailDatabase(folder)
  const now = Date.now()
  db.transaction(() => {
    for (let n = 1; n <= deliveries; n += 1)
      insertDelivery(
        db,
        n,
        {
          subject: `Order ${n}`,
          sender: 'orders@shop.example',
          recipient: `user${n}@example.test`,
          originalRecipient: null,
          parameters: { mail: {}, rcpt: {} },
          upstreamId: 'removed',
          result: null,
          released: false,
          credentialId: null,
          status: 'held',
          nextTryAt: null,
          scheduled: false,
          explanation: '',
        },
        now,
      )
  })
  db.close()
}

test.beforeAll(async () => {
  test.setTimeout(180_000)
  dataDir = await mkdtemp(join(tmpdir(), 'sandpost-deliveries-'))
  fillWithDeliveries(dataDir)
  host = await startBrowserHost({ dataDir })
})
test.afterAll(async () => {
  await host.stop()
  await rm(dataDir, { recursive: true, force: true })
})

test('100,000 deliveries: few rows exist, more come as one scrolls, one is found, all can be chosen', async ({
  page,
}) => {
  await page.goto(host.signInUrl)
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Relay' }).click()
  const grid = page.getByRole('grid', { name: 'Deliveries' })
  const rows = grid.getByRole('row')
  await expect(grid).toHaveAttribute('aria-rowcount', String(deliveries))
  await expect(rows.first()).toContainText(`user${deliveries}@`)
  expect(await rows.count()).toBeLessThan(80)

  // A page is 200: what is beyond it comes as the end comes into sight.
  await grid.evaluate((element) => (element.scrollTop = element.scrollHeight))
  await expect(page.locator(`[role=row][aria-rowindex="200"]`)).toBeVisible()
  await grid.evaluate((element) => (element.scrollTop = element.scrollHeight))
  await expect(page.locator(`[role=row][aria-rowindex="400"]`)).toBeVisible()
  expect(await rows.count()).toBeLessThan(80)

  await page.getByRole('textbox', { name: 'Search deliveries' }).fill('user77777@')
  await expect(rows).toHaveCount(1)
  await page.getByRole('textbox', { name: 'Search deliveries' }).fill('')
  await expect(grid).toHaveAttribute('aria-rowcount', String(deliveries))
  await grid.focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await expect(page.getByRole('dialog', { name: 'Cancel 100,000 deliveries?' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('toolbar', { name: 'Selected deliveries' })).toContainText('100,000 selected')
})
