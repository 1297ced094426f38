import { reply, type SmtpReply } from './reply.ts'

const none: Map<string, string | null> = new Map()
const keyword = /^[A-Za-z0-9][A-Za-z0-9-]*$/
const syntax = reply(501, '5.5.4', 'Parameters are KEYWORD or KEYWORD=value, separated by spaces')

/** ESMTP parameters behind the path (RFC 5321 4.1.2) by keyword in upper case; null is a keyword without value. */
export function readParameters(rest: string): Map<string, string | null> | SmtpReply {
  if (rest === '') return none
  const parameters = new Map<string, string | null>()
  for (const word of rest.split(' ')) {
    if (word === '') continue
    const equals = word.indexOf('=')
    const name = (equals === -1 ? word : word.slice(0, equals)).toUpperCase()
    const value = equals === -1 ? null : word.slice(equals + 1)
    if (!keyword.test(name) || value === '' || /[\t]/.test(word)) return syntax
    if (parameters.has(name)) return reply(501, '5.5.4', `${name} is given twice`)
    parameters.set(name, value)
  }
  return parameters
}

/** The keyword is known, its value is not right. */
export function wrongParameter(name: string): SmtpReply {
  return reply(501, '5.5.4', `Invalid value of ${name}`)
}

/** RFC 5321 4.1.1.11. */
export function unknownParameter(name: string): SmtpReply {
  return reply(555, '5.5.4', `Parameter ${name} is not recognized`)
}
