import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readCertificate } from '../../../electron/engine/diagnostics/tls/certificate.ts'
import { Certificate } from '../../../shared/model/diagnosis/observation.ts'
import { altName, extension, makeCertificate, sampleCertificate } from '../../support/certificates.ts'
import { der } from '../../support/der.ts'

/** What can be read is of the shape that was promised. */
function read(bytes: Buffer): Certificate {
  const certificate = readCertificate(bytes)
  if (certificate === null) throw new Error('cannot be read')
  return Certificate.parse(certificate)
}

// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2028\u2029]/

describe('what stands in a certificate', () => {
  test('a usual one, as node:crypto reads it too', () => {
    const made = sampleCertificate('valid')
    const theirs = new X509Certificate(made.der)
    expect(read(made.der)).toEqual({
      subject: 'CN=mail.example.test',
      name: 'mail.example.test',
      issuer: 'CN=Sandpost Test Intermediate',
      issuerName: 'Sandpost Test Intermediate',
      names: ['localhost', 'mail.example.test', '127.0.0.1', '::1'],
      validFrom: new Date(theirs.validFrom).toISOString(),
      validTo: new Date(theirs.validTo).toISOString(),
      key: { type: 'ec', bits: 256, curve: 'P-256' },
      signature: 'ecdsa-with-SHA256',
      isCa: false,
      selfSigned: false,
      usage: ['serverAuth'],
      issuerUrl: 'http://pki.example.test/intermediate.der',
      serial: theirs.serialNumber.toLowerCase(),
      fingerprint: theirs.fingerprint256.replaceAll(':', '').toLowerCase(),
      pem: made.pem,
    })
  })

  test.each([
    ['rsa', { type: 'rsa', bits: 2048, curve: null }, 'sha256WithRSAEncryption'],
    ['rsa-1024', { type: 'rsa', bits: 1024, curve: null }, 'sha256WithRSAEncryption'],
    ['rsa-pss', { type: 'rsa-pss', bits: 2048, curve: null }, 'rsassaPss'],
    ['ec-384', { type: 'ec', bits: 384, curve: 'P-384' }, 'ecdsa-with-SHA256'],
    ['ed25519', { type: 'ed25519', bits: null, curve: null }, 'ED25519'],
  ] as const)('a key of %s', (key, expected, signature) => {
    const certificate = read(makeCertificate({ name: 'a.test', key }).der)
    expect(certificate).toMatchObject({ key: expected, signature, selfSigned: true })
  })

  test('roots, SHA-1, clients only, and dates after 2049', () => {
    expect(read(sampleCertificate('root').der)).toMatchObject({
      isCa: true,
      selfSigned: true,
      usage: [],
      names: [],
      issuerUrl: null,
    })
    expect(read(sampleCertificate('sha1').der).signature).toBe('ecdsa-with-SHA1')
    expect(read(sampleCertificate('clientOnly').der).usage).toEqual(['clientAuth'])
    const late = makeCertificate({ name: 'a.test', to: new Date('2061-02-03T04:05:06Z') })
    expect(read(late.der).validTo).toBe('2061-02-03T04:05:06.000Z')
  })

  test('every root that Node ships with', async () => {
    const { rootCertificates } = await import('node:tls')
    for (const pem of rootCertificates) {
      const theirs = new X509Certificate(pem)
      const ours = read(theirs.raw)
      expect(ours).toMatchObject({ selfSigned: true, isCa: true, validTo: new Date(theirs.validTo).toISOString() })
      expect(ours.key.type).toBe(theirs.publicKey.asymmetricKeyType)
      const curveBits = Number(ours.key.curve?.replace('P-', ''))
      expect(ours.key.bits).toBe(theirs.publicKey.asymmetricKeyDetails?.modulusLength ?? curveBits)
      expect(ours.serial.replace(/^00(?=.)/, '')).toBe(theirs.serialNumber.toLowerCase().padStart(2, '0'))
    }
  })

  test('a name without a common name, in other alphabets, and with commas', () => {
    expect(read(makeCertificate({ name: null, organization: 'Ünï, Ltd' }).der)).toMatchObject({
      name: 'O=Ünï\\, Ltd',
      subject: 'O=Ünï\\, Ltd',
    })
    const utf16 = der.sequence(
      der.set(der.sequence(der.objectId('2.5.4.3'), der.of(0x1e, Buffer.from('mail.test', 'utf16le').swap16()))),
    )
    expect(read(makeCertificate({ raw: { subject: utf16 } }).der).name).toBe('mail.test')
    const unknown = der.sequence(der.set(der.sequence(der.objectId('1.2.3.4'), der.utf8('x'))))
    expect(read(makeCertificate({ raw: { subject: unknown } }).der).subject).toBe('1.2.3.4=x')
    expect(read(makeCertificate({ name: null }).der)).toMatchObject({ name: '', subject: '' })
  })
})

