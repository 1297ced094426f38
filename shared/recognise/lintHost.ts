import type { InputNote } from '../model/diagnosis/question.ts'
import { invisible } from './lintPassword.ts'
import { readPlaceholder } from './placeholder.ts'
import { note, portOf, shown } from './smtpRead.ts'

export interface CleanHost {
  /** Lower case, ASCII, without scheme, port and final dot; an IPv6 address without brackets. Empty when nothing is left. */
  readonly host: string
  /** What was written behind it. */
  readonly port: number | null
  readonly notes: InputNote[]
}

/** Where people of these domains send, by the providers' own help pages. */
const serverOfDomain: Readonly<Record<string, string>> = {
  'gmail.com': 'smtp.gmail.com',
  'googlemail.com': 'smtp.gmail.com',
  'outlook.com': 'smtp-mail.outlook.com',
  'hotmail.com': 'smtp-mail.outlook.com',
  'office365.com': 'smtp.office365.com',
  'yahoo.com': 'smtp.mail.yahoo.com',
  'icloud.com': 'smtp.mail.me.com',
  'sendgrid.com': 'smtp.sendgrid.net',
  'sendgrid.net': 'smtp.sendgrid.net',
  'paubox.com': 'smtp.paubox.com',
  'ahasend.com': 'send.ahasend.com',
  'elasticemail.com': 'smtp.elasticemail.com',
}

export const schemeInHost = note(
  'schemeInHost',
  'host',
  'cleaned',
  'The host has a scheme (smtp://, https://) or a path. An app that wants a host wants the name alone.',
)

export function portInHost(port: number | string): InputNote {
  return note(
    'portInHost',
    'host',
    'cleaned',
    `The port ${port} stands in the host. Most apps want it in a setting of its own.`,
  )
}

/**
 * A host, and what was odd about it. HOST:PORT and a URL in a field for the host (`typed`) are how it may be written, in a
 * setting for the host alone (`setting`) they are mistakes. What has a space within is no host: nothing of it is taken. Never throws.
 */
export function lintHost(given: string, origin: 'typed' | 'setting' = 'setting'): CleanHost {
  const notes: InputNote[] = []
  const say = (id: string, severity: InputNote['severity'], text: string) =>
    notes.push(note(id, 'host', severity, text))
  let host = given.slice(0, 2_000)
  const without = (changed: string, id: string, text: string) => {
    if (changed !== host) say(id, 'cleaned', text)
    host = changed
  }

  without(
    host.replace(invisible, ''),
    'invisibleInHost',
    'The host has invisible characters, copied along from a page. The app cannot resolve it like that.',
  )
  without(
    host.replace(/[\r\n]+/g, ' ').trim() === host.trim() ? host.replace(/[\r\n]+/g, '') : host.replace(/[\r\n]+/g, ' '),
    'newlineInHost',
    'The host has a line break, which makes it another name. Remove it.',
  )
  without(
    // oxlint-disable-next-line no-control-regex
    host.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, ''),
    'controlInHost',
    'The host has control characters.',
  )
  without(host.trim(), 'spaceInHost', 'The host has a space around it, which makes it another name. Remove it.')
  without(
    /^(["'`<]).*["'`>]$/.test(host) && host.length > 1 ? host.slice(1, -1).trim() : host,
    'quotesInHost',
    'The host is in quotation marks or angle brackets. They do not belong to it.',
  )
  if (readPlaceholder(host)) {
    say(
      'placeholderHost',
      'problem',
      `“${shown(host)}” stands for a host and is none: the variable or template was not filled in.`,
    )
    return { host: '', port: null, notes }
  }
  without(withoutScheme(host), origin === 'typed' ? 'typedScheme' : 'schemeInHost', schemeInHost.text)
  const { name, port } = parted(host)
  if (port !== null)
    notes.push(
      origin === 'typed'
        ? note('typedPort', 'host', 'cleaned', `Port ${port} was taken from the field for the host.`)
        : portInHost(port),
    )
  host = name
  if (/\s/.test(host)) {
    const text = 'The host has a space in it, which no name has. Write the one host that is meant.'
    return { host: '', port, notes: [note('spaceWithinHost', 'host', 'problem', text)] }
  }
  const at = host.lastIndexOf('@')
  if (at >= 0) {
    host = host.slice(at + 1)
    say(
      'addressForHost',
      'problem',
      `That is an e-mail address, not a server. What follows the @ was taken, ${shown(host)}; its mail servers (MX) receive mail, and apps usually send through another one. Look into the help of your provider for “SMTP server”.`,
    )
  }
  without(
    host.endsWith('.') && host.length > 1 ? host.slice(0, -1) : host,
    'finalDot',
    'The host ends with a dot. It resolves, but fewer certificates match: leave it out.',
  )
  return finished(host, port, notes)
}

function finished(host: string, port: number | null, notes: InputNote[]): CleanHost {
  const say = (id: string, severity: InputNote['severity'], text: string) =>
    notes.push(note(id, 'host', severity, text))
  if (host === '') return { host, port, notes }
  if (host.includes(':')) {
    const address = ipv6(host)
    if (address === null) say('invalidHost', 'problem', `“${shown(host)}” is neither a name nor an address.`)
    else if (address !== '::1') say('addressAsHost', 'warning', addressText(address))
    return { host: address ?? host, port, notes }
  }
  const ascii = asciiName(host)
  if (ascii === null || ascii.length > 253 || ascii.split('.').some((label) => label.length > 63 || label === '')) {
    say(
      'invalidHost',
      'problem',
      `“${shown(host)}” is no host name: letters, digits, hyphens and dots, at most 63 characters between two dots.`,
    )
    return { host: ascii ?? host, port, notes }
  }
  if (/[^\u0020-\u007e]/.test(host))
    say(
      'hostNotAscii',
      'cleaned',
      `The host has letters beyond ASCII. On the wire it is ${shown(ascii)}. Look-alike letters lead elsewhere: type it anew if you copied it.`,
    )
  else if (/[A-Z]/.test(host))
    say(
      'upperCaseHost',
      'cleaned',
      'The host has capital letters. That makes no difference to the DNS; in lower case it is easier to compare.',
    )
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(ascii)) {
    if (ascii !== host) say('oddAddress', 'cleaned', `“${shown(host)}” is another way to write ${ascii}.`)
    if (!ascii.startsWith('127.')) say('addressAsHost', 'warning', addressText(ascii))
    return { host: ascii, port, notes }
  }
  nameNotes(ascii, say)
  return { host: ascii, port, notes }
}

