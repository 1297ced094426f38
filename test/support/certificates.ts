// Certificates for tests, made within the process: good ones, and every kind of bad one. Fast, each key made once.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'
import { der } from './der.ts'

export type KeyKind = 'ec' | 'ec-384' | 'rsa' | 'rsa-1024' | 'rsa-4096' | 'ed25519' | 'rsa-pss'
type Hash = 'sha1' | 'sha256' | 'sha384'

export interface TestCertificate {
  readonly der: Buffer
  readonly pem: string
  /** PKCS #8, PEM. */
  readonly key: string
  /** Its own and those of its issuers, without the root: what a server is to send. */
  readonly chainPem: string
  readonly chain: readonly Buffer[]
  readonly subject: Buffer
  /** The root it ends at, PEM: what a client is to trust. */
  readonly caPem: string
}

export interface CertificateOptions {
  /** Common name; null: an empty subject. */
  readonly name?: string | null
  readonly organization?: string
  /** DNS names and addresses of subjectAltName; none: no such extension. */
  readonly names?: readonly string[]
  /** Null or nothing: it signs itself. */
  readonly issuer?: TestCertificate | null
  readonly ca?: boolean
  readonly from?: Date
  readonly to?: Date
  readonly key?: KeyKind
  /** Digest of the signature, where the issuer's key takes one. */
  readonly hash?: Hash
  /** Extended key usage; none: no such extension. */
  readonly usage?: readonly ('serverAuth' | 'clientAuth')[]
  /** Where the issuer's certificate is (AIA). */
  readonly issuerUrl?: string
  /** Seven bytes at random unless given. */
  readonly serial?: Buffer
  /** A different key of the same kind: two authorities of one name. */
  readonly keyNumber?: number
  /** DER put in place of what would be made: for hostile ones. */
  readonly raw?: {
    readonly subject?: Buffer
    readonly validity?: Buffer
    readonly altNames?: Buffer
    readonly publicKey?: Buffer
    readonly signature?: Buffer
    readonly algorithm?: Buffer
    readonly extensions?: readonly Buffer[]
  }
}

const day = 86_400_000
export const daysFromNow = (days: number) => new Date(Math.floor(Date.now() / 1_000) * 1_000 + days * day)

/** A certificate as it is described. */
export function makeCertificate(options: CertificateOptions): TestCertificate {
  const { issuer = null, raw = {} } = options
  const key = keyOf(options.key ?? 'ec', options.keyNumber ?? 0)
  const signer = issuer === null ? key : createPrivateKey(issuer.key)
  const subject = raw.subject ?? nameOf(options)
  const { algorithm, digest } = signing(signer, options.hash ?? 'sha256')
  const body = der.sequence(
    der.of(0xa0, der.integer(2)),
    der.of(0x02, options.serial ?? Buffer.concat([Buffer.from([0x4a]), randomBytes(7)])),
    raw.algorithm ?? algorithm,
    issuer?.subject ?? subject,
    raw.validity ?? der.sequence(der.time(options.from ?? daysFromNow(-30)), der.time(options.to ?? daysFromNow(300))),
    subject,
    raw.publicKey ?? createPublicKey(key).export({ type: 'spki', format: 'der' }),
    der.of(0xa3, der.sequence(...extensionsOf(options), ...(raw.extensions ?? []))),
  )
  const signature = raw.signature ?? sign(digest, body, signer)
  const whole = der.sequence(body, raw.algorithm ?? algorithm, der.bits(signature))
  const pem = pemOf(whole)
  return {
    der: whole,
    pem,
    key: key.export({ type: 'pkcs8', format: 'pem' }) as string,
    subject,
    chain: issuer === null || isRoot(issuer) ? [whole] : [whole, ...issuer.chain],
    chainPem: issuer === null || isRoot(issuer) ? pem : pem + issuer.chainPem,
    caPem: issuer?.caPem ?? pem,
  }
}

const isRoot = (certificate: TestCertificate) => certificate.caPem === certificate.pem

