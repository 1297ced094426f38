import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { base64Lines } from '../hostile/hostileMail.ts'
import { settled } from './axe.ts'
import { expect, test } from './host.ts'
import { capture, openMessage } from './openMessage.ts'

const logo = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const html = `<html><head><style>h1{color:#333}</style></head><body>
<h1>Welcome, Ana</h1><img src="cid:logo@shop" alt="logo" width="40" height="40">
<p><a href="https://evil.example/login">https://bank.example</a> <a href="javascript:alert(1)">press here</a> <a href="#end">to the end</a></p>
<div style="height:3000px"></div><p id="end">The end</p></body></html>`

const rich = Buffer.from(
  [
    'From: =?utf-8?Q?Caf=C3=A9?= <shop@example.test>',
    'To: Ana <ana@example.test>',
    'Cc: carl@example.test',
    'Subject: Your sign-in code',
    'Received: first',
    'Received: second',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=mix',
    '',
    '--mix',
    'Content-Type: multipart/alternative; boundary=alt',
    '',
    '--alt',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Your code is 493201.',
    '   See https://example.test/confirm?token=abc.',
    '--alt',
    'Content-Type: multipart/related; boundary=rel',
    '',
    '--rel',
    'Content-Type: text/html; charset=utf-8',
    '',
    html,
    '--rel',
    'Content-Type: application/octet-stream',
    'Content-ID: <logo@shop>',
    'Content-Disposition: inline; filename=logo.png',
    'Content-Transfer-Encoding: base64',
    '',
    ...base64Lines(logo),
    '--rel--',
    '--alt--',
    '--mix',
    'Content-Type: text/csv',
    'Content-Disposition: attachment; filename="report.csv"',
    '',
    'a,b',
    '--mix--',
    '',
  ].join('\r\n'),
)

async function openRich(page: Page, host: Parameters<typeof capture>[0]): Promise<void> {
  await openMessage(page, await capture(host, rich, ['ana@example.test', 'boss@example.test']))
}

const frameOf = (page: Page) => page.frameLocator('iframe[title="Message"]')
const tabOf = (page: Page, name: string) => page.getByRole('tab', { name: new RegExp(`^${name}`) })

test('the header says who, to whom and who got a blind copy', async ({ inbox, host }) => {
  await openRich(inbox, host)
  const header = inbox.getByRole('article')
  await expect(header.getByRole('heading', { name: 'Your sign-in code' })).toBeVisible()
  for (const [term, address] of [
    ['From', 'shop@example.test'],
    ['To', 'ana@example.test'],
    ['Cc', 'carl@example.test'],
    ['Bcc', 'boss@example.test'],
  ] as const)
    await expect(header.locator('div', { has: inbox.locator(`dt:text-is("${term}")`) }).last()).toContainText(address)
  await expect(header).toContainText('Sandbox: captured, went nowhere')
})

