import type { Result } from '../commands/command.ts'
import { reply } from '../reply.ts'
import type { SmtpSession } from '../session.ts'

const cancelled = reply(501, '5.7.0', 'Login cancelled')
const notBase64 = reply(501, '5.5.2', 'The answer is not base64')
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Sends a 334 with the prompt (plain text) and hands the decoded answer on. `*` cancels (RFC 4954 4). */
export function ask(session: SmtpSession, prompt: string, answered: (answer: string) => Result): Result {
  session.awaitAnswer((line) => (line === '*' ? cancelled : decoded(line, answered)))
  return reply(334, null, Buffer.from(prompt).toString('base64'))
}

/** Decodes an answer, or an initial response, where `=` stands for an empty one. */
export function decoded(text: string, answered: (answer: string) => Result): Result {
  if (text === '=') return answered('')
  return base64.test(text) ? answered(Buffer.from(text, 'base64').toString()) : notBase64
}
