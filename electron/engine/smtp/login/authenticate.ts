import type { Login, LoginResult } from '../backend.ts'
import * as replies from '../replies.ts'
import { reply, type SmtpReply } from '../reply.ts'
import type { SmtpSession } from '../session.ts'

const accepted = reply(235, '2.7.0', 'Login accepted')

/** Asks the backend and keeps in the session what came of it. */
export async function authenticate(
  session: SmtpSession,
  given: Pick<Login, 'mechanism' | 'username' | 'password' | 'cram'>,
): Promise<SmtpReply> {
  const { mechanism, username } = given
  const { encrypted } = session
  const { remoteAddress } = session.record.facts
  let result: LoginResult
  try {
    result = await session.house.backend.authenticate({ ...given, remoteAddress, encrypted })
  } catch {
    return replies.loginFailedHere
  }
  if (result.is === 'accepted') {
    const { identity, why } = result
    const outcome = identity.unknownLogin ? 'unknownAccepted' : 'accepted'
    session.loggedIn({ mechanism, username: shownName(username), result: outcome, ...why }, identity)
    return accepted
  }
  session.loggedIn({ mechanism, username: shownName(username), result: 'refused', ...result.why }, null)
  // A failure on our side is not the client's guess.
  if (result.reply.code >= 500) session.failedLogins += 1
  if (session.failedLogins < session.house.limits().failedLogins) return result.reply
  session.send(result.reply)
  return replies.tooManyLogins
}

/** Somebody may have put a key where the name goes: then only its end is kept. */
function shownName(username: string): string {
  return /^(spk_|SG\.)/.test(username.trim()) ? `[hidden]…${username.trim().slice(-5)}` : username.slice(0, 255)
}
