import * as replies from '../replies.ts'
import type { Command } from './command.ts'

/** RSET (RFC 5321 4.1.1.5): forgets the transaction, keeps the session. */
export const rset: Command = (session, argument) => {
  if (argument !== '') return replies.noArgument
  session.transaction = null
  return replies.ok
}
