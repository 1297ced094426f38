import { reply } from '../reply.ts'
import type { Command } from './command.ts'

// RFC 2034 4: no enhanced codes in the replies to HELO and EHLO, refusals included.
const needsName = reply(501, null, 'HELO needs the name of the client')

/** HELO (RFC 5321 4.1.1.1): the greeting without extensions. */
export const helo: Command = (session, argument) => {
  if (argument === '') return needsName
  const struck = session.strike('ehlo')
  if (typeof struck !== 'string') return struck
  session.record.greeted(argument)
  session.transaction = null
  return reply(250, null, session.house.manners?.host ?? session.house.hostname)
}
