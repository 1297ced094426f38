import { note, nothingSaid, percentDecoded, portOf, type SmtpSettings } from './smtpRead.ts'

const schemes = /(?<![\w+])(?:[a-z]{1,20}\+)?(?:smtps?|submissions?|sendgrid)(?:\+(?:starttls|tls|ssl|plain))?:\/\//i
/** Symfony names a service instead of its host. */
const services: Readonly<Record<string, { host: string; port: number; security: 'tls' | 'starttls' }>> = {
  sendgrid: { host: 'smtp.sendgrid.net', port: 465, security: 'tls' },
  gmail: { host: 'smtp.gmail.com', port: 465, security: 'tls' },
}

/**
 * The first `smtp://user:password@host:587/?…` of a text, also `smtps`, `submission(s)` and the DSN of Symfony. Null when
 * there is none. A password with characters that a URL cannot hold is read as it was meant, and told.
 */
export function readSmtpUrl(text: string): SmtpSettings | null {
  const found = schemes.exec(text)
  if (!found) return null
  const scheme = found[0].slice(0, -3).toLowerCase()
  const from = found.index + found[0].length
  const [rest = ''] = /^[^\s"'<>`]{0,2000}/.exec(text.slice(from, from + 2_000)) ?? []
  const said = nothingSaid()
  const { credentials, place, query } = parts(rest)
  if (credentials !== null) {
    const colon = credentials.indexOf(':')
    const username = colon < 0 ? credentials : credentials.slice(0, colon)
    const password = colon < 0 ? '' : credentials.slice(colon + 1)
    said.username = username === '' ? null : percentDecoded(username)
    said.password = password === '' ? null : percentDecoded(password)
    if (/[/?#[\]@\s]/.test(credentials) || /%(?![0-9a-f]{2})/i.test(credentials))
      said.notes.push(
        note(
          'unescapedInUrl',
          'password',
          'problem',
          'User name or password in the URL has characters that a URL cannot hold as they are (@ / ? # % [ ]). Write them %-encoded: @ is %40.',
        ),
      )
  }
  const bracketed = /^\[([0-9a-f:.%]{2,60})\](?::(\d{1,5}))?/i.exec(place)
  const [, host = '', port = ''] = bracketed ?? /^([^:]{0,300})(?::(\d{1,5}))?/.exec(place) ?? []
  said.host = percentDecoded(host)
  said.port = portOf(port)
  secure(said, scheme, query)
  if (said.host === 'default' || said.host === '') service(said, scheme)
  return said
}

/** The last @ before the query parts credentials and host, since passwords are often written with an @ of their own. */
function parts(rest: string): { credentials: string | null; place: string; query: string } {
  const question = rest.indexOf('?')
  const beforeQuery = question < 0 ? rest : rest.slice(0, question)
  const inQuery = question < 0 ? -1 : rest.slice(question).lastIndexOf('@')
  const at = beforeQuery.lastIndexOf('@')
  // `u:p?x@host`: what has an @ behind it and is no `name=value` is a question mark of the password.
  if (inQuery >= 0 && !rest.slice(question, question + inQuery).includes('=')) {
    const split = question + inQuery
    return { credentials: rest.slice(0, split), place: rest.slice(split + 1), query: '' }
  }
  const place = beforeQuery.slice(at + 1).replace(/[/#].*$/, '')
  return {
    credentials: at < 0 ? null : beforeQuery.slice(0, at),
    place,
    query: question < 0 ? '' : rest.slice(question + 1),
  }
}

function secure(said: SmtpSettings, scheme: string, query: string): void {
  const options = new URLSearchParams(query)
  const yes = (name: string) => /^(1|true|yes|on)$/i.test(options.get(name) ?? '')
  const no = (name: string) => /^(0|false|no|off)$/i.test(options.get(name) ?? '')
  const encryption = (options.get('encryption') ?? '').toLowerCase()
  if (/smtps|submissions|\+ssl$/.test(scheme) || encryption === 'ssl' || yes('secure')) said.security = 'tls'
  else if (
    /\+(starttls|tls)$/.test(scheme) ||
    encryption === 'tls' ||
    encryption === 'starttls' ||
    yes('require_tls') ||
    yes('requireTLS')
  )
    said.security = 'starttls'
  else if (scheme.endsWith('+plain') || yes('ignoreTLS') || no('auto_tls')) said.security = 'none'
  if (no('verify_peer') || no('tls.rejectUnauthorized') || no('rejectUnauthorized')) said.notes.push(checksSwitchedOff)
  said.serverName = options.get('tls.servername') ?? options.get('peer_name')
}

function service(said: SmtpSettings, scheme: string): void {
  const [name = ''] = scheme.split('+')
  const known = Object.hasOwn(services, name) ? services[name] : undefined
  if (!known) return
  said.host = known.host
  said.port = known.port
  said.security = known.security
  if (name !== 'sendgrid') return
  said.password ??= said.username
  said.username = 'apikey'
}

export const checksSwitchedOff = note(
  'certificateChecksOff',
  'certificate',
  'warning',
  'This switches certificate checks off and helps nothing: anybody on the way can read the password. Trust the one certificate that is missing (tls.ca, NODE_EXTRA_CA_CERTS) instead.',
)
