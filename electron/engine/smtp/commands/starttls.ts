import * as replies from '../replies.ts'
import { reply } from '../reply.ts'
import type { Command } from './command.ts'

const ready = reply(220, '2.0.0', 'Ready to start TLS')
const already = reply(503, '5.5.1', 'TLS is already in use')
const inputBehind = reply(
  554,
  '5.5.1',
  'Input behind STARTTLS came in clear and is not carried out, closing the connection',
)

/**
 * STARTTLS (RFC 3207). Commands pipelined behind it could have been put there by somebody on the way and would be taken for
 * the client's own inside TLS (CVE-2011-0411), so the session ends there and nothing of them is carried out.
 */
export const starttls: Command = (session, argument) => {
  if (session.encrypted) return already
  if (argument !== '') return replies.noArgument
  if (session.hasInputBehind) {
    session.close(inputBehind, 'refused')
    return null
  }
  const struck = session.strike('starttls')
  if (typeof struck !== 'string') return struck
  session.say(ready, () => {
    // A late 220 leaves time to put something behind STARTTLS.
    if (session.hasInputBehind) session.close(inputBehind, 'refused')
    else session.wire.startTls(struck === 'tlsFails' ? 'fails' : 'works')
  })
  return null
}
