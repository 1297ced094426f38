import { clipboard, dialog, shell, type BrowserWindow, type MessageBoxOptions } from 'electron'

const opensOutside: readonly string[] = ['http:', 'https:', 'mailto:']
const longestShown = 600

/**
 * Opens links in the system's browser or mail program, one at a time and only after the person has seen where they
 * go. Other schemes (file, smb, ms-msdt, …) start programs with what a stranger wrote, and are never opened.
 */
export function createLinkOpener(window: () => BrowserWindow | null): (address: string) => void {
  const trusted = new Set<string>()
  let asking = false

  async function askAndOpen(url: URL): Promise<void> {
    if (!trusted.has(placeOf(url))) {
      const shownOver = window()
      const { response, checkboxChecked } = await (shownOver
        ? dialog.showMessageBox(shownOver, questionFor(url))
        : dialog.showMessageBox(questionFor(url)))
      if (response === 1) await clipboard.writeText(url.href)
      if (response !== 0) return
      if (checkboxChecked) trusted.add(placeOf(url))
    }
    await shell.openExternal(url.href).catch(() => {
      dialog.showErrorBox('The link could not be opened', `No program on this computer opens ${url.protocol} links.`)
    })
  }

  return (address) => {
    if (asking || !URL.canParse(address) || !opensOutside.includes(new URL(address).protocol)) return
    asking = true
    void askAndOpen(new URL(address)).finally(() => (asking = false))
  }
}

function questionFor(url: URL): MessageBoxOptions {
  const toMail = url.protocol === 'mailto:'
  return {
    type: 'question',
    // The parsed form: a look-alike host in foreign letters shows as xn--….
    message: toMail ? 'Write to this address in your mail program?' : `Open ${url.host} in your browser?`,
    detail: shorten(url.href),
    buttons: [toMail ? 'Write' : 'Open', 'Copy link', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
    checkboxLabel: `Do not ask again for ${toMail ? 'mail addresses' : url.host} until Sandpost is closed`,
  }
}

/** What "do not ask again" holds for: scheme, host and port. */
function placeOf(url: URL): string {
  return `${url.protocol}//${url.host}`
}

function shorten(url: string): string {
  return url.length <= longestShown ? url : `${url.slice(0, longestShown)}… (${url.length - longestShown} more)`
}
