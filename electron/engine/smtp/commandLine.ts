import type { Command } from './commands/command.ts'
import { commands } from './commands/index.ts'
import * as replies from './replies.ts'
import type { SmtpReply } from './reply.ts'

/** RFC 5321 4.5.3.1.4 asks for 512 octets; parameters add to it. */
const commandLimit = 2_048
// oxlint-disable-next-line no-control-regex
const controlCharacters = /[\u0000-\u0008\u000a-\u001f\u007f]/

export type CommandLine =
  | { readonly is: 'command'; readonly verb: string; readonly command: Command; readonly argument: string }
  /** No command, or not to be taken for one. */
  | { readonly is: 'unusable'; readonly answer: SmtpReply; readonly tooLong: boolean }

/** What a line asks for. */
export function readCommand(line: string): CommandLine {
  if (line.length > commandLimit && !/^AUTH /i.test(line)) return unusable(replies.lineTooLong, true)
  if (controlCharacters.test(line)) return unusable(replies.controlCharacter)
  const space = line.indexOf(' ')
  const verb = (space === -1 ? line : line.slice(0, space)).toUpperCase()
  const command = commands.get(verb)
  if (command === undefined) return unusable(replies.unknownCommand)
  return { is: 'command', verb, command, argument: space === -1 ? '' : line.slice(space + 1).trim() }
}

function unusable(answer: SmtpReply, tooLong = false): CommandLine {
  return { is: 'unusable', answer, tooLong }
}
