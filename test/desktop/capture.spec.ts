import { expect, ranOn, sendTo, shownSmtpPort, test } from './desktopTest.ts'

test.describe(`the desktop app, on ${ranOn}`, () => {
  test('opens one sandboxed window that shows the inbox', async ({ desktop: { page, evaluate } }) => {
    await expect(page.getByRole('heading', { name: 'Point your app here' })).toBeVisible()
    const windows = await evaluate(
      ({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((window) => ({
          visible: window.isVisible(),
          preferences: (window.webContents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences(),
        })),
      null,
    )
    expect(windows).toMatchObject([
      {
        visible: true,
        preferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false },
      },
    ])
  })

  test('shows mail sent to its listener at once, through the message port', async ({ desktop: { page } }) => {
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    page.on('websocket', (socket) => requests.push(socket.url()))
    await sendTo(await shownSmtpPort(page), 'Live on the desktop')
    await expect(page.getByRole('row', { name: /Live on the desktop/ })).toBeVisible()
    const ownFiles = new URL('/', page.url()).href
    expect(requests.filter((url) => !url.startsWith(ownFiles))).toEqual([])
  })

  test('counts unread mail in the title of the window', async ({ desktop: { page, evaluate } }) => {
    const port = await shownSmtpPort(page)
    await sendTo(port, 'One')
    await sendTo(port, 'Two')
    const title = () => evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle(), null)
    await expect.poll(title).toMatch(/^\(2\) Inbox/)
  })

  test('a reload asks for a new port and goes on live', async ({ desktop: { page } }) => {
    const port = await shownSmtpPort(page)
    await sendTo(port, 'Before the reload')
    await expect(page.getByRole('row', { name: /Before the reload/ })).toBeVisible()
    await page.reload()
    await expect(page.getByRole('row', { name: /Before the reload/ })).toBeVisible()
    await sendTo(port, 'After the reload')
    await expect(page.getByRole('row', { name: /After the reload/ })).toBeVisible()
  })

  test('keeps the mail until the next start', async ({ launch }) => {
    const first = await launch()
    await sendTo(await shownSmtpPort(first.page), 'Kept')
    await expect(first.page.getByRole('row', { name: /Kept/ })).toBeVisible()
    expect(await first.quit()).toBe(0)
    const second = await launch()
    await expect(second.page.getByRole('row', { name: /Kept/ })).toBeVisible()
  })
})
