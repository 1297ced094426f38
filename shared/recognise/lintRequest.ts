import type { DiagnosisRequest, InputNote } from '../model/diagnosis/question.ts'
import { lintHost } from './lintHost.ts'
import { invisible, lintPassword } from './lintPassword.ts'
import { hostOfProvider, lintProvider, providerOf } from './lintProvider.ts'
import { readPlaceholder } from './placeholder.ts'
import { note, portOf, shown, type SmtpSettings } from './smtpRead.ts'
import { readSmtpSettings } from './smtpText.ts'

/** What answers on ports that people take for those of SMTP. */
const otherPorts: Readonly<Record<number, string>> = {
  22: 'SSH',
  80: 'the web (HTTP)',
  110: 'POP3, for reading mail',
  143: 'IMAP, for reading mail',
  443: 'the web (HTTPS)',
  993: 'IMAP, for reading mail',
  995: 'POP3, for reading mail',
  8080: 'the web (HTTP)',
}
const mostPorts = 8
const notUnderstood = note(
  'notUnderstood',
  'host',
  'problem',
  'This text says no host: nothing in it was understood as mail settings. Paste the settings of the app, its error line, or type the host.',
)
/** Where nothing is sent no host is missing. */
const saysWhyNoHost = /^(notUnderstood|spaceWithinHost|mailerDoesNotSend)$/

/**
 * Cleans what was typed or pasted, and says what was odd. What was pasted fills what is empty and is then left out of the
 * request; a host of one of the four providers names the provider, and the other way round. The password stays as it was
 * given, since the app has it like that too: `lintPassword` says what it would be. Never throws; a text beyond the limits of
 * the request is cut.
 */
export function lintRequest(given: DiagnosisRequest): { request: DiagnosisRequest; notes: InputNote[] } {
  const notes: InputNote[] = []
  const { pasted = '', ...rest } = given
  const request: DiagnosisRequest = { ...rest }
  const add = (more: readonly InputNote[]) => {
    for (const one of more) if (!notes.some(({ id, field }) => id === one.id && field === one.field)) notes.push(one)
  }

  // Before anything names the host in a note: the field may hold a secret.
  if (rest.host.trim() !== '') add(takeSettings(request))
  const isTyped = request.host.trim() !== '' && request.host === rest.host
  if (pasted.trim() !== '') {
    const said = readSmtpSettings(pasted)
    const isAsked = request.host.trim() !== '' || request.provider !== null || request.upstreamId !== null
    if (said) add(fill(request, said))
    else if (isAsked || request.self)
      add([note('nothingInPasted', 'other', 'warning', 'No settings of a mail server were found in what was pasted.')])
    else add([notUnderstood])
  }
  const elsewhere = request.upstreamId !== null || request.self
  const { host, port, notes: hostNotes } = lintHost(request.host, isTyped ? 'typed' : 'setting')
  request.host = host.slice(0, 1_000)
  add(hostNotes)
  if (port !== null) add(fillPort(request, port))
  if (host === '' && request.provider !== null && !elsewhere) request.host = hostOfProvider(request.provider)
  else if (host === '' && !elsewhere && !notes.some(({ id }) => saysWhyNoHost.test(id)))
    add([
      note(
        'emptyHost',
        'host',
        'problem',
        'The host is empty: most libraries then try this computer (“connection refused 127.0.0.1”). Set the host that your provider names.',
      ),
    ])
  request.provider ??= providerOf(request.host)
  add(lintPorts(request))
  add(lintUsername(request))
  if (request.password !== undefined) {
    const { notes: passwordNotes } = lintPassword(request.password)
    // An empty field of a form is no password at all.
    if (request.password !== '' || request.username !== null) add(passwordNotes)
  } else if (request.tryLogin && request.upstreamId === null)
    add([note('emptyPassword', 'password', 'problem', 'A login was asked for, and there is no password.')])
  if (request.serverName !== null) request.serverName = lintHost(request.serverName).host || null
  add(lintCa(request.ca))
  // The request is kept, and a private key often stands beside the certificate.
  request.ca = certificatesIn(request.ca)
  if (request.provider !== null) add(lintProvider(request.provider, request))
  return { request, notes }
}

/**
 * Takes a URL, a command line, an error line or settings out of the field for the host. What has an = or is a sentence is no host
 * even when it says nothing: it may hold a secret, and the host is kept and shown.
 */
