import type { DiagnosisRequest, InputNote } from '../model/diagnosis/question.ts'
import { profileTitles, type ProfileName } from '../model/manners.ts'
import { note } from './smtpRead.ts'

type Provider = Exclude<ProfileName, 'sandpost'>

interface Documented {
  /** The first is taken when none is named. */
  readonly hosts: readonly string[]
  readonly domain: string
  readonly starttls: readonly number[]
  readonly implicit: readonly number[]
  /** Where it is always the same. */
  readonly username: string | null
}

/** From the providers' own pages. */
const documented: Readonly<Record<Provider, Documented>> = {
  paubox: {
    hosts: ['smtp.paubox.com'],
    domain: 'paubox.com',
    starttls: [587, 25],
    implicit: [465],
    username: 'apikey',
  },
  sendgrid: {
    hosts: ['smtp.sendgrid.net'],
    domain: 'sendgrid.net',
    starttls: [587, 2525, 25],
    implicit: [465],
    username: 'apikey',
  },
  ahasend: {
    hosts: ['send.ahasend.com', 'send-us.ahasend.com'],
    domain: 'ahasend.com',
    starttls: [587, 2525, 25],
    implicit: [],
    username: null,
  },
  elasticemail: {
    hosts: ['smtp.elasticemail.com', 'smtp25.elasticemail.com'],
    domain: 'elasticemail.com',
    starttls: [2525, 587, 25],
    implicit: [465],
    username: null,
  },
}

/** Whose server a host is, by its name; null for others. */
export function providerOf(host: string): Provider | null {
  const found = Object.entries(documented).find(([, { domain }]) => host === domain || host.endsWith(`.${domain}`))
  return (found?.[0] as Provider | undefined) ?? null
}

/** The host a provider's help names first. */
export function hostOfProvider(provider: Provider): string {
  return documented[provider].hosts[0] ?? ''
}

/** Where the settings contradict what the provider documents. */
export function lintProvider(provider: Provider, request: DiagnosisRequest): InputNote[] {
  const { hosts, domain, starttls, implicit, username } = documented[provider]
  const title = profileTitles[provider]
  const notes: InputNote[] = []
  const { host } = request
  const isAddress = host.includes(':') || /^\d{1,3}(\.\d{1,3}){3}$/.test(host)
  if (isAddress)
    notes.push(
      note(
        'providerByAddress',
        'host',
        'problem',
        `Connect to ${title} by name (${hosts.join(', ')}), never by address: its addresses change, and no certificate is for them.`,
      ),
    )
  else if (host !== '' && !hosts.includes(host) && host !== 'localhost')
    notes.push(
      note(
        'providerHost',
        'host',
        'warning',
        host === domain || host.endsWith(`.${domain}`)
          ? `${title} documents ${hosts.join(' and ')}, not ${host}.`
          : `${host} is not a server of ${title}; those are ${hosts.join(', ')}.`,
      ),
    )
  for (const port of request.ports) {
    if (starttls.includes(port) || implicit.includes(port)) continue
    const instead = `Use ${starttls.join(', ')} with STARTTLS${implicit.length > 0 ? ` or ${implicit.join(', ')} with TLS from the first byte` : ''}.`
    notes.push(
      port === 465
        ? note(
            'providerPort',
            'port',
            'problem',
            `${title} has no implicit TLS: port 465 does not work there. ${instead}`,
          )
        : note('providerPort', 'port', 'problem', `${title} does not document port ${port}. ${instead}`),
    )
  }
  if (implicit.length === 0 && request.security === 'tls')
    notes.push(
      note(
        'providerNoImplicitTls',
        'security',
        'problem',
        `${title} wants STARTTLS on every port. Set secure to false and requireTLS to true.`,
      ),
    )
  if (provider === 'ahasend' && request.security === 'none')
    notes.push(note('providerWantsTls', 'security', 'problem', `${title} takes nothing without STARTTLS.`))
  if (username !== null && request.username !== null && request.username !== '' && request.username !== username)
    notes.push(
      note(
        'providerUsername',
        'username',
        'problem',
        `The user name of ${title} is literally the word ${username}, in lower case; the API key is the password.`,
      ),
    )
  return [...notes, ...keys(provider, request)]
}

function keys(provider: Provider, { username, password = '' }: DiagnosisRequest): InputNote[] {
  const trimmed = password.trim()
  if (provider === 'sendgrid' && trimmed !== '' && !trimmed.startsWith('SG.'))
    return [
      note(
        'providerPassword',
        'password',
        'warning',
        'API keys of SendGrid begin with SG. followed by two parts. This password does not.',
      ),
    ]
  if (provider === 'ahasend' && trimmed.startsWith('aha-sk-'))
    return [
      note(
        'providerPassword',
        'password',
        'problem',
        'That is an API key of AhaSend. SMTP takes user name and password of an SMTP credential from its dashboard.',
      ),
    ]
  if (provider === 'elasticemail' && /^[0-9A-F]{96}$/.test(trimmed))
    return [
      note(
        'providerPassword',
        'password',
        'warning',
        'That looks like an API key of Elastic Email. SMTP takes the password of an SMTP credential.',
      ),
    ]
  if (provider === 'elasticemail' && username !== null && username !== '' && !username.includes('@'))
    return [note('providerUsername', 'username', 'warning', 'User names of Elastic Email look like an e-mail address.')]
  return []
}
