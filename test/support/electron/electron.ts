// A small double of the `electron` module, to run the built main and preload, unmodified, where Electron's binary
// cannot be had. Windows are pages of a real Chromium. What it lacks fails loudly: a missing named export when main is
// linked, a missing method when it is called.
//
// It is not Electron: the preload script runs in the page's own world, nothing is sandboxed by it, native menus,
// dialogs and notifications are recorded and not shown, and there are no redirects, fuses or web views.
import { app } from './app.ts'
import { BrowserWindow } from './browserWindow.ts'
import { Menu } from './menu.ts'
import { MessageChannelMain } from './messagePorts.ts'
import { clipboard, dialog, ipcMain, nativeTheme, Notification, screen, shell, systemPreferences } from './natives.ts'
import { protocol } from './protocol.ts'
import { safeStorage } from './safeStorage.ts'
import { session } from './session.ts'

const known: Record<string, unknown> = {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeTheme,
  Notification,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  systemPreferences,
}

const electron = new Proxy(known, {
  get(target, name) {
    if (typeof name === 'string' && !(name in target)) throw new Error(`The double of electron has no ${name}.`)
    return target[String(name)]
  },
})

export {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeTheme,
  Notification,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  systemPreferences,
}
// oxlint-disable-next-line import/no-default-export -- CommonJS: what `import electron from 'electron'` gets
export default electron
