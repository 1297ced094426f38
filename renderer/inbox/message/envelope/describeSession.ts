import type { LoginFacts, Session } from '../../../../shared/model/session.ts'

const endings: Record<Session['ending'], string> = {
  open: 'Still open',
  quit: 'The client said QUIT',
  clientClosed: 'The client closed the connection without QUIT',
  timedOut: 'The client was silent for too long',
  refused: 'Sandpost refused the connection',
  tooManyErrors: 'Too many errors: Sandpost closed the connection',
  tlsFailed: 'TLS could not be established',
  serverStopped: 'Sandpost was stopped',
  failed: 'The connection broke',
}

/** How the session ended, as a sentence. */
export function endingSentence(session: Session): string {
  return endings[session.ending]
}

/** Who logged in and how, as a sentence. */
export function loginSentence(login: LoginFacts | null): string {
  if (!login) return 'No login'
  const who = `“${login.username}” with ${login.mechanism}`
  if (login.result === 'accepted') return `${who}, accepted`
  if (login.result === 'refused') return `${who}, refused`
  return `${who}, taken as anonymous: no credential has this name`
}

/** How the connection was protected, as a sentence. */
export function tlsSentence(session: Session): string {
  if (!session.tls) return 'Not encrypted'
  const name = session.tls.serverName === null ? '' : `, for ${session.tls.serverName}`
  const how = session.security === 'tls' ? 'from the first byte' : 'after STARTTLS'
  return `${session.tls.protocol} ${how}${name} (${session.tls.cipher})`
}
