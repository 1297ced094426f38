import { expectNoFindings } from './axe.ts'
import { rows } from './host.ts'
import { credential, delivery, expect, goTo, goToRelay, letMailLeave, rest, sendAs, test } from './relaySetup.ts'

const parts = ['Deliveries', 'Upstreams', 'Routes', 'Sandbox', 'Suppressions', 'Webhooks']

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 860, 420]) {
    test.describe(`in ${colorScheme}, ${width} wide, axe finds nothing`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } })

      test('on the empty relay and its dialogs', async ({ inbox }) => {
        for (const part of parts) {
          await goToRelay(inbox, part)
          await expectNoFindings(inbox)
        }
        await goToRelay(inbox, 'Upstreams')
        await inbox.getByRole('button', { name: 'New upstream' }).click()
        await expectNoFindings(inbox)
        await inbox
          .getByRole('dialog')
          .getByRole('button', { name: /SendGrid/ })
          .first()
          .click()
        for (const fold of ['Certificates', 'Speed', 'Retries', 'Bounce messages'])
          await inbox
            .getByRole('dialog')
            .getByRole('button', { name: new RegExp(`^${fold}`) })
            .click()
        await expectNoFindings(inbox)
      })

      test('on the full relay, the Delivery tab, a release and the settings', async ({ inbox, host, upstream }) => {
        upstream.manners.rcpt = (address) => (address.startsWith('later') ? '450 4.2.0 Later' : '250 2.1.5 Fine')
        const { id } = await letMailLeave(inbox, host, upstream.port)
        await rest(inbox, host, 'PUT', '/routes', {
          routes: [
            { id: 'a', conditions: { senderDomains: ['shop.example'] }, action: { is: 'relay', upstreamId: id } },
          ],
          sandbox: { delayMs: 0 },
        })
        const { url } = await rest<{ url: string }>(inbox, host, 'GET', '/webhook-receiver')
        await rest(inbox, host, 'POST', '/webhook-endpoints', { name: 'Receiver', url })
        const shop = await credential(inbox, host, 'Shop', 'production')
        const app = await credential(inbox, host, 'App', 'sandbox')
        await sendAs(host, shop, { to: ['ann@example.test', 'later@example.test'], subject: 'Your order' })
        await sendAs(host, app, {
          to: 'bounce@example.test',
          subject: 'News',
          headers: { 'AhaSend-Sandbox': 'perhaps', 'X-SMTPAPI': { prepared: true, value: '{"category":["news"]}' } },
        })
        await goToRelay(inbox, 'Deliveries')
        await expect(delivery(inbox, 'bounce@example.test')).toContainText('Sandbox bounced')
        await expectNoFindings(inbox)
        await delivery(inbox, 'later@example.test').click()
        await expect(inbox.getByRole('list', { name: 'Tries' })).toBeVisible()
        await expectNoFindings(inbox)
        await inbox.keyboard.press('x')
        await expectNoFindings(inbox)

        await goToRelay(inbox, 'Upstreams')
        await inbox.getByRole('button', { name: /^Test provider/ }).click()
        await inbox.getByRole('button', { name: 'Test the connection' }).click()
        await expect(inbox.getByRole('list', { name: 'Steps' })).toBeVisible()
        await expectNoFindings(inbox)
        await goToRelay(inbox, 'Routes')
        await inbox.getByRole('button', { name: /^Route 1/ }).click()
        await expectNoFindings(inbox)
        await goToRelay(inbox, 'Suppressions')
        await expectNoFindings(inbox)
        await inbox.getByRole('button', { name: 'Add an address' }).click()
        await expectNoFindings(inbox)
        await inbox.keyboard.press('Escape')

        await goToRelay(inbox, 'Webhooks')
        await inbox.getByRole('list', { name: 'Endpoints' }).getByRole('button').click()
        await expectNoFindings(inbox)
        await inbox.getByRole('button', { name: 'Show its calls' }).click()
        await inbox.getByRole('grid', { name: 'Calls' }).getByRole('row').first().click()
        await expect(inbox.getByRole('region', { name: 'Try 1' })).toBeVisible()
        await expectNoFindings(inbox)

        await goTo(inbox, 'Inbox')
        await rows(inbox).first().click()
        await inbox.getByRole('tab', { name: 'Delivery' }).click()
        await expect(inbox.getByRole('region', { name: 'X-SMTPAPI', exact: true })).toBeVisible()
        await expectNoFindings(inbox)
        await inbox.getByRole('button', { name: 'Release… (r)' }).click()
        await expect(inbox.getByRole('dialog')).toContainText('Leaves through')
        await expectNoFindings(inbox)
        await inbox.keyboard.press('Escape')

        await goTo(inbox, 'Settings')
        await inbox.getByRole('button', { name: 'New scenario' }).click()
        await inbox.getByRole('menuitem', { name: 'Mailbox full' }).click()
        await expectNoFindings(inbox)
        await inbox.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
        await inbox.getByRole('combobox', { name: 'The two listeners answer like' }).selectOption('sendgrid')
        await inbox.getByRole('button', { name: /^What .*SendGrid does/ }).click()
        await expectNoFindings(inbox)
      })
    })
  }
}
