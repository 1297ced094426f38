import { app } from './app.ts'

type Handler = (request: Request) => Response | Promise<Response>

// Chromium knows no schemes of ours, so `sandpost://app/x` is shown to it as `http://app.sandpost.localhost/x`, a
// host that never leaves this machine and counts as a secure origin. The requests are answered by the app's handler.
const schemes = new Map<string, Handler | null>()

export const protocol = {
  registerSchemesAsPrivileged(claimed: { scheme: string }[]): void {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme } of claimed) schemes.set(scheme, null)
  },
  handle(scheme: string, handler: Handler): void {
    if (!app.isReady()) throw new Error('protocol.handle can only be used after app is ready')
    schemes.set(scheme, handler)
  },
}

export function toChromium(address: string): string {
  const url = new URL(address)
  const scheme = url.protocol.slice(0, -1)
  return schemes.has(scheme)
    ? address.replace(`${scheme}://${url.host}`, `http://${url.host}.${scheme}.localhost`)
    : address
}

export function fromChromium(address: string): string {
  const [, host, scheme] = /^http:\/\/([^./]+)\.([^./]+)\.localhost(?=[/?#]|$)/.exec(address) ?? []
  return scheme && schemes.has(scheme)
    ? address.replace(`http://${host}.${scheme}.localhost`, `${scheme}://${host}`)
    : address
}

/** The handler of an address, if the app serves its scheme. */
export function handlerOf(address: string): Handler | null {
  return (URL.canParse(address) && schemes.get(new URL(address).protocol.slice(0, -1))) || null
}
