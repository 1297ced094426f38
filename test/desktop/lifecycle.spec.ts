import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { electronBinary, spawnDesktop, type Desktop } from '../support/electron/launch.ts'
import { expect, ranOn, sendTo, shownSmtpPort, test } from './desktopTest.ts'

const builtServe = fileURLToPath(new URL('../../out/main/serve.js', import.meta.url))

test.describe(`start and end of the desktop app, on ${ranOn}`, () => {
  test('the window comes back where it was, at its size', async ({ launch }) => {
    const first = await launch()
    const bounds = { x: 140, y: 90, width: 1_010, height: 707 }
    await first.evaluate(({ BrowserWindow }, given) => BrowserWindow.getAllWindows()[0]?.setBounds(given), bounds)
    await first.quit()
    const second = await launch()
    const kept = await second.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds(), null)
    expect(kept).toEqual(bounds)
  })

  test('a maximised window comes back maximised', async ({ launch }) => {
    const first = await launch()
    await first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.maximize(), null)
    await first.quit()
    const second = await launch()
    const maximised = () =>
      second.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMaximized(), null)
    await expect.poll(maximised).toBe(true)
  })

  test('a second start ends at once and brings the first window back', async ({ desktop, dataDir }) => {
    await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize(), null)
    const second = spawnDesktop({ dataDir })
    const [code] = await once(second, 'exit')
    expect(code).toBe(0)
    const shown = () =>
      desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isMinimized()), null)
    await expect.poll(shown).toEqual([false])
  })

  test('quitting says goodbye to open sessions, ends with 0 and leaves no process', async ({ desktop }) => {
    const socket = connect(await shownSmtpPort(desktop.page), '127.0.0.1')
    let dialogue = ''
    socket.on('data', (chunk: Buffer) => void (dialogue += chunk.toString()))
    await once(socket, 'data')
    const closed = once(socket, 'close')
    expect(await desktop.quit()).toBe(0)
    await closed
    expect(dialogue).toMatch(/^220 .*\r\n421 4\.\d\.\d .*\r\n$/)
    // The app leads a group of processes of its own; signal 0 asks whether anybody of it is left.
    expect(() => process.kill(-desktop.pid, 0)).toThrow('ESRCH')
  })

  test('settings that are not saved are not lost by closing the window without a question', async ({ desktop }) => {
    await answerSyncWith(desktop, 1)
    await desktop.page.getByRole('button', { name: 'Settings', exact: true }).click()
    const address = desktop.page.getByRole('textbox', { name: 'Address', exact: true })
    await address.fill('127.0.0.2')
    const closing = () => desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), null)
    await closing()
    const asked = () => desktop.evaluate(() => (globalThis as unknown as { questions: string[] }).questions, null)
    await expect.poll(asked).toEqual(['Leave without saving the settings?'])
    await expect(address).toHaveValue('127.0.0.2')
    await answerSyncWith(desktop, 0)
    await closing()
    expect(await desktop.exited).toBe(0)
  })

  test('a window that crashed is offered a reload, and mail was captured meanwhile', async ({ desktop }) => {
    const port = await shownSmtpPort(desktop.page)
    await desktop.evaluate(({ dialog, BrowserWindow }) => {
      const held = globalThis as unknown as { agree?: () => void }
      dialog.showMessageBox = () =>
        new Promise((resolve) => (held.agree = () => resolve({ response: 0, checkboxChecked: false })))
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
    }, null)
    const isAsked = () => desktop.evaluate(() => 'agree' in globalThis, null)
    await expect.poll(isAsked).toBe(true)
    await sendTo(port, 'While the window was gone')
    await desktop.evaluate(() => (globalThis as unknown as { agree: () => void }).agree(), null)
    const page = await desktop.currentPage()
    await expect(page.getByRole('row', { name: /While the window was gone/ })).toBeVisible()
  })

  // On Electron the native dialog waits for a person.
  if (!electronBinary) {
    test('a data folder that another host uses ends the start with a sentence', async ({ dataDir }) => {
      const host = spawn(process.execPath, [builtServe, '--data', dataDir, '--json'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      await Promise.race([
        once(host.stdout, 'data'),
        once(host, 'exit').then(() => Promise.reject(new Error('No host.'))),
      ])
      const late = spawnDesktop({ dataDir })
      let output = ''
      late.stderr?.on('data', (chunk: Buffer) => void (output += chunk.toString()))
      const [code] = await once(late, 'exit')
      host.kill()
      await once(host, 'exit')
      expect(code).toBe(1)
      expect(output).toMatch(/\[error box\] Sandpost could not start: .*already uses the data folder/)
    })
  }
})

/** Stands in for the person at the dialog that holds everything up until it is answered. */
async function answerSyncWith(desktop: Desktop, response: number): Promise<void> {
  await desktop.evaluate(({ dialog }, answer) => {
    const seen = globalThis as unknown as { questions: string[] }
    seen.questions = []
    dialog.showMessageBoxSync = (...given: unknown[]) => {
      seen.questions.push((given.at(-1) as { message: string }).message)
      return answer
    }
  }, response)
}
