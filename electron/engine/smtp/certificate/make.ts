import { createHash, generateKeyPair, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'
import { promisify } from 'node:util'
import * as der from './der.ts'

const day = 86_400_000
/** Apple's limit for certificates of private CAs is 825 days. */
const validDays = 820
/** Machines that talk to this one may have a clock that is behind. */
const backdated = day

const ecdsaWithSha256 = der.sequence(der.objectIdentifier('1.2.840.10045.4.3.2'))

export interface MadeCertificates {
  readonly caPem: string
  /** The server's certificate and the CA's, in the order TLS sends them. */
  readonly cert: string
  readonly key: string
}

/**
 * A CA that may vouch for `permitted` names only, and a server certificate for `names` signed by it (RFC 5280, EC P-256).
 * The CA's private key exists within this function only.
 */
export async function makeCertificates(
  permitted: readonly string[],
  names: readonly string[] = permitted,
): Promise<MadeCertificates> {
  const [ca, server] = await Promise.all([newKeyPair(), newKeyPair()])
  const mark = randomBytes(3).toString('hex')
  const caName = distinguishedName(`Sandpost local CA ${mark}`)
  const now = Date.now()
  const validity = der.sequence(
    der.utcTime(new Date(now - backdated)),
    der.utcTime(new Date(now + (validDays - 1) * day)),
  )

  const caCertificate = certify(caName, validity, caName, ca.publicKey, ca.privateKey, [
    extension('2.5.29.19', true, der.sequence(der.boolean(true), der.integer(Buffer.of(0)))),
    // Bit 5, keyCertSign: 0000 0100.
    extension('2.5.29.15', true, der.bitString(Buffer.of(0b0000_0100), 2)),
    extension('2.5.29.14', false, der.octetString(keyIdentifier(ca.publicKey))),
    extension('2.5.29.30', true, nameConstraints(permitted)),
  ])
  const serverCertificate = certify(caName, validity, distinguishedName('localhost'), server.publicKey, ca.privateKey, [
    extension('2.5.29.19', true, der.sequence()),
    // Bit 0, digitalSignature: 1000 0000.
    extension('2.5.29.15', true, der.bitString(Buffer.of(0b1000_0000), 7)),
    // TLS server authentication.
    extension('2.5.29.37', false, der.sequence(der.objectIdentifier('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.17', false, der.sequence(...names.map(generalName))),
    extension('2.5.29.14', false, der.octetString(keyIdentifier(server.publicKey))),
    extension('2.5.29.35', false, der.sequence(der.taggedPrimitive(0, keyIdentifier(ca.publicKey)))),
  ])
  const caPem = pem(caCertificate)
  const key = server.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  return { caPem, cert: pem(serverCertificate) + caPem, key }
}

function newKeyPair(): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  return promisify(generateKeyPair)('ec', { namedCurve: 'P-256' })
}

/** RFC 5280 4.1. */
function certify(
  issuer: Buffer,
  validity: Buffer,
  subject: Buffer,
  publicKey: KeyObject,
  signedBy: KeyObject,
  extensions: readonly Buffer[],
): Buffer {
  const serial = randomBytes(16)
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40
  const toBeSigned = der.sequence(
    der.tagged(0, der.integer(Buffer.of(2))),
    der.integer(serial),
    ecdsaWithSha256,
    issuer,
    validity,
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der.tagged(3, der.sequence(...extensions)),
  )
  return der.sequence(toBeSigned, ecdsaWithSha256, der.bitString(sign('sha256', toBeSigned, signedBy)))
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  const flag = critical ? [der.boolean(true)] : []
  return der.sequence(der.objectIdentifier(id), ...flag, der.octetString(value))
}

function distinguishedName(commonName: string): Buffer {
  const attribute = (id: string, value: string): Buffer =>
    der.set(der.sequence(der.objectIdentifier(id), der.utf8String(value)))
  return der.sequence(attribute('2.5.4.10', 'Sandpost'), attribute('2.5.4.3', commonName))
}

/** RFC 5280 4.2.1.2, method 1: SHA-1 of the key's bits, here those behind the fixed 26 octets of a P-256 SPKI's head. */
function keyIdentifier(publicKey: KeyObject): Buffer {
  const bits = publicKey.export({ type: 'spki', format: 'der' }).subarray(26)
  return createHash('sha1').update(bits).digest()
}

/** RFC 5280 4.2.1.6: dNSName is [2], iPAddress is [7]. */
function generalName(name: string): Buffer {
  return isIP(name) > 0 ? der.taggedPrimitive(7, ipBytes(name)) : der.taggedPrimitive(2, Buffer.from(name, 'latin1'))
}

/** RFC 5280 4.2.1.10: a name permits itself and what is below it, an address comes with its mask. */
function nameConstraints(names: readonly string[]): Buffer {
  const permitted = names
    .filter((name) => !name.startsWith('*.'))
    .map((name) => {
      if (isIP(name) === 0) return der.sequence(generalName(name))
      const bytes = ipBytes(name)
      return der.sequence(der.taggedPrimitive(7, Buffer.concat([bytes, Buffer.alloc(bytes.length, 0xff)])))
    })
  return der.sequence(der.tagged(0, ...permitted))
}

function ipBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number))
  const [head = '', tail] = address.split('::')
  const groups = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
  const left = groups(head)
  const right = groups(tail ?? '')
  const all = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right]
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]))
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
