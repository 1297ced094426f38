import type { Certificate, Chain } from '../../../shared/model/diagnosis/observation.ts'

const day = 86_400_000

/** What is drawn: certificates that were served, an issuer that was not, the root that only the store has. */
export type Link =
  | { readonly is: 'served'; readonly certificate: Certificate; readonly role: string }
  /** `missing`: the server forgot it. `unknown`: a root that no store here has. */
  | { readonly is: 'missing' | 'unknown' | 'store'; readonly name: string }

/** The chain in the order in which it is drawn, the server's own certificate first. */
export function linksOf(chain: Chain): Link[] {
  const links: Link[] = chain.served.map((certificate, index) => ({
    is: 'served',
    certificate,
    role: index === 0 ? 'Server' : certificate.selfSigned ? 'Root, sent along' : 'Intermediate',
  }))
  if (chain.missingIssuer !== null) {
    // A public authority says where the certificate of its issuer is, and signs with an intermediate: alone it is forgotten.
    const forgotten = chain.served.length === 1 && (chain.served[0]?.issuerUrl ?? null) !== null
    return [...links, { is: forgotten ? 'missing' : 'unknown', name: chain.missingIssuer }]
  }
  const last = chain.served.at(-1)
  const root = chain.trust.find(({ trusted, root: name }) => trusted && name)?.root
  if (last && !last.selfSigned && root) links.push({ is: 'store', name: root })
  return links
}

/** How long a certificate is still good for. Days of 24 hours. */
export function shelfLife(
  { validFrom, validTo }: Pick<Certificate, 'validFrom' | 'validTo'>,
  now: number,
): { readonly tone: 'green' | 'amber' | 'red'; readonly words: string } {
  if (Date.parse(validFrom) > now) return { tone: 'red', words: 'not valid yet' }
  const left = Math.floor((Date.parse(validTo) - now) / day)
  if (Date.parse(validTo) <= now) return { tone: 'red', words: 'expired' }
  if (left < 1) return { tone: 'amber', words: 'expires today' }
  return {
    tone: left < 21 ? 'amber' : 'green',
    words: left === 1 ? '1 day left' : `${left.toLocaleString()} days left`,
  }
}
