import {
  defaultRetries,
  NewUpstream,
  type Upstream,
  type UpstreamPreset,
  type UpstreamSecrets,
  type UpstreamSecurity,
} from '../../../shared/model/upstream.ts'
import { problemsOf, type Problems } from '../../ui/issues.ts'
import type { Typed } from '../../ui/NumberBox.tsx'
import { secondsIn, waitOf, type Wait } from './waits.ts'

/** What the form holds: numbers may be empty, secrets are only ever typed. */
export interface Draft {
  readonly preset: string | null
  readonly name: string
  readonly host: string
  readonly port: Typed
  readonly security: UpstreamSecurity
  readonly serverName: string
  readonly ca: string
  readonly verifyCertificate: boolean
  readonly clientCertificate: string
  readonly loginIs: 'none' | 'password' | 'oauth2'
  readonly username: string
  readonly clientId: string
  readonly tokenUrl: string
  readonly scope: string
  /** '' leaves what is kept as it is. */
  readonly secrets: Readonly<Record<SecretName, string>>
  readonly connections: Typed
  readonly messagesPerConnection: Typed
  readonly messagesPerSecond: Typed
  readonly messagesPerMinute: Typed
  readonly recipientsPerMessage: Typed
  readonly retries: readonly Wait[]
  readonly bounceMessages: Upstream['bounceMessages']
}

export type SecretName = keyof UpstreamSecrets

const noSecrets = { password: '', clientSecret: '', refreshToken: '', clientKey: '' }

export const emptyDraft: Draft = {
  preset: null,
  name: '',
  host: '',
  port: 587,
  security: 'starttls',
  serverName: '',
  ca: '',
  verifyCertificate: true,
  clientCertificate: '',
  loginIs: 'password',
  username: '',
  clientId: '',
  tokenUrl: '',
  scope: '',
  secrets: noSecrets,
  connections: 4,
  messagesPerConnection: 100,
  messagesPerSecond: 0,
  messagesPerMinute: 0,
  recipientsPerMessage: 50,
  retries: defaultRetries.map(waitOf),
  bounceMessages: 'inbox',
}

export function draftOfPreset(preset: UpstreamPreset): Draft {
  const { id, name, host, port, security, username, login, tokenUrl, scope, limits } = preset
  return {
    ...emptyDraft,
    preset: id,
    name,
    host,
    port,
    security,
    loginIs: login,
    username: username ?? '',
    tokenUrl: tokenUrl ?? '',
    scope: scope ?? '',
    ...limits,
  }
}

export function draftOf(upstream: Upstream): Draft {
  const { login, serverName, ca, clientCertificate, retryAfterSeconds } = upstream
  const oauth = login.is === 'oauth2' ? login : null
  return {
    ...upstream,
    serverName: serverName ?? '',
    ca: ca ?? '',
    clientCertificate: clientCertificate ?? '',
    loginIs: login.is,
    username: login.is === 'none' ? '' : login.username,
    clientId: oauth?.clientId ?? '',
    tokenUrl: oauth?.tokenUrl ?? '',
    scope: oauth?.scope ?? '',
    secrets: noSecrets,
    retries: retryAfterSeconds.map(waitOf),
  }
}

/** The draft in the contract's words; secrets only where they were typed. */
export function wantedOf(draft: Draft) {
  const secrets = Object.fromEntries(Object.entries(draft.secrets).filter(([, value]) => value !== ''))
  return {
    preset: draft.preset,
    name: draft.name,
    host: draft.host.trim(),
    port: numberOf(draft.port),
    security: draft.security,
    serverName: textOrNull(draft.serverName),
    ca: textOrNull(draft.ca),
    verifyCertificate: draft.verifyCertificate,
    clientCertificate: textOrNull(draft.clientCertificate),
    login: loginOf(draft),
    connections: numberOf(draft.connections),
    messagesPerConnection: numberOf(draft.messagesPerConnection),
    messagesPerSecond: numberOf(draft.messagesPerSecond),
    messagesPerMinute: numberOf(draft.messagesPerMinute),
    recipientsPerMessage: numberOf(draft.recipientsPerMessage),
    retryAfterSeconds: draft.retries.map((wait) => secondsIn(wait) ?? Number.NaN),
    bounceMessages: draft.bounceMessages,
    secrets: secrets satisfies UpstreamSecrets,
  }
}

/** What is wrong with it, by path. */
export function problemsIn(draft: Draft): Problems {
  return problemsOf(NewUpstream.safeParse(wantedOf(draft)))
}

/** Whether the form says something else than what is stored. */
export function differs(draft: Draft, stored: Draft): boolean {
  return JSON.stringify(wantedOf(draft)) !== JSON.stringify(wantedOf(stored))
}

function loginOf({ loginIs, username, clientId, tokenUrl, scope }: Draft): Upstream['login'] {
  if (loginIs === 'none') return { is: 'none' }
  if (loginIs === 'password') return { is: 'password', username }
  return { is: 'oauth2', username, clientId, tokenUrl, scope }
}

/** An empty field is no 0, which would be a choice nobody made. */
function numberOf(typed: Typed): number {
  return typed === '' ? Number.NaN : typed
}

function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}
