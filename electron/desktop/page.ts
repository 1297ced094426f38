import { app, protocol } from 'electron'
import { readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

// The page has an origin of its own instead of file://, where every file of the disk would be its neighbour.
const scheme = 'sandpost'
const builtPage = `${scheme}://app/index.html`

const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/**
 * What the page may load. A message is shown in a frame that inherits this policy and narrows it with its own, so
 * remote pictures must be possible here for the frame to be able to allow them when asked.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob: http: https:",
  "font-src 'self' data: http: https:",
  'media-src blob: http: https:',
  "connect-src 'self'",
  "frame-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The page's address: the built one, or that of the development server that electron-vite started. */
export function pageUrl(): string {
  return (app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']) ?? builtPage
}

/** Whether an address is ours to show in the window. */
export function isOurPage(address: string): boolean {
  if (!URL.canParse(address)) return false
  const [asked, ours] = [new URL(address), new URL(pageUrl())]
  return asked.protocol === ours.protocol && asked.host === ours.host
}

/** Must run before Electron is ready. */
export function claimPageScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }])
}

/** Serves the built page from its folder. Nothing outside of the folder can be asked for. */
export function servePage(folder: string): void {
  protocol.handle(scheme, async (request) => {
    const file = request.method === 'GET' ? fileWithin(folder, new URL(request.url)) : null
    const content = file && (await readFile(file).catch(() => null))
    if (!file || !content) return new Response('Not found', { status: 404 })
    return new Response(new Uint8Array(content), {
      headers: {
        'Content-Type': contentTypes[extname(file)] ?? 'application/octet-stream',
        'Content-Security-Policy': policy,
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
      },
    })
  })
}

function fileWithin(folder: string, url: URL): string | null {
  if (url.host !== 'app') return null
  try {
    const file = join(folder, decodeURIComponent(url.pathname))
    return file.startsWith(join(folder, sep)) ? file : null
  } catch {
    return null // A malformed %-escape.
  }
}
