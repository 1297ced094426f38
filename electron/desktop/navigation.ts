import type { WebContents } from 'electron'
import { isOurPage } from './page.ts'

/**
 * The window shows our page and nothing else, whatever a received message tries: no frame may go anywhere, nothing
 * opens a second window, no web view is attached. A link to be opened goes to `openExternally`, which asks first.
 */
export function guardNavigation(contents: WebContents, openExternally: (url: string) => void): void {
  contents.on('will-frame-navigate', (navigation) => {
    if (!isAllowed(navigation.url, navigation.isMainFrame)) navigation.preventDefault()
  })
  contents.on('will-navigate', (navigation) => {
    if (!isOurPage(navigation.url)) navigation.preventDefault()
  })
  contents.on('will-redirect', (navigation) => {
    if (!isOurPage(navigation.url)) navigation.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openExternally(url)
    return { action: 'deny' }
  })
}

/** The frame a message is shown in is filled in place. */
function isAllowed(url: string, isMainFrame: boolean): boolean {
  return isOurPage(url) || (!isMainFrame && (url === 'about:srcdoc' || url === 'about:blank'))
}
