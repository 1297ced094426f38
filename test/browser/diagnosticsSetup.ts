import type { Page } from '@playwright/test'
import type { FaultServer } from '../support/diagnosis/faultServer.ts'
import { test as base, expect, goTo } from './host.ts'

/** Real servers on loopback, closed when the test is over. */
export const test = base.extend<{ serve: (starting: Promise<FaultServer>) => Promise<FaultServer> }>({
  // Playwright reads the names of fixtures from this pattern.
  // oxlint-disable-next-line no-empty-pattern
  serve: async ({}, use) => {
    const servers: FaultServer[] = []
    await use(async (starting) => {
      const server = await starting
      servers.push(server)
      return server
    })
    await Promise.all(servers.map((server) => server.close()))
  },
})

export { expect, goTo }

/** Goes to a part of the Diagnostics screen. */
export async function goToDiagnostics(page: Page, part = 'Server'): Promise<void> {
  await goTo(page, 'Diagnostics')
  const tab = page.getByRole('tablist', { name: 'Parts of diagnostics' }).getByRole('tab', { name: part, exact: true })
  await tab.click()
  await expect(tab).toHaveAttribute('aria-selected', 'true')
}

export const question = (page: Page) => page.getByRole('textbox', { name: 'Host, URL or pasted settings' })
export const report = (page: Page) => page.getByRole('article', { name: 'Report' })
export const answer = (page: Page) => report(page).getByRole('region', { name: 'Answer', exact: true })

/** Asks about a server, as a person does: the host with its port, and Enter. */
export async function diagnose(page: Page, host: string): Promise<void> {
  await question(page).fill(host)
  await question(page).press('Enter')
  await expect(report(page)).toBeVisible()
}

/** Waits until it is over. */
export async function finished(page: Page): Promise<void> {
  await expect(answer(page)).toHaveAttribute('aria-busy', 'false', { timeout: 40_000 })
}

/** Pastes into the question, as from the clipboard. */
export async function paste(page: Page, text: string): Promise<void> {
  await question(page).evaluate((field, pasted) => {
    const data = new DataTransfer()
    data.setData('text', pasted)
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, text)
}
