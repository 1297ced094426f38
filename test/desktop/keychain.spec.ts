import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { electronBinary } from '../support/electron/launch.ts'
import { expect, ranOn, test } from './desktopTest.ts'

test.describe(`the vault on the desktop, on ${ranOn}`, () => {
  // What the keychain of a real system holds is not ours to lose.
  test.skip(electronBinary !== null, 'needs the double: it loses keychains on demand')

  test('is opened by the keychain, start after start, and its key is in no file in clear', async ({
    launch,
    dataDir,
  }) => {
    const first = await launch()
    await first.page.getByRole('button', { name: 'Credentials', exact: true }).click()
    await first.page.getByRole('button', { name: 'New credential' }).first().click()
    await first.page.getByRole('textbox', { name: 'Name', exact: true }).fill('Kept')
    await first.page.keyboard.press('Enter')
    await first.page.getByRole('button', { name: 'Copy password' }).click()
    await first.page.getByRole('button', { name: 'Done' }).click()
    await first.quit()
    expect(existsSync(join(dataDir, 'vault.key'))).toBe(false)
    const kept = readFileSync(join(dataDir, 'desktop', 'vault-key.bin'))
    expect(kept.toString('latin1')).not.toMatch(/[A-Za-z0-9+/]{43}=/)

    const second = await launch()
    await second.page.getByRole('button', { name: 'Credentials', exact: true }).click()
    await expect(second.page.getByRole('button', { name: 'Kept' })).toBeVisible()
    await expect(second.page.getByText('The vault is locked.')).toBeHidden()
  })

  test('is locked when the keychain lost its entry: it says so, loses nothing, and still captures', async ({
    launch,
  }) => {
    await (await launch()).quit()
    const lost = await launch({ environment: { DOUBLE_KEYCHAIN: 'lost' } })
    await expect(lost.page.getByText('The vault is locked.')).toBeVisible()
    await expect(lost.page.getByText(/no longer gives the key/)).toBeVisible()
    await lost.page.getByRole('button', { name: 'Unlock…' }).click()
    const dialog = lost.page.getByRole('dialog', { name: 'Unlock the vault' })
    await dialog.getByLabel('Recovery code').fill('0000-0000-0000-0000-0000-0000-0000-0000')
    await dialog.getByRole('button', { name: 'Unlock' }).click()
    await expect(dialog.getByText(/does not open the vault/)).toBeVisible()
    await lost.page.keyboard.press('Escape')
    await lost.page.getByRole('button', { name: 'Send a sample message' }).click()
    await expect(lost.page.getByRole('grid', { name: 'Messages' }).getByRole('row')).toHaveCount(1)
    await lost.quit()

    const found = await launch()
    await expect(found.page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
    await expect(found.page.getByText('The vault is locked.')).toBeHidden()
  })

  test('a kept password is shown only to whom the system confirms', async ({ launch }) => {
    for (const [finger, shown] of [
      ['no', false],
      ['yes', true],
    ] as const) {
      const { page, quit } = await launch({ environment: { DOUBLE_TOUCH_ID: finger } })
      await page.getByRole('button', { name: 'Credentials', exact: true }).click()
      if (!shown) {
        await page.getByRole('button', { name: 'New credential' }).first().click()
        await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Readable')
        await page.getByRole('button', { name: 'Limits and more' }).click()
        await page.getByRole('checkbox', { name: 'Keep it readable' }).check()
        await page.getByRole('button', { name: 'Create' }).click()
        await page.getByRole('button', { name: 'Copy password' }).click()
        await page.getByRole('button', { name: 'Done' }).click()
      } else await page.getByRole('button', { name: 'Readable' }).click()
      await page.getByRole('button', { name: 'Show the password…' }).click()
      const dialog = page.getByRole('dialog', { name: 'The password of Readable' })
      await dialog.getByRole('button', { name: 'Show it' }).click()
      if (shown) await expect(dialog.getByText(/^[0-9A-Za-z]{28}$/)).toBeVisible()
      else await expect(dialog.getByRole('alert')).toContainText('did not confirm that it is you')
      await quit()
    }
  })

  test('says plainly that a keychain without a secret service does not protect', async ({ launch }) => {
    const { page } = await launch({ environment: { DOUBLE_KEYCHAIN: 'weak' } })
    await page.getByRole('button', { name: 'Settings', exact: true }).click()
    await expect(page.getByText('The keychain does not protect')).toBeVisible()
  })

  test('without any keychain mail is captured all the same', async ({ launch }) => {
    const { page } = await launch({ environment: { DOUBLE_KEYCHAIN: 'none' } })
    await expect(page.getByText('The vault is locked.')).toBeVisible()
    await page.getByRole('button', { name: 'Credentials', exact: true }).click()
    await expect(page.getByRole('button', { name: 'New credential' }).first()).toBeDisabled()
  })
})
