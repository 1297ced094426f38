import { rows } from './host.ts'
import { credential, delivery, expect, goTo, goToRelay, letMailLeave, rest, sendAs, test } from './relaySetup.ts'

test('a captured message is released to chosen recipients, once the sandbox is, with a look at what leaves', async ({
  inbox,
  host,
  upstream,
}) => {
  await letMailLeave(inbox, host, upstream.port)
  await rest(inbox, host, 'PUT', '/sandbox-lock', { locked: true })
  const app = await credential(inbox, host, 'App', 'sandbox')
  await sendAs(host, app, { to: ['ann@example.test', 'bob@example.test'], subject: 'Hello' })
  await rows(inbox).first().click()
  await inbox.keyboard.press('r')
  const dialog = inbox.getByRole('dialog', { name: 'Release this message' })
  await expect(dialog).toContainText('The sandbox is locked')
  await expect(dialog.getByRole('button', { name: 'Release', exact: true })).toBeDisabled()
  await rest(inbox, host, 'PUT', '/sandbox-lock', { locked: false })

  await expect(dialog).toContainText('Leaves through Test provider to 2 recipients.')
  await expect(dialog.getByRole('list', { name: 'Changes' })).toContainText('Return-Path is added.')
  await dialog.getByRole('button', { name: /Header as it will be sent/ }).click()
  await expect(dialog.getByRole('region', { name: 'Header as it will be sent' })).toContainText('Subject: Hello')
  const to = dialog.getByRole('combobox', { name: 'To' }).or(dialog.getByRole('textbox', { name: 'To' }))
  await to.fill('not an address')
  await to.press('Enter')
  await expect(dialog.getByText('“not” is not an address')).toBeVisible()
  for (let n = 0; n < 4; n += 1) await to.press('Backspace')
  await to.fill('carl@example.test')
  await to.press('Enter')
  await dialog.getByRole('button', { name: 'Release', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  const sent = await upstream.got(1)
  expect(sent.flatMap(({ recipients }) => recipients)).toContain('<carl@example.test>')

  await inbox.getByRole('tab', { name: 'Delivery' }).click()
  await expect(inbox.getByRole('region', { name: 'Recipients' })).toContainText('Delivered')
})

test('many are released at once, each to its own recipients', async ({ inbox, host, upstream }) => {
  await letMailLeave(inbox, host, upstream.port)
  const app = await credential(inbox, host, 'App', 'sandbox')
  for (const to of ['ann@example.test', 'bob@example.test']) await sendAs(host, app, { to, subject: `For ${to}` })
  await expect(rows(inbox)).toHaveCount(2)
  await inbox.keyboard.press('Control+a')
  await inbox.getByRole('button', { name: 'Release… (r)' }).click()
  const dialog = inbox.getByRole('dialog', { name: 'Release 2 messages' })
  await expect(dialog).toContainText('to the recipients that each of them was sent to')
  await dialog.getByRole('button', { name: 'Release', exact: true }).click()
  await expect(inbox.getByText('2 messages released to 2 recipients')).toBeVisible()
  expect((await upstream.got(2)).flatMap(({ recipients }) => recipients).sort()).toEqual([
    '<ann@example.test>',
    '<bob@example.test>',
  ])
})

test('without an upstream, releasing says what is missing and leads there', async ({ inbox, host }) => {
  const app = await credential(inbox, host, 'App', 'sandbox')
  await sendAs(host, app, { to: 'ann@example.test', subject: 'Hello' })
  await rows(inbox).first().click()
  await inbox.keyboard.press('r')
  await inbox.getByRole('dialog').getByRole('button', { name: 'Set up an upstream' }).click()
  await expect(inbox.getByText('No upstream yet', { exact: true })).toBeVisible()
})

test('outcomes are simulated by rule and by hand, say Sandbox, and a suppression is taken back and undone', async ({
  inbox,
  host,
}) => {
  await rest(inbox, host, 'PUT', '/routes', { sandbox: { delayMs: 0 } })
  const app = await credential(inbox, host, 'App', 'sandbox')
  await sendAs(host, app, { to: 'bounce@example.test', subject: 'Hello' })
  await expect(rows(inbox).first()).toContainText('Sandbox bounced')
  await rows(inbox).first().click()
  await inbox.getByRole('tab', { name: 'Delivery' }).click()
  await expect(inbox.getByRole('region', { name: 'Recipients' })).toContainText('Simulated: nothing left this machine.')
  await inbox.getByRole('button', { name: 'Simulate an outcome' }).click()
  await inbox.getByRole('menuitem', { name: /^Delivered/ }).click()
  // The bounce put the address on the list: from now on it is suppressed, as it would be in production.
  await expect(inbox.getByRole('region', { name: 'Recipients' })).toContainText('Sandbox suppressed')
  await inbox.getByRole('button', { name: 'Simulate open or click' }).click()
  await inbox.getByRole('menuitem', { name: 'Opened' }).click()
  await expect(inbox.getByText('No webhook endpoint listens for this event.')).toBeVisible()

  await goToRelay(inbox, 'Suppressions')
  const listed = inbox.getByRole('list', { name: 'Suppressed addresses' })
  await expect(listed).toContainText('bounce@example.test')
  await inbox.getByRole('button', { name: 'Remove bounce@example.test' }).click()
  await expect(inbox.getByText('No suppressed address')).toBeVisible()
  await inbox.getByRole('button', { name: 'Undo' }).click()
  await expect(listed).toContainText('bounce@example.test')

  await goToRelay(inbox, 'Deliveries')
  await expect(delivery(inbox, 'bounce@example.test').filter({ hasText: 'Sandbox bounced' })).toBeVisible()
  await goTo(inbox, 'Inbox')
  await inbox.getByRole('combobox', { name: 'Search messages' }).fill('outcome:mixed')
  await expect(rows(inbox)).toHaveCount(1)
})

test('a sandbox rule is added and decides the next mail', async ({ inbox, host }) => {
  const app = await credential(inbox, host, 'App', 'sandbox')
  await goToRelay(inbox, 'Sandbox')
  await inbox.getByRole('button', { name: 'New rule' }).click()
  const rule = inbox.getByRole('listitem', { name: 'Rule 5' })
  await expect(inbox.getByText('Something needs correction before it can be saved.')).toBeVisible()
  await rule.getByRole('textbox', { name: 'Recipients' }).fill('vip@*')
  await rule.getByRole('combobox', { name: 'Outcome' }).selectOption('fail')
  await inbox.getByRole('textbox', { name: 'Delay' }).fill('0')
  await inbox.getByRole('button', { name: 'Save' }).click()
  await expect(inbox.getByText('Saved', { exact: true })).toBeVisible()
  await sendAs(host, app, { to: 'vip@example.test', subject: 'Hello' })
  await goToRelay(inbox, 'Deliveries')
  await expect(delivery(inbox, 'vip@example.test')).toContainText('Sandbox failed')
})
