import { LengthError } from './byteReader.ts'
import { type Element, elementsOf, expect, objectId, tag, textOf, timeOf } from './der.ts'
import { keyCurves, keyTypes, nameParts, purposes } from './objectIds.ts'
import { bitsOf } from './serverMessages.ts'

/** A distinguished name, part by part: `CN` or an object identifier, and its text as it came. */
export type NamePart = readonly [kind: string, text: string]

/** What stands in a certificate (RFC 5280 4.1), unjudged. Texts are as the server sent them: not safe to be shown. */
export interface ParsedCertificate {
  readonly der: Buffer
  readonly serial: Buffer
  /** The names as they stand there, to be compared byte by byte. */
  readonly subjectDer: Buffer
  readonly issuerDer: Buffer
  readonly subject: readonly NamePart[]
  readonly issuer: readonly NamePart[]
  readonly from: Date
  readonly to: Date
  readonly key: { readonly type: string; readonly bits: number | null; readonly curve: string | null }
  /** Object identifier. */
  readonly signature: string
  /** Of subjectAltName; addresses as their 4 or 16 bytes. Both in full, bounded by the size of the certificate alone. */
  readonly dnsNames: readonly string[]
  readonly addresses: readonly Buffer[]
  readonly isCa: boolean
  readonly usage: readonly string[]
  readonly issuerUrl: string | null
}

const extensionIds = { altName: '2.5.29.17', basic: '2.5.29.19', usage: '2.5.29.37', access: '1.3.6.1.5.5.7.1.1' }
const caIssuers = '1.3.6.1.5.5.7.48.2'
const mostParts = 50

/** Null for what is not a certificate: lengths that lie, dates that are none, parts that are missing. Never throws. */
export function parseCertificate(der: Buffer): ParsedCertificate | null {
  try {
    return parse(der)
  } catch (error) {
    if (error instanceof LengthError) return null
    throw error
  }
}

/** The subject alone, as it stands there: a fraction of the work. Null where there is none. */
export function subjectOf(der: Buffer): Buffer | null {
  try {
    const [first, ...parts] = elementsOf(expect(expect(der, tag.sequence).body, tag.sequence).body)
    return parts[first?.tag === 0xa0 ? 4 : 3]?.whole ?? null
  } catch (error) {
    if (error instanceof LengthError) return null
    throw error
  }
}

function parse(der: Buffer): ParsedCertificate | null {
  const parts = elementsOf(expect(expect(der, tag.sequence).body, tag.sequence).body)
  const next = (kind: number): Element => {
    const { value } = parts.next()
    if (value?.tag !== kind) throw new LengthError()
    return value
  }
  const first: Element | undefined = parts.next().value
  const versioned = first?.tag === 0xa0
  const serial = versioned ? next(tag.integer) : first
  if (serial?.tag !== tag.integer) return null
  const signature = objectId(expect(next(tag.sequence).body, tag.objectId).body)
  const issuer = next(tag.sequence)
  const [from, to] = [...elementsOf(next(tag.sequence).body)].map(timeOf)
  const subject = next(tag.sequence)
  const key = readKey(next(tag.sequence).body)
  if (!from || !to) return null
  const extensions = readExtensions(parts)
  return {
    der,
    serial: serial.body,
    subjectDer: subject.whole,
    issuerDer: issuer.whole,
    subject: readName(subject.body),
    issuer: readName(issuer.body),
    from,
    to,
    key,
    signature,
    ...readAltNames(extensions.get(extensionIds.altName)),
    isCa: readIsCa(extensions.get(extensionIds.basic)),
    usage: readUsage(extensions.get(extensionIds.usage)),
    issuerUrl: readIssuerUrl(extensions.get(extensionIds.access)),
  }
}

function readName(body: Buffer): NamePart[] {
  const parts: NamePart[] = []
  for (const set of elementsOf(body))
    for (const part of elementsOf(set.body)) {
      if (parts.length === mostParts) return parts
      const [id, value] = elementsOf(part.body)
      if (id?.tag !== tag.objectId || !value) continue
      const name = objectId(id.body)
      parts.push([nameParts.get(name) ?? name, textOf(value)])
    }
  return parts
}

/** RFC 3279 2.3, RFC 5480 2. A key that cannot be read is one of unknown size. */
function readKey(body: Buffer): ParsedCertificate['key'] {
  const parts = elementsOf(body)
  const algorithm: Element | undefined = parts.next().value
  const bits: Element | undefined = parts.next().value
  if (!algorithm || !bits) throw new LengthError()
  const [id, parameters] = elementsOf(algorithm.body)
  if (id?.tag !== tag.objectId) throw new LengthError()
  const name = objectId(id.body)
  const type = keyTypes.get(name) ?? name
  try {
    if (type === 'rsa' || type === 'rsa-pss') {
      const modulus = expect(expect(bits.body.subarray(1), tag.sequence).body, tag.integer)
      return { type, bits: bitsOf(modulus.body), curve: null }
    }
    if (type === 'dsa' && parameters)
      return { type, bits: bitsOf(expect(parameters.body, tag.integer).body), curve: null }
  } catch (error) {
    if (!(error instanceof LengthError)) throw error
  }
  if (type !== 'ec' || parameters?.tag !== tag.objectId) return { type, bits: null, curve: null }
  const curve = objectId(parameters.body)
  const known = keyCurves.get(curve)
  return { type, bits: known?.[1] ?? null, curve: known?.[0] ?? curve }
}

/** What is in each extension, by its object identifier; the first of each. */
function readExtensions(parts: Iterable<Element>): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>()
  for (const part of parts) {
    if (part.tag !== 0xa3) continue
    for (const extension of elementsOf(expect(part.body, tag.sequence).body)) {
      const elements = [...elementsOf(extension.body)]
      const [id, value] = [elements[0], elements.at(-1)]
      if (elements.length > 3 || id?.tag !== tag.objectId || value?.tag !== tag.octets || found.size === mostParts)
        continue
      const name = objectId(id.body)
      if (!found.has(name)) found.set(name, value.body)
    }
  }
  return found
}

function readAltNames(value: Buffer | undefined): { dnsNames: string[]; addresses: Buffer[] } {
  const dnsNames: string[] = []
  const addresses: Buffer[] = []
  if (value)
    for (const name of elementsOf(expect(value, tag.sequence).body)) {
      if (name.tag === 0x82) dnsNames.push(name.body.toString('latin1'))
      if (name.tag === 0x87 && (name.body.length === 4 || name.body.length === 16)) addresses.push(name.body)
    }
  return { dnsNames, addresses }
}

function readIsCa(value: Buffer | undefined): boolean {
  if (!value) return false
  const { value: first } = elementsOf(expect(value, tag.sequence).body).next()
  return first?.tag === tag.boolean && first.body[0] !== 0
}

function readUsage(value: Buffer | undefined): string[] {
  const usage: string[] = []
  if (value)
    for (const purpose of elementsOf(expect(value, tag.sequence).body)) {
      const id = objectId(purpose.body)
      if (usage.length < mostParts) usage.push(purposes.get(id) ?? id)
    }
  return usage
}

function readIssuerUrl(value: Buffer | undefined): string | null {
  if (value)
    for (const access of elementsOf(expect(value, tag.sequence).body)) {
      const [method, place] = elementsOf(access.body)
      if (place?.tag === 0x86 && method && objectId(method.body) === caIssuers) return place.body.toString('latin1')
    }
  return null
}
