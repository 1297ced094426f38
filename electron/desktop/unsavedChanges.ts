import { dialog, type BrowserWindow } from 'electron'

/**
 * Asks before what was typed and not saved is lost. A browser asks by itself when a page wants to stay (beforeunload);
 * Electron asks nothing and keeps the window open, which then seems impossible to close.
 */
export function askBeforeLosingChanges(window: BrowserWindow): void {
  window.webContents.on('will-prevent-unload', (event) => {
    const answer = dialog.showMessageBoxSync(window, {
      type: 'question',
      message: 'Leave without saving the settings?',
      detail: 'What you changed on this page is not saved yet.',
      buttons: ['Leave', 'Stay'],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    })
    // In this event, preventing the default is to overrule the page and to go.
    if (answer === 0) event.preventDefault()
  })
}
