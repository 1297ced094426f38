import { nothingSaid, portOf, type SmtpSettings } from './smtpRead.ts'

const longestLine = 2_000
const mostLines = 200
const name = String.raw`[\w.-]{1,253}|\[?[0-9a-f:]{2,45}\]?`
/** Lines that name the server in words of their own, the host first, then the port. */
const worded: readonly RegExp[] = [
  // Node: `connect ECONNREFUSED 127.0.0.1:587`, `connect ETIMEDOUT ::1:25`.
  /\bconnect E[A-Z]{3,20} ([0-9a-fA-F:.]{2,45}|[\w.-]{1,253}):(\d{1,5})\b/,
  // Node: `getaddrinfo ENOTFOUND smtp.example.com`, `queryA ESERVFAIL smtp.example.com`.
  /\b(?:getaddrinfo|query[A-Za-z]{1,10}) E[A-Z_]{3,20} ([\w.-]{1,253})(?::(\d{1,5})|\s[\w.-]{1,253}:(\d{1,5}))?/,
  // Java: `Couldn't connect to host, port: smtp.example.com, 587`, `Could not connect to SMTP host: smtp.example.com, port: 587`.
  /\bhost, port: ([\w.-]{1,253}), (\d{1,5})\b/i,
  /\bSMTP host: ([\w.-]{1,253})(?:, port: (\d{1,5}))?/i,
  // Go: `dial tcp: lookup smtp.example.com on 127.0.0.53:53: no such host`.
  /\blookup ([\w.-]{1,253})(?: on \S{1,80})?: (?:no such host|server misbehaving|i\/o timeout)/i,
  // Ruby: `connect(2) for "smtp.example.com" port 587`.
  /\bfor "([\w.-]{1,253})" port (\d{1,5})\b/i,
]
/** A line of a failure, or an address as PHP writes it. */
const failed =
  /^\s{0,99}(?:ssl|tls):\/\/|\b(error|exception|failed|failure|refused|time(?:d[ -]?)?out|never received|unable|could(?: not|n't)|cannot|closed|reset|unreachable|opening to|dial tcp)\b/i
const code = /\bE[A-Z]{4,20}\b/
const place = new RegExp(String.raw`(?<![\w./@-])(?:(ssl|tls|smtps?|tcp)://)?(${name}):(\d{1,5})(?!\w|[.:]\d)`, 'gi')
/** `index.js:12` is a place in a program. */
const sourceFile = /\.(?:[cm]?[jt]sx?|py|php|rb|java|go|cs|kt|rs|log|html?)$/i

/**
 * Host and port of an error line that a library or a log wrote about a connection: those of Node, Nodemailer, PHPMailer, Symfony,
 * JavaMail, Go and Ruby. Null when no line names a server. Only the first 200 lines are looked at, 2,000 characters of each.
 */
export function readErrorLine(text: string): SmtpSettings | null {
  for (const line of text.split(/[\r\n]+/, mostLines)) {
    const read = line.slice(0, longestLine)
    const said = readWorded(read) ?? (failed.test(read) || code.test(read) ? readPlaceIn(read) : null)
    if (said) return said
  }
  return null
}

function readWorded(line: string): SmtpSettings | null {
  for (const pattern of worded) {
    const [, host, port, portBehind] = pattern.exec(line) ?? []
    if (host !== undefined) return { ...nothingSaid(), host, port: portOf(port ?? portBehind ?? '') }
  }
  return null
}

function readPlaceIn(line: string): SmtpSettings | null {
  for (const [, scheme = '', found = '', port = ''] of line.matchAll(place)) {
    const host = found.replace(/^\[|\]$/g, '')
    const isName = host === 'localhost' || (/[a-z]/i.test(host) && host.includes('.')) || scheme !== ''
    const isAddress = /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) || found.startsWith('[')
    if ((!isName && !isAddress) || sourceFile.test(host) || portOf(port) === null) continue
    return {
      ...nothingSaid(),
      host,
      port: portOf(port),
      security: /^(ssl|tls|smtps)$/i.test(scheme) ? 'tls' : 'auto',
    }
  }
  return null
}
