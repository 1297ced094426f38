import type { UpstreamSecurity } from '../../../shared/model/upstream.ts'
import type { DiagnosisQuestion, DiagnosisRequest, InputNote } from '../../../shared/model/diagnosis/question.ts'
import { lintPassword, lintRequest } from '../../../shared/recognise/smtpSettings.ts'
import { hiding } from '../clientLogin.ts'

/** Settings of an upstream, its secret in clear for the time of a login. */
export interface UpstreamSettings {
  readonly host: string
  readonly port: number
  readonly security: UpstreamSecurity
  readonly serverName: string | null
  readonly ca: string | null
  readonly username: string | null
  /** Null: there is none that could be tried. */
  readonly password: string | null
}

/** A question that is ready to be asked. */
export interface Prepared {
  readonly question: DiagnosisQuestion
  readonly notes: InputNote[]
  /** In memory, for as long as the diagnosis runs. `cleaned`: null when the lint had nothing to clean. */
  readonly login: { readonly username: string; readonly password: string; readonly cleaned: string | null } | null
}

/**
 * Puts together what was typed, what was pasted and what is known of an upstream, and lints it. `upstream` is that of
 * `request.upstreamId`.
 */
export function prepare(request: DiagnosisRequest, upstream: UpstreamSettings | null): Prepared {
  const filled = upstream === null ? request : withUpstream(request, upstream)
  const { request: clean, notes } = lintRequest(filled)
  const { pasted: _pasted, password: _password, ...question } = clean
  // Tried as the app has it first: the lint changes nothing that the app would still send.
  const given = filled.password ?? ''
  const typed = given === '' ? (clean.password ?? '') : given
  const password = typed === '' && upstream !== null ? sealedFor(request, clean, upstream) : typed
  const username = question.username ?? ''
  const { cleaned } = lintPassword(password)
  const login =
    clean.tryLogin && password !== '' && username !== ''
      ? { username, password, cleaned: cleaned === password || cleaned === '' ? null : cleaned }
      : null
  return {
    // The question is kept: a password that was typed in place of the user name must not be kept with it.
    question: { ...question, username: question.username === null ? null : withoutPassword(username, cleaned) },
    notes,
    login,
  }
}

function withoutPassword(username: string, password: string): string {
  return hiding({ is: 'password', username: '', password })(username)
}

function withUpstream(request: DiagnosisRequest, upstream: UpstreamSettings): DiagnosisRequest {
  const { host, port, security, serverName, ca, username } = upstream
  return {
    ...request,
    host: request.host === '' ? host : request.host,
    ports: request.ports.length === 0 ? [port] : request.ports,
    security: request.security === 'auto' ? security : request.security,
    serverName: request.serverName ?? serverName,
    ca: request.ca ?? ca,
    username: request.username ?? username,
  }
}

/**
 * The secret of the upstream, when the question leaves everything as the upstream has it that says where its secret goes and
 * who vouches for that; else nothing. Whoever asks may name an upstream, not read its secret: with a name server, an
 * authority or a name of their own they would have it sent to a server of their own.
 */
function sealedFor(request: DiagnosisRequest, clean: DiagnosisRequest, upstream: UpstreamSettings): string {
  const { pasted: _pasted, password: _password, ...rest } = request
  const untouched = { ...rest, host: '', serverName: null, ca: null, username: null }
  const { request: its } = lintRequest(withUpstream(untouched, upstream))
  const isIts = (['host', 'serverName', 'ca', 'username'] as const).every((field) => clean[field] === its[field])
  return isIts && clean.dnsServer === null && !clean.self ? (upstream.password ?? '') : ''
}
