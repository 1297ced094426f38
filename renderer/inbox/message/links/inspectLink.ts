import { toUnicodeHost } from './punycode.ts'

/** Where a link of a message goes, and what its reader should know before going there. */
export interface LinkFacts {
  /** As the message wrote it. */
  readonly written: string
  /** What would be opened; null for what is never opened. */
  readonly opens: string | null
  /** Host, or mailbox for mailto; '' when there is none. */
  readonly host: string
  /** Why it is not opened; null when it can be. */
  readonly refusal: string | null
  readonly warnings: readonly string[]
}

const refusals: Record<string, string> = {
  'javascript:': 'This link would run a script. Mail programs never do that, and neither does Sandpost.',
  'vbscript:': 'This link would run a script. Mail programs never do that, and neither does Sandpost.',
  'data:':
    'This link carries a whole page inside itself, a trick to show a page without an address. It is never opened.',
  'file:': 'This link points to a file on the computer of whoever clicks it. It is never opened.',
  'blob:': 'This link points into the memory of a browser. It leads nowhere outside the page that made it.',
  'cid:': 'This link points to a part of the message itself. See the Attachments tab.',
  'about:': 'This link points to a page of the browser itself. It is never opened.',
}

/** No host is longer (RFC 1035 2.3.4); a path may follow it. */
const longestText = 500

/** Reads an address the way a browser would; `text` is what the link shows to its reader. */
export function inspectLink(written: string, text: string): LinkFacts {
  // oxlint-disable-next-line no-control-regex -- what the URL standard strips
  const address = written.replaceAll(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, '').replaceAll(/[\t\n\r]/g, '')
  const absolute = address.startsWith('//') ? `https:${address}` : address
  const url = URL.canParse(absolute) ? new URL(absolute) : null
  const refuse = (refusal: string): LinkFacts => ({ written, opens: null, host: '', refusal, warnings: [] })
  if (address === '') return refuse('This link has no address.')
  if (!url) return refuse('This address is relative. A mail has no page it could be relative to, so it leads nowhere.')
  if (url.protocol === 'mailto:') return { written, opens: url.href, host: url.pathname, refusal: null, warnings: [] }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return refuse(
      refusals[url.protocol] ??
        `Links of the kind "${url.protocol}" start other programs. Sandpost does not open them.`,
    )
  return { written, opens: url.href, host: url.host, refusal: null, warnings: warningsOf(url, address, text) }
}

function warningsOf(url: URL, address: string, text: string): string[] {
  const warnings: string[] = []
  const shown = hostIn(text.slice(0, longestText))
  if (shown && !sameSite(shown, url.hostname)) warnings.push(`The link shows ${shown}, but goes to ${url.hostname}.`)
  const unicode = toUnicodeHost(url.hostname)
  if (unicode !== url.hostname)
    warnings.push(
      `The host uses letters of another alphabet: ${unicode} is really ${url.hostname}. It can pass for a name you know.`,
    )
  if (url.username || url.password)
    warnings.push(
      `What stands before the @ ("${url.username}") is a user name, not the host. The host is ${url.hostname}.`,
    )
  if (/^\d+\.\d+\.\d+\.\d+$|^\[/.test(url.hostname)) warnings.push('The host is a bare address, not a name.')
  if (/[\u202a-\u202e\u2066-\u2069\u200b-\u200f]/.test(address))
    warnings.push('The address contains invisible characters that change how it is shown.')
  if (url.protocol === 'http:') warnings.push('The connection is not encrypted (http).')
  return warnings
}

/** A host name that a link's text pretends to be, e.g. `https://bank.example/login` or `www.bank.example`. */
function hostIn(text: string): string | null {
  const found = /^\s*(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+[\p{L}]{2,})(?:[:/?#]\S*)?\s*$/iu.exec(text)?.[1]
  return found && URL.canParse(`https://${found}`) ? new URL(`https://${found}`).hostname : null
}

function sameSite(shown: string, real: string): boolean {
  const plain = (host: string) => host.replace(/^www\./, '')
  return plain(shown) === plain(real)
}