function takeSettings(request: DiagnosisRequest): InputNote[] {
  const text = request.host
  const words = text.trim().split(/\s+/)
  const isSetting = /=|^\s*["']?[A-Z][A-Z0-9]*[_.]\w+["']?\s*:(?!\s*\d{1,5}\s*$)/i.test(text)
  const isUrl = /:\/\//.test(text)
  if (!isSetting && !isUrl && words.length < 3 && !/^\s*(telnet|nc)\s/i.test(text)) return []
  const said = readSmtpSettings(text)
  if (said === null) {
    if (isUrl && words.length === 1 && !isSetting) return []
    request.host = ''
    return [notUnderstood]
  }
  request.host = ''
  const taken =
    isUrl && words.length === 1
      ? note('typedUrl', 'host', 'cleaned', 'A URL was typed for the host. What it says was taken.')
      : note('settingsInHost', 'host', 'cleaned', 'The field for the host had settings in it. What they say was taken.')
  return [taken, ...fill(request, said)]
}

/** Lays what was read under what is there. */
function fill(request: DiagnosisRequest, said: SmtpSettings): InputNote[] {
  const notes = [...said.notes]
  // A password goes to no other server than the one it was written for.
  const isForAnother =
    request.host.trim() !== '' && said.host !== '' && lintHost(request.host).host !== lintHost(said.host).host
  if (request.host.trim() === '') request.host = said.host.slice(0, 1_000)
  if (request.security === 'auto') request.security = said.security
  if (isForAnother) {
    const place = `The text is for ${shown(said.host)}, the field names ${shown(request.host)}. The field was taken,`
    notes.push(note('otherHost', 'host', 'warning', `${place} without user name and password of the text.`))
  } else if (request.username === null || request.username === '')
    request.username = said.username?.slice(0, 1_000) ?? null
  if (!isForAnother && (request.password === undefined || request.password === '') && said.password !== null)
    request.password = said.password.slice(0, 4_096)
  request.serverName ??= said.serverName === null ? null : shown(said.serverName)
  if (said.port !== null) notes.push(...fillPort(request, said.port))
  return notes
}

function fillPort(request: DiagnosisRequest, port: number): InputNote[] {
  if (request.ports.length === 0) request.ports = [port]
  else if (!request.ports.includes(port))
    return [
      note(
        'otherPort',
        'port',
        'warning',
        `The text says port ${port}, the field ${request.ports.join(', ')}. The field was taken.`,
      ),
    ]
  return []
}

function lintPorts(request: DiagnosisRequest): InputNote[] {
  const notes: InputNote[] = []
  request.ports = [...new Set(request.ports.filter((port) => portOf(String(port)) !== null))].slice(0, mostPorts)
  const { security } = request
  for (const port of request.ports) {
    const other = otherPorts[port]
    if (other !== undefined)
      notes.push(
        note('notForSending', 'port', 'problem', `Port ${port} is for ${other}. Apps send through 587, 465 or 2525.`),
      )
    if (security === 'tls' && (port === 587 || port === 25 || port === 2525))
      notes.push(
        note(
          'implicitTlsOnStarttlsPort',
          'security',
          'problem',
          `Port ${port} begins in clear and changes to TLS by STARTTLS; TLS from the first byte gives “wrong version number”. Set secure to false and requireTLS to true, or use port 465.`,
        ),
      )
    if (port === 465 && (security === 'starttls' || security === 'opportunistic' || security === 'none'))
      notes.push(
        note(
          'clearOnImplicitTlsPort',
          'security',
          'problem',
          'Port 465 expects TLS from the first byte; a client that waits for a greeting gets none (“Greeting never received”). Set secure to true, or use port 587.',
        ),
      )
    if (security === 'opportunistic' && port !== 465)
      notes.push(
        note(
          'requireTlsMissing',
          'security',
          'warning',
          'Encryption is used only where it is offered, which somebody on the way can take away: the password then goes out in clear. Set requireTLS to true.',
        ),
      )
  }
  if (security === 'none' && request.username !== null && request.username !== '')
    notes.push(
      note('loginInClear', 'security', 'warning', 'Without encryption everybody on the way can read the password.'),
    )
  return notes
}

function lintUsername(request: DiagnosisRequest): InputNote[] {
  const given = request.username
  if (given === null) return []
  const notes: InputNote[] = []
  const without = (changed: string, id: string, text: string) => {
    if (changed !== request.username) notes.push(note(id, 'username', 'cleaned', text))
    request.username = changed
  }
  without(
    given.replace(invisible, ''),
    'invisibleInUsername',
    'The user name has invisible characters, copied along from a page.',
  )
  without(
    // oxlint-disable-next-line no-control-regex
    (request.username ?? '').replace(/[\u0000-\u001f\u007f-\u009f]/g, ''),
    'newlineInUsername',
    'The user name has a newline or control characters. Remove them.',
  )
  without(
    (request.username ?? '').trim(),
    'spaceAroundUsername',
    'The user name begins or ends with a space. Remove it.',
  )
  const name = request.username ?? ''
  if (/^(["'`]).*\1$/.test(name) && name.length > 1)
    without(name.slice(1, -1), 'quotesAroundUsername', 'The user name is in quotation marks. They do not belong to it.')
  if (/%40/i.test(name))
    without(
      name.replace(/%40/gi, '@'),
      'percentInUsername',
      'The user name has %40 for @, as a URL has it. Elsewhere it has to be @.',
    )
  if (request.username === '' && request.password !== undefined && request.password !== '')
    notes.push(
      note(
        'emptyUsername',
        'username',
        'problem',
        'There is a password and no user name. A variable that is not set gives an empty one.',
      ),
    )
  else if (readPlaceholder(request.username ?? ''))
    notes.push(
      note(
        'placeholderUsername',
        'username',
        'problem',
        'The user name is a placeholder: the variable or template was not filled in.',
      ),
    )
  if (request.username === '') request.username = null
  return notes
}

function certificatesIn(ca: string | null): string | null {
  const certificate = /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END (TRUSTED |X509 )?CERTIFICATE-----/g
  return ca?.match(certificate)?.join('\n') ?? null
}

function lintCa(ca: string | null): InputNote[] {
  if (ca === null || ca.trim() === '') return []
  if (/-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/.test(ca))
    return [
      note(
        'keyForCertificate',
        'certificate',
        'problem',
        'That is a private key. What is needed is the certificate of the authority (BEGIN CERTIFICATE); keep the key to yourself.',
      ),
    ]
  if (!ca.includes('-----BEGIN CERTIFICATE-----'))
    return [
      note(
        'notPem',
        'certificate',
        'problem',
        'The certificate authority is not in PEM form, which begins with -----BEGIN CERTIFICATE-----. A .der file is converted by openssl x509 -inform der.',
      ),
    ]
  return []
}
