/** What a server answers: a value, never an exception. Several lines make a multiline reply. */
export interface SmtpReply {
  readonly code: number
  /** `x.y.z` (RFC 3463), its first digit the class of `code`; null for greetings, EHLO and 354. */
  readonly enhancedCode: string | null
  readonly lines: readonly string[]
}

export function reply(code: number, enhancedCode: string | null, ...lines: string[]): SmtpReply {
  return { code, enhancedCode, lines }
}
