import type { Page } from '@playwright/test'
import { createTransport } from 'nodemailer'
import { expectNoFindings } from './axe.ts'
import { expect, goTo, rows, test } from './host.ts'

async function sendAs(port: number, user: string, pass: string): Promise<boolean> {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    tls: { rejectUnauthorized: false },
    auth: { user, pass },
  })
  try {
    await transport.sendMail({ from: 'app@example.test', to: 'b@example.test', subject: `From ${user}`, text: 'Hi.' })
    return true
  } catch {
    return false
  } finally {
    transport.close()
  }
}

const cell = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function create(page: Page, name: string, kind: 'SMTP credential' | 'API key' = 'SMTP credential') {
  await page.getByRole('button', { name: 'New credential' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'New credential' })
  await dialog.getByRole('radio', { name: kind }).click()
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await dialog.getByRole('button', { name: 'Create' }).click()
  return shown(page, name)
}

/** What the one-time view shows; it is closed after the secret was copied. */
async function shown(page: Page, name: string): Promise<{ user: string; secret: string }> {
  const view = page.getByRole('dialog', { name: `${name}: copy it now` })
  const fact = (term: string) =>
    view
      .locator('dl > div', { has: page.getByText(term, { exact: true }) })
      .locator('dd > span')
      .first()
  const user = (await fact('User name').textContent()) ?? ''
  const isKey = await view.getByText('Key', { exact: true }).isVisible()
  const secret = (await fact(isKey ? 'Key' : 'Password').textContent()) ?? ''
  await expect(view.getByRole('group', { name: 'Code' })).toContainText(secret)
  await view.getByRole('button', { name: isKey ? 'Copy key' : 'Copy password' }).click()
  await view.getByRole('button', { name: 'Done' }).click()
  await expect(view).toBeHidden()
  expect(await page.content()).not.toContain(secret)
  return { user, secret }
}

