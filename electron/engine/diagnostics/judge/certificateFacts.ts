import type { Certificate, Chain } from '../../../../shared/model/diagnosis/observation.ts'

const dayLength = 86_400_000

/** Whole days until it ends; negative once it has. */
export function daysLeft(certificate: Certificate, now: Date): number {
  return Math.floor((Date.parse(certificate.validTo) - now.getTime()) / dayLength)
}

export function isExpired(certificate: Certificate, now: Date): boolean {
  return Date.parse(certificate.validTo) < now.getTime()
}

export function isNotYetValid(certificate: Certificate, now: Date): boolean {
  return Date.parse(certificate.validFrom) > now.getTime()
}

/** A server may not use it when it is for something else only. */
export function forbidsServers(certificate: Certificate): boolean {
  const { usage } = certificate
  return (
    usage.length > 0 && !usage.some((use) => ['serverAuth', 'any', '1.3.6.1.5.5.7.3.1', '2.5.29.37.0'].includes(use))
  )
}

/** RSA below 2048 bits: refused at security level 2, which Node 22 and 24 have (OpenSSL 3.5). */
export function hasWeakKey({ key }: Certificate): boolean {
  if (key.bits === null) return false
  return /^(rsa|dsa)/i.test(key.type) ? key.bits < 2_048 : /^ec/i.test(key.type) && key.bits < 224
}

/** Signed over MD5 or SHA-1. Of a root nobody checks the signature. */
export function hasWeakSignature({ signature, selfSigned }: Certificate): boolean {
  return !selfSigned && /sha1|sha-1|md5|md2|^1\.2\.840\.113549\.1\.1\.[45]$|^1\.2\.840\.10045\.4\.1$/i.test(signature)
}

/** Whether a store trusts the chain; null when that is not known. */
export function trustedBy(chain: Chain, store: Chain['trust'][number]['store']): boolean | null {
  return chain.trust.find((trust) => trust.store === store)?.trusted ?? null
}

/**
 * Whether an app would trust it: with an authority of one's own that one alone counts, as `tls.ca` replaces the others;
 * else what Node brings along. Null: not known.
 */
export function isTrusted(chain: Chain): boolean | null {
  if (chain.trust.some(({ store }) => store === 'own')) return trustedBy(chain, 'own')
  return trustedBy(chain, 'node') ?? trustedBy(chain, 'system')
}

/** Trusted by the authority that was given, and by nothing else that is known. */
export function needsOwnCa(chain: Chain): boolean {
  return trustedBy(chain, 'own') === true && trustedBy(chain, 'node') !== true && trustedBy(chain, 'system') !== true
}

/** What a client that checks would refuse, gravest first; empty: nothing. */
export function certificateFaults(chain: Chain, now: Date): ('untrusted' | 'expired' | 'notYet' | 'name' | 'usage')[] {
  const [leaf] = chain.served
  if (leaf === undefined) return []
  const faults: ReturnType<typeof certificateFaults> = []
  if (chain.served.some((certificate) => isExpired(certificate, now) && !isSparedRoot(certificate, leaf)))
    faults.push('expired')
  if (isNotYetValid(leaf, now)) faults.push('notYet')
  if (!chain.nameMatches && !chain.commonNameOnly) faults.push('name')
  if (isTrusted(chain) === false && trustedBy(chain, 'system') !== true) faults.push('untrusted')
  if (forbidsServers(leaf)) faults.push('usage')
  return faults
}

/** A root that is served along is not what clients go by: they have their own copy. */
function isSparedRoot(certificate: Certificate, leaf: Certificate): boolean {
  return certificate !== leaf && certificate.selfSigned
}
