import { spawn } from 'node:child_process'

/** Opens a page in the person's browser, where there is a screen to show it on. Says nothing when it cannot. */
export function openBrowser(url: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', url]
        : ['xdg-open', url]
  if (!hasDisplay() || command === undefined) return
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  // The link is on the terminal anyway.
  child.on('error', () => undefined)
  child.unref()
}

/** Whether a window could appear. */
export function hasDisplay(): boolean {
  if (process.platform === 'darwin' || process.platform === 'win32') return true
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
}
