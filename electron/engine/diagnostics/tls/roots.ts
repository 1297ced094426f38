import tls from 'node:tls'
import { parseCertificate, type ParsedCertificate, subjectOf } from './parsedCertificate.ts'

/** DER of certificates that are trusted, by the subject as it stands in them. They are parsed when somebody names them. */
export type Roots = ReadonlyMap<string, readonly Buffer[]>

/** PEM with any number of certificates; what cannot be read is left out. */
export function rootsOf(pems: Iterable<string>): Roots {
  const roots = new Map<string, Buffer[]>()
  for (const pem of pems)
    for (const match of pem.matchAll(/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----([^-]*)-----END/g)) {
      const der = Buffer.from(match[1] ?? '', 'base64')
      const subject = subjectOf(der)
      if (subject !== null) roots.set(keyOf(subject), [...(roots.get(keyOf(subject)) ?? []), der])
    }
  return roots
}

export function rootsNamed(roots: Roots, name: Buffer): readonly ParsedCertificate[] {
  return (roots.get(keyOf(name)) ?? []).map(parseCertificate).filter((root) => root !== null)
}

const keyOf = (name: Buffer) => name.toString('latin1')

let bundled: Roots | undefined
let system: Roots | null | undefined

/** What Node ships with and trusts unless it is told otherwise. Read when it is first asked for, and kept. */
export function bundledRoots(): Roots {
  return (bundled ??= rootsOf(tls.rootCertificates))
}

/** What this machine trusts; null where the runtime has no way to ask. Read when it is first asked for, and kept, as Node does. */
export function systemRoots(): Roots | null {
  return system === undefined ? (system = readSystem()) : system
}

function readSystem(): Roots | null {
  // Node 22.15 and later.
  if (typeof tls.getCACertificates !== 'function') return null
  try {
    // On Debian each comes several times: from one file of all, and from files of their own.
    return rootsOf(new Set(tls.getCACertificates('system')))
  } catch {
    return null
  }
}
