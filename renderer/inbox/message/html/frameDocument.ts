interface FrameOptions {
  readonly allowRemote: boolean
  /** The colour scheme the message is shown under. */
  readonly scheme: 'light' | 'dark'
}

/** The policy of the frame. Nothing that runs, navigates or embeds; remote pictures only after the user asked. */
export function framePolicy(allowRemote: boolean): string {
  const remote = allowRemote ? ' http: https:' : ''
  return [
    "default-src 'none'",
    `img-src data: blob:${remote}`,
    `font-src data:${remote}`,
    `media-src blob:${remote}`,
    "style-src 'unsafe-inline'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ')
}

/**
 * The document for the frame's `srcdoc`. The policy comes first, since it holds only for what follows it; name
 * look-ups ahead of a click are off, for they would tell a stranger that the message was opened.
 */
export function frameDocument(sanitised: string, { allowRemote, scheme }: FrameOptions): string {
  const head =
    `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${framePolicy(allowRemote)}">` +
    '<meta http-equiv="x-dns-prefetch-control" content="off"><meta name="referrer" content="no-referrer">' +
    `<meta name="color-scheme" content="${scheme}"><style>${baseStyle}</style>`
  const body = sanitised.replace(
    /^\s*<html([^>]*)>\s*<head>/i,
    (_, attributes: string) => `<html${attributes}><head>${head}`,
  )
  // Should the sanitiser ever return something without a head, nothing goes in without the policy before it.
  return `<!doctype html>${body.includes(head) ? body : `<html><head>${head}</head><body>${sanitised}</body></html>`}`
}

const baseStyle =
  'body{margin:16px;font:14px/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI",sans-serif}' +
  'a[data-link]{cursor:pointer}' +
  'img[data-not-loaded]{background:repeating-linear-gradient(45deg,#8882 0 6px,#8881 6px 12px);outline:1px dashed #8888;outline-offset:-1px;display:inline-block;overflow:hidden}img[data-not-loaded]:not([width]):not([height]){min-width:24px;min-height:24px}'
