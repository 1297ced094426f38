import { networkInterfaces } from 'node:os'

/** An address to connect to. */
export interface Address {
  readonly address: string
  readonly family: 4 | 6
}

/** Addresses of this machine, loopback first: what others could call it by. At most eight. */
export function ownAddresses(): Address[] {
  const all = Object.values(networkInterfaces()).flatMap((one) => one ?? [])
  return all
    .filter(({ address }) => !address.startsWith('fe80:'))
    .toSorted((a, b) => Number(b.internal) - Number(a.internal) || a.family.localeCompare(b.family))
    .map(({ address, family }) => ({ address, family: family === 'IPv6' ? (6 as const) : (4 as const) }))
    .slice(0, 8)
}

/** Whether this machine has an address of that family besides loopback. */
export function hasFamily(family: 'IPv4' | 'IPv6'): boolean {
  return Object.values(networkInterfaces())
    .flatMap((one) => one ?? [])
    .some((one) => one.family === family && !one.internal && !one.address.startsWith('fe80:'))
}
