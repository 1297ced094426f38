import type { Session, SessionEnding } from '../../shared/model/session.ts'
import { counted } from '../ui/format.ts'

/** How a session ended, in plain words with the SMTP word where it helps. */
export const endingWords: Readonly<Record<SessionEnding, string>> = {
  open: 'Still open',
  quit: 'The client said goodbye (QUIT)',
  clientClosed: 'The client closed the connection without QUIT',
  timedOut: 'The client was silent for too long',
  refused: 'Refused at the greeting',
  tooManyErrors: 'Closed after too many errors',
  tlsFailed: 'Encryption could not be agreed on (TLS)',
  serverStopped: 'Sandpost was stopped',
  failed: 'The connection broke',
}

const badEndings: readonly SessionEnding[] = ['timedOut', 'refused', 'tooManyErrors', 'tlsFailed', 'failed']

/** Whether something went wrong in a session. */
export function hasFailed(session: Session): boolean {
  return session.refusals > 0 || badEndings.includes(session.ending)
}

/** What came of a session, in one line. */
export function resultOf(session: Session): string {
  if (session.lastRefusal !== null) return session.lastRefusal
  if (badEndings.includes(session.ending)) return endingWords[session.ending]
  if (session.messages > 0) return `${counted(session.messages, 'message')} captured`
  return session.ending === 'open' ? endingWords.open : 'No message sent'
}

/** What a client is called: its EHLO name, or that it gave none. */
export function clientOf(session: Session): string {
  return session.clientName ?? 'No EHLO'
}

/** How a login ended, in words. */
export function loginWords(login: NonNullable<Session['login']>): string {
  const name = login.username || 'an empty name'
  if (login.result === 'accepted') return `${name} (${login.mechanism}), accepted`
  if (login.result === 'refused') return `${name} (${login.mechanism}), refused`
  return `${name} (${login.mechanism}), not known, accepted because the login mode is lenient`
}