function nameNotes(host: string, say: (id: string, severity: InputNote['severity'], text: string) => void): void {
  const known = Object.hasOwn(serverOfDomain, host) ? serverOfDomain[host] : undefined
  if (host === 'localhost' || host.endsWith('.localhost'))
    say(
      'localhost',
      'warning',
      'localhost is this computer; for an app in a container it is the container itself, not the machine it runs on.',
    )
  else if (known !== undefined)
    say('mailDomainAsHost', 'problem', `${host} is a mail domain. Apps send through ${known}.`)
  else if (/^(imap|pop|pop3|webmail)\./.test(host))
    say(
      'otherServer',
      'warning',
      `By its name ${host} is for reading mail. The one for sending is usually called smtp.${host.slice(host.indexOf('.') + 1)}.`,
    )
  else if (/^[^.]+\.[^.]+$/.test(host))
    say(
      'mailDomainAsHost',
      'warning',
      `If ${shown(host)} is what your addresses end in, it is a mail domain and not a server. The server is usually called smtp.${shown(host)} or mail.${shown(host)}.`,
    )
  if (/(^|\.)example(\.(com|net|org))?$/.test(host))
    say('exampleHost', 'warning', `${host} is a name for examples (RFC 2606). There is no mail server.`)
}

function addressText(address: string): string {
  return `${address} is an address, and certificates are for names: it cannot match. Use the server's name, or set the name to expect (tls.servername).`
}

function withoutScheme(host: string): string {
  const scheme = /^[a-z][a-z0-9+.-]{0,30}:\/{1,3}/i.exec(host)?.[0] ?? /^\/\//.exec(host)?.[0] ?? ''
  const rest = host.slice(scheme.length)
  const end = rest.search(/[/?#\\]/)
  return end < 0 ? rest : rest.slice(0, end)
}

/** `host:587`, `host 587`, `[::1]:25`. A bare IPv6 address has no port. */
function parted(host: string): { name: string; port: number | null } {
  const [, inner, behind = ''] = /^\[([^\]]{0,100})\]:?(\d{0,5})$/.exec(host) ?? []
  if (inner !== undefined) return { name: inner, port: portOf(behind) }
  const [, name = host, port = ''] = /^([^:\s]{1,1000})(?::\s{0,9}|\s{1,9}|,\s{0,9})(\d{1,5})$/.exec(host) ?? []
  if (portOf(port) !== null) return { name, port: portOf(port) }
  return { name: host.replace(/^([^:]+):$/, '$1'), port: null }
}

/** As browsers and Node write it; a zone (`%eth0`) stays. */
function ipv6(host: string): string | null {
  const [, address = '', zone = ''] = /^([0-9a-f:.]{2,45})(%[\w.-]{1,20})?$/i.exec(host) ?? []
  try {
    return new URL(`http://[${address}]/`).hostname.slice(1, -1) + zone
  } catch {
    return null
  }
}

/** By the rules of URLs (UTS 46), which also read 0x7f.1 as an address. Null for what is no name. */
function asciiName(host: string): string | null {
  if (/[%/\\?#@:[\]\s]/.test(host)) return null
  try {
    const ascii = new URL(`http://${host}/`).hostname
    return /^[a-z0-9_.-]+$/.test(ascii) ? ascii : null
  } catch {
    return null
  }
}
