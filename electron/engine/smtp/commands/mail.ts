import type { EnvelopeSender } from '../../../../shared/model/envelope.ts'
import type { RefusedStart } from '../backend.ts'
import { readParameters, unknownParameter, wrongParameter } from '../parameters.ts'
import { checkAddress, splitPath } from '../path.ts'
import * as replies from '../replies.ts'
import { reply, replyTo, type SmtpReply } from '../reply.ts'
import type { SmtpSession } from '../session.ts'
import { isXtext } from '../xtext.ts'
import type { Command } from './command.ts'

const syntax = reply(501, '5.5.2', 'Syntax: MAIL FROM:<address> [parameters]')
const nested = reply(503, '5.5.1', 'There is a transaction already: finish it, or send RSET')
const tooMany = replyTo('tooManyMessages', 421, '4.7.0', 'Too many messages on this connection, open a new one')

/** MAIL (RFC 5321 4.1.1.2), with SIZE, BODY, SMTPUTF8, REQUIRETLS (RFC 8689), RET, ENVID and AUTH. */
export const mail: Command = (session, argument) => {
  const notNow = refuse(session)
  if (notNow !== null) return notNow
  if (!/^from:/i.test(argument)) return syntax
  const path = splitPath(argument.slice(5))
  if (path === null) return syntax
  const parameters = readParameters(path.rest)
  if (!(parameters instanceof Map)) return parameters
  const sender = readSender(path.address, parameters, session.encrypted)
  if ('code' in sender) return sender
  if (path.address !== '') {
    const wrong = checkAddress(path.address, 'sender', sender.smtputf8 === true)
    if (wrong !== null) return wrong
  }
  if ((sender.size ?? 0) > session.house.limits().messageBytes) return replies.tooLarge
  const tooFast = session.house.gate.startTransaction(session.record.facts.remoteAddress, session.record.now)
  if (tooFast !== null) return tooFast
  const started = session.house.backend.startTransaction(
    session.identity,
    path.address,
    session.record.facts.remoteAddress,
  )
  const refusal = started.is === 'refused' ? started : null
  if (refusal !== null && !isForLast(session, refusal)) {
    session.record.explained(refusal.why)
    return refusal.reply
  }
  const struck = session.strike('mail')
  if (typeof struck !== 'string') return struck
  const identity = started.is === 'may' ? started.identity : session.identity
  session.transactions += 1
  session.transaction = { identity, mailFrom: sender, recipients: [], chunks: null, refusal }
  return senderOk
}

const senderOk = replyTo('senderAccepted', 250, '2.1.0', 'Sender OK')

/** SendGrid accepts every sender, and says after the message which it does not send for. */
function isForLast({ house }: SmtpSession, { why }: RefusedStart): boolean {
  return house.manners?.senderCheckedLast === true && why.reason === 'scope'
}

function refuse(session: SmtpSession): SmtpReply | null {
  const { house } = session
  if (session.record.facts.clientName === null) return replies.greetFirst
  if (house.loginRequired() && !session.hasLogin)
    return session.encrypted || house.loginWithoutTls() ? replies.loginRequired : replies.startTlsFirst
  if (house.manners?.tlsRequired === true && !session.encrypted) return replies.startTlsFirst
  if (session.transaction !== null) return nested
  const { messagesPerConnection } = house.limits()
  return messagesPerConnection > 0 && session.transactions >= messagesPerConnection ? tooMany : null
}

function readSender(
  address: string,
  parameters: Map<string, string | null>,
  encrypted: boolean,
): EnvelopeSender | SmtpReply {
  const sender: EnvelopeSender = { address }
  for (const [name, value] of parameters) {
    if (name === 'SIZE') {
      if (value === null || !/^\d{1,20}$/.test(value)) return wrongParameter(name)
      sender.size = Math.min(Number(value), Number.MAX_SAFE_INTEGER)
    } else if (name === 'BODY') {
      const body = value?.toUpperCase()
      if (body !== '7BIT' && body !== '8BITMIME' && body !== 'BINARYMIME') return wrongParameter(name)
      sender.body = body
    } else if (name === 'SMTPUTF8') {
      if (value !== null) return wrongParameter(name)
      sender.smtputf8 = true
    } else if (name === 'REQUIRETLS' && encrypted) {
      if (value !== null) return wrongParameter(name)
      sender.requiretls = true
    } else if (name === 'RET') {
      const ret = value?.toUpperCase()
      if (ret !== 'FULL' && ret !== 'HDRS') return wrongParameter(name)
      sender.dsn = { ...sender.dsn, ret }
    } else if (name === 'ENVID') {
      if (value === null || value.length > 100 || !isXtext(value)) return wrongParameter(name)
      sender.dsn = { ...sender.dsn, envid: value }
    } else if (name === 'AUTH') {
      // RFC 4954 5: who submitted it, in the client's view. Taken and not believed.
      if (value === null || !(value === '<>' || isXtext(value))) return wrongParameter(name)
    } else return unknownParameter(name)
  }
  return sender
}
