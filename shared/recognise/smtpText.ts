import { mailerOffNotes } from './mailerOff.ts'
import { readPairs, type Pair } from './pairs.ts'
import { readPlaceholder } from './placeholder.ts'
import { portInHost, schemeInHost } from './lintHost.ts'
import { readCalls } from './smtpCalls.ts'
import { readCommand } from './smtpCommand.ts'
import { readErrorLine } from './smtpError.ts'
import { note, nothingSaid, portOf, shown, type SmtpSettings } from './smtpRead.ts'
import { smtpPair, type SmtpPair, type SmtpRole } from './smtpRoles.ts'
import { readTlsSettings } from './smtpTls.ts'
import { readSmtpUrl } from './smtpUrl.ts'

const longestText = 100_000
/** Services that Nodemailer and others know by name. */
const hostOfService: Readonly<Record<string, string>> = {
  sendgrid: 'smtp.sendgrid.net',
  gmail: 'smtp.gmail.com',
  elasticemail: 'smtp.elasticemail.com',
  outlook365: 'smtp.office365.com',
  mailgun: 'smtp.mailgun.org',
  postmark: 'smtp.postmarkapp.com',
}

/**
 * What a text says about a server: URLs (also Symfony's DSN), command lines (telnet, openssl, swaks, curl), .env files,
 * Nodemailer, JSON, Laravel, Django, Spring, Rails, PHPMailer, docker-compose, Kubernetes, the text of a dashboard, or a host with
 * its port. Variables that stand for a value are told and left out. Null when it speaks of no mail server. Pure, in linear
 * time; what is beyond 100,000 characters is not read. A mailer that sends nothing at all is the first of the notes.
 */
export function readSmtpSettings(text: string): SmtpSettings | null {
  const read = text.slice(0, longestText)
  const off = mailerOffNotes(read)
  const said = readCommand(read) ?? readPlace(read) ?? readCalls(read) ?? readWritten(read)
  if (off.length === 0) return said
  return { ...(said ?? nothingSaid()), notes: [...off, ...(said?.notes ?? [])] }
}

/** Settings tell more than an error line beside them; without a host they tell less. */
function readWritten(text: string): SmtpSettings | null {
  const said = readConfiguration(text)
  if (said !== null && said.host !== '') return said
  return readErrorLine(text) ?? said ?? readSmtpUrl(text)
}

