import { domainToASCII } from 'node:url'

/** The address with its domain in ASCII form, which needs no SMTPUTF8; unchanged where there is no such form. */
export function withAsciiDomain(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = at < 0 ? '' : domainToASCII(address.slice(at + 1))
  return domain === '' ? address : `${address.slice(0, at)}@${domain}`
}

export function isAscii(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- everything outside ASCII is the question
  return /^[\u0000-\u007f]*$/.test(text)
}
