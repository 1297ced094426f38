import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Of this machine alone. 0.0.0.0 and :: reach it too. */
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('0.0.0.0', 'ipv4')
loopback.addAddress('::1', 'ipv6')
loopback.addAddress('::', 'ipv6')

/**
 * Where machines keep what they tell nobody else: link-local addresses, among them the metadata services of clouds, and
 * those of such services that are elsewhere (AWS over IPv6, Alibaba). Also as IPv4 within IPv6 (mapped, NAT64).
 */
const forbidden = new BlockList()
forbidden.addSubnet('169.254.0.0', 16, 'ipv4')
forbidden.addAddress('100.100.100.200', 'ipv4')
forbidden.addSubnet('fe80::', 10, 'ipv6')
forbidden.addAddress('fd00:ec2::254', 'ipv6')
forbidden.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6')
forbidden.addAddress('64:ff9b::6464:64c8', 'ipv6')

/** The host of a URL, without the brackets of an IPv6 address. */
export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
}

/** Whether a URL stays on this machine by what it says: an address of loopback, or localhost (RFC 6761 6.3). */
export function isInside(url: string): boolean {
  const host = hostOf(url)
  return isIP(host) === 0 ? /(^|\.)localhost$/i.test(host) : listed(loopback, host)
}

/** Whether an address may never be called, also when its owner said so. */
export function isForbidden(address: string): boolean {
  return listed(forbidden, address)
}

/** Why an address may not be called, as a sentence; null when it may. */
export function addressProblem(address: string, outside: boolean): string | null {
  if (isForbidden(address)) return `${address} is a link-local or metadata address: webhooks never go there.`
  if (!outside && !listed(loopback, address))
    return `The name leads to ${address}, which is outside this machine, and that was not said to be wanted.`
  return null
}

/** How names become addresses: the system's `dns.lookup`. */
export type Resolve = (
  hostname: string,
  options: { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/**
 * A `lookup` for one connection that hands out permitted addresses alone. What it hands out is what is connected to: a
 * name that meanwhile leads elsewhere (DNS rebinding) gains nothing. Addresses in the URL itself are never looked up:
 * they are to be asked about before.
 */
export function guardedLookup(outside: boolean, resolve: Resolve = systemLookup): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { all: true }, (error, found) => {
      if (error) return done(error, '', 0)
      const permitted = found.filter(({ address }) => addressProblem(address, outside) === null)
      const [first] = permitted
      if (!first) {
        const problem = addressProblem(found[0]?.address ?? '', outside) ?? 'The name has no address.'
        return done(new Error(problem), '', 0)
      }
      return options.all ? done(null, permitted) : done(null, first.address, first.family)
    })
  }
}

function listed(list: BlockList, address: string): boolean {
  const version = isIP(address)
  return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6')
}
