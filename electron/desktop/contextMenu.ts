import { clipboard, Menu, type BrowserWindow, type MenuItemConstructorOptions } from 'electron'

/** A right click: copy what is selected, edit what can be edited. Electron brings none of its own. */
export function offerContextMenu(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_event, { isEditable, selectionText, linkURL, editFlags }) => {
    const items: MenuItemConstructorOptions[] = []
    if (isEditable) items.push({ role: 'cut', enabled: editFlags.canCut })
    if (isEditable || selectionText) items.push({ role: 'copy', enabled: editFlags.canCopy })
    if (isEditable) items.push({ role: 'paste', enabled: editFlags.canPaste })
    if (isEditable || selectionText) items.push({ role: 'selectAll' })
    if (linkURL) items.push({ label: 'Copy Link Address', click: () => void clipboard.writeText(linkURL) })
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window })
  })
}
