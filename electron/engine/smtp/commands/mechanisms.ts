import type { Login } from '../backend.ts'
import type { SmtpSession } from '../session.ts'

/** The login mechanisms this session may use now; none where the password would travel in clear and that is not allowed. */
export function offeredMechanisms(session: SmtpSession): Login['mechanism'][] {
  if (!session.encrypted && !session.house.loginWithoutTls()) return []
  const { manners, cramMd5 } = session.house
  const ours: Login['mechanism'][] = cramMd5() ? ['PLAIN', 'LOGIN', 'CRAM-MD5'] : ['PLAIN', 'LOGIN']
  return manners === null ? ours : ours.filter((one) => manners.mechanisms.includes(one))
}
