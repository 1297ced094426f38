import { reply } from '../reply.ts'
import type { Command } from './command.ts'

const notImplemented = reply(502, '5.5.1', 'EXPN is not implemented: there are no mailing lists here')

/** EXPN (RFC 5321 4.1.1.7) is known but not offered, which is 502 and not 500 (4.2.4). */
export const expn: Command = () => notImplemented
