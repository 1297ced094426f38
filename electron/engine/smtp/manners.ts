import { randomBytes } from 'node:crypto'
import type { Manners } from '../../../shared/model/listenerManners.ts'
import type { SmtpReply } from './reply.ts'

/** The reply as this provider words it. Applied twice it changes nothing. */
export function inManners(manners: Manners, answer: SmtpReply, username: string, machine: string): SmtpReply {
  const { situation } = answer
  if (situation === 'asIs') return answer
  const own = situation === undefined ? undefined : manners.replies[situation]
  if (own !== undefined) {
    const text = own.text
      .replace('{host}', () => machine)
      .replace('{username}', () => shown(username))
      .replace('{id}', () => randomBytes(16).toString(manners.messageId))
    return { code: own.code, enhancedCode: own.enhancedCode, lines: [text], situation: 'asIs' }
  }
  return manners.enhancedCodes || answer.enhancedCode === null ? answer : { ...answer, enhancedCode: null }
}

/** Part of a reply line: ASCII alone, and not endless. */
function shown(text: string): string {
  return text.replace(/[^ -~]/g, '?').slice(0, 100)
}
