import { createHash } from 'node:crypto'

/** What a sender chose may be megabytes long, and may end within a character. */
export function clip(text: string, longest: number): string {
  return (text.length > longest ? text.slice(0, longest) : text).toWellFormed()
}

/** A made-up name of a thing that is always the same for the same thing. */
export function stableHex(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}

/** The same, written as a UUID (version 8: of one's own making, RFC 9562 5.8). */
export function stableUuid(...parts: readonly (string | number)[]): string {
  const hex = stableHex(...parts)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** `user@example.com` -> `example.com`; empty without. */
export function domainOf(address: string): string {
  return /@([^@>\s]+)>?\s*$/.exec(address)?.[1] ?? ''
}

/** `550 5.1.1 No such user` -> `5.1.1`; of the basic code where no enhanced one stands (RFC 3463); null without both. */
export function enhancedCode(reply: string): string | null {
  const [, basic, enhanced] = /^([245])\d\d(?:[ -]([245]\.\d{1,3}\.\d{1,3})\b)?/.exec(reply) ?? []
  return enhanced ?? (basic === undefined ? null : `${basic}.0.0`)
}