/** `host`, `host:587`, `host 587`, `[2001:db8::1]:465` or a URL, and nothing else. */
function readPlace(text: string): SmtpSettings | null {
  const bare = text.trim()
  if (bare.length > 2_000 || /[\r\n]/.test(bare)) return null
  if (/^["'<]?[a-z+]{2,30}:\/\//i.test(bare)) return readSmtpUrl(bare)
  const [, host, port = ''] =
    /^(\[[0-9a-f:.%]{2,60}\]|[^\s:;,='"{}()<>@]{1,300})(?:\s*[:,]\s*|\s+(?:port\s+)?)(\d{1,5})$/i.exec(bare) ??
    /^([^\s:;,='"{}()<>@/]{1,250}\.[^\s:;,='"{}()<>@/.]{1,63}\.?|localhost)$/i.exec(bare) ??
    []
  if (host === undefined || (port !== '' && portOf(port) === null)) return null
  return { ...nothingSaid(), host: host.replace(/^\[(.*)\]$/, '$1'), port: portOf(port) }
}

interface Server {
  readonly key: string
  readonly values: Map<SmtpRole, Pair>
  aboutMail: boolean
}

function readConfiguration(text: string): SmtpSettings | null {
  const isLabel = (name: string) => smtpPair({ name, path: [], value: '', quoted: false, odd: '' }) !== null
  const list = servers(named(readPairs(text, isLabel)).flatMap((pair) => smtpPair(pair) ?? [])).filter(isServer)
  const [first, ...others] = list.sort((one, other) => weight(other) - weight(one))
  if (!first) return null
  const said = settingsOf(first)
  const elsewhere = others
    .flatMap((server) => server.values.get('host')?.value ?? [])
    .filter((host) => host !== said.host)
  if (elsewhere.length > 0)
    said.notes.push(
      note(
        'severalServers',
        'other',
        'warning',
        `The text has settings for several servers. Those of ${shown(said.host) || 'the first'} were taken, not those of ${elsewhere.slice(0, 3).map(shown).join(', ')}.`,
      ),
    )
  return said
}

/** Kubernetes writes `name: SMTP_HOST` and `value: …` as two entries. */
function named(pairs: readonly Pair[]): Pair[] {
  return pairs.map((pair, index) => {
    const before = pairs[index - 1]
    return pair.name === 'value' && before?.name === 'name' ? { ...pair, name: before.value.slice(0, 61) } : pair
  })
}

/** What belongs together, until one of it comes a second time. */
function servers(pairs: readonly SmtpPair[]): Server[] {
  const all: Server[] = []
  const open = new Map<string, Server>()
  for (const { role, pair, server: key, aboutMail } of pairs) {
    let server = open.get(key)
    // A URL or a host begins another server; what else comes twice (`verify_peer`, `verify_peer_name`) is of the same.
    if (!server || (server.values.has(role) && /^(host|url|username|password|port)$/.test(role))) {
      server = { key, values: new Map(), aboutMail: false }
      open.set(key, server)
      all.push(server)
    }
    if (!server.values.has(role)) server.values.set(role, pair)
    server.aboutMail ||= aboutMail
  }
  return all
}

/** A name and a password alone may be of anything; a URL has to be one of SMTP. */
function isServer({ values, aboutMail }: Server): boolean {
  const url = values.get('url')
  if (url && readSmtpUrl(url.value)) return true
  if (values.has('host') || values.has('service')) return true
  return aboutMail ? values.size > 0 : values.has('port') && (values.has('secure') || values.has('username'))
}

function weight({ key, values, aboutMail }: Server): number {
  const mailPort = /^(25|465|587|2525|1025)$/.test(values.get('port')?.value ?? '')
  return (
    (aboutMail ? 4 : 0) +
    (mailPort ? 3 : 0) +
    (values.has('host') || values.has('url') ? 4 : 0) +
    (values.has('password') ? 1 : 0) +
    (/prod/.test(key) ? 1 : 0)
  )
}

function settingsOf({ values }: Server): SmtpSettings {
  const host = values.get('host')
  // EMAIL_SERVER=smtp://…, where others have a host.
  const url = values.get('url') ?? (host?.value.includes('://') ? host : undefined)
  const said = (url && readSmtpUrl(url.value)) ?? nothingSaid()
  const value = (role: 'host' | 'port' | 'username' | 'password' | 'serverName' | 'service') => {
    const pair = values.get(role)
    return pair ? valueOf(pair, role, said) : null
  }
  const place = value('host')
  const service =
    value('service')
      ?.toLowerCase()
      .replace(/[^a-z0-9]/g, '') ?? ''
  if (place !== null && place !== '' && said.host === '') readHost(said, place, host?.name ?? '')
  else if (Object.hasOwn(hostOfService, service)) said.host = hostOfService[service] ?? ''
  const port = value('port')
  if (port !== null) {
    said.port = portOf(port) ?? said.port
    if (portOf(port) === null)
      said.notes.push(
        note('badPort', 'port', 'problem', `“${shown(port)}” is no port: it has to be a number from 1 to 65535.`),
      )
  }
  said.username = value('username') ?? said.username
  said.password = value('password') ?? said.password
  said.serverName = value('serverName') ?? said.serverName
  for (const role of ['username', 'password'] as const) {
    const pair = values.get(role)
    // What is still in the password lintPassword tells.
    const isToldLater = role === 'password' && !pair?.odd.startsWith('has a space')
    if (pair && pair.odd !== '' && !isToldLater)
      said.notes.push(note(`odd_${role}`, role, 'cleaned', `${pair.name} ${pair.odd}.`))
  }
  readTlsSettings(said, values)
  return said
}

/** `ssl://smtp.example.com:465`, `smtp.example.com:587`, `smtp.example.com, port 587`: PHP, Go and help pages put it into the host. */
function readHost(said: SmtpSettings, host: string, name: string): void {
  const [, scheme = '', place = host, port = ''] =
    /^(?:(ssl|tls|smtps?):\/\/)?([^\s/:,]{1,300})(?::(\d{1,5})\/?)?$/i.exec(host) ??
    /^()([^\s/:,]{1,300}),?\s{1,9}port\s{1,9}(\d{1,5})\b/i.exec(host) ??
    []
  said.host = place
  said.port = portOf(port) ?? said.port
  // PHPMailer's Host may have all of it.
  if (scheme !== '' && name !== 'Host') said.notes.push(schemeInHost)
  if (scheme === '' && portOf(port) !== null && !/\s/.test(host)) said.notes.push(portInHost(port))
  // What PHP calls tls:// begins with TLS as well.
  if (/^(ssl|tls|smtps)$/i.test(scheme)) said.security = 'tls'
}

/** The value, what a variable falls back to, or null for a variable without one; in both cases a note says so. */
function valueOf(
  pair: Pair,
  role: 'host' | 'port' | 'username' | 'password' | 'serverName' | 'service',
  said: SmtpSettings,
): string | null {
  const placeholder = readPlaceholder(pair.value)
  const field = role === 'serverName' || role === 'service' ? 'other' : role
  if (placeholder === null) {
    // null and None are what configurations write for nothing.
    if (pair.value !== '' && (pair.quoted || !/^(null|none|nil|undefined|~)$/i.test(pair.value))) return pair.value
    if (pair.quoted || role === 'host')
      said.notes.push(note(`empty_${role}`, field, 'problem', `${pair.name} is empty.`))
    return null
  }
  const name = shown(placeholder.name)
  if (placeholder.fallback !== null)
    said.notes.push(
      note(
        `variable_${role}`,
        field,
        'warning',
        `${pair.name} comes from ${name}; what stands behind it is taken only when that is not set.`,
      ),
    )
  else
    said.notes.push(
      note(
        `placeholder_${role}`,
        field,
        'warning',
        `${pair.name} is “${name}”, which stands for a value and is none. Paste the value itself; and look whether the app really gets one.`,
      ),
    )
  return placeholder.fallback
}
