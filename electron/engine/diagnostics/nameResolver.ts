import type { TlsaRecord } from 'node:dns'
import { Resolver } from 'node:dns/promises'
import { isIPv4 } from 'node:net'
import type { DnsAnswer } from '../../../shared/model/diagnosis/observation.ts'
import { escapeControls } from '../escapeControls.ts'

export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'MX' | 'PTR' | 'TXT' | 'SRV' | 'TLSA'

const mostValues = 50
/** Strings of TXT are at most 255 bytes each; a name may have a good many of them. */
const longestValue = 8_192

/** Questions to name servers, under one time limit. */
export interface NameResolver extends Disposable {
  /**
   * Values in the words of zone files: MX `10 mx.example.com`, with `0 .` for a null MX (RFC 7505); SRV `0 1 465 host`; TLSA
   * `3 1 1 hex`; strings of one TXT record joined (RFC 7208 3.3). Control characters as `\x00`. Never rejects: `error` is the
   * code of c-ares, ETIMEOUT when the time was up, ECANCELLED when `signal` was aborted, ENOTIMP when this Node has no such type.
   */
  ask(type: RecordType, name: string): Promise<DnsAnswer>
  /** The same, TXT as it came: to be read, not to be shown. */
  askText(name: string): Promise<{ answer: DnsAnswer; texts: string[] }>
}

/** `dnsServer` null: those of this machine. All questions together have `timeoutMs` from now on. */
export function openResolver(options: {
  dnsServer: string | null
  timeoutMs: number
  signal: AbortSignal
}): NameResolver {
  const { dnsServer, timeoutMs, signal } = options
  // A packet may be lost: three tries within the time. The end of it is kept by our own timer, since c-ares doubles its own.
  const resolver = new Resolver({ timeout: Math.max(250, Math.ceil(timeoutMs / 4)), tries: 3 })
  let unusable: string | null = null
  try {
    if (dnsServer !== null) resolver.setServers([dnsServer])
  } catch (error) {
    unusable = (error as NodeJS.ErrnoException).code ?? 'EBADSTR'
  }
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    resolver.cancel()
  }, timeoutMs)
  const stop = () => resolver.cancel()
  signal.addEventListener('abort', stop)

  async function query(type: RecordType, name: string): Promise<{ answer: DnsAnswer; raw: string[] }> {
    const since = performance.now()
    const answer = (raw: string[], error: string | null) => ({
      raw,
      answer: {
        type,
        name,
        values: raw.slice(0, mostValues).map((value) => escapeControls(value.slice(0, longestValue))),
        error,
        milliseconds: performance.now() - since,
      },
    })
    if (signal.aborted || isLate || unusable !== null)
      return answer([], signal.aborted ? 'ECANCELLED' : (unusable ?? 'ETIMEOUT'))
    try {
      const found = await resolve(resolver, type, name)
      return found === null ? answer([], 'ENOTIMP') : answer(found, found.length === 0 ? 'ENODATA' : null)
    } catch (error) {
      const { code = 'EBADNAME' } = error as NodeJS.ErrnoException
      return answer([], code === 'ECANCELLED' && isLate ? 'ETIMEOUT' : code)
    }
  }

  return {
    ask: async (type, name) => (await query(type, name)).answer,
    askText: async (name) => {
      const { answer, raw } = await query('TXT', name)
      return { answer, texts: raw.slice(0, mostValues).map((text) => text.slice(0, longestValue)) }
    },
    [Symbol.dispose]() {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      resolver.cancel()
    },
  }
}

/** Null where this Node lacks the type: TLSA before 22. */
async function resolve(resolver: Resolver, type: RecordType, name: string): Promise<string[] | null> {
  switch (type) {
    case 'A':
      return resolver.resolve4(name)
    case 'AAAA':
      return resolver.resolve6(name)
    case 'CNAME':
      return resolver.resolveCname(name)
    case 'PTR':
      return resolver.resolvePtr(name)
    case 'TXT':
      return (await resolver.resolveTxt(name)).map((strings) => strings.join(''))
    case 'MX':
      return (await resolver.resolveMx(name))
        .toSorted((one, other) => one.priority - other.priority)
        .map(({ priority, exchange }) => `${priority} ${exchange === '' ? '.' : exchange}`)
    case 'SRV':
      return (await resolver.resolveSrv(name)).map(
        ({ priority, weight, port, name: target }) => `${priority} ${weight} ${port} ${target === '' ? '.' : target}`,
      )
    case 'TLSA':
      return typeof resolver.resolveTlsa === 'function' ? (await resolver.resolveTlsa(name)).map(tlsaWords) : null
    default:
      return type satisfies never
  }
}

function tlsaWords({ certUsage, selector, match, data }: TlsaRecord): string {
  return `${certUsage} ${selector} ${match} ${Buffer.from(data).toString('hex')}`
}

/** `7.2.0.192.in-addr.arpa` (RFC 1035 3.5), or the 32 nibbles under `ip6.arpa` (RFC 3596 2.5). */
export function arpaName(address: string): string {
  const bare = address.replace(/%.*$/, '')
  if (isIPv4(bare)) return `${bare.split('.').toReversed().join('.')}.in-addr.arpa`
  const [front = '', back] = new URL(`http://[${bare}]/`).hostname.slice(1, -1).split('::')
  const groups = (text: string | undefined) => (text ?? '').split(':').filter((group) => group !== '')
  const zeros = Array<string>(8 - groups(front).length - groups(back).length).fill('0')
  const all = back === undefined ? groups(front) : [...groups(front), ...zeros, ...groups(back)]
  const nibbles = all.flatMap((group) => group.padStart(4, '0').split(''))
  return `${nibbles.toReversed().join('.')}.ip6.arpa`
}
