import { sendMail, variedMail } from '../support/mailbox.ts'
import { expectNoFindings } from './axe.ts'
import { expect, goTo, rows, test } from './host.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}, axe finds nothing`, () => {
    test.use({ colorScheme })

    test('on the empty inbox', async ({ inbox, host }) => {
      await expect(inbox.getByText(String(host.smtpPort)).first()).toBeVisible()
      await expectNoFindings(inbox)
    })

    test('on the list, the open message, a selection, suggestions and no hits', async ({ inbox, host }) => {
      await sendMail(host.smtpPort, variedMail(12))
      await expect(rows(inbox)).toHaveCount(12)
      await expectNoFindings(inbox)
      await inbox.getByRole('button', { name: 'More for the list' }).click()
      await expect(inbox.getByRole('menuitem', { name: 'Delete all 12' })).toBeVisible()
      await expectNoFindings(inbox)
      await inbox.keyboard.press('Escape')
      await rows(inbox).nth(1).click()
      await expect(inbox.getByRole('article')).toBeVisible()
      await expectNoFindings(inbox)
      await inbox.keyboard.press('x')
      await expect(inbox.getByText('1 selected')).toBeVisible()
      await expectNoFindings(inbox)
      await inbox.keyboard.press('Escape')
      await inbox.keyboard.press('/')
      await expect(inbox.getByRole('option').first()).toBeVisible()
      await expectNoFindings(inbox)
      await inbox.getByRole('combobox', { name: 'Search messages' }).fill('zebra')
      await expect(inbox.getByText('Nothing found')).toBeVisible()
      await expectNoFindings(inbox)
    })

    test('on activity and an open session', async ({ inbox, host }) => {
      await sendMail(host.smtpPort, [{ subject: 'One' }])
      await goTo(inbox, 'Activity')
      await inbox.getByRole('grid', { name: 'Sessions' }).getByRole('row').first().click()
      await expect(inbox.getByRole('region', { name: 'Transcript' })).toBeVisible()
      await expectNoFindings(inbox)
    })

    test('on the settings, with an error in a field', async ({ inbox }) => {
      await goTo(inbox, 'Settings')
      await inbox.getByRole('textbox', { name: 'Failed logins' }).fill('1')
      await expect(inbox.getByText('Write 3 or more.')).toBeVisible()
      await expectNoFindings(inbox)
    })

    test('on the sheet of shortcuts and the command palette', async ({ inbox }) => {
      await inbox.keyboard.press('?')
      await expect(inbox.getByRole('dialog')).toBeVisible()
      await expectNoFindings(inbox)
      await inbox.keyboard.press('Escape')
      await expect(inbox.getByRole('dialog')).toHaveCount(0)
      await inbox.keyboard.press('Control+k')
      await expect(inbox.getByPlaceholder('What do you want to do?')).toBeVisible()
      await expectNoFindings(inbox)
    })

    test('in a narrow window', async ({ inbox, host }) => {
      await inbox.setViewportSize({ width: 860, height: 800 })
      await sendMail(host.smtpPort, variedMail(3))
      await expect(rows(inbox)).toHaveCount(3)
      await expectNoFindings(inbox)
      await rows(inbox).first().click()
      await expect(inbox.getByRole('article')).toBeVisible()
      await expectNoFindings(inbox)
    })
  })
}
