import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import sirv from 'sirv'
import { appPolicy, send } from './answer.ts'

/** The built UI, from memory of what lay in its folder at start: no path in a request reaches the file system. */
export function createPages(rendererDir: string | null) {
  if (rendererDir === null || !existsSync(join(rendererDir, 'index.html'))) return sendNoPages
  const serve = sirv(rendererDir, {
    etag: true,
    single: true,
    setHeaders(response, path) {
      // Built files carry their hash in the name; the page that names them must be asked for again.
      response.setHeader('Cache-Control', path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache')
    },
  })
  return (request: IncomingMessage, response: ServerResponse): void => {
    response.setHeader('Content-Security-Policy', appPolicy(request.headers.host ?? ''))
    if (isGone(rendererDir, request.url ?? '/')) return sendNotFound(response)
    return serve(request, response, () => sendNotFound(response))
  }
}

/**
 * A built file that has been removed since start, because the UI was built anew under a running host. Its reading
 * would fail within the library, where nobody could catch it.
 */
function isGone(rendererDir: string, url: string): boolean {
  const asset = /^\/assets\/[\w.-]+(?=$|\?)/.exec(url)?.[0]
  return asset !== undefined && !existsSync(join(rendererDir, asset))
}

function sendNotFound(response: ServerResponse): void {
  send(response, 404, 'text/plain; charset=utf-8', 'There is no such page.\n')
}

function sendNoPages(_request: IncomingMessage, response: ServerResponse): void {
  send(response, 404, 'text/plain; charset=utf-8', 'The user interface is not built. The API is at /api/v1.\n')
}
