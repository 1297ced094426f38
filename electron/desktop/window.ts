import { BrowserWindow, nativeTheme, screen, type Rectangle } from 'electron'
import { pageUrl } from './page.ts'
import type { PreferenceStore } from './preferences.ts'
import { placeWindow, smallest } from './windowState.ts'

/** The page's own background (renderer/ui/tokens.css, --surface), so that nothing flashes before it is drawn. */
const background = () => (nativeTheme.shouldUseDarkColors ? '#1d1c1a' : '#fcfbf9')

/** Opens the window, where it was when it was last closed, and shows it once there is something to see. */
export function openWindow(preload: string, preferences: PreferenceStore): BrowserWindow {
  const saved = preferences.read().window
  const window = new BrowserWindow({
    ...placeWindow(saved, workAreas()),
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: 'Sandpost',
    show: false,
    backgroundColor: background(),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => {
    if (saved?.maximised) window.maximize()
    window.show()
  })
  window.on('close', () => preferences.write({ window: stateOf(window) }))

  const followTheme = () => window.setBackgroundColor(background())
  nativeTheme.on('updated', followTheme)
  window.once('closed', () => nativeTheme.off('updated', followTheme))

  // A failure to load shows as an empty window and is reported by the crash guard; there is nothing to do with it here.
  void window.loadURL(pageUrl()).catch(() => {})
  return window
}

/** Brings the window to the front, from wherever it is. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** Shows a screen of the page. Its address is the page's own (`#/settings`), so nothing is loaded anew. */
export function goTo(window: BrowserWindow, route: string): void {
  void window.loadURL(`${pageUrl()}#/${route}`).catch(() => {})
  focusWindow(window)
}

function stateOf(window: BrowserWindow) {
  return { ...window.getNormalBounds(), maximised: window.isMaximized() }
}

function workAreas(): [Rectangle, ...Rectangle[]] {
  const main = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter((display) => display.id !== main.id)
  return [main.workArea, ...others.map((display) => display.workArea)]
}