export function pemOf(whole: Buffer): string {
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

const keys = new Map<string, KeyObject>()

function keyOf(kind: KeyKind, number: number): KeyObject {
  const known = keys.get(`${kind} ${number}`)
  if (known) return known
  const key = makeKey(kind)
  keys.set(`${kind} ${number}`, key)
  return key
}

function makeKey(kind: KeyKind): KeyObject {
  if (kind === 'ec') return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  if (kind === 'ec-384') return generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
  if (kind === 'ed25519') return generateKeyPairSync('ed25519').privateKey
  if (kind === 'rsa-pss')
    return generateKeyPairSync('rsa-pss', {
      modulusLength: 2048,
      hashAlgorithm: 'sha256',
      mgf1HashAlgorithm: 'sha256',
    }).privateKey
  const modulusLength = kind === 'rsa-1024' ? 1024 : kind === 'rsa-4096' ? 4096 : 2048
  return generateKeyPairSync('rsa', { modulusLength }).privateKey
}

const rsaSignatures: Record<Hash, string> = {
  sha1: '1.2.840.113549.1.1.5',
  sha256: '1.2.840.113549.1.1.11',
  sha384: '1.2.840.113549.1.1.12',
}
const ecSignatures: Record<Hash, string> = {
  sha1: '1.2.840.10045.4.1',
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
}

function signing(key: KeyObject, hash: Hash): { algorithm: Buffer; digest: Hash | null } {
  if (key.asymmetricKeyType === 'ed25519') return { algorithm: der.sequence(der.objectId('1.3.101.112')), digest: null }
  if (key.asymmetricKeyType === 'ec') return { algorithm: der.sequence(der.objectId(ecSignatures[hash])), digest: hash }
  if (key.asymmetricKeyType === 'rsa-pss') return { algorithm: pssAlgorithm(), digest: 'sha256' }
  return { algorithm: der.sequence(der.objectId(rsaSignatures[hash]), der.null()), digest: hash }
}

/** RSASSA-PSS with SHA-256 and a salt of 32 (RFC 4055 3.1). */
function pssAlgorithm(): Buffer {
  const sha256 = der.sequence(der.objectId('2.16.840.1.101.3.4.2.1'), der.null())
  const mask = der.sequence(der.objectId('1.2.840.113549.1.1.8'), sha256)
  const parameters = der.sequence(der.of(0xa0, sha256), der.of(0xa1, mask), der.of(0xa2, der.integer(32)))
  return der.sequence(der.objectId('1.2.840.113549.1.1.10'), parameters)
}

function nameOf({ name = null, organization }: CertificateOptions): Buffer {
  const part = (id: string, text: string) => der.set(der.sequence(der.objectId(id), der.utf8(text)))
  return der.sequence(
    ...(organization === undefined ? [] : [part('2.5.4.10', organization)]),
    ...(name === null ? [] : [part('2.5.4.3', name)]),
  )
}

/** One extension as it stands in a certificate. */
export function extension(id: string, value: Buffer, critical = false): Buffer {
  return der.sequence(der.objectId(id), ...(critical ? [der.true()] : []), der.octets(value))
}

function extensionsOf({ ca = false, names = [], usage = [], issuerUrl, raw = {} }: CertificateOptions): Buffer[] {
  const altNames = raw.altNames ?? (names.length === 0 ? null : der.sequence(...names.map(altName)))
  const purposes = { serverAuth: '1.3.6.1.5.5.7.3.1', clientAuth: '1.3.6.1.5.5.7.3.2' }
  return [
    extension('2.5.29.19', der.sequence(...(ca ? [der.true()] : [])), true),
    ...(ca ? [extension('2.5.29.15', der.bits(Buffer.from([0x06]), 1), true)] : []),
    ...(altNames === null ? [] : [extension('2.5.29.17', altNames)]),
    ...(usage.length === 0
      ? []
      : [extension('2.5.29.37', der.sequence(...usage.map((purpose) => der.objectId(purposes[purpose]))))]),
    ...(issuerUrl === undefined ? [] : [extension('1.3.6.1.5.5.7.1.1', authorityAccess(issuerUrl))]),
  ]
}

function authorityAccess(url: string): Buffer {
  return der.sequence(der.sequence(der.objectId('1.3.6.1.5.5.7.48.2'), der.of(0x86, Buffer.from(url))))
}

/** A DNS name or an address; an IPv6 address in full, `0:0:0:0:0:0:0:1`. */
export function altName(name: string): Buffer {
  if (isIP(name) === 4) return der.of(0x87, Buffer.from(name.split('.').map(Number)))
  if (isIP(name) !== 6) return der.of(0x82, Buffer.from(name))
  const groups = name.split(':').map((group) => Number.parseInt(group, 16))
  return der.of(0x87, Buffer.from(groups.flatMap((group) => [group >> 8, group & 0xff])))
}

export type SampleName =
  | 'root'
  | 'intermediate'
  | 'valid'
  | 'rsa'
  | 'endsSoon'
  | 'expired'
  | 'notYetValid'
  | 'wrongName'
  | 'wildcard'
  | 'commonNameOnly'
  | 'selfSigned'
  | 'rsa1024'
  | 'sha1'
  | 'clientOnly'
  | 'signedByRoot'
  | 'interceptor'
  | 'intercepted'

/** For `localhost`, `mail.example.test`, 127.0.0.1 and ::1 where nothing else is said; signed by `intermediate`, which `root` signed. */
const here = ['localhost', 'mail.example.test', '127.0.0.1', '0:0:0:0:0:0:0:1']
const url = 'http://pki.example.test/intermediate.der'
const leaf = (options: CertificateOptions): CertificateOptions => ({
  name: 'mail.example.test',
  names: here,
  issuer: sampleCertificate('intermediate'),
  usage: ['serverAuth'],
  issuerUrl: url,
  ...options,
})

const samples: Record<SampleName, () => CertificateOptions> = {
  root: () => ({
    name: 'Sandpost Test Root',
    ca: true,
    keyNumber: 1,
    to: daysFromNow(3_650),
    from: daysFromNow(-1_000),
  }),
  intermediate: () => ({
    name: 'Sandpost Test Intermediate',
    ca: true,
    keyNumber: 2,
    issuer: sampleCertificate('root'),
    to: daysFromNow(3_000),
    from: daysFromNow(-900),
  }),
  valid: () => leaf({}),
  rsa: () => leaf({ key: 'rsa' }),
  endsSoon: () => leaf({ to: daysFromNow(5) }),
  expired: () => leaf({ from: daysFromNow(-400), to: daysFromNow(-3) }),
  notYetValid: () => leaf({ from: daysFromNow(3), to: daysFromNow(400) }),
  wrongName: () => leaf({ name: 'other.example', names: ['other.example', 'www.other.example'] }),
  wildcard: () => leaf({ name: '*.example.test', names: ['*.example.test'] }),
  commonNameOnly: () => leaf({ names: [] }),
  selfSigned: () => leaf({ issuer: null }),
  rsa1024: () => leaf({ key: 'rsa-1024' }),
  sha1: () => leaf({ hash: 'sha1' }),
  clientOnly: () => leaf({ usage: ['clientAuth'] }),
  signedByRoot: () => leaf({ issuer: sampleCertificate('root') }),
  interceptor: () => ({
    name: 'Avast Web/Mail Shield Root',
    organization: 'Avast Web/Mail Shield',
    ca: true,
    keyNumber: 3,
  }),
  intercepted: () => leaf({ issuer: sampleCertificate('interceptor') }),
}

const made = new Map<SampleName, TestCertificate>()

/**
 * A certificate of the usual kinds, the same one each time within a process. To serve a chain: `{ key, cert: chainPem }`;
 * to leave the intermediate out: `{ key, cert: pem }`; to trust it: `ca: caPem`.
 */
export function sampleCertificate(name: SampleName): TestCertificate {
  const known = made.get(name)
  if (known) return known
  const certificate = makeCertificate(samples[name]())
  made.set(name, certificate)
  return certificate
}
