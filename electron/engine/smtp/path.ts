import { isIPv4, isIPv6 } from 'node:net'
import { reply, type SmtpReply } from './reply.ts'

/** RFC 5321 4.5.3.1.3, the angle brackets included. */
const longestPath = 256

// Atoms as RFC 5321 4.1.2 and RFC 6531 3.3 have them. U+FFFD stands for bytes that were not UTF-8.
const atom = String.raw`[A-Za-z0-9!#$%&'*+/=?^_\x60{|}~\u0080-\ufffc\u{10000}-\u{10ffff}-]+`
const dotString = new RegExp(`^${atom}(?:\\.${atom})*$`, 'u')
const quotedString = /^"(?:[ !#-[\]-~\u0080-\ufffc\u{10000}-\u{10ffff}]|\\[ -~])*"$/u
const label = String.raw`[A-Za-z0-9_\u0080-\ufffc\u{10000}-\u{10ffff}](?:[A-Za-z0-9_\u0080-\ufffc\u{10000}-\u{10ffff}-]*[A-Za-z0-9_\u0080-\ufffc\u{10000}-\u{10ffff}])?`
const domainName = new RegExp(`^${label}(?:\\.${label})*$`, 'u')
const plainAscii = /^[\u0020-\u007e]*$/
// The everyday address, to spare it the rest.
const everyday = /^[A-Za-z0-9_+.-]+@[A-Za-z0-9.-]+$/

export interface Path {
  /** Without the brackets and without a source route; '' for `<>`. */
  readonly address: string
  /** What follows the path, without the spaces around it. */
  readonly rest: string
}

/** Finds the path in what follows `FROM:` or `TO:`. Null: no brackets, or not closed, or something hangs on them. */
export function splitPath(text: string): Path | null {
  // RFC 5321 3.3 allows no space here; so many clients send one that servers take it.
  const path = text.trimStart()
  if (!path.startsWith('<')) return null
  const end = closingBracket(path)
  if (end === -1) return null
  const rest = path.slice(end + 1)
  if (rest !== '' && !rest.startsWith(' ')) return null
  const inside = path.slice(1, end)
  // RFC 5321 4.1.1.3: a source route must be accepted and should be ignored.
  const route = inside.startsWith('@') ? /^@[^:"<>]*:/.exec(inside) : null
  return { address: route === null ? inside : inside.slice(route[0].length), rest: rest.trim() }
}

/** Null when the address may be used, else the refusal that says why not. */
export function checkAddress(address: string, of: 'sender' | 'recipient', smtputf8: boolean): SmtpReply | null {
  const status = of === 'sender' ? '5.1.7' : '5.1.3'
  const wrong = (why: string): SmtpReply => reply(553, status, why)
  if (address.length > longestPath / 4 && Buffer.byteLength(address) + 2 > longestPath)
    return wrong(`The address is longer than ${longestPath} octets`)
  if (of === 'recipient' && /^postmaster$/i.test(address)) return null
  const at = address.lastIndexOf('@')
  if (at === -1) return wrong('The address needs a domain: user@example.com')
  const local = address.slice(0, at)
  const domain = address.slice(at + 1)
  if (everyday.test(address) && dotString.test(local) && domainName.test(domain)) return null
  if (address.includes('\ufffd')) return wrong('The address is not valid UTF-8')
  if (!plainAscii.test(address) && !smtputf8)
    return reply(553, '5.6.7', 'Non-ASCII addresses need SMTPUTF8 as a parameter of MAIL FROM')
  if (!dotString.test(local) && !quotedString.test(local)) return wrong('Invalid local part of the address')
  return domainName.test(domain) || isAddressLiteral(domain) ? null : wrong('Invalid domain of the address')
}

/** RFC 5321 4.1.3. */
function isAddressLiteral(domain: string): boolean {
  if (!domain.startsWith('[') || !domain.endsWith(']')) return false
  const inside = domain.slice(1, -1)
  return /^ipv6:/i.test(inside) ? isIPv6(inside.slice(5)) && !inside.includes('%') : isIPv4(inside)
}

/** The bracket that closes the path; brackets within a quoted local part are part of it. */
function closingBracket(path: string): number {
  if (!path.includes('"')) return path.indexOf('>')
  let quoted = false
  for (let index = 1; index < path.length; index += 1) {
    const character = path[index]
    if (character === '\\' && quoted) index += 1
    else if (character === '"') quoted = !quoted
    else if (character === '>' && !quoted) return index
  }
  return -1
}
