import * as replies from '../replies.ts'
import type { Command } from './command.ts'

/** NOOP (RFC 5321 4.1.1.9): an argument is allowed and ignored. */
export const noop: Command = () => replies.ok