test('pictures of the message itself are shown with the type their bytes have', async ({ inbox, host }) => {
  await openRich(inbox, host)
  const picture = frameOf(inbox).getByAltText('logo')
  await expect.poll(() => picture.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(1)
})

test('a link shows where it goes and warns; it opens only when told to', async ({ inbox, host, context }) => {
  await openRich(inbox, host)
  await frameOf(inbox).getByText('https://bank.example').click()
  const dialog = inbox.getByRole('dialog', { name: 'Where this link goes' })
  await expect(dialog).toContainText('https://evil.example/login')
  await expect(dialog).toContainText('The link shows bank.example, but goes to evil.example.')
  await context.route('https://evil.example/**', (route) => route.fulfill({ body: 'there' }))
  const opened = context.waitForEvent('page')
  await dialog.getByRole('button', { name: 'Open in browser' }).click()
  const window = await opened
  await expect.poll(() => window.url()).toBe('https://evil.example/login')
  expect(await window.evaluate('opener')).toBeNull()
})

test('a script link is explained and cannot be opened', async ({ inbox, host }) => {
  await openRich(inbox, host)
  await frameOf(inbox).getByText('press here').click()
  const dialog = inbox.getByRole('dialog', { name: 'Where this link goes' })
  await expect(dialog).toContainText('This link would run a script.')
  await expect(dialog.getByRole('button', { name: /Open/ })).toHaveCount(0)
})

test('a link within the message goes there', async ({ inbox, host }) => {
  await openRich(inbox, host)
  await frameOf(inbox).getByText('to the end').click()
  await expect(frameOf(inbox).getByText('The end', { exact: true })).toBeInViewport()
})

test('keys pressed in the message reach the app', async ({ inbox, host }) => {
  const first = await capture(host, Buffer.from('Subject: older\r\nContent-Type: text/html\r\n\r\n<p>older</p>\r\n'))
  await openRich(inbox, host)
  await frameOf(inbox).getByText('Welcome, Ana').click()
  await inbox.keyboard.press('j')
  await expect(inbox.getByRole('article')).toHaveAttribute('data-message', String(first))
})

test('the preview is as wide and as dark as a phone at night', async ({ inbox, host }) => {
  // Playwright's own choice of colours would win over the frame's.
  await inbox.emulateMedia({ colorScheme: null })
  await openRich(inbox, host)
  const frame = inbox.locator('iframe[title="Message"]')
  await inbox.getByText('Phone, 375 pixels').click({ force: true })
  await expect.poll(async () => (await frame.boundingBox())?.width).toBe(375)
  await inbox.getByText('Dark, as a mail program').click({ force: true })
  await expect
    .poll(() =>
      frameOf(inbox)
        .locator('html')
        .evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches),
    )
    .toBe(true)
})

test('the tab used last is remembered, and one without content says why', async ({ inbox, host }) => {
  await openRich(inbox, host)
  await inbox.keyboard.press('3')
  await expect(tabOf(inbox, 'Source')).toHaveAttribute('aria-selected', 'true')
  await openMessage(inbox, await capture(host, Buffer.from('Subject: plain\r\n\r\nOnly text.\r\n')))
  await expect(tabOf(inbox, 'Source')).toHaveAttribute('aria-selected', 'true')
  await inbox.keyboard.press('1')
  await expect(inbox.getByText('No HTML in this message')).toBeVisible()
})

