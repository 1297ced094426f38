import { isIP, isIPv6 } from 'node:net'
import type { Named } from './named.ts'

// All of them bounded: the texts come from servers, and a long one must not take minutes.
const pem = String.raw`-----BEGIN [^-]{1,60}-----[\s\S]*?(?:-----END [^-]{1,60}-----|$)`
const hash = String.raw`\b(?:[0-9a-f]{32,}|[0-9a-f]{2}(?::[0-9a-f]{2}){15,})\b`
const mailbox = String.raw`[^\s<>()[\],;:"'=@|/\\]{1,80}@(?:\[[^\]\s]{0,80}\]|[\p{L}\p{N}_.-]+)`
const ipv6 = String.raw`(?<![0-9a-z])[0-9a-f]{0,4}:[0-9a-f:]{1,45}(?:\.\d{1,3}){0,3}(?:%[\w.-]{1,20})?(?![0-9a-z])`
// With dashes too: names that machines are given are made so, and often have no dot.
const ipv4 = String.raw`(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)|(?<!\d)(?<!\d-)\d{1,3}(?:-\d{1,3}){3}(?!-?\d)`
const domain = String.raw`(?<![\p{L}\p{N}_])(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,70}[\p{L}\p{N}_])?\.){1,30}\p{L}[\p{L}\p{N}_-]{0,70}[\p{L}\p{N}](?![\p{L}\p{N}_])`
const base64 = String.raw`(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{12,}={0,2}(?![A-Za-z0-9+/=])`

// Dotted words that are no names: programs, their settings and their files, which advice is full of.
const noDomain =
  /^(?:node\.js|asp\.net|(?:spring\.)?mail\.(?:properties\.)?(?:mail\.)?smtps?\.(?:auth|host|port|user|ssl|starttls)(?:\.\w+)*|spring\.mail\.\w+|(?:system|javax|jakarta|java|com\.sun)\.(?:net|mail|security)(?:\.\w+)*|\w+\.(?:pem|crt|key|env|js|ts|php|json|ya?ml|properties|ini|conf|cnf))$/i

/**
 * Puts other words for names and addresses, the same for the same one everywhere: `host-1`, `address-1`, `user-1`,
 * `mailbox-1`, `authority-1`. All in one pass: what was put in is never looked at again.
 */
export class Disguise {
  readonly #kinds = new Map<string, string>()
  readonly #given = new Map<string, string>()
  readonly #counts = new Map<string, number>()
  readonly #pattern: RegExp

  constructor(named: Named) {
    const kinds = { authority: named.authorities, host: named.hosts, user: named.users, mailbox: named.mailboxes }
    for (const [kind, texts] of Object.entries(kinds))
      for (const text of texts) this.#kinds.set(text.toLowerCase(), isIP(text) === 0 ? kind : 'address')
    // The longest first: otherwise one that begins like another would lose only its beginning.
    const known = [...this.#kinds.keys()].sort((one, other) => other.length - one.length)
    const phrases = known.filter((text) => /\s/.test(text))
    const words = known.filter((text) => !/\s/.test(text))
    this.#pattern = new RegExp(
      [
        `(?<pem>${pem})`,
        `(?<hash>${hash})`,
        `(?<phrase>${anyOf(phrases)})`,
        `(?<mailbox>${mailbox})`,
        `(?<ipv6>${ipv6})`,
        `(?<ipv4>${ipv4})`,
        `(?<domain>${domain})`,
        `(?<word>${anyOf(words)})`,
        `(?<base64>${base64})`,
      ].join('|'),
      'giu',
    )
    for (const text of named.first) this.of(text)
  }

  of(text: string): string {
    return text.replace(this.#pattern, (...match) => {
      const found = match[0]
      const [as = ''] =
        Object.entries(match.at(-1) as Record<string, string | undefined>).find(([, part]) => part) ?? []
      const kind = this.#kinds.get(found.toLowerCase())
      switch (as) {
        case 'pem':
        case 'hash':
          return '[removed]'
        case 'base64':
          return this.#hides(found) ? '[removed]' : found
        case 'ipv4':
        case 'ipv6':
          return this.#address(found)
        case 'domain':
          return kind === undefined && noDomain.test(found) ? found : this.#name(kind ?? 'host', found)
        default:
          return this.#name(kind ?? as, found)
      }
    })
  }

  /** Logins carry names in base64: the challenge of CRAM-MD5 has the server's, for one. */
  #hides(word: string): boolean {
    const decoded = Buffer.from(word, 'base64').toString('utf8')
    // oxlint-disable-next-line no-control-regex -- decoded garbage is told from text by them
    return !/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(decoded) && this.of(decoded) !== decoded
  }

  #address(found: string): string {
    const dotted = found.includes('.') || found.includes(':') ? found : found.replaceAll('-', '.')
    if (isIP(dotted) !== 0) return this.#name('address', canonical(dotted))
    // With what stands around it: `25:192.0.2.1`, `2001:db8::1: connection refused`.
    const colons = [...found.matchAll(/:/g)].map(({ index }) => index)
    for (const start of [0, ...colons.map((index) => index + 1)])
      for (const end of [found.length, ...colons.toReversed()])
        if (end > start && isIP(found.slice(start, end)) !== 0)
          return found.slice(0, start) + this.#name('address', found.slice(start, end)) + found.slice(end)
    return found
  }

  #name(kind: string, text: string): string {
    const key = `${kind} ${(kind === 'address' ? canonical(text) : text).toLowerCase()}`
    const known = this.#given.get(key)
    if (known !== undefined) return known
    const count = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, count)
    const name = `${kind}-${count}`
    this.#given.set(key, name)
    return name
  }
}

/** One of these texts as a whole word; what never matches when there is none. */
function anyOf(texts: readonly string[]): string {
  if (texts.length === 0) return '(?!)'
  const escaped = texts.map((text) =>
    text.replace(/[\\^$.*+?()[\]{}|/-]/g, (mark) => `\\x${mark.charCodeAt(0).toString(16)}`),
  )
  return `(?<![\\p{L}\\p{N}_])(?:${escaped.join('|')})(?![\\p{L}\\p{N}_])`
}

/** One spelling of an address: IPv6 has many. */
function canonical(address: string): string {
  const [bare = ''] = address.split('%')
  return isIPv6(bare) ? new URL(`http://[${bare}]`).hostname : bare
}
