import { ByteCollector } from '../byteCollector.ts'
import { deliver } from '../deliver.ts'
import { DotReader } from '../dotReader.ts'
import * as replies from '../replies.ts'
import { reply, replyTo } from '../reply.ts'
import { recipientsOf } from '../transaction.ts'
import type { Command } from './command.ts'

const go = replyTo('startData', 354, null, 'End data with <CRLF>.<CRLF>')
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
  const struck = session.strike('data', recipientsOf(transaction))
  if (typeof struck !== 'string') return struck
  const message = new ByteCollector(session.house.limits().messageBytes)
  session.readMessage(new DotReader(message), () => {
    session.record.note(`message data: ${message.length} bytes`)
    return deliver(session, message)
  })
  return go
}
