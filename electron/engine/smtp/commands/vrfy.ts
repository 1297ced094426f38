import { reply } from '../reply.ts'
import type { Command } from './command.ts'

const needsName = reply(501, '5.5.4', 'VRFY needs a user name or an address')
const cannotVerify = reply(252, '2.5.2', 'Cannot verify, but every address is accepted here')

/** VRFY (RFC 5321 3.5.3): 252, since any recipient is taken. */
export const vrfy: Command = (_session, argument) => (argument === '' ? needsName : cannotVerify)
