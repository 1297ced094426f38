interface GateOptions {
  readonly allowRemote: boolean
  readonly images: ReadonlyMap<string, string>
  readonly ownOrigin: string
}

/**
 * Decides for every address in a message what it may become: itself, a blob of ours, or nothing. Keeps count of what
 * was asked for. Only images inline (`data:image/…`), parts of the same message (`cid:`), and, once the user allowed
 * it, http and https get through. A mail has no base, so a relative address would mean our own server: refused.
 */
export class ResourceGate {
  readonly remote = new Set<string>()
  readonly contentIds = new Set<string>()
  readonly #options: GateOptions

  constructor(options: GateOptions) {
    this.#options = options
  }

  /** For an attribute: the address to use, or null to leave it out. */
  image(raw: string): string | null {
    const address = squeeze(raw)
    if (address.startsWith('#')) return address
    if (/^data:image\/(png|jpe?g|gif|webp|avif|bmp|svg\+xml)[;,]/i.test(address)) return address
    if (/^cid:/i.test(address)) return this.#part(address)
    return this.#overHttp(address)
  }

  /** For a `url()` in CSS: fonts inline are allowed too. */
  style(raw: string): string | null {
    const address = squeeze(raw)
    if (/^data:(font\/|application\/(x-)?font|application\/vnd\.ms-fontobject)/i.test(address)) return address
    return this.image(address)
  }

  #part(address: string): string | null {
    const contentId = decode(address.slice('cid:'.length))
    this.contentIds.add(contentId)
    return this.#options.images.get(contentId) ?? null
  }

  #overHttp(address: string): string | null {
    const url = httpUrl(address.startsWith('//') ? `https:${address}` : address)
    if (!url || url.origin === this.#options.ownOrigin) return null
    this.remote.add(url.href)
    return this.#options.allowRemote ? url.href : null
  }
}

/** As browsers read an address: leading and trailing blanks and controls do not count, nor do tabs and line ends within. */
function squeeze(raw: string): string {
  // oxlint-disable-next-line no-control-regex -- exactly the characters the URL standard strips
  return raw.replaceAll(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, '').replaceAll(/[\t\n\r]/g, '')
}

function httpUrl(address: string): URL | null {
  if (!/^https?:[\\/]{2}/i.test(address)) return null
  return URL.canParse(address) ? new URL(address) : null
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
