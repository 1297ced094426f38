import { rows } from './host.ts'
import { credential, delivery, expect, goToRelay, letMailLeave, rest, sendAs, test } from './relaySetup.ts'

test('an upstream is added, tested, routed to, and production mail leaves through it', async ({
  inbox,
  host,
  upstream,
}) => {
  const shop = await credential(inbox, host, 'Shop', 'production')
  await inbox.keyboard.press('g')
  await inbox.keyboard.press('r')
  await expect(inbox.getByText('No deliveries yet')).toBeVisible()
  await inbox.getByRole('button', { name: 'Set up an upstream' }).click()
  await expect(inbox.getByRole('region', { name: 'Upstreams' })).toContainText('The sandbox is locked: nothing leaves')
  for (const provider of ['Paubox', 'SendGrid', 'AhaSend', 'Elastic Email'])
    await expect(inbox.getByRole('button', { name: new RegExp(provider) }).first()).toBeVisible()

  await inbox.getByRole('button', { name: 'A server of your own' }).click()
  const dialog = inbox.getByRole('dialog', { name: 'New upstream' })
  await dialog.getByRole('button', { name: 'Add the upstream' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Something needs correction')
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Our server')
  await dialog.getByRole('textbox', { name: 'Host' }).fill('127.0.0.1')
  await dialog.getByRole('textbox', { name: 'Port' }).fill(String(upstream.port))
  await dialog.getByRole('combobox', { name: 'Protection' }).selectOption('none')
  await dialog.getByText('No login').click()
  await dialog.getByRole('button', { name: 'Add the upstream' }).click()

  const detail = inbox.getByRole('article', { name: 'Upstream' })
  await expect(detail.getByRole('heading', { name: 'Our server' })).toBeVisible()
  await detail.getByRole('button', { name: 'Test the connection' }).click()
  await expect(detail.getByRole('list', { name: 'Steps' })).toContainText('Connect')
  await expect(detail.getByRole('region', { name: 'Dialogue of the test' })).toContainText('C: EHLO')

  // The first upstream is the default, unless one says otherwise; for a moment it is not, and the dialog knows.
  await goToRelay(inbox, 'Routes')
  const otherwise = inbox.getByRole('radiogroup', { name: 'What happens when no route takes it' })
  await expect(otherwise.getByRole('radio', { name: 'Relay through' })).toBeChecked()
  await otherwise.getByText('Capture only').click()
  await inbox.getByRole('button', { name: 'Save' }).click()
  await expect(inbox.getByText('Saved', { exact: true })).toBeVisible()
  await inbox.getByRole('button', { name: 'Release the sandbox…' }).click()
  await expect(inbox.getByRole('dialog')).toContainText('No route leads to an upstream yet')
  await inbox.getByRole('button', { name: 'Keep it locked' }).click()
  await otherwise.getByText('Relay through').click()
  await inbox.getByRole('button', { name: 'Save' }).click()
  await expect(inbox.getByRole('button', { name: 'Save' })).toBeHidden()

  await inbox.getByRole('button', { name: 'Release the sandbox…' }).click()
  await inbox.getByLabel('Type “release” to go on').fill('release')
  await expect(inbox.getByRole('dialog')).toContainText('Production mail leaves through Our server.')
  await inbox.getByRole('button', { name: 'Release the sandbox', exact: true }).click()

  await goToRelay(inbox, 'Deliveries')
  expect(await sendAs(host, shop, { to: 'ann@example.test', subject: 'Your order' })).toBe('')
  await expect(delivery(inbox, 'ann@example.test')).toContainText('Delivered')
  await expect(delivery(inbox, 'ann@example.test')).toContainText('via Our server')
  expect((await upstream.got(1))[0]?.recipients).toEqual(['<ann@example.test>'])

  await delivery(inbox, 'ann@example.test').click()
  const opened = inbox.getByRole('article', { name: 'Delivery' })
  await expect(opened).toContainText('Our server took it over')
  await expect(opened.getByRole('list', { name: 'Tries' })).toContainText('S: 250')
  await opened.getByRole('button', { name: 'Open the message' }).click()
  await expect(inbox.getByRole('article', { name: 'Your order' })).toBeVisible()
  await expect(rows(inbox).first()).toContainText('Delivered')
})

test('what is refused for now is shown with its reply, held, let go by key, and many are cancelled after a question', async ({
  inbox,
  host,
  upstream,
}) => {
  upstream.manners.rcpt = () => '450 4.2.0 Come back later'
  await letMailLeave(inbox, host, upstream.port)
  const shop = await credential(inbox, host, 'Shop', 'production')
  await sendAs(host, shop, { to: ['ann@example.test', 'bob@example.test'], subject: 'Your order' })
  await goToRelay(inbox, 'Deliveries')
  await expect(delivery(inbox, 'ann@example.test')).toContainText('Deferred')
  const waiting = inbox.getByRole('group', { name: 'Waiting now' })
  await expect(waiting.getByRole('button', { name: '2 deferred' })).toBeVisible()

  await delivery(inbox, 'ann@example.test').click()
  await expect(inbox.getByRole('article', { name: 'Delivery' })).toContainText('450 4.2.0 Come back later')
  await inbox.keyboard.press('h')
  await expect(delivery(inbox, 'ann@example.test')).toContainText('Held')
  await waiting.getByRole('button', { name: '1 held' }).click()
  await expect(delivery(inbox, 'bob@example.test')).toHaveCount(0)
  upstream.manners.rcpt = () => '250 2.1.5 Fine'
  await inbox.getByRole('button', { name: 'Let go' }).click()
  // It does not fit the filter any more.
  await expect(inbox.getByText('No delivery matches')).toBeVisible()
  await inbox.getByRole('button', { name: 'Show all' }).last().click()
  await expect(delivery(inbox, 'ann@example.test')).toContainText('Delivered')

  await delivery(inbox, 'bob@example.test').click()
  await inbox.getByRole('button', { name: 'Later…' }).click()
  const later = inbox.getByRole('dialog', { name: 'Send later' })
  await later.getByLabel('Not before').fill('2020-01-01T10:00')
  await expect(later).toContainText('This has passed')
  await later.getByLabel('Not before').fill('2099-01-01T10:00')
  await later.getByRole('button', { name: 'Send later' }).click()
  await expect(inbox.getByRole('article', { name: 'Delivery' })).toContainText('2099')

  await inbox.getByRole('grid', { name: 'Deliveries' }).focus()
  await inbox.keyboard.press('Control+a')
  await expect(inbox.getByRole('toolbar', { name: 'Selected deliveries' })).toContainText('2 selected')
  await inbox.keyboard.press('Delete')
  const question = inbox.getByRole('dialog', { name: 'Cancel 2 deliveries?' })
  await question.getByRole('button', { name: 'Cancel 2 deliveries' }).click()
  await expect(delivery(inbox, 'bob@example.test')).toContainText('Cancelled')
  await expect(delivery(inbox, 'ann@example.test')).toContainText('Delivered')
})

test('an upstream that refuses the login says so until somebody acts; its secret is never shown again', async ({
  inbox,
  host,
  upstream,
}) => {
  upstream.manners.extensions = ['AUTH PLAIN LOGIN']
  upstream.manners.auth = () => '535 5.7.8 Wrong password'
  const secret = 'correct horse battery'
  await letMailLeave(inbox, host, upstream.port, {
    login: { is: 'password', username: 'ann' },
    secrets: { password: secret },
  } as object)
  const shop = await credential(inbox, host, 'Shop', 'production')
  await sendAs(host, shop, { to: 'ann@example.test', subject: 'Your order' })
  await goToRelay(inbox, 'Upstreams')
  await inbox.getByRole('button', { name: /Test provider.*Login refused/ }).click()
  const detail = inbox.getByRole('article', { name: 'Upstream' })
  await expect(detail.getByRole('alert').first()).toContainText('does not accept the login')
  await expect(detail.getByText('Kept sealed in the vault. Type to replace it')).toBeVisible()
  await expect(detail.getByLabel('Password', { exact: true })).toHaveValue('')
  expect(await inbox.content()).not.toContain(secret)

  upstream.manners.auth = () => '235 2.7.0 Welcome'
  await detail.getByRole('button', { name: 'Try again' }).click()
  await upstream.got(1)
  await expect(inbox.getByRole('button', { name: /Test provider.*Ready/ })).toBeVisible()

  await detail.getByRole('button', { name: 'Remove…' }).click()
  await inbox.getByRole('dialog', { name: 'Remove Test provider?' }).getByRole('button', { name: 'Remove' }).click()
  await expect(inbox.getByText('No upstream yet', { exact: true })).toBeVisible()
})

test('routes are moved by keyboard, kept while one looks elsewhere, and asked what they would do', async ({
  inbox,
  host,
  upstream,
}) => {
  const { id } = await letMailLeave(inbox, host, upstream.port)
  await credential(inbox, host, 'Shop', 'production')
  const conditions = (domain: string) => ({ recipientDomains: [domain] })
  await rest(inbox, host, 'PUT', '/routes', {
    routes: [
      { id: 'a', name: 'Customers', conditions: conditions('example.test'), action: { is: 'relay', upstreamId: id } },
      {
        id: 'b',
        name: 'Nobody',
        conditions: conditions('*'),
        action: { is: 'reject', code: 550, text: 'Not from here' },
      },
    ],
  })
  await goToRelay(inbox, 'Routes')
  const cards = inbox.getByRole('list', { name: 'Routes' }).locator(':scope > li')
  await expect(cards.nth(0)).toContainText('relay through Test provider')
  await expect(cards.nth(1)).toContainText('refuse with 550 Not from here')

  const asking = inbox.getByRole('region', { name: 'What would happen to…' })
  await asking.getByRole('combobox', { name: 'Sent by' }).selectOption({ label: 'Shop' })
  await asking.getByRole('textbox', { name: 'To' }).fill('ann@example.test')
  await expect(asking.getByRole('list', { name: 'Answer' })).toContainText('Leaves')
  await expect(cards.nth(0)).toContainText('Takes it')

  await cards
    .nth(1)
    .getByRole('button', { name: /^Nobody/ })
    .focus()
  await inbox.keyboard.press('Alt+ArrowUp')
  await expect(cards.nth(0)).toContainText('Nobody')
  await goToRelay(inbox, 'Upstreams')
  await goToRelay(inbox, 'Routes')
  await expect(inbox.getByText('Not saved yet.')).toBeVisible()
  await inbox.keyboard.press('Control+s')
  await expect(inbox.getByText('Not saved yet.')).toHaveCount(0)
  await expect(asking.getByRole('list', { name: 'Answer' })).toContainText('Is refused')

  await cards.nth(0).getByRole('button', { name: 'Remove Nobody' }).click()
  await expect(cards).toHaveCount(1)
  await inbox.getByRole('button', { name: 'Discard' }).click()
  await expect(cards).toHaveCount(2)
})

test('what a hostile server and a hostile sender say is text', async ({ inbox, host, upstream }) => {
  const script = '<img src=x onerror="window.hacked=1">'
  upstream.manners.rcpt = () => `550 5.1.1 ${script}`
  await letMailLeave(inbox, host, upstream.port)
  const shop = await credential(inbox, host, 'Shop', 'production')
  await sendAs(host, shop, {
    to: 'ann@example.test',
    subject: script,
    headers: { 'X-SMTPAPI': { prepared: true, value: JSON.stringify({ category: [script] }) } },
  })
  await goToRelay(inbox, 'Deliveries')
  await expect(delivery(inbox, 'ann@example.test')).toContainText('Bounced')
  await delivery(inbox, 'ann@example.test').click()
  await expect(inbox.getByRole('article', { name: 'Delivery' })).toContainText(script)
  await inbox.getByRole('button', { name: 'Open the message' }).click()
  await inbox.getByRole('tab', { name: 'Delivery' }).click()
  await expect(inbox.getByRole('region', { name: 'X-SMTPAPI', exact: true })).toContainText('<img src=x')
  expect(await inbox.evaluate(() => 'hacked' in window)).toBe(false)
})
