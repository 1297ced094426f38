import { domainToASCII } from 'node:url'

const made = new Map<string, RegExp>()
const most = 2_000

/** Whether a text fits a pattern, `*` standing for any number of characters, without regard to case. */
export function fits(pattern: string, text: string): boolean {
  let expression = made.get(pattern)
  if (!expression) {
    if (made.size >= most) made.clear()
    // Stars in a row are one, so that no pattern can be made to run for ever.
    const parts = pattern.split(/\*+/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    expression = new RegExp(`^${parts.join('[^]*?')}$`, 'iu')
    made.set(pattern, expression)
  }
  return expression.test(text)
}

/** Of an address, in ASCII form and lower case; '' when it has none. */
export function domainOf(address: string): string {
  const at = address.lastIndexOf('@')
  if (at < 0) return ''
  const domain = address.slice(at + 1).toLowerCase()
  return domainToASCII(domain) || domain
}

/** `example.com` is that domain alone, `*.example.com` those below it. */
export function domainFits(patterns: readonly string[], domain: string): boolean {
  return patterns.some((pattern) => {
    const ascii = pattern.includes('*') ? pattern : domainToASCII(pattern) || pattern
    return fits(ascii, domain)
  })
}
