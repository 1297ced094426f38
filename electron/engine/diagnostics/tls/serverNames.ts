import { BlockList, isIP, isIPv6 } from 'node:net'
import { domainToASCII } from 'node:url'
import type { ParsedCertificate } from './parsedCertificate.ts'

/** Whether a certificate is for a name or an address. */
export interface NameMatch {
  readonly matches: boolean
  /** No name in subjectAltName, but the common name would do: Node takes that, most others no longer do. */
  readonly commonNameOnly: boolean
}

/**
 * RFC 9525 6.3: names of subjectAltName alone count, a wildcard stands for one whole label at the left, with two labels at
 * least behind it. Addresses match addresses only.
 */
export function matchName(certificate: ParsedCertificate, host: string): NameMatch {
  const bare = host.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  if (isIP(bare) !== 0)
    return { matches: certificate.addresses.some((address) => isAddress(address, bare)), commonNameOnly: false }
  const name = domainToASCII(bare.replace(/\.$/, '')).toLowerCase()
  if (name === '') return { matches: false, commonNameOnly: false }
  const matches = certificate.dnsNames.some((pattern) => isNameOf(pattern, name))
  const common = certificate.subject.filter(([kind]) => kind === 'CN')
  return {
    matches,
    commonNameOnly: certificate.dnsNames.length === 0 && common.some(([, text]) => isNameOf(text, name)),
  }
}

function isNameOf(pattern: string, name: string): boolean {
  // A name with anything else in it, a NUL above all, is no name.
  if (!/^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?$/i.test(pattern)) return false
  const wanted = pattern.replace(/\.$/, '').toLowerCase()
  if (!wanted.startsWith('*.')) return wanted === name
  const dot = name.indexOf('.')
  return dot > 0 && wanted.slice(2).includes('.') && wanted.slice(1) === name.slice(dot)
}

function isAddress(address: Buffer, wanted: string): boolean {
  if ((address.length === 16) !== isIPv6(wanted)) return false
  if (address.length === 4) return address.join('.') === wanted
  // There is no parser of addresses in Node, but one that compares them however they are written.
  const list = new BlockList()
  list.addAddress(
    Array.from({ length: 8 }, (_, index) => address.readUInt16BE(index * 2).toString(16)).join(':'),
    'ipv6',
  )
  return list.check(wanted, 'ipv6')
}
