import { expect, type Frame, type Page } from '@playwright/test'
import type { BrowserHost } from '../support/browserHost.ts'
import { sendRaw } from '../support/rawSmtp.ts'

/** Sends bytes through the SMTP port and gives the id that the reply names. */
export async function capture(host: BrowserHost, bytes: Buffer, to?: readonly string[]): Promise<number> {
  const reply = await sendRaw(host.smtpPort, { bytes, to })
  const id = /queued as (\d+)/.exec(reply)?.[1]
  expect(reply, 'captured').toMatch(/^250 /)
  return Number(id)
}

/** Opens a message by its address, without loading the app anew. */
export async function openMessage(page: Page, id: number): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash
  }, `#/inbox/${id}`)
  await expect(page.getByRole('article')).toHaveAttribute('data-message', String(id))
}

/** The frame that shows HTML, once it is loaded; null when the message has none to show. */
export async function messageFrame(page: Page): Promise<Frame | null> {
  const element = await page
    .locator('iframe[title="Message"]')
    .elementHandle({ timeout: 5_000 })
    .catch(() => null)
  const frame = await element?.contentFrame()
  await frame?.waitForLoadState('load')
  return frame ?? null
}

/** Gives what wants to happen after loading the time to happen: nothing announces what must not come. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 60)))
      }),
  )
}
