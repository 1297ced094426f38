import type { Result } from '../commands/command.ts'
import { reply } from '../reply.ts'
import type { SmtpSession } from '../session.ts'

const cancelled = reply(501, '5.7.0', 'Login cancelled')
const notBase64 = reply(501, '5.5.2', 'The answer is not base64')
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Sends a 334 with the prompt (plain text) and hands the decoded answer on. `*` cancels (RFC 4954 4). */
export function ask(session: SmtpSession, prompt: string, answered: (answer: string) => Result): Result {
  session.awaitAnswer((line) => (line === '*' ? cancelled : decoded(session, line, answered)))
  return reply(334, null, Buffer.from(prompt).toString('base64'))
}

/** Decodes an answer, or an initial response, where `=` stands for an empty one. */
export function decoded(session: SmtpSession, text: string, answered: (answer: string) => Result): Result {
  if (text === '=') return answered('')
  if (base64.test(text)) return answered(Buffer.from(text, 'base64').toString())
  session.loginFailedEarly('AUTH', 'notBase64', notBase64Because(text))
  return notBase64
}

function notBase64Because(text: string): string {
  if (/^[A-Za-z0-9+/]+$/.test(text))
    return 'The login arrived as base64 that ends too early: it was wrapped into lines or cut off. Encode it without line breaks (base64 -w 0).'
  return 'The login arrived as something that is not base64. The client has to encode user name and password.'
}
