import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** Whether an address lies in one of the ranges (addresses or CIDR, v4 and v6). No ranges: every address does. */
export function isAllowed(address: string, ranges: readonly string[]): boolean {
  if (ranges.length === 0) return true
  // A dual-stack socket names IPv4 clients this way (RFC 4291 2.5.5.2).
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  const list = new BlockList()
  for (const range of ranges) {
    const [network = '', bits] = range.split('/')
    const family = isIPv4(network) ? 'ipv4' : 'ipv6'
    if (bits === undefined) list.addAddress(network, family)
    else list.addSubnet(network, Number(bits), family)
  }
  if (isIPv4(plain)) return list.check(plain, 'ipv4')
  return isIPv6(plain) && list.check(plain, 'ipv6')
}
