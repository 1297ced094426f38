import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { CertificateFacts } from '../../../shared/model/system.ts'
import { writeAtomically } from './certificate/atomicFile.ts'
import { makeCertificates, type MadeCertificates } from './certificate/make.ts'
import { alwaysCovered, certifiableName } from './certificate/names.ts'

const day = 86_400_000
/** A certificate is made again this long before its end, so that it does not end within a session of work. */
const renewBefore = 14 * day

export interface ServerCertificate {
  readonly key: string
  readonly cert: string
  /** What clients trust. */
  readonly caPem: string
  readonly facts: CertificateFacts
  /** A sentence for the owner when files that were there had to be made again; null when all is as expected. */
  readonly note: string | null
}

/**
 * The server certificate of this data folder, made on the first run and whenever it can no longer be used.
 * The CA's private key signs once and is forgotten: docs/decisions/0002-the-ca-forgets-its-key.md.
 */
export async function loadOrMakeCertificate(
  dataDir: string,
  extraNames: readonly string[],
): Promise<ServerCertificate> {
  const folder = join(dataDir, 'certificates')
  const paths = { ca: join(folder, 'ca.pem'), cert: join(folder, 'server.pem'), key: join(folder, 'server-key.pem') }
  const stored = await readAll(paths)
  const wanted = extraNames.map(certifiableName).filter((name) => name !== null)
  const reason = stored === null ? null : whyNot(stored, wanted)
  if (stored !== null && reason === null) return describe(stored, paths.ca, null)

  const machine = certifiableName(hostname())
  const made = await makeCertificates([
    ...new Set([...alwaysCovered, ...(machine === null ? [] : [machine]), ...wanted]),
  ])
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeAtomically(paths.key, made.key, 0o600)
  await writeAtomically(paths.cert, made.cert, 0o644)
  await writeAtomically(paths.ca, made.caPem, 0o644)
  const note =
    reason === null
      ? null
      : `${reason} A new local CA was made: clients that trusted the old one must trust the new one.`
  return describe(made, paths.ca, note)
}

/** Null on the first run, when nothing is there; missing single files come as ''. */
async function readAll(paths: Record<'ca' | 'cert' | 'key', string>): Promise<MadeCertificates | null> {
  const [caPem, cert, key] = await Promise.all([readOr(paths.ca), readOr(paths.cert), readOr(paths.key)])
  return caPem === '' && cert === '' && key === '' ? null : { caPem, cert, key }
}

async function readOr(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

/** The machine's own name is not asked for: laptops change it from network to network, and each new CA has to be trusted anew. */
function whyNot({ caPem, cert, key }: MadeCertificates, wanted: readonly string[]): string | null {
  if (caPem === '' || cert === '' || key === '') return 'A file of the server certificate was missing.'
  let ca: X509Certificate
  let leaf: X509Certificate
  try {
    ca = new X509Certificate(caPem)
    leaf = new X509Certificate(cert)
    if (!leaf.checkPrivateKey(createPrivateKey(key)) || !leaf.verify(ca.publicKey))
      return 'The files of the server certificate did not belong together.'
  } catch {
    return 'A file of the server certificate was damaged.'
  }
  const ends = Math.min(ca.validToDate.getTime(), leaf.validToDate.getTime())
  if (ends - Date.now() < renewBefore) return 'The server certificate was expired, or about to expire.'
  if (leaf.validFromDate.getTime() > Date.now())
    return 'The server certificate was not valid yet: the clock has gone back.'
  const covered = namesOf(leaf)
  const missing = wanted.filter((name) => !covered.includes(name))
  return missing.length > 0 ? `The server certificate was not good for ${missing.join(', ')}.` : null
}

function describe({ caPem, cert, key }: MadeCertificates, caPath: string, note: string | null): ServerCertificate {
  const leaf = new X509Certificate(cert)
  return {
    key,
    cert,
    caPem,
    note,
    facts: {
      names: namesOf(leaf),
      validTo: leaf.validToDate.toISOString(),
      caFingerprint: new X509Certificate(caPem).fingerprint256,
      caPath,
    },
  }
}

function namesOf(leaf: X509Certificate): string[] {
  const names = leaf.subjectAltName?.split(', ') ?? []
  return names.map((name) => certifiableName(name.slice(name.indexOf(':') + 1))).filter((name) => name !== null)
}
