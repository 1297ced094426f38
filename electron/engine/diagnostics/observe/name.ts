import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { DnsAnswer, NameObservation } from '../../../../shared/model/diagnosis/observation.ts'
import { escapeControls } from '../../escapeControls.ts'
import { arpaName, openResolver, type NameResolver } from '../nameResolver.ts'

export interface FoundAddress {
  readonly address: string
  readonly family: 4 | 6
}

const mostAddresses = 8
/** The names of addresses are a detail: they do not hold up a diagnosis. */
const longestReverseMs = 1_500

/**
 * Looks a name up as programs do (the system's resolver: hosts file, VPN and all) and in the DNS, at the same time. Addresses of
 * the system come first, at most eight in all; with `dnsServer` they are that server's alone. An address is not looked up. Names of
 * this machine (`localhost`, RFC 6761) and of the local network (`.local`, RFC 6762) are the system's affair, as are names of one
 * label unless a server was named.
 *
 * What does not answer within `timeoutMs` has the error ETIMEOUT. Rejects with the reason of `signal` when it is aborted, never
 * otherwise.
 */
export async function lookUpName(
  host: string,
  options: { family: 'any' | '4' | '6'; dnsServer: string | null; timeoutMs?: number; signal: AbortSignal },
): Promise<{ observation: NameObservation; addresses: FoundAddress[] }> {
  const { family, dnsServer, timeoutMs = 5_000, signal } = options
  signal.throwIfAborted()
  const literal = isIP(host.replace(/%[\w.-]+$/, ''))
  using resolver = openResolver({ dnsServer, timeoutMs, signal })
  const [system, dns] =
    literal === 0
      ? await Promise.all([
          askSystem(host, family, timeoutMs, signal),
          isForNameServers(host, dnsServer) ? askNameServers(resolver, host, family) : [],
        ])
      : [null, []]
  signal.throwIfAborted()
  const published = dns.filter(({ type }) => type === 'A' || type === 'AAAA')
  const fromDns = published.flatMap(({ values }) => values)
  const addresses =
    literal === 0
      ? few(unique(dnsServer !== null && dns.length > 0 ? fromDns : [...(system?.addresses ?? []), ...fromDns]))
      : [{ address: host, family: literal as 4 | 6 }]
  const reverse = await namesOf(addresses, { dnsServer, timeoutMs: Math.min(timeoutMs, longestReverseMs), signal })
  signal.throwIfAborted()
  return {
    observation: {
      host: literal === 0 ? host : null,
      system,
      dns,
      reverse,
      disagree: system !== null && differ(system, published),
    },
    addresses,
  }
}

function isForNameServers(host: string, dnsServer: string | null): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  if (name === '' || /(^|\.)localhost$/.test(name) || name.endsWith('.local')) return false
  return name.includes('.') || dnsServer !== null
}

/** getaddrinfo cannot be cancelled: what comes too late is left to itself. */
async function askSystem(
  host: string,
  family: 'any' | '4' | '6',
  timeoutMs: number,
  signal: AbortSignal,
): Promise<NonNullable<NameObservation['system']>> {
  const since = performance.now()
  const { promise: late, resolve } = Promise.withResolvers<'late'>()
  const timer = setTimeout(() => resolve('late'), timeoutMs)
  const stop = () => resolve('late')
  signal.addEventListener('abort', stop)
  try {
    // An empty name would be answered with no error and no address.
    if (host === '') return { addresses: [], error: 'ENOTFOUND', milliseconds: 0 }
    const asked = lookup(host, { all: true, order: 'verbatim', family: family === 'any' ? 0 : Number(family) })
    asked.catch(() => undefined)
    const found = await Promise.race([asked, late])
    const milliseconds = performance.now() - since
    return found === 'late'
      ? { addresses: [], error: 'ETIMEOUT', milliseconds }
      : { addresses: [...new Set(found.map(({ address }) => address))].slice(0, 20), error: null, milliseconds }
  } catch (error) {
    return { addresses: [], error: codeOf(error), milliseconds: performance.now() - since }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}

async function askNameServers(resolver: NameResolver, host: string, family: 'any' | '4' | '6'): Promise<DnsAnswer[]> {
  const types = [
    ...(family === '6' ? [] : ['A' as const]),
    ...(family === '4' ? [] : ['AAAA' as const]),
    'CNAME' as const,
    'MX' as const,
  ]
  const answers = await Promise.all(types.map((type) => resolver.ask(type, host)))
  // A server for sending has neither, which is no news.
  return answers.filter(({ type, values }) => values.length > 0 || type === 'A' || type === 'AAAA')
}

async function namesOf(
  addresses: readonly FoundAddress[],
  options: { dnsServer: string | null; timeoutMs: number; signal: AbortSignal },
): Promise<NameObservation['reverse']> {
  // Resolver.reverse() reads the hosts file as well; PTR is what the world sees.
  using resolver = openResolver(options)
  return await Promise.all(
    addresses
      .filter(({ address }) => !/^127\.|^::1$|^fe80:/i.test(address))
      .map(async ({ address }) => {
        const { values, error } = await resolver.ask('PTR', arpaName(address))
        return { address, names: values, error }
      }),
  )
}

/**
 * Both know the name and have no address in common in one family, or one of them knows it and the other says that there is
 * none. A part in common is no disagreement: big services give out some of their addresses at a time.
 */
function differ(system: NonNullable<NameObservation['system']>, dns: readonly DnsAnswer[]): boolean {
  const definite = (error: string | null) => error === null || error === 'ENOTFOUND' || error === 'ENODATA'
  if (dns.length === 0 || !definite(system.error) || !dns.every(({ error }) => definite(error))) return false
  const published = dns.flatMap(({ values }) => values)
  if (system.addresses.length === 0 || published.length === 0) return system.addresses.length !== published.length
  return [4, 6].some((family) => {
    const ours = system.addresses.filter((address) => isIP(address) === family)
    const theirs = published.filter((address) => isIP(address) === family)
    return ours.length > 0 && theirs.length > 0 && !ours.some((address) => theirs.includes(address))
  })
}

function unique(addresses: readonly string[]): FoundAddress[] {
  return [...new Set(addresses)].flatMap((address) => {
    const family = isIP(address.replace(/%.*$/, ''))
    return family === 4 || family === 6 ? [{ address, family }] : []
  })
}

/** Eight, with some of either family where there are both. */
function few(addresses: readonly FoundAddress[]): FoundAddress[] {
  if (addresses.length <= mostAddresses) return [...addresses]
  const half = mostAddresses / 2
  const first = [4, 6].flatMap((family) => addresses.filter((one) => one.family === family).slice(0, half))
  const rest = addresses.filter((one) => !first.includes(one)).slice(0, mostAddresses - first.length)
  return addresses.filter((one) => first.includes(one) || rest.includes(one))
}

function codeOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  return escapeControls(code ?? 'ENOTFOUND')
}
