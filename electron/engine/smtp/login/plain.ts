import type { Result } from '../commands/command.ts'
import { reply } from '../reply.ts'
import type { SmtpSession } from '../session.ts'
import { ask, decoded } from './answers.ts'
import { authenticate } from './authenticate.ts'
import type { Mechanism } from './mechanism.ts'

const malformed = reply(501, '5.5.2', 'PLAIN needs: [authorization id] NUL user name NUL password')

/** PLAIN (RFC 4616). */
export const plain: Mechanism = (session, initial) => {
  const answered = (answer: string): Result => check(session, answer)
  return initial === null ? ask(session, '', answered) : decoded(session, initial, answered)
}

function check(session: SmtpSession, message: string): Result {
  const [, username, password, ...more] = message.split('\0')
  if (username === undefined || username === '' || password === undefined || more.length > 0) return malformed
  return authenticate(session, { mechanism: 'PLAIN', username, password, cram: null })
}
