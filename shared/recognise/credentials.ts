import { readPairs } from './pairs.ts'

/** A login found in pasted text. */
export interface FoundLogin {
  /** What to call it: the prefix of its variables, or its host. */
  readonly name: string
  readonly username: string
  readonly password: string
  /** The server it was for; empty when the text does not say. */
  readonly host: string
  /** A key of a hosted service, to be used with the user name apikey: Sandpost makes keys of its own. */
  readonly isApiKey: boolean
  /** What was odd about how it was written. */
  readonly odd: readonly string[]
}

type Role = 'username' | 'password' | 'host'

const roles: readonly [Role, RegExp][] = [
  ['password', /^(smtp|mail(er)?|email|host|spring|auth)*(pass(word|wd)?|secret|token)$/],
  ['password', /(api_?key|apikey)$/],
  ['username', /^(smtp|mail(er)?|email|host|spring|auth)*(user(name)?|login)$/],
  ['host', /^(smtp|mail(er)?|email|spring|auth)*(host(name)?|server|address)$/],
]
const url = /smtps?:\/\/([^\s:@/'"]+):([^\s@/'"]+)@([^\s:/?'"]+)/g
const mostLength = 100_000

/**
 * Finds SMTP logins in what people paste: .env files, Nodemailer, Laravel, Django and Spring settings, smtp:// URLs, and
 * the text of a provider's dashboard, where a label stands on one line and its value on the next. Pure.
 */
export function findLogins(text: string): FoundLogin[] {
  const found: FoundLogin[] = []
  const plain = text.slice(0, mostLength).replaceAll('\u00a0', ' ')
  for (const [, user = '', pass = '', host = ''] of plain.matchAll(url)) {
    found.push(loginOf(host, { username: decode(user), password: decode(pass), host }, []))
  }
  for (const group of groups(plain)) {
    const { username = '', password = '', host = '' } = group.values
    const key = isProviderKey(password)
    if (password === '' || (username === '' && !key)) continue
    const login = loginOf(group.name || host, { username: username || 'apikey', password, host }, group.odd)
    if (!found.some((one) => one.username === login.username && one.password === login.password)) found.push(login)
  }
  return found
}

interface Group {
  readonly name: string
  readonly values: Partial<Record<Role, string>>
  readonly odd: string[]
}

/** Values that belong together: those whose names begin alike, until one of them comes a second time. */
function groups(text: string): Group[] {
  const all: Group[] = []
  const open = new Map<string, Group>()
  for (const { name, value, odd } of readPairs(text, (label) => roleOf(label) !== null)) {
    const role = roleOf(name)
    if (!role) continue
    const prefix = prefixOf(name)
    let group = open.get(prefix)
    if (!group || group.values[role] !== undefined) {
      group = { name: prefix, values: {}, odd: [] }
      open.set(prefix, group)
      all.push(group)
    }
    group.values[role] = value
    if (odd !== '' && role !== 'host') group.odd.push(`${name} ${odd}`)
  }
  return all
}

function roleOf(name: string): Role | null {
  const parts = name.toLowerCase().split(/[._\s-]+/)
  for (const [role, pattern] of roles) {
    if (pattern.test(parts.join('_')) || pattern.test(parts.slice(-2).join('')) || pattern.test(parts.at(-1) ?? ''))
      return role
  }
  return null
}

/** `MAIL` of `MAIL_PASSWORD`; what says no more than that is empty. */
function prefixOf(name: string): string {
  const parts = name.split(/[._\s-]+/)
  const kept = parts.filter(
    (part) =>
      !/^(user(name)?|login|pass(word|wd)?|secret|token|api|key|apikey|host(name)?|server|address)$/i.test(part),
  )
  return kept.filter((part) => !/^(spring|auth)$/i.test(part)).join('_')
}

function loginOf(
  name: string,
  { username, password, host }: { username: string; password: string; host: string },
  odd: readonly string[],
): FoundLogin {
  const isApiKey = username.toLowerCase() === 'apikey' || isProviderKey(password)
  return { name: provider(host, password) ?? (name || 'Pasted'), username, password, host, isApiKey, odd }
}

/** SendGrid's keys say what they are; so do AhaSend's, and Elastic Email's API keys by their length. */
function isProviderKey(text: string): boolean {
  return /^SG\.[\w-]{10,}\.[\w-]{10,}$/.test(text) || /^aha-sk-\w{20,}$/.test(text) || /^[0-9A-F]{96}$/.test(text)
}

function provider(host: string, password: string): string | null {
  if (/(^|\.)sendgrid\.net$/i.test(host) || password.startsWith('SG.')) return 'SendGrid'
  if (/(^|\.)paubox\.com$/i.test(host)) return 'Paubox'
  if (/(^|\.)ahasend\.com$/i.test(host) || password.startsWith('aha-sk-')) return 'AhaSend'
  return /(^|\.)elasticemail\.com$/i.test(host) || /^[0-9A-F]{96}$/.test(password) ? 'Elastic Email' : null
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
