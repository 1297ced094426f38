import type { Situation } from '../../../shared/model/listenerManners.ts'

/** What a server answers: a value, never an exception. Several lines make a multiline reply. */
export interface SmtpReply {
  readonly code: number
  /** `x.y.z` (RFC 3463), its first digit the class of `code`; null for greetings, EHLO and 354. */
  readonly enhancedCode: string | null
  readonly lines: readonly string[]
  /** What it answers to, where a provider may have words of its own. `asIs`: it stays as it is. */
  readonly situation?: Situation | 'asIs'
}

export function reply(code: number, enhancedCode: string | null, ...lines: string[]): SmtpReply {
  return { code, enhancedCode, lines }
}

/** A reply that the manners of a listener may replace. */
export function replyTo(situation: Situation, code: number, enhancedCode: string | null, text: string): SmtpReply {
  return { code, enhancedCode, lines: [text], situation }
}

// A reply's text may quote what a client sent; a line break in it would be a reply of its own.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u001f\u007f]/g

/** The reply as it goes over the wire, line by line, without line ends. */
export function replyLines({ code, enhancedCode, lines }: SmtpReply): string[] {
  const status = enhancedCode === null ? '' : `${enhancedCode} `
  const last = Math.max(lines.length, 1) - 1
  return (lines.length === 0 ? [''] : lines).map(
    (line, index) => `${code}${index === last ? ' ' : '-'}${status}${line.replace(controls, ' ')}`,
  )
}
