import { ipcMain, type WebContents } from 'electron'
import { isOurPage } from './page.ts'

/**
 * The one place that listens to the page. An order counts only when it comes from the main frame of a window that
 * shows our own page: a frame within it shows received mail, and that is hostile.
 */
export function onOrder(channel: 'engine:connect' | 'user:confirm', act: (sender: WebContents) => void): void {
  ipcMain.on(channel, (event) => {
    const frame = event.senderFrame
    if (frame && frame === event.sender.mainFrame && isOurPage(frame.url)) act(event.sender)
  })
}
