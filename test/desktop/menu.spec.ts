import { writeFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Desktop } from '../support/electron/launch.ts'
import { expect, ranOn, sendTo, shownSmtpPort, test } from './desktopTest.ts'

const message = ['From: a@example.test', 'To: b@example.test', 'Subject: From a file', '', 'From here on.', ''].join(
  '\r\n',
)

test.describe(`the application menu, on ${ranOn}`, () => {
  test('goes to every screen without loading the page anew', async ({ desktop }) => {
    await desktop.page.evaluate(() => void ((window as { mark?: string }).mark = 'same page'))
    await choose(desktop, 'go-settings')
    await expect(desktop.page.getByRole('button', { name: 'Settings', exact: true })).toHaveAttribute(
      'aria-current',
      'page',
    )
    await choose(desktop, 'go-activity')
    await expect(desktop.page.getByRole('button', { name: 'Activity', exact: true })).toHaveAttribute(
      'aria-current',
      'page',
    )
    await choose(desktop, 'go-inbox')
    await expect(desktop.page.getByRole('button', { name: /^Inbox/ })).toHaveAttribute('aria-current', 'page')
    expect(await desktop.page.evaluate(() => (window as { mark?: string }).mark)).toBe('same page')
  })

  test('locks the sandbox, whatever screen is open', async ({ desktop }) => {
    await desktop.page.getByRole('button', { name: /Nothing leaves this machine/ }).click()
    await desktop.page.getByRole('dialog').getByRole('textbox').fill('release')
    await desktop.page.getByRole('button', { name: 'Release the sandbox' }).click()
    await expect(desktop.page.getByRole('button', { name: /Production mail may leave/ })).toBeVisible()
    await choose(desktop, 'lock')
    await expect(desktop.page.getByRole('button', { name: /Nothing leaves this machine/ })).toBeVisible()
  })

  test('imports files and exports every message, byte for byte', async ({ desktop, dataDir }) => {
    const eml = join(dataDir, 'given.eml')
    const mbox = join(dataDir, 'all.mbox')
    await writeFile(eml, message)
    await desktop.evaluate(
      ({ dialog }, paths) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [paths.eml] })
        dialog.showSaveDialog = async () => ({ canceled: false, filePath: paths.mbox })
      },
      { eml, mbox },
    )
    await choose(desktop, 'import')
    await expect(desktop.page.getByRole('row', { name: /From a file/ })).toBeVisible()
    await choose(desktop, 'export')
    await expect.poll(() => readFile(mbox, 'latin1').catch(() => '')).toMatch(/^From a@example\.test /)
    const [, ...lines] = (await readFile(mbox, 'latin1')).split('\n')
    expect(lines.join('\n')).toBe(`${message.replace('\nFrom here', '\n>From here')}\n`)
  })

  test('opens the same inbox in the browser, signed in', async ({ desktop }) => {
    await desktop.evaluate(({ shell }) => {
      shell.openExternal = async (url) => void ((globalThis as { opened?: string }).opened = url)
    }, null)
    await choose(desktop, 'browser')
    const opened = () => desktop.evaluate(() => (globalThis as { opened?: string }).opened ?? '', null)
    await expect.poll(opened).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//)
    const response = await fetch(await opened(), { redirect: 'manual' })
    expect(response.headers.get('set-cookie')).toContain('HttpOnly')
  })

  test('notifies of new mail only when asked to, and not while the inbox is looked at', async ({ desktop }) => {
    const { page, evaluate } = desktop
    const port = await shownSmtpPort(page)
    await evaluate(({ BrowserWindow, Notification }) => {
      const seen = ((globalThis as unknown as { notified: string[] }).notified = [])
      Notification.prototype.show = function show(this: { title: string; body: string }) {
        ;(seen as string[]).push(`${this.title}: ${this.body}`)
      }
      BrowserWindow.getAllWindows()[0]?.blur()
    }, null)
    await sendTo(port, 'Nobody asked')
    await expect(page.getByRole('row', { name: /Nobody asked/ })).toBeVisible()
    await choose(desktop, 'notifications')
    const notified = () => evaluate(() => (globalThis as unknown as { notified: string[] }).notified, null)
    await expect
      .poll(async () => {
        await sendTo(port, 'Asked for')
        return notified()
      })
      .toContain('app@example.test: Asked for')
    expect(await notified()).not.toContain('app@example.test: Nobody asked')
  })
})

async function choose({ evaluate }: Desktop, id: string): Promise<void> {
  await evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.click(), id)
}
