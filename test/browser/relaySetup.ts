import type { Page } from '@playwright/test'
import { createTransport, type SendMailOptions } from 'nodemailer'
import type { BrowserHost } from '../support/browserHost.ts'
import { startUpstream, type UpstreamManners, type UpstreamServer } from '../support/upstreamServer.ts'
import { expect, goTo, test as base } from './host.ts'

export interface Login {
  readonly id: string
  readonly username: string
  readonly password: string
}

/** A host, its page, and a real SMTP server on loopback to send through. */
export const test = base.extend<{ upstream: UpstreamServer }>({
  // Playwright reads the names of fixtures from this pattern.
  // oxlint-disable-next-line no-empty-pattern
  upstream: async ({}, use) => {
    const server = await startUpstream()
    await use(server)
    await server.close()
  },
})

export { expect, goTo }

/** Sets up what a test is not about, as a script would. */
export async function rest<T>(page: Page, host: BrowserHost, method: string, path: string, data?: object): Promise<T> {
  const response = await page.request.fetch(`${host.http}/api/v1${path}`, { method, data })
  expect(response.ok(), `${method} ${path}: ${await response.text()}`).toBe(true)
  return (await response.json()) as T
}

/** The lock is off, and all production mail leaves through this server. */
export async function letMailLeave(
  page: Page,
  host: BrowserHost,
  port: number,
  manners: Partial<UpstreamManners> = {},
) {
  const upstream = await rest<{ id: string }>(page, host, 'POST', '/upstreams', {
    name: 'Test provider',
    host: '127.0.0.1',
    port,
    security: 'none',
    bounceMessages: 'none',
    ...manners,
  })
  await rest(page, host, 'PUT', '/routes', { otherwise: { is: 'relay', upstreamId: upstream.id } })
  await rest(page, host, 'PUT', '/sandbox-lock', { locked: false })
  return upstream
}

export function credential(page: Page, host: BrowserHost, name: string, mode: 'sandbox' | 'production') {
  return rest<Login>(page, host, 'POST', '/smtp-credentials', { name, mode })
}

/** Sends through the SMTP port; gives the refusal, or '' when it was taken. */
export async function sendAs(host: BrowserHost, { username, password }: Login, mail: SendMailOptions): Promise<string> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: host.smtpPort,
    tls: { rejectUnauthorized: false },
    auth: { user: username, pass: password },
  })
  try {
    await transport.sendMail({ from: 'orders@shop.example', text: 'Thank you.', ...mail })
    return ''
  } catch (error) {
    return String(error)
  } finally {
    transport.close()
  }
}

/** Goes to a part of the Relay screen. */
export async function goToRelay(page: Page, part: string): Promise<void> {
  await goTo(page, 'Relay')
  await page.getByRole('tab', { name: part, exact: true }).click()
  await expect(page.getByRole('tab', { name: part, exact: true })).toHaveAttribute('aria-selected', 'true')
}

/** The line of the list of deliveries that is about a recipient. */
export function delivery(page: Page, recipient: string) {
  return page.getByRole('grid', { name: 'Deliveries' }).getByRole('row').filter({ hasText: recipient })
}
