import type { ClientError, TransactionResult } from '../../mailer.ts'
import { explainReply, parseReply, saysSlowDown } from './replies.ts'

/** What one try came to, for one recipient. */
export interface TryOutcome {
  readonly is: 'delivered' | 'deferred' | 'bounced' | 'failed'
  readonly reply: string
  readonly explanation: string
  /** What it was said of: this recipient, the mail to all of them, or neither. */
  readonly about: 'recipient' | 'mail' | 'neither'
}

/** Of a transaction that was carried through: each recipient has its own. */
export function outcomeOf(result: TransactionResult, recipient: string): TryOutcome {
  const refusal = result.refused.get(recipient)
  if (refusal !== undefined) return refusedWith(refusal, 'recipient')
  // Taken at RCPT, and the message was never sent: only when every recipient was refused.
  if (result.reply === null) return deferred('No recipient was accepted', 'It is tried again.')
  return {
    is: 'delivered',
    reply: result.reply,
    explanation: 'The server has taken the message.',
    about: 'neither',
  }
}

/** Of a transaction that broke off: what is not known to be final is tried again (an unknown failure is temporary). */
export function outcomeOfFailure(error: ClientError): TryOutcome {
  if (error.reply !== null) return refusedWith(error.reply, 'mail')
  switch (error.code) {
    case 'EENVELOPE':
    case 'EMESSAGE':
      return failed(plain(error), 'The message cannot be sent in this form.')
    case 'ETIMEDOUT':
      return deferred(plain(error), 'The server fell silent. It is tried again.')
    case 'EPROTOCOL':
      return deferred(plain(error), 'The server does not keep to the protocol. It is tried again.')
    default:
      return deferred(plain(error), 'The connection broke off. It is tried again.')
  }
}

/** Whether the message itself cannot be sent: found out here, before a word was said about it. */
export function concernsMessage({ code, reply }: ClientError): boolean {
  return reply === null && (code === 'EENVELOPE' || code === 'EMESSAGE')
}

/** Whether the server wants everything to go slower. */
export function isSlowDown(reply: string): boolean {
  const parsed = parseReply(reply)
  return parsed !== null && saysSlowDown(parsed)
}

function refusedWith(text: string, about: TryOutcome['about']): TryOutcome {
  const reply = parseReply(text)
  if (reply === null) return deferred(text, 'The server gave an answer that cannot be understood. It is tried again.')
  const is = reply.code >= 500 && reply.code <= 599 ? 'bounced' : 'deferred'
  return { is, reply: text, explanation: explainReply(reply), about }
}

function deferred(reply: string, explanation: string): TryOutcome {
  return { is: 'deferred', reply, explanation, about: 'neither' }
}

/** It is not tried again. */
export function failed(reply: string, explanation: string): TryOutcome {
  return { is: 'failed', reply, explanation, about: 'neither' }
}

function plain({ message }: Error): string {
  return message.replace(/\s+/g, ' ').slice(0, 500)
}
