import type { LoginReason } from '../../../../shared/model/credential.ts'
import type { Login, LoginResult } from '../backend.ts'
import type { Result } from '../commands/command.ts'
import { hidden } from '../redaction.ts'
import * as replies from '../replies.ts'
import { replyTo, type SmtpReply } from '../reply.ts'
import type { SmtpSession } from '../session.ts'

const accepted = replyTo('loginAccepted', 235, '2.7.0', 'Login accepted')

type Given = Pick<Login, 'mechanism' | 'username' | 'password' | 'cram'>

/** Asks the backend and keeps in the session what came of it. */
export function authenticate(session: SmtpSession, given: Given): Result {
  const struck = session.strike('auth')
  return typeof struck === 'string' ? askBackend(session, given) : struck
}

async function askBackend(session: SmtpSession, given: Given): Promise<SmtpReply> {
  const { mechanism, username } = given
  const { encrypted } = session
  const { remoteAddress } = session.record.facts
  let result: LoginResult
  try {
    result = await session.house.backend.authenticate({
      ...given,
      remoteAddress,
      encrypted,
      needsRightLogin: session.house.manners?.loginRequired ?? false,
      newCredentialsWait: session.house.manners?.newCredentialsWait ?? false,
    })
  } catch {
    return replies.loginFailedHere
  }
  if (result.is === 'accepted') {
    const { identity, why } = result
    const outcome = identity.unknownLogin ? 'unknownAccepted' : 'accepted'
    session.loggedIn({ mechanism, username: shownName(username, why.reason), result: outcome, ...why }, identity)
    return accepted
  }
  const { why } = result
  session.loggedIn({ mechanism, username: shownName(username, why.reason), result: 'refused', ...why }, null)
  // A failure on our side is not the client's guess.
  if (result.reply.code >= 500) session.failedLogins += 1
  if (session.failedLogins < session.house.limits().failedLogins) return result.reply
  session.send(result.reply)
  return replies.tooManyLogins
}

/** Somebody may have put a secret where the name goes: then only its end is kept. */
function shownName(username: string, reason: LoginReason | null): string {
  const name = username.trim()
  return reason === 'keyAsUsername' || /^(spk_|SG\.)/.test(name)
    ? `${hidden}…${name.slice(-5)}`
    : username.slice(0, 255)
}
