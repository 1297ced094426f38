import type { Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { sampleCertificate } from '../support/certificates.ts'
import { startImap } from '../support/diagnosis/services.ts'
import { evil, healthy, start } from '../support/diagnosis/smtpFaults.ts'
import { startSilent } from '../support/diagnosis/tcpFaults.ts'
import { nameServer } from '../support/nameServer.ts'
import {
  answer,
  diagnose,
  expect,
  finished,
  goToDiagnostics,
  paste,
  question,
  report,
  test,
} from './diagnosticsSetup.ts'

const expired = () => {
  const { key, chainPem } = sampleCertificate('expired')
  return healthy({ key, cert: chainPem })
}

test('g d leads here, and the empty screen teaches by examples', async ({ inbox }) => {
  await inbox.keyboard.press('g')
  await inbox.keyboard.press('d')
  await expect(inbox).toHaveTitle('Diagnostics — Sandpost')
  await expect(question(inbox)).toBeFocused()
  await inbox.getByRole('button', { name: /^A URL/ }).click()
  await expect(question(inbox)).toHaveValue('smtps://smtp.example.com:587')
  await expect(inbox.getByRole('list', { name: 'About your settings' })).toContainText('587')
})

test('pasted settings are understood and corrected, their mistake is named before anything is asked, the password stays hidden', async ({
  inbox,
}) => {
  await goToDiagnostics(inbox)
  await paste(
    inbox,
    "nodemailer.createTransport({\n  host: 'mail.shop.test', port: 465, secure: false,\n  auth: { user: 'shop', pass: 'hush-hush-1' },\n})",
  )
  await expect(question(inbox)).toHaveValue('mail.shop.test')
  await expect(inbox.getByRole('button', { name: '465', exact: true })).toHaveAttribute('aria-pressed', 'true')
  const pasted = inbox.getByRole('region', { name: 'Pasted settings' })
  await expect(pasted.getByRole('textbox', { name: 'User' })).toHaveValue('shop')
  await expect(inbox.getByRole('list', { name: 'About your settings' })).toContainText('Port 465 expects TLS')
  expect(await inbox.content()).not.toContain('hush-hush-1')
  await pasted.getByRole('button', { name: 'Forget it' }).click()
  await expect(question(inbox)).toHaveValue('')
})

test('a server with an expired certificate: answer first, then findings, and the evidence by keyboard', async ({
  inbox,
  serve,
}) => {
  const server = await serve(start(expired()))
  await goToDiagnostics(inbox)
  await diagnose(inbox, `127.0.0.1:${server.port}`)
  await finished(inbox)
  await expect(answer(inbox).getByRole('heading')).toHaveText(/^(Works, but…|Does not work)$/)
  await expect(answer(inbox)).toContainText('Whose it is')
  const finding = report(inbox)
    .getByRole('list', { name: 'Findings' })
    .getByRole('button', { name: /expired/ })
    .first()
  await expect(finding).toBeVisible()
  if ((await finding.getAttribute('aria-expanded')) === 'false') await finding.click()
  await expect(report(inbox).getByText('Why it matters').first()).toBeVisible()

  const matrix = report(inbox).getByRole('table', { name: /What each port did/ })
  await expect(matrix.getByRole('columnheader', { name: 'Certificate' })).toBeVisible()
  await matrix.getByRole('rowheader').first().getByRole('button').focus()
  const certificate = matrix.getByRole('columnheader').filter({ hasText: /^Certificate$/ })
  const column = await certificate.evaluate((cell) => (cell as HTMLTableCellElement).cellIndex)
  for (let step = 0; step < column; step += 1) await inbox.keyboard.press('ArrowRight')
  await inbox.keyboard.press('Enter')
  const chain = report(inbox).getByRole('list', { name: /^Certificate chain/ })
  await expect(chain).toBeInViewport()
  await expect(chain).toContainText('expired')
  await expect(chain.getByRole('button', { name: /as PEM$/ }).first()).toBeVisible()
})

test('our own listener: the settings that work are given with code for the app', async ({ inbox, host }) => {
  await goToDiagnostics(inbox)
  await diagnose(inbox, `127.0.0.1:${host.smtpPort}`)
  await finished(inbox)
  const settings = report(inbox).getByRole('region', { name: /^Settings / })
  await expect(settings.getByRole('button', { name: `Copy port: ${host.smtpPort}` })).toBeVisible()
  await settings.getByRole('button', { name: /^Code for your app/ }).click()
  await settings.getByRole('tab', { name: /Nodemailer/ }).click()
  await expect(settings.getByRole('group', { name: 'Code', exact: true })).toContainText(`port: ${host.smtpPort}`)
  await expect(settings.getByRole('group', { name: 'Code', exact: true })).toContainText('requireTLS: true')
  await expect(report(inbox).getByRole('table', { name: 'TLS versions' })).toContainText('TLS 1.3')
  await expect(report(inbox).getByRole('region', { name: 'Transcript' }).first()).toContainText('EHLO')
  await report(inbox).getByRole('region', { name: 'The same with other tools' }).waitFor()
})

test('attack: HTML, controls and a turned direction of writing in banners stay text', async ({ inbox, serve }) => {
  const server = await serve(start(evil))
  await goToDiagnostics(inbox)
  await diagnose(inbox, `127.0.0.1:${server.port}`)
  await finished(inbox)
  await expect(report(inbox).getByRole('region', { name: 'Greeting' })).toContainText('<img src=x onerror=alert(1)>')
  expect(await inbox.locator('main img, main script').count()).toBe(0)
  // oxlint-disable-next-line no-control-regex -- these are what must not be there
  expect(await report(inbox).innerText()).not.toMatch(/[\u0000-\u0008\u001b\u202a-\u202e\u2066-\u2069]/)
})

test('a server for reading mail is named for what it is', async ({ inbox, serve }) => {
  const server = await serve(startImap())
  await goToDiagnostics(inbox)
  await diagnose(inbox, `127.0.0.1:${server.port}`)
  await finished(inbox)
  await expect(answer(inbox).getByRole('heading')).toHaveText('Does not work')
  await expect(report(inbox)).toContainText('IMAP')
})

test('Esc stops a diagnosis, and what was seen stays', async ({ inbox, serve }) => {
  const server = await serve(startSilent())
  await goToDiagnostics(inbox)
  await diagnose(inbox, `127.0.0.1:${server.port}`)
  await expect(answer(inbox).getByRole('button', { name: /^Stop/ })).toBeVisible()
  await expect(question(inbox)).toBeFocused()
  await expect(inbox.getByRole('article', { name: 'Report' }).locator('header')).toContainText(/· [1-9][\d.,]* s/)
  await question(inbox).press('Escape')
  await expect(answer(inbox)).toContainText('Stopped before the end')
  await expect(report(inbox).getByRole('table', { name: /What each port did/ })).toContainText('open')
})

test('reports are kept: found, compared, handed out without names, deleted', async ({ inbox, serve, host }) => {
  const server = await serve(start(expired()))
  await goToDiagnostics(inbox)
  await diagnose(inbox, `127.0.0.1:${server.port}`)
  await finished(inbox)
  await diagnose(inbox, `127.0.0.1:${host.smtpPort}`)
  await finished(inbox)

  await goToDiagnostics(inbox, 'History')
  const rows = inbox.getByRole('grid', { name: 'Reports' }).getByRole('row')
  await expect(rows).toHaveCount(2)
  await inbox.keyboard.press('Escape')
  await inbox.keyboard.press('j')
  await inbox.keyboard.press('x')
  await inbox.keyboard.press('j')
  await inbox.keyboard.press('x')
  await expect(inbox.getByRole('region', { name: 'Comparison' })).toContainText('Before')
  await expect(inbox.getByRole('region', { name: 'Comparison' })).toContainText('two different questions')
  await inbox.keyboard.press('Escape')

  const saved = await download(inbox, 'Save', 'Markdown, for a ticket')
  expect(saved).toContain(String(server.port))
  const shared = await download(inbox, 'Share', 'Markdown, for a ticket')
  expect(shared).not.toContain('127.0.0.1')

  await inbox.getByRole('button', { name: 'More about this report' }).click()
  await inbox.getByRole('menuitem', { name: 'Delete this report' }).click()
  await expect(rows).toHaveCount(1)
  await inbox.getByRole('textbox', { name: 'Search reports' }).fill('no-such-host')
  await expect(inbox.getByText('No report matches')).toBeVisible()
})

test('a watch is begun, paused, ended, and brought back', async ({ inbox, serve }) => {
  const server = await serve(start(expired()))
  await goToDiagnostics(inbox)
  await diagnose(inbox, `127.0.0.1:${server.port}`)
  await finished(inbox)
  await inbox.getByRole('button', { name: 'More about this report' }).click()
  await inbox.getByRole('menuitem', { name: /^Watch/ }).click()
  const dialog = inbox.getByRole('dialog', { name: 'Ask this again and again' })
  await dialog.getByRole('combobox', { name: 'How often' }).selectOption('60')
  await dialog.getByRole('button', { name: 'Watch' }).click()
  await goToDiagnostics(inbox, 'Watches')
  const watches = inbox.getByRole('list', { name: 'Watches' })
  await expect(watches.getByRole('combobox')).toHaveValue('60')
  await watches.getByRole('button', { name: /^Pause/ }).click()
  await expect(watches.getByText('Paused')).toBeVisible()
  await watches.getByRole('button', { name: /^Stop watching/ }).click()
  await expect(inbox.getByText('Nothing is watched')).toBeVisible()
  await inbox.getByRole('button', { name: 'Undo' }).click()
  await expect(watches).toBeVisible()
})

test('Sandpost checks itself', async ({ inbox, host }) => {
  await goToDiagnostics(inbox, 'This Sandpost')
  await expect(inbox.getByRole('table', { name: 'Our own listeners' })).toContainText(String(host.smtpPort))
  await inbox.getByRole('button', { name: 'Check our own listeners' }).click()
  await finished(inbox)
  await expect(report(inbox).getByRole('table', { name: /What each port did/ })).toContainText(String(host.smtpPort))
})

test('the records of a sending domain are told part by part, missing ones as not published', async ({ inbox }) => {
  const names = await nameServer({
    'shop.test': { MX: ['10 mx.shop.test'], TXT: ['v=spf1 include:_spf.shop.test -all'] },
    '_spf.shop.test': { TXT: ['v=spf1 ip4:192.0.2.0/24 -all'] },
    '_dmarc.shop.test': { TXT: ['v=DMARC1; p=reject; rua=mailto:dmarc@shop.test'] },
    'mx.shop.test': { A: ['192.0.2.1'] },
  })
  try {
    await goToDiagnostics(inbox, 'Sending domain')
    await inbox.getByRole('textbox', { name: 'Domain of the sender' }).fill('app@shop.test')
    await inbox.getByRole('textbox', { name: 'DNS server' }).fill(names.address)
    await inbox.getByRole('checkbox', { name: /MTA-STS/ }).uncheck()
    await inbox.getByRole('button', { name: 'Look it up' }).click()
    const records = inbox.getByRole('region', { name: 'Records of shop.test' })
    await expect(records.getByRole('region', { name: /^SPF/ })).toContainText('Published')
    await expect(records.getByRole('region', { name: /^DMARC/ })).toContainText('Published')
    await expect(records.getByRole('region', { name: /^TLS-RPT/ })).toContainText('Not published')
  } finally {
    await names.close()
  }
})

test('providers side by side: each row its answer, and its report a click away', async ({ page, host, serve }) => {
  const server = await serve(startImap())
  // The providers stand in for by a server on loopback: nothing of this leaves the machine.
  await page.routeWebSocket(/\/rpc$/, (socket) => {
    const engine = socket.connectToServer()
    socket.onMessage((message) => engine.send(message))
    engine.onMessage((message) =>
      socket.send(
        typeof message === 'string'
          ? message.replaceAll(
              /smtp\.(paubox\.com|sendgrid\.net|elasticemail\.com)|send(-us)?\.ahasend\.com/g,
              `127.0.0.1:${server.port}`,
            )
          : message,
      ),
    )
  })
  await page.goto(host.signInUrl)
  await goToDiagnostics(page, 'Side by side')
  const table = page.getByRole('table', { name: /^Providers/ })
  await expect(table).toContainText('127.0.0.1')
  await page.getByRole('button', { name: 'Try them all' }).click()
  await expect(table.getByRole('button', { name: /^Open/ })).toHaveCount(5, { timeout: 50_000 })
  await expect(page.getByRole('button', { name: 'Try them all' })).toBeVisible({ timeout: 50_000 })
  await expect(table.getByRole('row').filter({ hasText: 'Paubox' })).toContainText('Does not work')
  await table.getByRole('button', { name: /Paubox/ }).click()
  await expect(report(page)).toBeVisible()
})

async function download(page: Page, menu: string, item: string): Promise<string> {
  await page.getByRole('button', { name: menu, exact: true }).click()
  // The menu before it may still be fading out.
  const chosen = page.getByRole('menu', { name: menu }).getByRole('menuitem', { name: item })
  const [file] = await Promise.all([page.waitForEvent('download'), chosen.click()])
  return readFile(await file.path(), 'utf8')
}
