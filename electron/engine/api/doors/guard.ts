import { isIP } from 'node:net'
import { hostname } from 'node:os'
import type { IncomingMessage } from 'node:http'

/** What a refused request is told. */
export interface Refusal {
  readonly status: number
  readonly code: string
  readonly message: string
}

/**
 * Whether a request was meant for us. Without this, any web page could make the visitor's browser talk to the inbox:
 * by a name of its own that resolves to 127.0.0.1 (DNS rebinding), by a form or fetch (CSRF), or by a WebSocket,
 * which browsers let cross origins freely. `names`: what this host may be called, besides addresses and localhost.
 */
export function checkSource(request: IncomingMessage, names: readonly string[]): Refusal | null {
  const host = request.headers.host
  if (host === undefined || !hostAllowed(host, names)) {
    return {
      status: 403,
      code: 'HOST_NOT_ALLOWED',
      message: `This is not a name of this host: ${JSON.stringify(host ?? '')}. Use its address, or start Sandpost with --allow-host NAME.`,
    }
  }
  if (!originAllowed(request, host)) {
    return { status: 403, code: 'ORIGIN_NOT_ALLOWED', message: 'Requests from other web pages are not answered.' }
  }
  return null
}

/** An address that was typed cannot have been rebound; of names, only those that are surely ours are known. */
function hostAllowed(host: string, names: readonly string[]): boolean {
  const name = nameOf(host)
  if (name === null) return false
  if (name === 'localhost' || name.endsWith('.localhost')) return true
  if (isIP(name) !== 0) return true
  return [...names, hostname()].some((ours) => ours.toLowerCase() === name)
}

function nameOf(host: string): string | null {
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i.test(host)) return null
  return host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
}

/** Only browsers send these headers, and no page can forge them. */
function originAllowed(request: IncomingMessage, host: string): boolean {
  const { origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode } = request.headers
  if (origin !== undefined) return sameHost(origin, host)
  if (site === undefined || site === 'same-origin' || site === 'none') return true
  // A link clicked on another page opens ours; the cookie (SameSite=Strict) stays away from that first request.
  return mode === 'navigate' && request.method === 'GET' && !request.url?.startsWith('/api/')
}

function sameHost(origin: string, host: string): boolean {
  try {
    return new URL(origin).host === new URL(`http://${host}`).host
  } catch {
    return false
  }
}
