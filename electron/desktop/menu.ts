import type { MenuItemConstructorOptions } from 'electron'

/** What the menu can do. Handed over, so that the menu itself is data and can be read by a test. */
export interface MenuActions {
  goTo(screen: string): void
  importMail(): void
  exportMail(): void
  openInBrowser(): void
  lockSandbox(): void
  openDataFolder(): void
  openGuides(): void
  chooseNotifications(on: boolean): void
}

type Item = MenuItemConstructorOptions
const separator: Item = { type: 'separator' }

/**
 * The application menu: what every app of the platform has, where people look for it. Light and dark are chosen on the
 * Settings screen, which the browser has too.
 */
export function menuTemplate(platform: NodeJS.Platform, notifications: boolean, actions: MenuActions): Item[] {
  const mac = platform === 'darwin'
  const settings: Item = {
    id: 'go-settings',
    label: 'Settings…',
    accelerator: 'CmdOrCtrl+,',
    click: () => actions.goTo('settings'),
  }
  return [
    ...(mac ? [appMenu(settings)] : []),
    fileMenu(mac, actions, settings),
    { role: 'editMenu' },
    viewMenu(notifications, actions),
    goMenu(actions),
    { role: 'windowMenu' },
    helpMenu(mac, actions),
  ]
}

function appMenu(settings: Item): Item {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
}

function fileMenu(mac: boolean, actions: MenuActions, settings: Item): Item {
  return {
    label: '&File',
    submenu: [
      { id: 'import', label: 'Import Mail…', accelerator: 'CmdOrCtrl+O', click: () => actions.importMail() },
      { id: 'export', label: 'Export All Mail…', accelerator: 'CmdOrCtrl+Shift+S', click: () => actions.exportMail() },
      separator,
      // Locking is one click from everywhere; releasing has its dialog in the window.
      { id: 'lock', label: 'Lock the Sandbox', accelerator: 'CmdOrCtrl+Shift+L', click: () => actions.lockSandbox() },
      separator,
      { id: 'browser', label: 'Open in Browser', click: () => actions.openInBrowser() },
      { id: 'data', label: 'Show Data Folder', click: () => actions.openDataFolder() },
      separator,
      ...(mac ? [{ role: 'close' } as Item] : [settings, separator, { role: 'quit' } as Item]),
    ],
  }
}

function viewMenu(notifications: boolean, actions: MenuActions): Item {
  return {
    label: '&View',
    submenu: [
      {
        id: 'notifications',
        label: 'Notify of New Mail',
        type: 'checkbox',
        checked: notifications,
        click: (item) => actions.chooseNotifications(item.checked),
      },
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      separator,
      { role: 'reload' },
      { role: 'toggleDevTools' },
    ],
  }
}

function goMenu(actions: MenuActions): Item {
  const screens: [string, string][] = [
    ['inbox', 'Inbox'],
    ['credentials', 'Credentials'],
    ['relay', 'Relay'],
    ['diagnostics', 'Diagnostics'],
    ['activity', 'Activity'],
  ]
  return {
    label: '&Go',
    submenu: screens.map(([screen, label], index) => ({
      id: `go-${screen}`,
      label,
      accelerator: `CmdOrCtrl+${index + 1}`,
      click: () => actions.goTo(screen),
    })),
  }
}

function helpMenu(mac: boolean, actions: MenuActions): Item {
  return {
    role: 'help',
    submenu: [
      { id: 'guides', label: 'Guides', click: () => actions.openGuides() },
      ...(mac ? [] : [separator, { role: 'about' } as Item]),
    ],
  }
}
