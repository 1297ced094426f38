import { app, session, type BrowserWindow } from 'electron'
import type { RunningEngine } from '../engine/thread.ts'
import { confirmUser } from './confirmUser.ts'
import { offerContextMenu } from './contextMenu.ts'
import { offerReload } from './crashes.ts'
import { createEngineClient } from './engineClient.ts'
import { createPortOffice } from './enginePort.ts'
import { createLinkOpener } from './externalLinks.ts'
import { installMenu } from './installMenu.ts'
import { onOrder } from './ipc.ts'
import { guardNavigation } from './navigation.ts'
import { createMailNotifier } from './notifications.ts'
import { servePage } from './page.ts'
import { denyPermissions } from './permissions.ts'
import { openPreferences } from './preferences.ts'
import { askBeforeLosingChanges } from './unsavedChanges.ts'
import { focusWindow, goTo, openWindow } from './window.ts'

interface ShellNeeds {
  /** May still be starting: the window opens meanwhile. */
  readonly engine: Promise<RunningEngine>
  readonly preload: string
  readonly pageFolder: string
}

/** Everything one sees of Sandpost on the desktop: the window with its guards, the menu, notifications. */
export function openShell({ engine, preload, pageFolder }: ShellNeeds): void {
  // Windows shows notifications only of an app it knows by this id (appId in electron-builder.yml).
  if (process.platform === 'win32') app.setAppUserModelId('org.sandpost.desktop')
  const preferences = openPreferences()
  denyPermissions(session.defaultSession)
  servePage(pageFolder)

  const connect = async () => (await engine).connect()
  const givePort = createPortOffice(connect)
  // The page asks again until it is answered; when the engine does not start, the app ends with a reason.
  onOrder('engine:connect', (page) => void givePort(page).catch(() => {}))
  onOrder('user:confirm', (page) => void confirmUser(page))

  let current: BrowserWindow | null = null
  const openExternally = createLinkOpener(() => current)
  const window = (): BrowserWindow => {
    if (current) return current
    const opened = (current = openWindow(preload, preferences))
    opened.once('closed', () => (current = null))
    guardNavigation(opened.webContents, openExternally)
    offerReload(opened)
    offerContextMenu(opened)
    askBeforeLosingChanges(opened)
    return opened
  }

  const notifier = createMailNotifier({
    connect: async () => createEngineClient(await connect()),
    wanted: () => !current?.isFocused(),
    open: (route) => goTo(window(), route),
  })
  notifier.turn(preferences.read().notifications)
  installMenu({ preferences, engine, window, notifier })

  app.on('second-instance', () => focusWindow(window()))
  app.on('activate', () => focusWindow(window()))
  window()
}
