import { reply } from '../reply.ts'
import type { Command } from './command.ts'

const helpText = reply(
  214,
  '2.0.0',
  'This is Sandpost: mail sent here is captured and goes nowhere',
  'Commands: EHLO HELO MAIL RCPT DATA BDAT RSET NOOP QUIT AUTH STARTTLS VRFY HELP',
)

/** HELP (RFC 5321 4.1.1.8). */
export const help: Command = () => helpText
