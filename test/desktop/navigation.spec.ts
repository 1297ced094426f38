import type { Page } from '@playwright/test'
import type { Desktop } from '../support/electron/launch.ts'
import { expect, ranOn, sendTo, shownSmtpPort, test } from './desktopTest.ts'

test.describe(`what a page may reach, on ${ranOn}`, () => {
  test('a link asks, naming where it goes, and opens in the browser only when agreed to', async ({
    steadyDesktop: desktop,
  }) => {
    await answerDialogsWith(desktop, 0)
    await openLink(desktop.page, 'https://example.test/path?token=1')
    await expect.poll(() => outside(desktop)).toEqual(['https://example.test/path?token=1'])
    expect(await asked(desktop)).toEqual(['Open example.test in your browser? https://example.test/path?token=1'])
  })

  test('a link that is declined opens nothing', async ({ steadyDesktop: desktop }) => {
    await answerDialogsWith(desktop, 2)
    await openLink(desktop.page, 'https://example.test/')
    await expect.poll(() => asked(desktop)).toHaveLength(1)
    expect(await outside(desktop)).toEqual([])
  })

  test('a mailto link opens the mail program', async ({ steadyDesktop: desktop }) => {
    await answerDialogsWith(desktop, 0)
    await openLink(desktop.page, 'mailto:someone@example.test?subject=Hello')
    await expect.poll(() => outside(desktop)).toEqual(['mailto:someone@example.test?subject=Hello'])
  })

  test('programStartByLink: links that start programs are neither asked about nor opened', async ({
    steadyDesktop: desktop,
  }) => {
    await answerDialogsWith(desktop, 0)
    for (const attack of ['file:///etc/passwd', 'smb://example.test/share', 'ms-msdt:/id', 'vscode://file/etc/passwd'])
      await openLink(desktop.page, attack)
    // A link that is allowed, asked for after them, shows that those before it were dropped.
    await openLink(desktop.page, 'https://example.test/after')
    await expect.poll(() => outside(desktop)).toEqual(['https://example.test/after'])
  })

  test('lookAlikeHost: the question shows the real host', async ({ steadyDesktop: desktop }) => {
    await answerDialogsWith(desktop, 2)
    await openLink(desktop.page, 'https://аррӏе.com/')
    await expect
      .poll(() => asked(desktop))
      .toEqual(['Open xn--80ak6aa92e.com in your browser? https://xn--80ak6aa92e.com/'])
  })

  test('windowNavigation: the page cannot be led elsewhere', async ({ steadyDesktop: { page } }) => {
    const before = page.url()
    for (const elsewhere of [
      'https://example.test/',
      'http://127.0.0.1:1/',
      'data:text/html,hello',
      'file:///etc/passwd',
    ]) {
      await page.evaluate((url) => void (location.href = url), elsewhere)
    }
    await expect(page.getByRole('button', { name: 'Settings', exact: true })).toBeVisible()
    expect(page.url()).toBe(before)
  })

  test('metaRefresh: a received message leads neither its frame nor the window anywhere', async ({
    steadyDesktop: desktop,
  }) => {
    const { page } = desktop
    await answerDialogsWith(desktop, 0)
    const before = page.url()
    await sendTo(
      await shownSmtpPort(page),
      'Refresh',
      '<meta http-equiv="refresh" content="0;url=https://example.test/"><p>Stays here.</p><a href="https://example.test/" target="_top">top</a>',
    )
    await page.getByRole('row', { name: /Refresh/ }).click()
    await expect(page.frameLocator('iframe').getByText('Stays here.')).toBeVisible()
    expect(page.url().split('#')[0]).toBe(before.split('#')[0])
    expect(page.frames().map((frame) => frame.url())).not.toContain('https://example.test/')
    expect(await outside(desktop)).toEqual([])
  })

  test('denies every permission but writing to the clipboard', async ({ steadyDesktop: { page } }) => {
    const states = await page.evaluate(() =>
      Promise.all(
        ['notifications', 'geolocation', 'clipboard-read', 'clipboard-write'].map(
          async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
        ),
      ),
    )
    expect(states).toEqual(['denied', 'denied', 'denied', 'granted'])
  })

  test('the page has no way to Node, Electron or another origin', async ({ steadyDesktop: { page } }) => {
    const reached = await page.evaluate(async () => ({
      node: 'require' in window || 'process' in window || 'Buffer' in window,
      elsewhere: await fetch('http://127.0.0.1:1/').then(
        () => 'reached',
        (error: Error) => error.name,
      ),
      script: await new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          if (effectiveDirective.startsWith('script')) resolve(effectiveDirective)
        })
        const script = document.createElement('script')
        script.textContent = 'window.injected = true'
        document.body.append(script)
      }),
      injected: 'injected' in window,
    }))
    expect(reached).toEqual({ node: false, elsewhere: 'TypeError', script: 'script-src-elem', injected: false })
  })
})

async function openLink(page: Page, url: string): Promise<void> {
  await page.evaluate((address) => void window.open(address, '_blank', 'noopener,noreferrer'), url)
}

/** Stands in for the person at the native dialogs, and for the browser. */
async function answerDialogsWith({ evaluate }: Desktop, response: number): Promise<void> {
  await evaluate(({ dialog, shell }, answer) => {
    const seen = globalThis as unknown as { asked: string[]; outside: string[] }
    seen.asked = []
    seen.outside = []
    dialog.showMessageBox = async (...given: unknown[]) => {
      const { message, detail } = given.at(-1) as { message: string; detail: string }
      seen.asked.push(`${message} ${detail}`)
      return { response: answer, checkboxChecked: false }
    }
    shell.openExternal = async (url: string) => void seen.outside.push(url)
  }, response)
}

const asked = ({ evaluate }: Desktop) => evaluate(() => (globalThis as unknown as { asked: string[] }).asked, null)
const outside = ({ evaluate }: Desktop) =>
  evaluate(() => (globalThis as unknown as { outside: string[] }).outside, null)
