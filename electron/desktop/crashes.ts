import { app, dialog, type BrowserWindow } from 'electron'

/** Offers a way on when the page crashed, hangs or could not be loaded. The engine runs on: no mail is lost by it. */
export function offerReload(window: BrowserWindow): void {
  let asking = false
  const ask = async (message: string, keepWaiting: boolean) => {
    if (asking || window.isDestroyed()) return
    asking = true
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message,
      detail: 'Sandpost still captures mail in the background. Reloading the window shows all of it.',
      buttons: ['Reload', keepWaiting ? 'Wait' : 'Quit Sandpost'],
      defaultId: 0,
      cancelId: keepWaiting ? 1 : 0,
      noLink: true,
    })
    asking = false
    if (window.isDestroyed()) return
    if (response === 0) window.webContents.reload()
    else if (!keepWaiting) app.quit()
  }

  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') void ask('The window stopped working.', false)
  })
  window.webContents.on('did-fail-load', (_event, code, reason, _url, isMainFrame) => {
    // -3 is ERR_ABORTED: a navigation that was refused, as it should be.
    if (isMainFrame && code !== -3) void ask(`The window could not be loaded (${reason}).`, false)
  })
  window.on('unresponsive', () => void ask('The window does not respond.', true))
}

/** Sandpost cannot start: says why, in one sentence, and ends. Before `ready` Linux shows no dialogs, so it waits. */
export async function reportFailedStart(reason: unknown): Promise<void> {
  await app.whenReady()
  dialog.showErrorBox('Sandpost could not start', sentenceOf(reason))
  app.exit(1)
}

/** The engine ended by itself: without it nothing works, so start anew or leave. */
export async function reportEngineFailure(reason: unknown): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'Sandpost stopped working.',
    detail: `${sentenceOf(reason)}\n\nMail that was accepted is safe on disk. New mail is refused until Sandpost runs again.`,
    buttons: ['Start again', 'Quit'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  if (response === 0) app.relaunch()
  app.exit(1)
}

function sentenceOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason)
}
