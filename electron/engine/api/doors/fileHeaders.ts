/** Types a browser shows without running anything. */
const shown = /^(image\/(png|jpeg|gif|webp|avif|bmp)|audio\/[\w.+-]+|video\/[\w.+-]+|text\/plain)(;|$)/i

/**
 * Headers of a file that came with a message. It is served from the origin of the app, so it must never run there:
 * the sandbox directive puts it in an origin of its own without scripts, and what is not harmless is a download.
 */
export function guardFile(file: Blob, pathname: string): Record<string, string> {
  const isBody = pathname.endsWith('/html') && /^text\/html(;|$)/i.test(file.type)
  const kind = isBody || shown.test(file.type) ? 'inline' : 'attachment'
  return {
    'content-disposition': disposition(kind, file instanceof File ? file.name : 'file'),
    'content-security-policy':
      "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'self'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  }
}

/** RFC 6266: a plain name for old clients, the real one in UTF-8 (RFC 8187). */
function disposition(kind: string, name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`
}
