import type { UpstreamPreset } from '../../../shared/model/upstream.ts'

type Featured = Omit<UpstreamPreset, 'featured' | 'tokenUrl' | 'scope' | 'login'>

const starttls = (port: number) => ({ port, security: 'starttls' as const })
const tls = (port: number) => ({ port, security: 'tls' as const })

/** The four services Sandpost is modelled on, from their own pages. */
export const featuredPresets: readonly Featured[] = [
  {
    id: 'paubox',
    name: 'Paubox',
    host: 'smtp.paubox.com',
    port: 587,
    security: 'starttls',
    otherPorts: [starttls(25), tls(465)],
    username: 'apikey',
    limits: { messagesPerMinute: 500, recipientsPerMessage: 100 },
    advice: [
      'The user name is the word apikey, the password an API key of the verified domain.',
      'From must be an address of the domain the key was made for.',
      'At most 500 messages a minute from one address.',
      'Connect by name, never by address.',
    ],
  },
  {
    id: 'sendgrid',
    name: 'Twilio SendGrid',
    host: 'smtp.sendgrid.net',
    port: 587,
    security: 'starttls',
    otherPorts: [starttls(2525), starttls(25), tls(465)],
    username: 'apikey',
    limits: { messagesPerConnection: 5_000, recipientsPerMessage: 1_000 },
    advice: [
      'The user name is the word apikey, the password an API key with the permission Mail Send.',
      'From must be a verified sender identity, else the message is refused after it was sent.',
      'X-SMTPAPI headers are passed on.',
      'At most 20 MB a message, 5,000 messages a connection.',
    ],
  },
  ...(['eu', 'us'] as const).map((region) => ({
    id: `ahasend-${region}`,
    name: region === 'eu' ? 'AhaSend (EU)' : 'AhaSend (US)',
    host: region === 'eu' ? 'send.ahasend.com' : 'send-us.ahasend.com',
    port: 587,
    security: 'starttls' as const,
    otherPorts: [starttls(2525), starttls(25)],
    username: null,
    limits: { messagesPerConnection: 10_000, recipientsPerMessage: 50 },
    advice: [
      'There is no implicit TLS: port 465 does not work. Use STARTTLS on 587, 2525 or 25.',
      'User name and password come from an SMTP credential in the dashboard. A new one takes up to two minutes to work.',
      'A wrong login is answered with 500, not 535.',
      'AhaSend’s own headers are passed on.',
      'At most 50 recipients and 20 MB a message.',
    ],
  })),
  {
    id: 'elasticemail',
    name: 'Elastic Email',
    host: 'smtp.elasticemail.com',
    port: 2525,
    security: 'starttls',
    otherPorts: [starttls(587), starttls(25), tls(465)],
    username: null,
    limits: { connections: 10, recipientsPerMessage: 50 },
    advice: [
      'The user name of an SMTP credential looks like an e-mail address.',
      'The password is shown once, when the credential is made.',
      'Mail from a domain that is not verified is refused, or silently not delivered.',
      'At most 20 connections from one address, 20 MB a message.',
    ],
  },
]

const google = {
  login: 'oauth2' as const,
  tokenUrl: 'https://oauth2.googleapis.com/token',
  scope: 'https://mail.google.com/',
  advice: [
    'Sign in with OAuth2 (a refresh token), or with an app password when the account has two-step verification.',
  ],
}
const microsoft = {
  login: 'oauth2' as const,
  tokenUrl: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
  scope: 'https://outlook.office.com/SMTP.Send offline_access',
  advice: [
    'Microsoft switched passwords off for SMTP: sign in with OAuth2 (a refresh token). SMTP AUTH must be on for the mailbox.',
  ],
}
const special: Readonly<Record<string, typeof google | typeof microsoft>> = {
  Gmail: google,
  GmailWorkspace: google,
  Outlook365: microsoft,
  Hotmail: microsoft,
}
/** Those that are featured here, and workbenches like this one. */
const leftOut = new Set(['SendGrid', 'ElasticEmail'])

/** Settings to begin with: the four first, then those that nodemailer knows, by name. */
export async function upstreamPresets(): Promise<UpstreamPreset[]> {
  const { wellKnownServers } = await import('../mailer.ts')
  const others = wellKnownServers()
    .filter(({ id }) => !leftOut.has(id))
    .map(({ id, name, host, port, implicitTls }): UpstreamPreset => {
      const { login, tokenUrl, scope, advice } = special[id] ?? {
        login: 'password',
        tokenUrl: null,
        scope: null,
        advice: [],
      }
      const security = implicitTls ? 'tls' : port === 1025 ? 'opportunistic' : 'starttls'
      return {
        id,
        name,
        host,
        port,
        security,
        otherPorts: [],
        username: null,
        login,
        tokenUrl,
        scope,
        limits: {},
        advice,
        featured: false,
      }
    })
    .sort((one, other) => one.name.localeCompare(other.name))
  return [
    ...featuredPresets.map((one) => ({
      ...one,
      login: 'password' as const,
      tokenUrl: null,
      scope: null,
      featured: true,
    })),
    ...others,
  ]
}
