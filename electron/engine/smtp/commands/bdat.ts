import { ByteCollector } from '../byteCollector.ts'
import { ChunkReader } from '../chunkReader.ts'
import { deliver } from '../deliver.ts'
import * as replies from '../replies.ts'
import { reply, type SmtpReply } from '../reply.ts'
import type { SmtpSession } from '../session.ts'
import { recipientsOf } from '../transaction.ts'
import type { Command, Result } from './command.ts'

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
  const chunks = refusal === null ? startedChunks(session, messageBytes) : null
  const done = (): Result => {
    session.record.note(`message data: ${size} bytes${last ? ', last chunk' : ''}`)
    if (chunks === null) return refusal
    if (last) return deliver(session, chunks)
    return chunks.overflowed ? replies.tooLarge : reply(250, '2.0.0', `${size} octets received`)
  }
  if (size === 0) return done()
  session.readMessage(new ChunkReader(size, chunks), done)
  return null
}

function startedChunks({ transaction }: SmtpSession, limit: number): ByteCollector | null {
  if (transaction !== null) transaction.chunks ??= new ByteCollector(limit)
  return transaction?.chunks ?? null
}

function refuse(session: SmtpSession): SmtpReply | null {
  if (session.transaction === null) return replies.startWithMail
  if (session.transaction.recipients.length === 0) return replies.recipientFirst
  if (session.transaction.chunks !== null) return null
  const struck = session.strike('data', recipientsOf(session.transaction))
  return typeof struck === 'string' ? null : struck
}
