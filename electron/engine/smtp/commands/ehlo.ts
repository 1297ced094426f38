import type { Manners } from '../../../../shared/model/listenerManners.ts'
import { reply } from '../reply.ts'
import type { SmtpSession } from '../session.ts'
import { offeredMechanisms } from './mechanisms.ts'
import type { Command } from './command.ts'

const needsName = reply(501, null, 'EHLO needs the name of the client')

/** EHLO (RFC 5321 4.1.1.1): what this server can do, as things stand in this session. */
export const ehlo: Command = (session, argument) => {
  if (argument === '') return needsName
  const struck = session.strike('ehlo')
  if (typeof struck !== 'string') return struck
  session.record.greeted(argument)
  session.transaction = null
  const { manners } = session.house
  return manners === null
    ? reply(250, null, session.house.hostname, ...extensions(session))
    : reply(250, null, manners.host, ...extensionsOf(manners, session))
}

function extensionsOf({ ehlo: lines }: Manners, session: SmtpSession): string[] {
  const login = offeredMechanisms(session).length > 0
  return lines
    .filter((line) => (line === 'STARTTLS' ? !session.encrypted : login || !line.startsWith('AUTH')))
    .map((line) => line.replace('{size}', String(session.house.limits().messageBytes)))
}

function extensions(session: SmtpSession): string[] {
  const limits = session.house.limits()
  const lines = ['PIPELINING', `SIZE ${limits.messageBytes}`, '8BITMIME', 'SMTPUTF8', 'CHUNKING', 'BINARYMIME']
  lines.push('DSN', 'ENHANCEDSTATUSCODES')
  const { messagesPerConnection } = limits
  const mailMax = messagesPerConnection > 0 ? ` MAILMAX=${messagesPerConnection}` : ''
  lines.push(`LIMITS RCPTMAX=${limits.recipients}${mailMax}`)
  // RFC 8689 2: offered only where the conversation is encrypted.
  lines.push(session.encrypted ? 'REQUIRETLS' : 'STARTTLS')
  const mechanisms = offeredMechanisms(session)
  if (mechanisms.length > 0) lines.push(`AUTH ${mechanisms.join(' ')}`)
  return lines
}
