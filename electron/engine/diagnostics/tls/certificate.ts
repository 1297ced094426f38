import { createHash, X509Certificate } from 'node:crypto'
import type { Certificate } from '../../../../shared/model/diagnosis/observation.ts'
import { signatureNames } from './objectIds.ts'
import { type NamePart, parseCertificate, type ParsedCertificate } from './parsedCertificate.ts'
import { safeText } from './safeText.ts'

const mostNames = 100
const longestName = 300
const longestSubject = 600
/** Nobody is to paste a larger one anywhere. */
const longestPem = 65_536

/**
 * The facts of a certificate, from its DER. Null for what cannot be read as one; never throws, however hostile it is. Every
 * text of it is bounded, with control characters shown as `\x00`.
 */
export function readCertificate(der: Buffer): Certificate | null {
  const parsed = parseCertificate(der)
  return parsed === null ? null : describeCertificate(parsed)
}

/** The same for what was parsed already. */
export function describeCertificate(parsed: ParsedCertificate): Certificate {
  const { der, from, to, key } = parsed
  const subject = distinguishedName(parsed.subject)
  const issuer = distinguishedName(parsed.issuer)
  return {
    subject,
    name: shortName(parsed.subject),
    issuer,
    issuerName: shortName(parsed.issuer),
    names: [...parsed.dnsNames.slice(0, mostNames), ...parsed.addresses.slice(0, mostNames).map(addressText)]
      .slice(0, mostNames)
      .map((name) => safeText(name, longestName)),
    validFrom: from.toISOString(),
    validTo: to.toISOString(),
    key: { ...key },
    signature: signatureNames.get(parsed.signature) ?? parsed.signature,
    isCa: parsed.isCa,
    selfSigned: isSelfSigned(parsed),
    usage: [...parsed.usage],
    issuerUrl: parsed.issuerUrl === null ? null : safeText(parsed.issuerUrl, longestSubject),
    serial: parsed.serial.subarray(0, 40).toString('hex'),
    fingerprint: fingerprintOf(der),
    pem: der.length > longestPem ? '' : pemOf(der),
  }
}

/** SHA-256 over the DER, hexadecimal in lower case. */
export function fingerprintOf(der: Buffer): string {
  return createHash('sha256').update(der).digest('hex')
}

/** The common name, or else all of it; safe to be shown. */
export function shortName(parts: readonly NamePart[]): string {
  const common = parts.findLast(([kind, text]) => kind === 'CN' && text !== '')
  return common ? safeText(common[1], longestName) : distinguishedName(parts)
}

/** `O=Example, CN=example.test`, in the order in which it stands there. */
export function distinguishedName(parts: readonly NamePart[]): string {
  const texts = parts.map(([kind, text]) => `${kind}=${text.slice(0, longestSubject).replace(/[,\\]/g, '\\$&')}`)
  return safeText(texts.join(', '), longestSubject)
}

/** Made out to itself. */
export function isSelfIssued({ subjectDer, issuerDer }: ParsedCertificate): boolean {
  return subjectDer.equals(issuerDer)
}

function isSelfSigned(parsed: ParsedCertificate): boolean {
  return isSelfIssued(parsed) && isSignedBy(parsed, parsed) !== false
}

/**
 * Whether the key of `issuer` made the signature of `certificate`. Null when this runtime cannot tell: keys and algorithms
 * that it does not know.
 */
export function isSignedBy(certificate: ParsedCertificate, issuer: ParsedCertificate): boolean | null {
  try {
    return new X509Certificate(certificate.der).verify(new X509Certificate(issuer.der).publicKey)
  } catch {
    return null
  }
}

function pemOf(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

/** `192.0.2.1`, or an IPv6 address in its short form (RFC 5952). */
function addressText(address: Buffer): string {
  if (address.length === 4) return address.join('.')
  const groups = Array.from({ length: 8 }, (_, index) => address.readUInt16BE(index * 2).toString(16))
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}
