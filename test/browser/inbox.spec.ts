import { sendMail, variedMail } from '../support/mailbox.ts'
import { expect, rows, test } from './host.ts'

const subjects = (...names: string[]) => names.map((subject) => ({ subject }))

test('an empty inbox shows where to send, and mail appears without a reload', async ({ inbox, host }) => {
  await expect(inbox.getByText(String(host.smtpPort)).first()).toBeVisible()
  await sendMail(host.smtpPort, subjects('First of all'))
  await expect(rows(inbox)).toHaveCount(1)
  await expect(rows(inbox).first()).toContainText('First of all')
  await expect(rows(inbox).first()).toContainText('app@shop.example')
  await expect(rows(inbox).first()).toContainText('Sandbox')
  await expect(inbox).toHaveTitle('(1) Inbox — Sandpost')
  await sendMail(host.smtpPort, subjects('Second'))
  await expect(rows(inbox).first()).toContainText('Second')
  await expect(inbox).toHaveTitle('(2) Inbox — Sandpost')
})

test('the sample button sends through the real SMTP port', async ({ inbox }) => {
  await inbox.getByRole('button', { name: 'Send a sample message' }).click()
  await expect(rows(inbox)).toHaveCount(1)
})

test('opening a message marks it read, u marks it unread again', async ({ inbox, host }) => {
  await sendMail(host.smtpPort, subjects('One', 'Two'))
  await rows(inbox).filter({ hasText: 'Two' }).click()
  await expect(inbox.getByRole('article', { name: 'Two' })).toBeVisible()
  await expect(inbox).toHaveTitle('(1) Inbox — Sandpost')
  await inbox.keyboard.press('u')
  await expect(inbox).toHaveTitle('(2) Inbox — Sandpost')
})

test('the keyboard moves, opens, stars, goes back and remembers the place', async ({ inbox, host }) => {
  await sendMail(host.smtpPort, subjects('A', 'B', 'C'))
  await expect(rows(inbox)).toHaveCount(3)
  await inbox.keyboard.press('j')
  await expect(inbox.getByRole('article', { name: 'C' })).toBeVisible()
  await inbox.keyboard.press('j')
  await expect(inbox.getByRole('article', { name: 'B' })).toBeVisible()
  await inbox.keyboard.press('End')
  await expect(inbox.getByRole('article', { name: 'A' })).toBeVisible()
  await inbox.keyboard.press('k')
  await expect(inbox.getByRole('article', { name: 'B' })).toBeVisible()
  await inbox.keyboard.press('s')
  await expect(rows(inbox).nth(1).getByRole('button', { name: 'Star' })).toHaveAttribute('aria-pressed', 'true')
  await inbox.keyboard.press('Escape')
  await expect(inbox.getByRole('article')).toHaveCount(0)
  await inbox.keyboard.press('Enter')
  await expect(inbox.getByRole('article', { name: 'B' })).toBeVisible()
})

