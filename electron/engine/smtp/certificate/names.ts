import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'

/** By these names a program on this machine, or in a container on it, reaches the server. */
export const alwaysCovered: readonly string[] = ['localhost', '*.localhost', '127.0.0.1', '::1', 'host.docker.internal']

/** A name or address as a certificate has it: lower case, ASCII, IPv6 shortened. Null when none can be made of it. */
export function certifiableName(name: string): string | null {
  if (isIP(name) === 4) return name
  // Shortens IPv6, also the full form in which Node prints it.
  if (isIP(name) === 6) return name.includes('%') ? null : new URL(`http://[${name}]`).hostname.slice(1, -1)
  const wildcard = name.startsWith('*.')
  const domain = domainToASCII(wildcard ? name.slice(2) : name)
  if (!/^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/.test(domain) || domain.length > 253) return null
  return wildcard ? `*.${domain}` : domain
}