test('the text keeps its spaces, and codes are ready to copy', async ({ inbox, host, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await openRich(inbox, host)
  await inbox.keyboard.press('2')
  await expect(inbox.getByRole('group', { name: 'Text of the message' })).toContainText('   See https://example.test')
  await inbox.getByRole('button', { name: 'Copy the code 493201' }).click()
  expect(await inbox.evaluate(() => navigator.clipboard.readText())).toBe('493201')
})

test('the source is searched and downloaded byte by byte', async ({ inbox, host }) => {
  await openRich(inbox, host)
  await inbox.keyboard.press('3')
  const find = inbox.getByRole('textbox', { name: 'Find in the source' })
  await find.fill('BOUNDARY=')
  await expect(inbox.getByText('1 of 3')).toBeVisible()
  await find.press('Enter')
  await expect(inbox.getByText('2 of 3')).toBeVisible()
  await expect(inbox.locator('mark[data-current]')).toHaveText('boundary=')
  const downloading = inbox.waitForEvent('download')
  await inbox.getByRole('tabpanel').getByRole('button', { name: 'Download .eml' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/^Your sign-in code \d+\.eml$/)
  expect(await readFile(await download.path())).toEqual(rich)
})

test('a source of 20 MB shows at once, and its last line is reached', async ({ inbox, host }) => {
  const lines = base64Lines(Buffer.alloc(14_000_000, 'sandpost'))
  const mail = Buffer.from(
    [
      'Subject: big',
      'Content-Type: application/pdf',
      'Content-Transfer-Encoding: base64',
      '',
      ...lines,
      'LAST',
      '',
    ].join('\r\n'),
  )
  await openMessage(inbox, await capture(host, mail))
  await inbox.keyboard.press('3')
  await expect(inbox.getByText('Subject:', { exact: true })).toBeVisible()
  await inbox.getByRole('textbox', { name: 'Find in the source' }).fill('last')
  await inbox.getByRole('textbox', { name: 'Find in the source' }).press('Shift+Enter')
  await expect(inbox.locator('mark[data-current]')).toHaveText('LAST')
  expect(await inbox.getByRole('group', { name: 'Source' }).locator('div').count()).toBeLessThan(200)
})

test('headers are searched, and repeated ones told apart', async ({ inbox, host }) => {
  await openRich(inbox, host)
  await inbox.keyboard.press('4')
  await inbox.getByRole('textbox', { name: 'Find in the headers' }).fill('received')
  await expect(inbox.getByRole('row').filter({ hasText: /^Received/ })).toHaveCount(2)
  await expect(inbox.getByText('2 of 2', { exact: true })).toBeVisible()
})

test('attachments open by what they are, and are saved one by one or together', async ({ inbox, host }) => {
  await openRich(inbox, host)
  await inbox.keyboard.press('5')
  await inbox.getByRole('button', { name: 'Open report.csv' }).click()
  await expect(inbox.getByRole('group', { name: 'Contents of report.csv' })).toContainText('a,b')
  await inbox.keyboard.press('Escape')
  await inbox.getByRole('button', { name: 'Open logo.png' }).click()
  await expect(inbox.getByRole('img', { name: 'logo.png' })).toBeVisible()
  await inbox.keyboard.press('Escape')
  const saving = inbox.waitForEvent('download')
  await inbox.getByRole('button', { name: 'Save logo.png' }).click()
  expect(await readFile(await (await saving).path())).toEqual(logo)
  const savingAll = inbox.waitForEvent('download')
  await inbox.getByRole('button', { name: 'Save all' }).click()
  expect((await savingAll).suggestedFilename()).toBe('Your sign-in code.zip')
})

test('envelope and transcript show what was spoken', async ({ inbox, host }) => {
  await openRich(inbox, host)
  await inbox.keyboard.press('6')
  const tab = inbox.getByRole('group', { name: 'Envelope and transcript' })
  await expect(tab).toContainText('MAIL FROM<app@example.test>')
  await expect(
    tab
      .locator('div')
      .filter({ hasText: /boss@example\.test>Bcc$/ })
      .last(),
  ).toBeVisible()
  await expect(tab).toContainText('Named in To or Cc, but not in this envelope: carl@example.test')
  await expect(tab).toContainText('RCPT TO:<boss@example.test>')
})

test('a message that is deleted elsewhere says so', async ({ inbox, host }) => {
  await inbox.evaluate(() => {
    location.hash = '#/inbox/4711'
  })
  await expect(inbox.getByText('This message is gone')).toBeVisible()
  await openRich(inbox, host)
})

for (const scheme of ['light', 'dark'] as const) {
  test(`nothing in any tab keeps someone out (${scheme})`, async ({ inbox, host }) => {
    await inbox.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await openRich(inbox, host)
    for (const [index, name] of ['HTML', 'Text', 'Source', 'Headers', 'Attachments', 'Envelope'].entries()) {
      await inbox.keyboard.press(String(index + 1))
      await expect(tabOf(inbox, name)).toHaveAttribute('aria-selected', 'true')
      await settled(inbox)
      // The message's own colours are its author's business.
      const { violations } = await new AxeBuilder({ page: inbox }).include('article').exclude('iframe').analyze()
      expect(
        violations.map(({ id, nodes }) => `${name}: ${id} ${nodes.map(({ target }) => target).join(' ')}`),
      ).toEqual([])
    }
  })
}
