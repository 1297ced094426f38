import type { EnvelopeRecipient } from '../../../../shared/model/envelope.ts'
import { readParameters, unknownParameter, wrongParameter } from '../parameters.ts'
import { checkAddress, splitPath } from '../path.ts'
import * as replies from '../replies.ts'
import { reply, replyTo, type SmtpReply } from '../reply.ts'
import { isXtext } from '../xtext.ts'
import type { Command } from './command.ts'

type Notify = NonNullable<NonNullable<EnvelopeRecipient['dsn']>['notify']>[number]

const syntax = reply(501, '5.5.2', 'Syntax: RCPT TO:<address> [parameters]')
const recipientOk = replyTo('recipientAccepted', 250, '2.1.5', 'Recipient OK')
const tooMany = replyTo('tooManyRecipients', 452, '4.5.3', 'Too many recipients')
const chunksBegun = reply(503, '5.5.1', 'The message has begun: recipients come before BDAT')

/** RCPT (RFC 5321 4.1.1.3), with NOTIFY and ORCPT (RFC 3461). */
export const rcpt: Command = (session, argument) => {
  const { transaction } = session
  if (transaction === null) return replies.startWithMail
  if (transaction.chunks !== null) return chunksBegun
  if (!/^to:/i.test(argument)) return syntax
  const path = splitPath(argument.slice(3))
  if (path === null) return syntax
  const parameters = readParameters(path.rest)
  if (!(parameters instanceof Map)) return parameters
  const recipient = readRecipient(path.address, parameters)
  if ('code' in recipient) return recipient
  const wrong = checkAddress(path.address, 'recipient', transaction.mailFrom.smtputf8 === true)
  if (wrong !== null) return wrong
  if (transaction.recipients.length >= session.house.limits().recipients) return tooMany
  const struck = session.strike('rcpt', [path.address])
  if (typeof struck !== 'string') return struck
  transaction.recipients.push(recipient)
  return recipientOk
}

function readRecipient(address: string, parameters: Map<string, string | null>): EnvelopeRecipient | SmtpReply {
  const recipient: EnvelopeRecipient = { address }
  for (const [name, value] of parameters) {
    if (name === 'NOTIFY') {
      const notify = readNotify(value)
      if (notify === null) return wrongParameter(name)
      recipient.dsn = { ...recipient.dsn, notify }
    } else if (name === 'ORCPT') {
      const [type, original] = value?.split(/;(.*)/s, 2) ?? []
      const right = /^[a-z0-9-]+$/i.test(type ?? '') && original !== undefined && original !== '' && isXtext(original)
      if (value === null || !right || value.length > 500) return wrongParameter(name)
      recipient.dsn = { ...recipient.dsn, orcpt: value }
    } else return unknownParameter(name)
  }
  return recipient
}

/** RFC 3461 4.1: NEVER stands alone, the others may come together. */
function readNotify(value: string | null): Notify[] | null {
  const words = value?.toUpperCase().split(',') ?? []
  const known = words.filter((word): word is Notify => ['NEVER', 'SUCCESS', 'FAILURE', 'DELAY'].includes(word))
  if (known.length === 0 || known.length !== words.length || new Set(known).size !== known.length) return null
  return known.includes('NEVER') && known.length > 1 ? null : known
}
