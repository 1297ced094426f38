import type { Chain, Trust } from '../../../../shared/model/diagnosis/observation.ts'
import { describeCertificate, fingerprintOf, isSelfIssued, isSignedBy, shortName } from './certificate.ts'
import { interceptorIn } from './interceptors.ts'
import { parseCertificate, type ParsedCertificate } from './parsedCertificate.ts'
import { bundledRoots, type Roots, rootsNamed, rootsOf, systemRoots } from './roots.ts'
import { matchName } from './serverNames.ts'

export interface ExamineOptions {
  /** The name or the address that was asked for. */
  readonly host: string
  /** PEM of certificate authorities of one's own; null without. */
  readonly ca: string | null
  readonly now: Date
}

const mostServed = 10

/**
 * What is to be said of a chain as it was served, DER, the server's own certificate first. Order, names and trust are ours
 * to decide, so that they are the same in every runtime; dates, key sizes, purposes and signature algorithms stand in the
 * certificates. What follows a certificate that cannot be read is left out: without any, `served` is empty and nothing is trusted.
 */
export function examineChain(served: readonly Buffer[], { host, ca, now }: ExamineOptions): Chain {
  const parsed: ParsedCertificate[] = []
  for (const der of served.slice(0, mostServed)) {
    const certificate = parseCertificate(der)
    if (certificate === null) break
    parsed.push(certificate)
  }
  const stores = storesWith(ca)
  const [own] = parsed
  if (!own) return unreadable(host, stores, served.length)
  const path = pathFrom(own, parsed)
  const trust = stores.map(({ store, roots }) => trustIn(store, roots, path, now))
  const name = matchName(own, host)
  const top = topOf(path)
  const last = parsed.at(-1)
  const anyRoots = stores.flatMap(({ roots }) => roots ?? [])
  return {
    served: parsed.map(describeCertificate),
    inOrder: parsed.every((certificate, index) => index === 0 || isIssuedBy(parsed[index - 1] ?? own, certificate)),
    missingIssuer:
      isSelfIssued(top) || anyRoots.some((roots) => issuerAmong(rootsNamed(roots, top.issuerDer), top))
        ? null
        : shortName(top.issuer),
    servesRoot: parsed.length > 1 && last !== undefined && isSelfIssued(last),
    host,
    nameMatches: name.matches,
    commonNameOnly: name.commonNameOnly,
    trust,
    interceptor: trust.some(({ store, trusted }) => store === 'node' && trusted === true) ? null : interceptorIn(path),
  }
}

interface Store {
  readonly store: Trust['store']
  readonly roots: Roots | null
}

function storesWith(ca: string | null): Store[] {
  return [
    { store: 'node', roots: bundledRoots() },
    { store: 'system', roots: systemRoots() },
    ...(ca === null ? [] : [{ store: 'own' as const, roots: rootsOf([ca]) }]),
  ]
}

function unreadable(host: string, stores: readonly Store[], served: number): Chain {
  const why = served === 0 ? 'No certificate was served.' : 'The certificate cannot be read.'
  return {
    served: [],
    inOrder: true,
    missingIssuer: null,
    servesRoot: false,
    host,
    nameMatches: false,
    commonNameOnly: false,
    trust: stores.map(({ store, roots }) => ({ store, trusted: roots === null ? null : false, root: null, why })),
    interceptor: null,
  }
}

/**
 * All that can be reached from the server's own certificate over served issuers, in any order: servers send them in the
 * wrong one, twice, or with others between them. By breadth, so that authorities that sign one another end somewhere.
 */
function pathFrom(own: ParsedCertificate, served: readonly ParsedCertificate[]): ParsedCertificate[] {
  const reached = [own]
  for (const certificate of reached)
    for (const candidate of served)
      if (candidate.isCa && !reached.some(({ der }) => der.equals(candidate.der)) && isIssuedBy(certificate, candidate))
        reached.push(candidate)
  return reached
}

/** Where it ends: a root, or what has no issuer among the rest. */
function topOf(path: readonly ParsedCertificate[]): ParsedCertificate {
  const [own] = path
  const ends = path.filter((one) => !path.some((other) => other !== one && isIssuedBy(one, other)))
  const top = ends.find(isSelfIssued) ?? ends[0] ?? own
  if (!top) throw new Error('a path without a certificate')
  return top
}

function trustIn(store: Trust['store'], roots: Roots | null, path: readonly ParsedCertificate[], now: Date): Trust {
  if (roots === null)
    return { store, trusted: null, root: null, why: 'This runtime cannot ask the system what it trusts.' }
  if (roots.size === 0)
    return { store, trusted: false, root: null, why: 'There is no certificate in it that can be read.' }
  let expired: ParsedCertificate | null = null
  for (const certificate of path) {
    const root = isSelfIssued(certificate)
      ? rootsNamed(roots, certificate.subjectDer).find(
          ({ der }) => fingerprintOf(der) === fingerprintOf(certificate.der),
        )
      : issuerAmong(rootsNamed(roots, certificate.issuerDer).filter(isSelfIssued), certificate)
    if (!root) continue
    if (root.to.getTime() > now.getTime()) return { store, trusted: true, root: shortName(root.subject), why: null }
    expired = root
  }
  if (expired)
    return {
      store,
      trusted: false,
      root: shortName(expired.subject),
      why: `The root itself expired on ${expired.to.toISOString().slice(0, 10)}.`,
    }
  // A root of that name, and a signature of a kind that is not known here: neither yes nor no.
  const unsure = path.some((certificate) =>
    rootsNamed(roots, certificate.issuerDer).some((root) => isSignedBy(certificate, root) === null),
  )
  if (unsure) return { store, trusted: null, root: null, why: 'This runtime cannot verify signatures of this kind.' }
  return { store, trusted: false, root: null, why: whyNot(path) }
}

function whyNot(path: readonly ParsedCertificate[]): string {
  const top = topOf(path)
  if (!isSelfIssued(top)) return `It does not know ${shortName(top.issuer)}, which signed ${shortName(top.subject)}.`
  return path.length === 1
    ? 'The certificate is signed by itself.'
    : `It does not know the root ${shortName(top.subject)}.`
}

function issuerAmong(
  candidates: readonly ParsedCertificate[],
  certificate: ParsedCertificate,
): ParsedCertificate | undefined {
  return candidates.find((candidate) => isIssuedBy(certificate, candidate))
}

/** By name and by signature. A signature that cannot be verified is none. */
function isIssuedBy(certificate: ParsedCertificate, issuer: ParsedCertificate): boolean {
  return certificate.issuerDer.equals(issuer.subjectDer) && isSignedBy(certificate, issuer) === true
}
