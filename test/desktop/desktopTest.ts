import { test as base, expect, type Page } from '@playwright/test'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { electronBinary, launchDesktop, type Desktop, type LaunchOptions } from '../support/electron/launch.ts'

interface DesktopFixtures {
  /** A data folder of its own, with settings that pick free ports. */
  dataDir: string
  launch: (options?: Partial<LaunchOptions>) => Promise<Desktop>
  desktop: Desktop
}

interface SharedFixtures {
  /** One app for all specs that leave it as they found it. */
  steadyDesktop: Desktop
}

/** What the specs ran on, said in the name of each of them. */
export const ranOn = electronBinary ? 'Electron' : 'the double of electron, NOT on Electron'

/** Specs of the desktop app: each starts it anew, unless it takes the steady one, and none leaves it running. */
export const test = base.extend<DesktopFixtures, SharedFixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names from the pattern
  dataDir: async ({}, use) => withDataDir(use),
  steadyDesktop: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, use) =>
      withDataDir(async (dataDir) => {
        const desktop = await launchDesktop({ dataDir })
        await use(desktop)
        await desktop.quit()
      }),
    { scope: 'worker' },
  ],
  launch: async ({ dataDir }, use) => {
    const launched: Desktop[] = []
    await use(async (options) => {
      const desktop = await launchDesktop({ dataDir, ...options })
      launched.push(desktop)
      return desktop
    })
    for (const desktop of launched) await desktop.quit()
  },
  desktop: async ({ launch }, use) => use(await launch()),
})

async function withDataDir(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sandpost-desktop-'))
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ smtp: { port: 0, tlsPort: 0 }, http: { port: 0 } }))
  await use(folder)
  await rm(folder, { recursive: true, force: true })
}

/** The port of the STARTTLS listener, read where a person reads it. */
export async function shownSmtpPort(page: Page): Promise<number> {
  const entry = page.getByRole('list', { name: 'SMTP listeners' }).getByRole('listitem').filter({ hasText: 'STARTTLS' })
  return Number(/127\.0\.0\.1:(\d+)/.exec(await entry.innerText())?.[1])
}

/** Sends a message as an app would. */
export async function sendTo(port: number, subject: string, html = '<p>Hello.</p>'): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  await transport.sendMail({ from: 'app@example.test', to: 'reader@example.test', subject, text: 'Hello.', html })
  transport.close()
}

export { expect }
