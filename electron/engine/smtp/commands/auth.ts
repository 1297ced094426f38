import type { Login } from '../backend.ts'
import * as replies from '../replies.ts'
import { reply } from '../reply.ts'
import { cramMd5 } from '../login/cramMd5.ts'
import { login } from '../login/login.ts'
import { plain } from '../login/plain.ts'
import type { Mechanism } from '../login/mechanism.ts'
import { offeredMechanisms } from './mechanisms.ts'
import type { Command } from './command.ts'

const already = reply(503, '5.5.1', 'Already logged in')
const withinTransaction = reply(503, '5.5.1', 'AUTH is not allowed within a transaction')
const needsMechanism = reply(501, '5.5.4', 'Syntax: AUTH mechanism [initial response]')
const unknownMechanism = reply(504, '5.5.4', 'This login mechanism is not offered')

const needsTls =
  'The client sent its login before TLS, and the settings do not allow that. Let it use STARTTLS, or the port for implicit TLS.'

const mechanisms: Record<Login['mechanism'], Mechanism> = { PLAIN: plain, LOGIN: login, 'CRAM-MD5': cramMd5 }

/** AUTH (RFC 4954). */
export const auth: Command = (session, argument) => {
  session.loginTried = true
  if (session.record.facts.clientName === null) return replies.greetFirst
  if (session.hasLogin) return already
  if (session.transaction !== null) return withinTransaction
  const [name, initial, ...more] = argument.split(/ +/)
  if (name === undefined || name === '' || more.length > 0) return needsMechanism
  const offered = offeredMechanisms(session)
  if (offered.length === 0) {
    session.loginFailedEarly(name, 'tlsRequired', needsTls)
    return replies.startTlsFirst
  }
  const mechanism = offered.find((one) => one === name.toUpperCase())
  if (mechanism === undefined) {
    const word = /^[A-Za-z0-9_-]{1,20}$/.test(name) ? name.toUpperCase() : 'something that is no mechanism'
    session.loginFailedEarly(
      word,
      'mechanismNotOffered',
      `The client asked for ${word}, and this server offers ${offered.join(', ')}. Choose one of these in its settings.`,
    )
    return unknownMechanism
  }
  return mechanisms[mechanism](session, initial ?? null)
}
