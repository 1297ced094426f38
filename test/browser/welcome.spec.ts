import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from './host.ts'

test('host, port and login are there to copy', async ({ inbox, host, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const facts = inbox.getByRole('region', { name: 'Connection settings' })
  await expect(facts).toContainText('127.0.0.1')
  await expect(facts).toContainText('Any, or none')
  await facts.getByRole('button', { name: `Copy ${host.smtpPort}` }).click()
  expect(await inbox.evaluate(() => navigator.clipboard.readText())).toBe(String(host.smtpPort))
})

test('every snippet has the real port, is coloured, and can be found by name', async ({ inbox, host }) => {
  const code = inbox.getByRole('region', { name: 'Code' })
  const tabs = code.getByRole('tab')
  await expect(tabs).toHaveCount(16)
  for (const tab of await tabs.all()) {
    await tab.click()
    await expect(code.getByRole('group', { name: 'Code' })).toContainText(String(host.smtpPort))
  }
  await code.getByRole('textbox').fill('artisan')
  await expect(tabs).toHaveCount(1)
  await expect(tabs.first()).toHaveText('Laravel')
  await expect(code.locator('.hljs-attr').first()).toBeVisible()
  await code.getByRole('textbox').fill('fortran')
  await expect(code).toContainText('Any program that speaks SMTP works')
})

test('the sample arrives, and the inbox takes over', async ({ inbox }) => {
  await inbox.getByRole('button', { name: 'Send a sample message' }).click()
  await expect(inbox.getByRole('grid', { name: 'Messages' }).getByRole('row')).toHaveCount(1)
  await expect(inbox.getByText('Waiting for the first message')).toHaveCount(0)
})

for (const scheme of ['light', 'dark'] as const) {
  test(`nothing keeps someone out (${scheme})`, async ({ inbox }) => {
    await inbox.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await expect(inbox.getByText('Waiting for the first message')).toBeVisible()
    await expect(inbox.locator('.hljs-keyword').first()).toBeVisible()
    const { violations } = await new AxeBuilder({ page: inbox }).analyze()
    expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target).join(' ')}`)).toEqual([])
  })
}
