import { app, dialog, Menu, shell, type BrowserWindow } from 'electron'
import { join } from 'node:path'
import type { RunningEngine } from '../engine/thread.ts'
import { createEngineClient, type EngineClient } from './engineClient.ts'
import { exportMail, importMail } from './mailFiles.ts'
import { menuTemplate, type MenuActions } from './menu.ts'
import type { MailNotifier } from './notifications.ts'
import type { PreferenceStore } from './preferences.ts'
import { goTo } from './window.ts'

interface MenuNeeds {
  readonly preferences: PreferenceStore
  readonly engine: Promise<RunningEngine>
  /** The window, opened when there is none. */
  readonly window: () => BrowserWindow
  readonly notifier: MailNotifier
}

/** Puts the application menu up, wired to the window, the engine and the preferences. */
export function installMenu({ preferences, engine, window, notifier }: MenuNeeds): void {
  const withEngine = (act: (running: RunningEngine) => unknown) => void engine.then(act).catch(reportFailure)
  let client: EngineClient | null = null
  const withMail = (act: (mail: EngineClient) => Promise<void>) =>
    withEngine((running) => act((client ??= createEngineClient(running.connect()))))

  const actions: MenuActions = {
    goTo: (screen) => goTo(window(), screen),
    importMail: () => withMail((mail) => importMail(mail, window())),
    exportMail: () => withMail((mail) => exportMail(mail, window())),
    lockSandbox: () => withMail(async (mail) => void (await mail.sandboxLock.put({ locked: true }))),
    openInBrowser: () => withEngine(({ ready }) => openInBrowser(ready.signInUrl)),
    openDataFolder: () => withEngine(({ ready }) => shell.openPath(ready.dataDir)),
    openGuides: () => void shell.openPath(guidesFolder()),
    chooseNotifications: (notifications) => {
      notifier.turn(notifications)
      preferences.write({ notifications })
    },
  }
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(menuTemplate(process.platform, preferences.read().notifications, actions)),
  )
}

/** The same inbox in the browser, signed in: to look at a message in another engine than Chromium. */
async function openInBrowser(signInUrl: string | null): Promise<void> {
  if (!signInUrl) throw new Error('The port for the browser could not be opened. Settings says why.')
  await shell.openExternal(signInUrl)
}

/** The pages of docs/, packed beside the app (electron-builder.yml, extraResources). */
function guidesFolder(): string {
  return app.isPackaged ? join(process.resourcesPath, 'docs') : join(app.getAppPath(), 'docs')
}

function reportFailure(error: unknown): void {
  dialog.showErrorBox('This did not work', error instanceof Error ? error.message : String(error))
}
