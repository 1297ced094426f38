import { reply } from '../reply.ts'
import type { SmtpSession } from '../session.ts'
import { offeredMechanisms } from './mechanisms.ts'
import type { Command } from './command.ts'

const needsName = reply(501, null, 'EHLO needs the name of the client')

/** EHLO (RFC 5321 4.1.1.1): what this server can do, as things stand in this session. */
export const ehlo: Command = (session, argument) => {
  if (argument === '') return needsName
  session.record.greeted(argument)
  session.transaction = null
  return reply(250, null, session.house.hostname, ...extensions(session))
}

function extensions(session: SmtpSession): string[] {
  const limits = session.house.limits()
  const lines = ['PIPELINING', `SIZE ${limits.messageBytes}`, '8BITMIME', 'SMTPUTF8', 'CHUNKING', 'BINARYMIME']
  lines.push('DSN', 'ENHANCEDSTATUSCODES')
  const { messagesPerConnection } = limits
  const mailMax = messagesPerConnection > 0 ? ` MAILMAX=${messagesPerConnection}` : ''
  lines.push(`LIMITS RCPTMAX=${limits.recipients}${mailMax}`)
  if (!session.encrypted) lines.push('STARTTLS')
  const mechanisms = offeredMechanisms(session)
  if (mechanisms.length > 0) lines.push(`AUTH ${mechanisms.join(' ')}`)
  return lines
}
