import type { Login } from '../backend.ts'
import type { SmtpSession } from '../session.ts'

/** The login mechanisms this session may use now; none where the password would travel in clear and that is not allowed. */
export function offeredMechanisms(session: SmtpSession): Login['mechanism'][] {
  if (!session.encrypted && !session.house.loginWithoutTls()) return []
  return session.house.cramMd5() ? ['PLAIN', 'LOGIN', 'CRAM-MD5'] : ['PLAIN', 'LOGIN']
}
