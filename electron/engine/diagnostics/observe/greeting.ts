import type { Greeting } from '../../../../shared/model/diagnosis/observation.ts'
import type { Heard } from './conversation.ts'

/** Whose first words these are. IMAP: RFC 3501 7.1, POP3: RFC 1939 4, SSH: RFC 4253 4.2. */
const services: readonly [Greeting['is'], RegExp][] = [
  ['ssh', /^SSH-\d/],
  ['imap', /^\* (OK|PREAUTH|BYE)\b/i],
  ['pop3', /^(\+OK|-ERR)/],
  ['http', /^(HTTP\/\d|<!doctype|<html)/i],
]

/** What unasked words say of the service, when it is not SMTP. */
export function serviceOf(bytes: Buffer): Greeting['is'] {
  const text = bytes.toString('latin1', 0, 200)
  const known = services.find(([, pattern]) => pattern.test(text))
  if (known) return known[0]
  // A TLS record: alert or handshake (RFC 8446 5.1).
  if ((bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 3) return 'tls'
  const odd = bytes.subarray(0, 200).filter((byte) => byte < 9 || (byte > 13 && byte < 32) || byte === 127).length
  return odd > 0 ? 'binary' : 'other'
}

const mostLines = 3

/** What a stranger said first, as lines, made safe to be shown; none for what is no text. `bytes` may end anywhere. */
export function firstLines(bytes: Buffer, safe: (text: string) => string): string[] {
  if (/^(binary|tls)$/.test(serviceOf(bytes))) return []
  const lines = bytes.toString('latin1', 0, 512).split(/[\r\n]+/)
  return lines
    .filter((line) => line.trim() !== '')
    .slice(0, mostLines)
    .map(safe)
}

/** vsFTPd, ProFTPD and Pure-FTPd write it in one word. A part of a host name is none. */
const ftpServer = /(?<![\w.-])(vs|pro|pure-)?ftpd?(?![\w-]|\.\w)|FileZilla/i

/** What a port said first. */
export function greetingOf(heard: Heard): Greeting {
  const common = {
    code: heard.code,
    lines: [...heard.lines],
    firstByteMilliseconds: heard.firstByteMilliseconds,
    milliseconds: heard.milliseconds,
    masked: false,
    protocolErrors: [...heard.protocolErrors],
    firstBytes: null,
  }
  if (heard.foreign !== null) {
    return { ...common, is: serviceOf(heard.foreign), firstBytes: heard.foreign.subarray(0, 64).toString('hex') }
  }
  if (heard.ended !== null && heard.code === null) return { ...common, is: heard.ended }
  // FTP greets with 220 as SMTP does; only what it says tells, and EHLO.
  const isFtp =
    heard.code === 220 && heard.lines.some((line) => ftpServer.test(line)) && !/SMTP/i.test(heard.lines.join())
  return { ...common, is: isFtp ? 'ftp' : 'smtp', masked: heard.lines.some((line) => /^220[ -][*\s]{6,}/.test(line)) }
}