describe('evil certificates', () => {
  test('10,000 names', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `host${index}.example.test`)
    const certificate = read(makeCertificate({ name: 'a.test', names }).der)
    expect(certificate.names).toHaveLength(100)
    expect(certificate.names[99]).toBe('host99.example.test')
    expect(certificate.pem).toBe('')
  })

  test('names of a megabyte', () => {
    const long = 'x'.repeat(1_000_000)
    const certificate = read(
      makeCertificate({ name: long, organization: long, names: [long], issuerUrl: `http://${long}` }).der,
    )
    expect(JSON.stringify(certificate).length).toBeLessThan(6_000)
  })

  test('terminal escapes, line breaks, NUL, reversed text and HTML in every text', () => {
    const evil =
      'good.test\0.evil.test\r\nSet-Cookie: a\x1b]0;owned\x07\x1b[2J\u202etxt.exe\u2028<img src=x onerror=alert(1)>\x9b31m'
    const certificate = read(makeCertificate({ name: evil, organization: evil, names: [evil], issuerUrl: evil }).der)
    expect(certificate.name).toContain('good.test\\x00.evil.test\\x0d\\x0aSet-Cookie')
    const texts = [
      certificate.subject,
      certificate.name,
      certificate.issuer,
      certificate.issuerName,
      certificate.issuerUrl,
      ...certificate.names,
    ]
    for (const text of texts) expect(text).not.toMatch(controls)
  })

  test('a negative serial, one of zero bytes, and one of a kilobyte', () => {
    expect(read(makeCertificate({ name: 'a.test', serial: Buffer.from([0xff, 0x01]) }).der).serial).toBe('ff01')
    expect(read(makeCertificate({ name: 'a.test', serial: Buffer.alloc(0) }).der).serial).toBe('')
    expect(read(makeCertificate({ name: 'a.test', serial: Buffer.alloc(1_024, 1) }).der).serial).toHaveLength(80)
  })

  test.each(['991301000000Z', '990231000000Z', '99010100', 'tomorrow', '', '9901012460Z00', '20991301000000Z'])(
    'the date %j, which is none',
    (text) => {
      const wrong = der.of(text.length > 14 ? 0x18 : 0x17, Buffer.from(text))
      expect(
        readCertificate(
          makeCertificate({ name: 'a.test', raw: { validity: der.sequence(wrong, der.time(new Date())) } }).der,
        ),
      ).toBeNull()
    },
  )

  test('dates the wrong way round, and of the year 0', () => {
    const first = der.of(0x18, Buffer.from('00000101000000Z'))
    const { validFrom, validTo } = read(
      makeCertificate({ name: 'a.test', raw: { validity: der.sequence(der.time(new Date('2031-01-01')), first) } }).der,
    )
    expect([validFrom, validTo]).toEqual(['2031-01-01T00:00:00.000Z', '0000-01-01T00:00:00.000Z'])
  })

  test('keys and signatures that nobody knows', () => {
    const publicKey = der.sequence(der.sequence(der.objectId('1.3.6.1.4.1.99999.1')), der.bits(Buffer.alloc(32)))
    const algorithm = der.sequence(der.objectId('1.3.6.1.4.1.99999.2'))
    const certificate = read(makeCertificate({ name: 'a.test', raw: { publicKey, algorithm } }).der)
    expect(certificate).toMatchObject({
      key: { type: '1.3.6.1.4.1.99999.1', bits: null, curve: null },
      signature: '1.3.6.1.4.1.99999.2',
    })
  })

  test('an RSA key of 500,000 bits, of nothing, and one that is no key', () => {
    const rsa = der.sequence(der.objectId('1.2.840.113549.1.1.1'), der.null())
    const keyOf = (bits: Buffer) =>
      read(makeCertificate({ name: 'a.test', raw: { publicKey: der.sequence(rsa, der.bits(bits)) } }).der).key
    const number = (bytes: Buffer) => der.sequence(der.of(0x02, bytes), der.integer(3))
    expect(keyOf(number(Buffer.alloc(62_500, 0xff)))).toMatchObject({ bits: 500_000 })
    expect(keyOf(number(Buffer.alloc(9)))).toMatchObject({ bits: 0 })
    expect(keyOf(Buffer.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff]))).toMatchObject({ type: 'rsa', bits: null })
  })

  test('extensions that are not what they say', () => {
    for (const id of ['2.5.29.17', '2.5.29.19', '2.5.29.37', '1.3.6.1.5.5.7.1.1']) {
      const made = makeCertificate({
        raw: { extensions: [extension(id, Buffer.from([0x30, 0x82, 0xff, 0xff, 1]))] },
        name: 'a.test',
      })
      // Basic constraints stand there twice then: the first ones count.
      if (id === '2.5.29.19') expect(read(made.der).isCa).toBe(false)
      else expect(readCertificate(made.der)).toBeNull()
    }
  })

  test('a name that is an address of five bytes, and other kinds of names', () => {
    const altNames = der.sequence(
      der.of(0x87, Buffer.alloc(5)),
      der.of(0x86, Buffer.from('https://a.test')),
      altName('b.test'),
    )
    expect(read(makeCertificate({ name: 'a.test', raw: { altNames } }).der).names).toEqual(['b.test'])
  })

  test('nested a thousand deep', () => {
    let nested: Buffer = der.null()
    for (let depth = 0; depth < 1_000; depth += 1) nested = der.sequence(nested)
    expect(readCertificate(nested)).toBeNull()
    expect(read(makeCertificate({ name: 'a.test', raw: { extensions: [extension('1.2.3', nested)] } }).der).name).toBe(
      'a.test',
    )
  })

  test('every certificate that is cut off, and what is none', () => {
    const whole = sampleCertificate('valid').der
    for (let length = 0; length < whole.length; length += 1)
      expect(readCertificate(whole.subarray(0, length))).toBeNull()
    for (const bytes of [
      Buffer.from('-----BEGIN CERTIFICATE-----'),
      Buffer.alloc(1_000),
      Buffer.alloc(1_000, 0xff),
      Buffer.from([0x30, 0x80]),
    ])
      expect(readCertificate(bytes)).toBeNull()
  })

  test('a thousand certificates with a wrong byte never throw', () => {
    const whole = sampleCertificate('valid').der
    for (let at = 0; at < whole.length; at += 1)
      for (const value of [0x00, 0x30, 0x80, 0xff]) {
        const bytes = Buffer.from(whole)
        bytes[at] = value
        const certificate = readCertificate(bytes)
        if (certificate !== null) Certificate.parse(certificate)
      }
  })
})
