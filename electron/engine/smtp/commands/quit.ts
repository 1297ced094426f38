import * as replies from '../replies.ts'
import type { Command } from './command.ts'

/** QUIT (RFC 5321 4.1.1.10). */
export const quit: Command = (session, argument) => {
  if (argument !== '') return replies.noArgument
  session.close(replies.goodbye, 'quit')
  return null
}
