import type { ByteCollector } from './byteCollector.ts'
import type { Result } from './commands/command.ts'
import * as replies from './replies.ts'
import type { SmtpSession } from './session.ts'
import { recipientsOf, type Transaction } from './transaction.ts'

/** Ends the transaction: hands the message over and answers with what the backend says. */
export function deliver(session: SmtpSession, message: ByteCollector): Result {
  const transaction = session.transaction as Transaction
  const { identity, mailFrom, recipients, refusal } = transaction
  // Asked before the message is handed over: one that the backend has taken is answered with what the backend says.
  const struck = session.strike('message', recipientsOf(transaction))
  session.transaction = null
  if (typeof struck !== 'string') return struck
  if (message.overflowed) return replies.tooLarge
  if (refusal !== null) {
    session.record.explained(refusal.why)
    return refusal.reply
  }
  const { record } = session
  return session.house.backend
    .accept({
      bytes: message.take(),
      envelope: { mailFrom, recipients },
      identity,
      session: record.snapshot(),
      transcript: record.transcript.drain(),
    })
    .then((answer) => {
      if (answer.code < 300) record.captured()
      return answer
    })
}
