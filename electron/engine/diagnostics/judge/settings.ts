import type { WorkingSettings } from '../../../../shared/model/diagnosis/report.ts'
import type { Case } from './case.ts'
import { certificateFaults } from './certificateFacts.ts'
import { isMasked } from './rules/greeting.ts'
import { isStripped } from './rules/startTls.ts'
import { isLoopback } from './words.ts'
import type { Way } from './ways.ts'

const unusual = 1.5
const ranks: Readonly<Record<number, number>> = { 465: 0, 587: 1, 2525: 2, 25: 3 }

/**
 * The order in which ways are recommended: what was asked for; what the provider documents; then implicit TLS on 465, as
 * RFC 8314 3 prefers it, STARTTLS on 587, 2525, and 25 last, which is for mail between servers.
 */
export function byPreference(c: Case): (a: Way, b: Way) => number {
  const documented = (way: Way) =>
    c.provider === null ||
    c.provider.ports.length === 0 ||
    c.provider.ports.some(({ port }) => port === way.endpoint.port)
  const keys = (way: Way): number[] => [
    way.asAsked && !way.endpoint.elsewhere ? 0 : 1,
    way.login === 'refused' ? 1 : 0,
    way.state === 'works' ? 0 : way.state === 'untrusted' ? 1 : 2,
    documented(way) ? 0 : 1,
    ranks[way.endpoint.port] ?? unusual,
    way.endpoint.family === 4 ? 0 : 1,
  ]
  return (a, b) => {
    const [left, right] = [keys(a), keys(b)]
    for (const [index, key] of left.entries()) if (key !== right[index]) return key - (right[index] as number)
    return 0
  }
}

/** Ways that did come about from here, one for each port and protection, the one to use first. */
export function settingsOf(c: Case): WorkingSettings[] {
  const settings = new Map<string, WorkingSettings>()
  const ways = c.ways.filter((way) => way.state === 'works' || way.state === 'untrusted' || isClearAndAllowed(way, c))
  for (const way of ways.toSorted(byPreference(c))) {
    const { endpoint } = way
    const security = way.security ?? 'none'
    // Of a self-diagnosis every address is a way of its own.
    const key = `${c.question.self ? endpoint.address : ''} ${endpoint.port} ${security}`
    if (settings.has(key)) continue
    const host = c.observations.host === '' || c.question.self ? endpoint.address : c.observations.host
    const { serverName } = c.question
    settings.set(key, {
      endpoint: endpoint.id,
      host,
      port: endpoint.port,
      security,
      serverName: serverName !== null && serverName !== host ? serverName : null,
      login: way.login,
      mechanisms: [...way.mechanisms],
      username: c.question.username ?? c.provider?.username ?? null,
      recommended: settings.size === 0 && isToBeUsed(way),
      caution: cautionOf(way, c),
    })
  }
  return [...settings.values()]
}

/** In clear on this machine alone, or where it was asked for and nobody on the way took the encryption out. */
function isClearAndAllowed({ endpoint, state }: Way, c: Case): boolean {
  if (state !== 'clear') return false
  return (
    isLoopback(endpoint.address) || (c.question.security === 'none' && !isMasked(endpoint) && !isStripped(endpoint, c))
  )
}

/** In clear only on this machine itself; never where the login or the certificate was refused. */
function isToBeUsed(way: Way): boolean {
  if (way.login === 'refused') return false
  return way.state === 'works' || (way.state === 'clear' && isLoopback(way.endpoint.address))
}

/** What a client that checks says of a certificate, a sentence each. */
export const faultWords = {
  expired: 'The certificate has expired.',
  notYet: 'The certificate is not valid yet.',
  name: 'The certificate is for another name.',
  untrusted: 'The certificate has to be trusted first.',
  usage: 'The certificate is not made for servers.',
}

function cautionOf(way: Way, c: Case): string | null {
  const { endpoint } = way
  const cautions: string[] = []
  if (way.state === 'clear')
    cautions.push(
      isLoopback(endpoint.address)
        ? 'In clear, which is safe on this machine alone.'
        : 'Everything travels in clear, passwords included.',
    )
  if (way.state === 'untrusted' && endpoint.chain !== null)
    cautions.push(...certificateFaults(endpoint.chain, c.now).map((fault) => faultWords[fault]))
  if (way.login === 'refused') cautions.push('The login was refused.')
  const dead = c.ways.filter((other) => other.endpoint.port === endpoint.port && other.state === 'fails')
  if (dead.length > 0 && !c.question.self) cautions.push(`${dead.length} more of its addresses cannot be used.`)
  return cautions.length === 0 ? null : cautions.join(' ')
}

/** How programs are set for it, in the words of the common frameworks: "STARTTLS (secure: false and requireTLS: true in Nodemailer; …)". */
export function howToSet(security: WorkingSettings['security']): string {
  return {
    tls: 'TLS from the first byte (secure: true in Nodemailer; MAIL_SCHEME=smtps or MAIL_ENCRYPTION=ssl in Laravel; EMAIL_USE_SSL in Django; mail.smtp.ssl.enable in Spring)',
    starttls:
      'STARTTLS (secure: false and requireTLS: true in Nodemailer; MAIL_SCHEME=smtp or MAIL_ENCRYPTION=tls in Laravel; EMAIL_USE_TLS in Django; mail.smtp.starttls.enable and .required in Spring)',
    none: 'no encryption (secure: false, ignoreTLS: true)',
  }[security]
}
