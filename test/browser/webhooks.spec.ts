import type { Page } from '@playwright/test'
import { credential, expect, goToRelay, rest, sendAs, test } from './relaySetup.ts'

async function show(page: Page, view: 'Endpoints' | 'Calls' | 'Receiver'): Promise<void> {
  await page.getByRole('radiogroup', { name: 'What to show of webhooks' }).getByText(view).click()
}

async function createForReceiver(page: Page): Promise<string> {
  await goToRelay(page, 'Webhooks')
  await page.getByRole('button', { name: 'New endpoint' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'New webhook endpoint' })
  await dialog.getByRole('button', { name: 'Use the built-in receiver' }).click()
  await dialog.getByRole('button', { name: 'Create' }).click()
  const view = page.getByRole('dialog', { name: 'Built-in receiver: copy it now' })
  const secret = (await view.locator('dd > span').first().textContent()) ?? ''
  await view.getByRole('button', { name: 'Done' }).click()
  await expect(view.getByRole('alert')).toContainText('Nothing was copied yet')
  await view.getByRole('button', { name: 'Copy the secret' }).click()
  await view.getByRole('button', { name: 'Done' }).click()
  await expect(view).toHaveCount(0)
  return secret
}

test('an endpoint is made for the built-in receiver; what happens to mail arrives there, verified', async ({
  inbox,
  host,
}) => {
  await rest(inbox, host, 'PUT', '/routes', { sandbox: { delayMs: 0 } })
  const secret = await createForReceiver(inbox)
  expect(secret).toMatch(/^whsec_/)
  expect(await inbox.content()).not.toContain(secret)

  const app = await credential(inbox, host, 'App', 'sandbox')
  await sendAs(host, app, { to: 'bounce@example.test', subject: 'Hello' })
  await show(inbox, 'Receiver')
  const received = inbox.getByRole('list', { name: 'Received calls' })
  await expect(received.getByRole('button', { name: /message\.bounced.*Verified/ })).toBeVisible()
  await received.getByRole('button', { name: /message\.bounced/ }).click()
  await expect(inbox.getByRole('article', { name: 'Received call' })).toContainText(
    '"recipient": "bounce@example.test"',
  )

  await show(inbox, 'Calls')
  const calls = inbox.getByRole('grid', { name: 'Calls' }).getByRole('row')
  await calls.filter({ hasText: 'message.bounced' }).click()
  const call = inbox.getByRole('article', { name: 'Webhook call' })
  await expect(call.getByRole('region', { name: 'Try 1' })).toContainText('HTTP 200')
  await expect(calls.filter({ hasText: 'message.bounced' })).toHaveCount(1)
  await call.getByRole('button', { name: 'Send it again' }).click()
  await show(inbox, 'Receiver')
  await expect(received.getByRole('button', { name: /message\.bounced/ })).toHaveCount(2)
})

test('a receiver that answers 500 makes the call wait for its next try', async ({ inbox, host }) => {
  await createForReceiver(inbox)
  await show(inbox, 'Receiver')
  await inbox.getByRole('textbox', { name: 'Answers with' }).fill('500')
  await inbox.getByRole('button', { name: 'Apply' }).click()
  await expect(inbox.getByText('The receiver answers so from now on')).toBeVisible()
  await show(inbox, 'Endpoints')
  await inbox.getByRole('list', { name: 'Endpoints' }).getByRole('button').click()
  await inbox.getByRole('button', { name: 'Send a test event' }).click()
  await inbox.getByRole('button', { name: 'Show its calls' }).click()
  const call = inbox.getByRole('grid', { name: 'Calls' }).getByRole('row').first()
  await expect(call).toContainText('HTTP 500')
  await expect(call).toContainText('Waiting')
  await expect(call).toContainText('next in')
  expect(host.http).toContain('127.0.0.1')
})

test('an address outside this machine is asked for once; its secret can be replaced and it can be removed', async ({
  inbox,
}) => {
  await goToRelay(inbox, 'Webhooks')
  await inbox.getByRole('button', { name: 'New endpoint' }).first().click()
  const dialog = inbox.getByRole('dialog', { name: 'New webhook endpoint' })
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(dialog.getByText('This is needed.')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Hosted')
  await dialog.getByRole('textbox', { name: 'Address' }).fill('https://hooks.example.com/mail')
  await dialog.getByRole('radio', { name: 'AhaSend' }).check()
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(dialog.getByRole('alert').filter({ hasText: 'hooks.example.com is outside this machine' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Tell it anyway' }).click()
  const first = inbox.getByRole('dialog', { name: 'Hosted: copy it now' })
  await expect(first.getByRole('region', { name: 'Code that checks a call' })).toContainText("format: 'raw'")
  await first.getByRole('button', { name: 'Copy the secret' }).click()
  await first.getByRole('button', { name: 'Done' }).click()

  const detail = inbox.getByRole('article', { name: 'Webhook endpoint' })
  await detail.getByRole('button', { name: 'New secret…' }).click()
  await inbox.getByRole('dialog', { name: 'A new secret?' }).getByRole('button', { name: 'Make a new secret' }).click()
  await inbox.getByRole('button', { name: 'Copy the secret' }).click()
  await inbox.getByRole('button', { name: 'Done' }).click()
  await detail.getByRole('switch', { name: 'Told of events' }).click()
  await expect(inbox.getByRole('list', { name: 'Endpoints' })).toContainText('Off')
  await detail.getByRole('button', { name: 'Remove…' }).click()
  await inbox.getByRole('dialog', { name: 'Remove Hosted?' }).getByRole('button', { name: 'Remove' }).click()
  await expect(inbox.getByText('No webhook endpoint yet')).toBeVisible()
})
