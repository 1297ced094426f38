import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { startBrowserHost } from '../support/browserHost.ts'
import { sendMail } from '../support/mailbox.ts'
import { rows } from './host.ts'

test('when the host is started anew the page says so, reconnects, and shows what came meanwhile', async ({ page }) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'sandpost-restart-'))
  try {
    const first = await startBrowserHost({ dataDir })
    await page.goto(first.signInUrl)
    await sendMail(first.smtpPort, [{ subject: 'Before' }])
    await expect(rows(page)).toHaveCount(1)
    await first.stop()
    await expect(page.getByText('Reconnecting…')).toBeVisible()
    await expect(rows(page)).toHaveCount(1)

    const second = await startBrowserHost({ dataDir, httpPort: Number(new URL(first.http).port) })
    try {
      await sendMail(second.smtpPort, [{ subject: 'After' }])
      await expect(page.getByText('Reconnecting…')).toHaveCount(0)
      await expect(rows(page)).toHaveCount(2)
      await expect(page.getByRole('button', { name: new RegExp(`Copy 127.0.0.1:${second.smtpPort}`) })).toBeVisible()
    } finally {
      await second.stop()
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
})
