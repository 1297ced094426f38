import * as replies from '../replies.ts'
import type { Command } from './command.ts'

/** QUIT (RFC 5321 4.1.1.10). */
export const quit: Command = (session, argument) => {
  if (argument !== '') return replies.noArgument
  const struck = session.strike('quit')
  if (struck !== null) session.part(typeof struck === 'string' ? replies.goodbye : struck, 'quit')
  return null
}
