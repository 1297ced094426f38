// The relay for the docs: an upstream that takes some and refuses some, mail of the sandbox, and a webhook.
import type { Page } from '@playwright/test'
import { createTransport } from 'nodemailer'
import type { BrowserHost } from '../test/support/browserHost.ts'
import { startUpstream } from '../test/support/upstreamServer.ts'

/** Fills a host with deliveries of every kind, then hands over: `shoot` takes a picture under a name. */
export async function takeRelayPictures(
  page: Page,
  host: BrowserHost,
  shoot: (name: string) => Promise<void>,
): Promise<void> {
  const upstream = await startUpstream({
    rcpt: (address) =>
      address.startsWith('gone')
        ? '550 5.1.1 No such user here'
        : address.startsWith('later')
          ? '450 4.7.1 Greylisted, please come back'
          : '250 2.1.5 Ok',
  })
  try {
    const ask = async <T>(method: string, path: string, data?: object): Promise<T> =>
      (await (await page.request.fetch(`${host.http}/api/v1${path}`, { method, data })).json()) as T
    const { id } = await ask<{ id: string }>('POST', '/upstreams', {
      name: 'SendGrid',
      preset: 'sendgrid',
      host: '127.0.0.1',
      port: upstream.port,
      security: 'none',
    })
    await ask('PUT', '/routes', { otherwise: { is: 'relay', upstreamId: id }, sandbox: { delayMs: 10 } })
    await ask('PUT', '/sandbox-lock', { locked: false })
    type Login = { username: string; password: string }
    const shop = await ask<Login>('POST', '/smtp-credentials', { name: 'Web shop', mode: 'production' })
    const news = await ask<Login>('POST', '/smtp-credentials', { name: 'Newsletter' })
    await send(host, shop, ['ann@example.com', 'gone@example.com', 'later@example.com'], 'Your order 4711')
    await send(host, shop, ['bob@example.com'], 'Your receipt')
    await send(host, news, ['carol@example.com', 'bounce@example.com', 'suppress@example.com'], 'News of November')
    await page.goto(`${host.http}/#/relay`)
    await page.getByText('Sandbox bounced').waitFor()
    await page.getByText('later@example.com').click()
    await page.getByRole('article', { name: 'Delivery' }).getByText('Greylisted').first().waitFor()
    await shoot('relay')
  } finally {
    await upstream.close()
  }
}

async function send(
  host: BrowserHost,
  { username, password }: { username: string; password: string },
  to: string[],
  subject: string,
): Promise<void> {
  const auth = { user: username, pass: password }
  const transport = createTransport({ host: '127.0.0.1', port: host.smtpPort, ignoreTLS: true, auth })
  await transport.sendMail({ from: 'orders@shop.example', to, subject, text: 'Thank you.' })
  transport.close()
}
