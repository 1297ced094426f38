import { ByteCollector } from '../byteCollector.ts'
import * as replies from '../replies.ts'
import { reply, type SmtpReply } from '../reply.ts'
import type { SmtpSession } from '../session.ts'
import type { Command } from './command.ts'

// 15 digits stay well inside the integers that are exact.
const syntax = /^(\d{1,15})(?: +(LAST))?$/i
const unreadable = reply(
  501,
  '5.5.4',
  'BDAT needs the number of octets, and LAST on the last chunk: closing the connection',
)
const absurd = reply(552, '5.3.4', 'Chunk too large, closing the connection')

/**
 * BDAT (RFC 3030). The octets of a chunk that is refused are read and thrown away, since they must not be taken for commands.
 * Where their number cannot be known, or is beyond all reason, the connection ends for the same reason.
 */
export const bdat: Command = (session, argument) => {
  const parsed = syntax.exec(argument)
  if (parsed === null) {
    session.close(unreadable, 'refused')
    return null
  }
  const size = Number(parsed[1])
  const last = parsed[2] !== undefined
  const { messageBytes } = session.house.limits()
  if (size > Math.max(messageBytes * 4, 1_073_741_824)) {
    session.close(absurd, 'refused')
    return null
  }
  const refusal = refuse(session)
  if (refusal !== null) {
    session.readChunk(size, null, () => refusal)
    return null
  }
  const transaction = session.transaction
  if (transaction === null) return null
  const chunks = (transaction.chunks ??= new ByteCollector(messageBytes))
  session.readChunk(size, chunks, () => {
    session.note(`message data: ${size} bytes${last ? ', last chunk' : ''}`)
    if (last) {
      session.deliver(chunks)
      return null
    }
    return chunks.overflowed ? replies.tooLarge : reply(250, '2.0.0', `${size} octets received`)
  })
  return null
}

function refuse(session: SmtpSession): SmtpReply | null {
  if (session.transaction === null) return replies.startWithMail
  return session.transaction.recipients.length === 0 ? replies.recipientFirst : null
}
