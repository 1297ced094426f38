import { expect, test as base, type Page } from '@playwright/test'
import { startBrowserHost, type BrowserHost } from '../support/browserHost.ts'

/** A host of its own for every test, and a page signed in to it that must not throw. */
export const test = base.extend<{ host: BrowserHost; inbox: Page }>({
  // Playwright reads the names of fixtures from this pattern.
  // oxlint-disable-next-line no-empty-pattern
  host: async ({}, use) => {
    const host = await startBrowserHost()
    await use(host)
    await host.stop()
  },
  inbox: async ({ page, host }, use) => {
    const thrown: Error[] = []
    page.on('pageerror', (error) => thrown.push(error))
    await page.goto(host.signInUrl)
    await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
    await use(page)
    if (thrown.length > 0) throw thrown[0]
  },
})

export { expect }

/** The rows of the list that are drawn now. */
export function rows(page: Page) {
  return page.getByRole('grid', { name: 'Messages' }).getByRole('row')
}

/** Goes to a screen by the rail. */
export async function goTo(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: screen }).click()
}
