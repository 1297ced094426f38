import { request } from 'node:https'
import { isIP } from 'node:net'
import type { NameResolver } from '../nameResolver.ts'
import { isPublicAddress } from './publicAddress.ts'

/** RFC 8461 3.3 suggests both. */
const largestPolicy = 64 * 1024
const longestFetchMs = 10_000

export type PolicyAnswer = { readonly text: string } | { readonly problem: string; readonly isServers: boolean }

/** Fetches the policy of a domain; `isServers`: its server was reached, and what it does is wrong. */
export type FetchPolicy = (domain: string, resolver: NameResolver, signal: AbortSignal) => Promise<PolicyAnswer>

/**
 * Fetches `https://mta-sts.<domain>/.well-known/mta-sts.txt` (RFC 8461 3.3) as it has to be: certificate checked, redirects not
 * followed, status 200, at most 64 KB and ten seconds. Whose domain it is nobody knows, so it must not make us talk to this machine, its
 * network or its cloud: the name is looked up once, only an address of the Internet at large is connected to, and it is that
 * address, whatever the name leads to a moment later. Proxies of the environment are not used. Never rejects.
 *
 * `edges` is for tests, whose server is on loopback: `isAllowed` says which addresses may be connected to.
 */
export function policyFetcher(
  edges: { port?: number; ca?: string; isAllowed?: (address: string) => boolean } = {},
): FetchPolicy {
  const { port = 443, ca, isAllowed = isPublicAddress } = edges
  return async (domain, resolver, signal) => {
    const host = `mta-sts.${domain}`
    const [four, six] = await Promise.all([resolver.ask('A', host), resolver.ask('AAAA', host)])
    const addresses = [...four.values, ...six.values]
    const address = addresses.find(isAllowed)
    if (addresses.length === 0)
      return { problem: `${host} has no address.`, isServers: four.error === 'ENOTFOUND' || four.error === 'ENODATA' }
    // It may be meant for a network within; outside it is of no use, but that was not seen from here.
    if (address === undefined)
      return {
        problem: `${host} leads to ${addresses[0]}, which is not on the Internet. It was not asked.`,
        isServers: false,
      }
    return fetchFrom(
      { host, address, port, ...(ca !== undefined && { ca }) },
      AbortSignal.any([signal, AbortSignal.timeout(longestFetchMs)]),
    )
  }
}

function fetchFrom(
  server: { host: string; address: string; port: number; ca?: string },
  signal: AbortSignal,
): Promise<PolicyAnswer> {
  const { host, address, port, ca } = server
  const { promise, resolve } = Promise.withResolvers<PolicyAnswer>()
  const family = isIP(address)
  const asked = request(
    {
      host,
      port,
      path: '/.well-known/mta-sts.txt',
      servername: host,
      // The address that was looked at, and no other.
      lookup: (_, { all }, done) => (all ? done(null, [{ address, family }]) : done(null, address, family)),
      ...(ca !== undefined && { ca }),
      headers: { accept: 'text/plain', 'user-agent': 'Sandpost' },
      maxHeaderSize: 16_384,
      agent: false,
      signal,
    },
    (response) => {
      const fail = (problem: string) => {
        resolve({ problem, isServers: true })
        response.destroy()
      }
      const { statusCode = 0 } = response
      if (statusCode >= 300 && statusCode < 400)
        return fail(`${host} redirects (${statusCode}); redirects must not be followed (RFC 8461 3.3).`)
      if (statusCode !== 200) return fail(`${host} answers ${statusCode} instead of 200.`)
      const type = response.headers['content-type'] ?? ''
      const chunks: Buffer[] = []
      let length = 0
      response.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length > largestPolicy) return fail(`The policy of ${host} is larger than 64 KB.`)
        chunks.push(chunk)
      })
      response.on('end', () => {
        if (!/^text\/plain\s*(?:;|$)/i.test(type))
          return fail(
            `${host} sends the policy as ${type.slice(0, 60) || 'nothing'}; it has to be text/plain (RFC 8461 3.2).`,
          )
        resolve({ text: Buffer.concat(chunks).toString('utf8') })
      })
      response.on('error', () => resolve({ problem: `${host} ended its answer early.`, isServers: false }))
    },
  )
  asked.on('error', (error: NodeJS.ErrnoException) => {
    const late = signal.aborted
    const isCertificate = /CERT|SIGNATURE|ALTNAME|SELF_SIGNED|ISSUER|ERR_TLS|ERR_SSL/.test(error.code ?? '')
    resolve({
      problem: late
        ? `${host} did not answer in time.`
        : isCertificate
          ? `The certificate of ${host} is not accepted (${error.code}); the policy counts for nothing without a valid one (RFC 8461 3.3).`
          : `${host} could not be reached (${error.code ?? 'error'}).`,
      // What else fails may be the way there, of which a network of ours is a part.
      isServers: isCertificate,
    })
  })
  asked.end()
  return promise
}