test('g and a letter go to a screen, ? shows the keys, Ctrl+K runs a command by name', async ({ inbox }) => {
  await inbox.keyboard.press('g')
  await inbox.keyboard.press('a')
  await expect(inbox).toHaveTitle('Activity — Sandpost')
  await inbox.keyboard.press('g')
  await inbox.keyboard.press('s')
  await expect(inbox).toHaveTitle('Settings — Sandpost')
  await inbox.keyboard.press('?')
  await expect(inbox.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await inbox.keyboard.press('Escape')
  await expect(inbox.getByRole('dialog')).toHaveCount(0)
  await inbox.keyboard.press('Control+k')
  await inbox.getByPlaceholder('What do you want to do?').fill('Go to Inbox')
  await inbox.keyboard.press('ArrowDown')
  await inbox.keyboard.press('Enter')
  await expect(inbox).toHaveTitle('Inbox — Sandpost')
})

test('shift and ctrl select, Delete removes them, Undo brings them back', async ({ inbox, host }) => {
  await sendMail(host.smtpPort, subjects('1', '2', '3', '4', '5'))
  await expect(rows(inbox)).toHaveCount(5)
  await rows(inbox).nth(0).click()
  await rows(inbox)
    .nth(2)
    .click({ modifiers: ['Shift'] })
  await rows(inbox)
    .nth(4)
    .click({ modifiers: ['ControlOrMeta'] })
  await expect(inbox.getByRole('toolbar', { name: 'Selected messages' })).toContainText('4 selected')
  await inbox.keyboard.press('Delete')
  await expect(rows(inbox)).toHaveCount(1)
  await expect(inbox.getByText('4 messages deleted')).toBeVisible()
  await inbox.getByRole('button', { name: 'Undo' }).click()
  await expect(rows(inbox)).toHaveCount(5)
  await expect(rows(inbox).first()).toContainText('5')
})

test('selecting more with Shift and arrows leaves the open message open, and the others unread', async ({
  inbox,
  host,
}) => {
  await sendMail(host.smtpPort, subjects('1', '2', '3'))
  await rows(inbox).filter({ hasText: '3' }).first().click()
  await expect(inbox).toHaveTitle('(2) Inbox — Sandpost')
  await inbox.keyboard.press('Shift+ArrowDown')
  await inbox.keyboard.press('Shift+ArrowDown')
  await expect(inbox.getByText('3 selected')).toBeVisible()
  await expect(inbox.getByRole('article', { name: '3' })).toBeVisible()
  await inbox.keyboard.press('s')
  await expect(rows(inbox).getByRole('button', { name: 'Star', pressed: true })).toHaveCount(3)
  await expect(inbox).toHaveTitle('(2) Inbox — Sandpost')
})

test('deleting the open message opens its neighbour, and Ctrl+Z brings it back', async ({ inbox, host }) => {
  await sendMail(host.smtpPort, subjects('Older', 'Middle', 'Newer'))
  await rows(inbox).filter({ hasText: 'Middle' }).click()
  await inbox.keyboard.press('Delete')
  await expect(inbox.getByRole('article', { name: 'Older' })).toBeVisible()
  await expect(inbox.getByText('1 message deleted')).toBeVisible()
  await inbox.keyboard.press('Control+z')
  await expect(rows(inbox)).toHaveCount(3)
})

test('checkboxes select, all found can be selected and marked read together', async ({ inbox, host }) => {
  await sendMail(host.smtpPort, subjects('1', '2', '3'))
  await rows(inbox).first().hover()
  await rows(inbox).first().getByRole('checkbox').check()
  await inbox.getByRole('button', { name: 'Select all 3' }).click()
  await expect(inbox.getByText('3 selected')).toBeVisible()
  await inbox.getByRole('button', { name: 'Mark as read' }).click()
  await expect(inbox).toHaveTitle('Inbox — Sandpost')
  await inbox.keyboard.press('Escape')
  await expect(inbox.getByRole('toolbar', { name: 'Selected messages' })).toHaveCount(0)
})

test('a search finds by words and operators, says when nothing is found, and can be cleared', async ({
  inbox,
  host,
}) => {
  await sendMail(host.smtpPort, [
    { subject: 'Invoice for March', from: 'billing@shop.example' },
    { subject: 'Password reset', text: 'Use the word abracadabra.' },
    { subject: 'Invoice for April', from: 'sales@shop.example' },
  ])
  await expect(rows(inbox)).toHaveCount(3)
  const box = inbox.getByRole('combobox', { name: 'Search messages' })
  await inbox.keyboard.press('/')
  await expect(box).toBeFocused()
  await box.fill('invoice')
  await expect(rows(inbox)).toHaveCount(2)
  await expect(inbox.getByText('2 found', { exact: true })).toBeVisible()
  await box.fill('from:billing')
  await expect(rows(inbox)).toHaveCount(1)
  await box.fill('abracadabra')
  await expect(rows(inbox)).toHaveCount(1)
  await expect(rows(inbox).first()).toContainText('Password reset')
  await box.fill('zebra')
  await expect(inbox.getByText('Nothing found')).toBeVisible()
  await inbox.getByRole('button', { name: 'Clear the search' }).first().click()
  await expect(rows(inbox)).toHaveCount(3)
})

test('operators are suggested, and a search that cannot be understood gets a sentence', async ({ inbox, host }) => {
  await sendMail(host.smtpPort, subjects('Only one'))
  const box = inbox.getByRole('combobox', { name: 'Search messages' })
  await box.click()
  await box.pressSequentially('is:un')
  await inbox.keyboard.press('ArrowDown')
  await inbox.keyboard.press('Enter')
  await expect(box).toHaveValue('is:unread ')
  await expect(rows(inbox)).toHaveCount(1)
  await box.fill('before:soon')
  await expect(inbox.getByText(/write a day, such as before:/)).toBeVisible()
  await expect(rows(inbox)).toHaveCount(1)
})

test('mail that matches the search appears while it is on screen', async ({ inbox, host }) => {
  await sendMail(host.smtpPort, subjects('Apple one', 'Pear'))
  await inbox.getByRole('combobox', { name: 'Search messages' }).fill('apple')
  await expect(rows(inbox)).toHaveCount(1)
  await sendMail(host.smtpPort, subjects('Plum', 'Apple two'))
  await expect(rows(inbox)).toHaveCount(2)
  await expect(rows(inbox).first()).toContainText('Apple two')
})

test('mail that comes in above keeps your place and says how many', async ({ inbox, host }) => {
  await sendMail(host.smtpPort, variedMail(60))
  await expect(rows(inbox).first()).toBeVisible()
  const grid = inbox.getByRole('grid', { name: 'Messages' })
  await grid.hover()
  await inbox.mouse.wheel(0, 900)
  await expect.poll(() => grid.evaluate((element) => element.scrollTop)).toBe(900)
  const seen = grid.locator('[role=row][aria-rowindex="26"]')
  const before = await seen.boundingBox()
  const id = await seen.getAttribute('id')
  await sendMail(host.smtpPort, subjects('New 1', 'New 2', 'New 3'))
  const pill = inbox.getByRole('button', { name: '3 new' })
  await expect(pill).toBeVisible()
  expect(await grid.locator(`[id="${id}"]`).boundingBox()).toEqual(before)
  await pill.click()
  await expect(rows(inbox).first()).toContainText('New 3')
  await expect(pill).toHaveCount(0)
})

test('an .eml file is imported', async ({ inbox, host }) => {
  await sendMail(host.smtpPort, subjects('Already here'))
  await expect(rows(inbox)).toHaveCount(1)
  const [chooser] = await Promise.all([
    inbox.waitForEvent('filechooser'),
    inbox
      .getByRole('button', { name: 'More for the list' })
      .click()
      .then(() => inbox.getByRole('menuitem', { name: 'Import .eml files' }).click()),
  ])
  const eml = 'From: file@disk.example\r\nTo: a@example.test\r\nSubject: From a file\r\n\r\nHello.\r\n'
  await chooser.setFiles([{ name: 'letter.eml', mimeType: 'message/rfc822', buffer: Buffer.from(eml) }])
  await expect(rows(inbox).filter({ hasText: 'From a file' })).toContainText('Imported')
})

test('selected messages are downloaded as one mailbox file', async ({ inbox, host }) => {
  await sendMail(host.smtpPort, [{ subject: 'First' }, { subject: 'Second', text: 'From here on.' }])
  await expect(rows(inbox)).toHaveCount(2)
  await inbox.keyboard.press('Control+a')
  const [download] = await Promise.all([
    inbox.waitForEvent('download'),
    inbox.getByRole('toolbar', { name: 'Selected messages' }).getByRole('button', { name: 'Download' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('sandpost-2.mbox')
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  expect(text.match(/^From MAILER-DAEMON /gm)).toHaveLength(2)
  expect(text).toContain('\n>From here on.')
})

test('in a narrow window list and message are two steps with a way back', async ({ inbox, host }) => {
  await inbox.setViewportSize({ width: 860, height: 700 })
  await sendMail(host.smtpPort, subjects('Narrow'))
  await rows(inbox).first().click()
  await expect(inbox.getByRole('article', { name: 'Narrow' })).toBeVisible()
  await expect(inbox.getByRole('grid', { name: 'Messages' })).toBeHidden()
  await inbox.getByRole('button', { name: 'Back to the list (Esc)' }).click()
  await expect(inbox.getByRole('grid', { name: 'Messages' })).toBeVisible()
  await expect(inbox.getByRole('article')).toHaveCount(0)
})

test('the divider moves with arrow keys and is remembered', async ({ inbox, host }) => {
  await sendMail(host.smtpPort, subjects('One'))
  const divider = inbox.getByRole('separator', { name: 'Width of the list' })
  await divider.focus()
  const before = Number(await divider.getAttribute('aria-valuenow'))
  await inbox.keyboard.press('ArrowRight')
  await expect(divider).toHaveAttribute('aria-valuenow', String(before + 24))
  await inbox.reload()
  await expect(divider).toHaveAttribute('aria-valuenow', String(before + 24))
})

test('a key that ends a sequence does not do what it does alone: g s goes to the settings and stars nothing', async ({
  inbox,
  host,
}) => {
  await sendMail(host.smtpPort, [{ subject: 'One' }])
  await rows(inbox).first().click()
  await inbox.keyboard.press('g')
  await inbox.keyboard.press('s')
  await expect(inbox.getByRole('heading', { name: 'Settings', level: 1 })).toBeAttached()
  await inbox.keyboard.press('g')
  await inbox.keyboard.press('i')
  await expect(rows(inbox).first().getByRole('button', { name: 'Star' })).toHaveAttribute('aria-pressed', 'false')
})
