import { expect, test } from '@playwright/test'
import { startBrowserHost, type BrowserHost } from '../support/browserHost.ts'

let host: BrowserHost
test.beforeAll(async () => {
  host = await startBrowserHost()
})
test.afterAll(() => host.stop())

test('a browser without the link is asked to sign in, and gets in by pasting the secret of it', async ({ page }) => {
  await page.goto(host.http)
  await expect(page.getByRole('heading', { name: 'Sign in to Sandpost' })).toBeVisible()

  await page.getByLabel('Or paste its API key').fill('guess')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toContainText('is not right')

  await page.getByLabel('Or paste its API key').fill(new URL(host.signInUrl).searchParams.get('token') ?? '')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveTitle(/Sandpost/)
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
})

test('a link on another site leads in with one click', async ({ page }) => {
  await page.goto('data:text/html,<a>elsewhere</a>')
  await page.evaluate((url) => document.querySelector('a')?.setAttribute('href', url), host.signInUrl)
  await page.getByText('elsewhere').click()
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
})