test('create, copy, use, rotate, revoke', async ({ inbox, host, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await inbox.keyboard.press('g')
  await inbox.keyboard.press('c')
  await expect(inbox.getByText('No credentials yet')).toBeVisible()

  const { user, secret } = await create(inbox, 'Billing app')
  expect(await inbox.evaluate(() => navigator.clipboard.readText())).toBe(secret)
  expect(await sendAs(host.smtpPort, user, secret)).toBe(true)
  const row = inbox.getByRole('row', { name: /Billing app/ })
  await expect(row).toContainText('now')
  await expect(row.getByRole('img', { name: /1 use in 30 days/ })).toBeVisible()

  await inbox.getByRole('button', { name: 'Change the password…' }).click()
  const rotate = inbox.getByRole('dialog', { name: 'Change the password of Billing app' })
  await rotate.getByRole('combobox').selectOption('At once')
  await expect(rotate.getByText('1 use in the last seven days')).toBeVisible()
  await rotate.getByRole('button', { name: 'Change the password' }).click()
  const second = await shown(inbox, 'Billing app')
  expect(second.secret).not.toBe(secret)
  expect(await sendAs(host.smtpPort, user, secret)).toBe(false)
  expect(await sendAs(host.smtpPort, user, second.secret)).toBe(true)

  await inbox.getByRole('checkbox', { name: 'Enabled' }).uncheck()
  await inbox.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(row).toContainText('Disabled')
  expect(await sendAs(host.smtpPort, user, second.secret)).toBe(false)

  await inbox.getByRole('button', { name: 'Delete…' }).click()
  await inbox.getByRole('dialog', { name: 'Delete Billing app?' }).getByRole('button', { name: 'Delete' }).click()
  await expect(inbox.getByText('No credentials yet')).toBeVisible()

  // The messages stay, and say who sent them.
  await goTo(inbox, 'Inbox')
  await expect(rows(inbox)).toHaveCount(2)
  await rows(inbox).first().click()
  await expect(inbox.getByText('Billing app (deleted)')).toBeVisible()

  // The owner reads why each login was refused, and what was done.
  await goTo(inbox, 'Activity')
  await inbox.getByText('Logins', { exact: true }).click()
  const refused = inbox.getByRole('grid', { name: 'Sessions' }).getByRole('row')
  await expect(refused).toHaveCount(2)
  await refused.last().click()
  await expect(inbox.getByRole('region', { name: 'Why' })).toContainText('before it was rotated')
  await inbox.getByText('Audit trail', { exact: true }).click()
  const trail = inbox.getByRole('list', { name: 'Entries' })
  await expect(trail).toContainText('Browser deleted Billing app')
  await expect(trail).toContainText('enabled: yes → no')
})

test('a key made here drives REST, within its permissions', async ({ inbox, host }) => {
  await goTo(inbox, 'Credentials')
  const { secret } = await create(inbox, 'CI', 'API key')
  const ask = (path: string) =>
    fetch(`${host.http}/api/v1${path}`, { headers: { authorization: `Bearer ${secret}` } }).then(({ status }) => status)
  expect(await ask('/messages')).toBe(403)
  await inbox.getByRole('checkbox', { name: 'Read messages' }).check()
  await inbox.getByRole('button', { name: 'Save', exact: true }).click()
  await expect.poll(() => ask('/messages')).toBe(200)
  expect(await sendAs(host.smtpPort, 'apikey', secret)).toBe(true)
})

test('closing the secret without having copied it asks once', async ({ inbox }) => {
  await goTo(inbox, 'Credentials')
  await inbox.getByRole('button', { name: 'New credential' }).first().click()
  await inbox.getByRole('textbox', { name: 'Name', exact: true }).fill('Hasty')
  await inbox.keyboard.press('Enter')
  const view = inbox.getByRole('dialog', { name: 'Hasty: copy it now' })
  await view.getByRole('button', { name: 'Done' }).click()
  await expect(view.getByRole('alert')).toContainText('Nothing was copied yet')
  await view.getByRole('button', { name: 'Done' }).click()
  await expect(view).toBeHidden()
})

test('two windows edit one credential: the second is told, and chooses', async ({ inbox, host, browser }) => {
  await goTo(inbox, 'Credentials')
  await create(inbox, 'Shared')
  const other = await (await browser.newContext()).newPage()
  await other.goto(host.signInUrl)
  await goTo(other, 'Credentials')
  await cell(other, 'Shared').click()
  await other.getByRole('textbox', { name: 'Note' }).fill('written in the other window')

  await inbox.getByRole('textbox', { name: 'Note' }).fill('written first')
  await inbox.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(inbox.getByRole('button', { name: 'Save', exact: true })).toBeHidden()

  await other.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(other.getByRole('alert').filter({ hasText: 'changed somewhere else' })).toBeVisible()
  await other.getByRole('button', { name: 'Take theirs' }).click()
  await expect(other.getByRole('textbox', { name: 'Note' })).toHaveValue('written first')
  await other.context().close()
})

test('the mode is one click, and the sandbox lock is released only on purpose', async ({ inbox, host }) => {
  await goTo(inbox, 'Credentials')
  const { user, secret } = await create(inbox, 'Shop')
  await inbox.getByRole('radiogroup', { name: 'Mode of Shop' }).getByText('Production').click()
  await sendAs(host.smtpPort, user, secret)
  await goTo(inbox, 'Inbox')
  await expect(rows(inbox).first()).toContainText('Sandbox')

  await inbox.getByRole('button', { name: /Nothing leaves this machine/ }).click()
  const dialog = inbox.getByRole('dialog', { name: 'Release the sandbox?' })
  await expect(dialog).toContainText('Shop')
  const release = dialog.getByRole('button', { name: 'Release the sandbox' })
  await expect(release).toBeDisabled()
  await dialog.getByRole('textbox').fill('release')
  await release.click()
  for (const screen of ['Credentials', 'Activity', 'Settings', 'Inbox']) {
    await goTo(inbox, screen)
    await expect(inbox.getByRole('button', { name: /Production mail may leave/ })).toBeVisible()
  }
  await sendAs(host.smtpPort, user, secret)
  await expect(rows(inbox)).toHaveCount(2)
  await expect(rows(inbox).first()).toContainText('Production')
  await inbox.getByRole('button', { name: /Production mail may leave/ }).click()
  await expect(inbox.getByRole('button', { name: /Nothing leaves this machine/ })).toBeVisible()
})

test('search, filter, sort and keyboard', async ({ inbox }) => {
  await goTo(inbox, 'Credentials')
  for (const name of ['Alpha', 'Beta', 'Gamma']) await create(inbox, name)
  await inbox.keyboard.press('Escape')
  const names = () => inbox.getByRole('table').getByRole('button', { expanded: false }).allTextContents()
  await expect.poll(names).toEqual(['Gamma', 'Beta', 'Alpha'])
  await inbox.getByRole('columnheader', { name: 'Name' }).getByRole('button').click()
  await expect.poll(names).toEqual(['Alpha', 'Beta', 'Gamma'])
  await inbox.keyboard.press('/')
  await inbox.keyboard.type('bet')
  await expect.poll(names).toEqual(['Beta'])
  await inbox.getByRole('textbox', { name: 'Search credentials' }).fill('zebra')
  await expect(inbox.getByText('Nothing matches')).toBeVisible()
  await inbox.getByRole('button', { name: 'Clear the search' }).click()
  await inbox.getByRole('radiogroup', { name: 'Which kind' }).getByText('API keys').click()
  await expect(inbox.getByText('Nothing matches')).toBeVisible()
  await inbox.getByRole('radiogroup', { name: 'Which kind' }).getByText('All').click()
  await inbox.keyboard.press('j')
  await expect(inbox.getByRole('article', { name: 'SMTP credential' })).toBeVisible()
  await inbox.keyboard.press('n')
  await expect(inbox.getByRole('dialog', { name: 'New credential' })).toBeVisible()
})

test('pasted settings become credentials that the app can go on using', async ({ inbox, host }) => {
  await goTo(inbox, 'Credentials')
  await inbox.getByRole('button', { name: 'Paste settings…' }).click()
  const dialog = inbox.getByRole('dialog', { name: 'Paste settings' })
  await dialog.getByRole('textbox').fill('just words')
  await expect(dialog.getByText('was recognised')).toBeVisible()
  await dialog
    .getByRole('textbox')
    .fill('SHOP_SMTP_USER=shop\nSHOP_SMTP_PASS=Zq7-vexing-Lamp-19\nNEWS_SMTP_USER=news\nNEWS_SMTP_PASS=short')
  await dialog.getByRole('button', { name: 'Make 2 credentials' }).click()
  await expect(dialog.getByText('Use at least 12 characters')).toBeVisible()
  await inbox.keyboard.press('Escape')
  await expect(inbox.getByRole('row', { name: /SHOP_SMTP/ })).toBeVisible()
  expect(await sendAs(host.smtpPort, 'shop', 'Zq7-vexing-Lamp-19')).toBe(true)
})

test('the passphrase, a recovery code and a backup from the settings', async ({ inbox }) => {
  await goTo(inbox, 'Settings')
  await inbox.getByRole('button', { name: 'Set a passphrase…' }).click()
  const passphrase = inbox.getByRole('dialog', { name: 'Set a passphrase' })
  await passphrase.getByLabel('New passphrase').fill('short')
  await passphrase.getByLabel('The same again').fill('short')
  await passphrase.getByRole('button', { name: 'Set', exact: true }).click()
  await expect(passphrase.getByRole('alert')).toContainText('too easy to guess')
  await passphrase.getByLabel('New passphrase').fill('four words nobody guesses')
  await passphrase.getByLabel('The same again').fill('four words nobody guesses')
  await passphrase.getByRole('button', { name: 'Set', exact: true }).click()
  await expect(inbox.getByText('a key file, a passphrase, a recovery code')).toBeVisible()

  await inbox.getByRole('button', { name: 'Make a recovery code…' }).click()
  const code = inbox.getByRole('dialog', { name: 'Recovery code' })
  await code.getByRole('button', { name: 'Make a code' }).click()
  await expect(code.getByText(/^([0-9A-Z]{4}-){7}[0-9A-Z]{4}$/)).toBeVisible()
  await expect(code.getByRole('button', { name: 'Done' })).toBeDisabled()
  await code.getByRole('checkbox', { name: 'I have written it down' }).check()
  await code.getByRole('button', { name: 'Done' }).click()

  await inbox.getByRole('button', { name: 'Back up…' }).click()
  const backup = inbox.getByRole('dialog', { name: 'Back up the vault' })
  await backup.getByLabel('Passphrase of the backup').fill('another four words here')
  const download = inbox.waitForEvent('download')
  await backup.getByRole('button', { name: 'Save the backup' }).click()
  expect((await download).suggestedFilename()).toMatch(/^sandpost-vault-.*\.backup$/)
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 420]) {
    test.describe(`in ${colorScheme}, ${width} wide, axe finds nothing`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } })
      test('on the credentials, a dialog, the secret, the details and the audit trail', async ({ inbox }) => {
        await goTo(inbox, 'Credentials')
        await expectNoFindings(inbox)
        await inbox.getByRole('button', { name: 'New credential' }).first().click()
        await inbox.getByRole('button', { name: 'Limits and more' }).click()
        await expectNoFindings(inbox)
        await inbox.getByRole('textbox', { name: 'Name', exact: true }).fill('Billing app')
        await inbox.getByRole('button', { name: 'Create' }).click()
        await expect(inbox.getByRole('dialog', { name: 'Billing app: copy it now' })).toBeVisible()
        await expectNoFindings(inbox)
        await inbox.getByRole('button', { name: 'Copy password' }).click()
        await inbox.getByRole('button', { name: 'Done' }).click()
        await expect(inbox.getByRole('article', { name: 'SMTP credential' })).toBeVisible()
        await expectNoFindings(inbox)
        await goTo(inbox, 'Activity')
        await inbox.getByText('Audit trail', { exact: true }).click()
        await expect(inbox.getByRole('list', { name: 'Entries' })).toBeVisible()
        await expectNoFindings(inbox)
        await goTo(inbox, 'Settings')
        await expect(inbox.getByRole('button', { name: 'Set a passphrase…' })).toBeVisible()
        await expectNoFindings(inbox)
      })
    })
  }
}
