import { ByteCollector } from '../byteCollector.ts'
import { DotReader } from '../dotReader.ts'
import * as replies from '../replies.ts'
import { reply } from '../reply.ts'
import type { Command } from './command.ts'

const go = reply(354, null, 'End data with <CRLF>.<CRLF>')
const binaryNeedsBdat = reply(503, '5.5.1', 'A BINARYMIME message must be sent with BDAT')
const mixed = reply(503, '5.5.1', 'This message was begun with BDAT: go on with BDAT, or RSET')

/** DATA (RFC 5321 4.1.1.4). */
export const data: Command = (session, argument) => {
  const { transaction } = session
  if (argument !== '') return replies.noArgument
  if (transaction === null) return replies.startWithMail
  if (transaction.recipients.length === 0) return replies.recipientFirst
  if (transaction.chunks !== null) return mixed
  if (transaction.mailFrom.body === 'BINARYMIME') return binaryNeedsBdat
  const message = new ByteCollector(session.house.limits().messageBytes)
  session.readMessage(new DotReader(message), () => {
    session.record.note(`message data: ${message.length} bytes`)
    return session.deliver(message)
  })
  return go
}
