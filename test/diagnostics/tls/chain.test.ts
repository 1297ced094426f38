import { X509Certificate } from 'node:crypto'
import tls from 'node:tls'
import { describe, expect, test } from 'vitest'
import { examineChain, type ExamineOptions } from '../../../electron/engine/diagnostics/tls/chain.ts'
import { Chain } from '../../../shared/model/diagnosis/observation.ts'
import { daysFromNow, makeCertificate, sampleCertificate, type SampleName } from '../../support/certificates.ts'
import { der } from '../../support/der.ts'

const root = sampleCertificate('root')
const intermediate = sampleCertificate('intermediate')
const leaf = sampleCertificate('valid')
const stranger = sampleCertificate('interceptor')

function examine(served: readonly Buffer[], options: Partial<ExamineOptions> = {}) {
  const chain = Chain.parse(examineChain(served, { host: 'localhost', ca: root.pem, now: new Date(), ...options }))
  return {
    ...chain,
    own: chain.trust.find(({ store }) => store === 'own'),
    node: chain.trust.find(({ store }) => store === 'node'),
  }
}

describe('the chain as served', () => {
  test('whole, in order, ending at a root of one’s own', () => {
    const chain = examine(leaf.chain)
    expect(chain).toMatchObject({
      inOrder: true,
      missingIssuer: null,
      servesRoot: false,
      nameMatches: true,
      interceptor: null,
    })
    expect(chain.served.map(({ name }) => name)).toEqual(['mail.example.test', 'Sandpost Test Intermediate'])
    expect(chain.own).toEqual({ store: 'own', trusted: true, root: 'Sandpost Test Root', why: null })
    expect(chain.node).toEqual({
      store: 'node',
      trusted: false,
      root: null,
      why: 'It does not know Sandpost Test Root, which signed Sandpost Test Intermediate.',
    })
  })

  test('without the intermediate: its name, and nobody trusts it', () => {
    const chain = examine([leaf.der])
    expect(chain).toMatchObject({ inOrder: true, missingIssuer: 'Sandpost Test Intermediate', servesRoot: false })
    expect(chain.own?.trusted).toBe(false)
    expect(chain.served[0]?.issuerUrl).toBe('http://pki.example.test/intermediate.der')
  })

  test('with an intermediate whose root nobody knows: the root is what is missing', () => {
    expect(examine(leaf.chain, { ca: null }).missingIssuer).toBe('Sandpost Test Root')
  })

  test('with the root', () => {
    const chain = examine([...leaf.chain, root.der])
    expect(chain).toMatchObject({ inOrder: true, missingIssuer: null, servesRoot: true })
    expect(chain.node?.why).toBe('It does not know the root Sandpost Test Root.')
    expect(chain.own?.trusted).toBe(true)
  })

  test.each([
    ['in the wrong order', [leaf.der, root.der, intermediate.der]],
    ['with the same one twice', [leaf.der, leaf.der, intermediate.der]],
    ['with one that does not belong there', [leaf.der, stranger.der, intermediate.der]],
  ])('%s: trusted all the same', (_name, served) => {
    expect(examine(served)).toMatchObject({ inOrder: false, missingIssuer: null, own: { trusted: true } })
  })

  test('signed by itself: nothing is missing, and trusting it is enough', () => {
    const { der: own, pem } = sampleCertificate('selfSigned')
    expect(examine([own])).toMatchObject({
      missingIssuer: null,
      servesRoot: false,
      own: { trusted: false, why: 'The certificate is signed by itself.' },
    })
    expect(examine([own], { ca: pem }).own).toMatchObject({ trusted: true, root: 'mail.example.test' })
  })

  test('signed by the root itself', () => {
    expect(examine(sampleCertificate('signedByRoot').chain)).toMatchObject({
      missingIssuer: null,
      own: { trusted: true },
    })
  })

  test('dates, purposes and old signatures are not a matter of trust', () => {
    for (const name of ['expired', 'notYetValid', 'clientOnly', 'sha1', 'rsa1024'] satisfies SampleName[])
      expect(examine(sampleCertificate(name).chain).own?.trusted).toBe(true)
  })

  test('a root that has itself expired is trusted no more', () => {
    const old = makeCertificate({
      name: 'Old Root',
      ca: true,
      keyNumber: 7,
      from: daysFromNow(-900),
      to: daysFromNow(-1),
    })
    const signed = makeCertificate({ name: 'localhost', names: ['localhost'], issuer: old })
    const { own } = examine(signed.chain, { ca: old.pem })
    expect(own).toMatchObject({ trusted: false, root: 'Old Root' })
    expect(own?.why).toMatch(/^The root itself expired on \d{4}-/)
    expect(examine(signed.chain, { ca: old.pem, now: daysFromNow(-2) }).own?.trusted).toBe(true)
  })

  test('nothing was served, or nothing that can be read', () => {
    expect(examine([])).toMatchObject({
      served: [],
      nameMatches: false,
      own: { trusted: false, why: 'No certificate was served.' },
    })
    expect(examine([Buffer.from('junk'), intermediate.der])).toMatchObject({
      served: [],
      own: { trusted: false, why: 'The certificate cannot be read.' },
    })
    expect(examine([leaf.der, Buffer.from('junk')]).served).toHaveLength(1)
  })

  test('of very many, ten are looked at', () => {
    expect(examine(Array.from({ length: 500 }, () => leaf.der)).served).toHaveLength(10)
  })
})

describe('trust', () => {
  test('a root that Node ships with is known to it', () => {
    const [pem = ''] = tls.rootCertificates
    const chain = examine([new X509Certificate(pem).raw], { ca: null })
    expect(chain.node).toMatchObject({ trusted: true, why: null })
    expect(chain.trust.map(({ store }) => store)).toEqual(['node', 'system'])
  })

  test('the system is asked where the runtime can, and otherwise nothing is claimed', () => {
    const system = examine(leaf.chain).trust.find(({ store }) => store === 'system')
    const able = typeof tls.getCACertificates === 'function'
    expect(system?.trusted).toBe(able ? false : null)
    expect(system?.why).toMatch(able ? /does not know/ : /cannot ask/)
  })

  test('names alone prove nothing: a forged issuer of the same name', () => {
    const forged = makeCertificate({ name: 'Sandpost Test Root', ca: true, keyNumber: 9 })
    const signed = makeCertificate({ name: 'localhost', names: ['localhost'], issuer: forged })
    expect(examine(signed.chain).own?.trusted).toBe(false)
    expect(examine([...signed.chain, forged.der]).own).toMatchObject({ trusted: false })
  })

  test('a forged signature of a kind that nobody knows is not taken at its word', () => {
    const algorithm = der.sequence(der.objectId('1.3.6.1.4.1.99999.2'))
    const forged = makeCertificate({
      name: 'localhost',
      names: ['localhost'],
      issuer: root,
      raw: { algorithm, signature: Buffer.alloc(64) },
    })
    expect(examine([forged.der]).own?.trusted).not.toBe(true)
  })

  test('a certificate that is no authority signs for nobody', () => {
    const usurped = makeCertificate({ name: 'bank.example', names: ['localhost'], issuer: leaf })
    const chain = examine(usurped.chain)
    expect(chain.own?.trusted).toBe(false)
  })

  test('authorities that sign one another end somewhere', () => {
    const one = makeCertificate({ name: 'One', ca: true, keyNumber: 11 })
    const two = makeCertificate({ name: 'Two', ca: true, keyNumber: 12, issuer: one })
    const oneByTwo = makeCertificate({ name: 'One', ca: true, keyNumber: 11, issuer: two })
    const signed = makeCertificate({ name: 'localhost', issuer: oneByTwo })
    expect(examine([signed.der, oneByTwo.der, two.der]).own?.trusted).toBe(false)
    expect(examine([signed.der, oneByTwo.der, two.der], { ca: one.pem }).own).toMatchObject({
      trusted: true,
      root: 'One',
    })
  })

  test.each(['', 'not a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
    'an authority that cannot be read: %j',
    (ca) => {
      expect(examine(leaf.chain, { ca }).own).toMatchObject({
        trusted: false,
        why: 'There is no certificate in it that can be read.',
      })
    },
  )

  test('several authorities in one file', () => {
    expect(
      examine(leaf.chain, { ca: `# ours\n${stranger.pem}\nand\n${root.pem.replaceAll('\n', '\r\n')}` }).own?.trusted,
    ).toBe(true)
  })

  test('an antivirus program that signs for others is named, unless it is trusted by all', () => {
    expect(examine(sampleCertificate('intercepted').chain, { ca: stranger.pem }).interceptor).toBe(
      'Avast Web/Mail Shield Root',
    )
    for (const name of [
      'Zscaler Intermediate Root CA',
      'FortiGate CA',
      'DO_NOT_TRUST_FiddlerRoot',
      'ESET SSL Filter CA',
      'Kaspersky Anti-Virus Personal Root Certificate',
    ]) {
      const issuer = makeCertificate({ name, ca: true, keyNumber: 13 })
      expect(examine(makeCertificate({ name: 'localhost', issuer }).chain).interceptor).toBe(name)
    }
    expect(examine(leaf.chain).interceptor).toBeNull()
  })

  test('10,000 names are all compared', () => {
    const names = [...Array.from({ length: 10_000 }, (_, index) => `host${index}.example.test`), 'localhost']
    expect(examine([makeCertificate({ name: 'a.test', names }).der])).toMatchObject({ nameMatches: true })
  })
})

describe('names (RFC 9525 6.3)', () => {
  const matches = (names: readonly string[], host: string, name: string | null = null) => {
    const { nameMatches, commonNameOnly } = examine([makeCertificate({ name, names }).der], { host })
    return { nameMatches, commonNameOnly }
  }

  test.each([
    ['mail.example.test', 'mail.example.test', true],
    ['MAIL.example.TEST', 'mail.Example.test', true],
    ['mail.example.test', 'mail.example.test.', true],
    ['mail.example.test.', 'mail.example.test', true],
    ['*.example.test', 'mail.example.test', true],
    ['*.example.test', 'a.mail.example.test', false],
    ['*.example.test', 'example.test', false],
    ['*.example.test', '.example.test', false],
    ['*.test', 'example.test', false],
    ['*', 'localhost', false],
    ['m*.example.test', 'mail.example.test', false],
    ['mail.*.test', 'mail.example.test', false],
    ['*.*.test', 'mail.example.test', false],
    ['xn--bcher-kva.example', 'bücher.example', true],
    ['mail.example.test\0.evil.test', 'mail.example.test', false],
    ['mail.example.test', 'example.test', false],
    ['127.0.0.1', '127.0.0.1', true],
    ['127.0.0.1', '127.0.0.2', false],
    ['0:0:0:0:0:0:0:1', '::1', true],
    ['0:0:0:0:0:0:0:1', '[::1]', true],
    ['0:0:0:0:0:0:0:1', '0:0:0:0:0:0:0:1%lo', true],
    ['0:0:0:0:0:0:0:2', '::1', false],
    ['example.test', '127.0.0.1', false],
    ['mail.example.test', '', false],
  ])('%j and the host %j: %s', (name, host, expected) => {
    expect(matches([name], host).nameMatches).toBe(expected)
  })

  test('an address as a DNS name is for no address', () => {
    const altNames = der.sequence(der.of(0x82, Buffer.from('127.0.0.1')))
    expect(
      examine([makeCertificate({ name: '127.0.0.1', raw: { altNames } }).der], { host: '127.0.0.1' }),
    ).toMatchObject({
      nameMatches: false,
      commonNameOnly: false,
    })
  })

  test('the common name counts for nothing, but it is said when it would do', () => {
    expect(matches([], 'mail.example.test', 'mail.example.test')).toEqual({ nameMatches: false, commonNameOnly: true })
    expect(matches([], 'mail.example.test', '*.example.test')).toEqual({ nameMatches: false, commonNameOnly: true })
    expect(matches([], 'mail.example.test', 'other.test')).toEqual({ nameMatches: false, commonNameOnly: false })
    expect(matches(['other.test'], 'mail.example.test', 'mail.example.test')).toEqual({
      nameMatches: false,
      commonNameOnly: false,
    })
    expect(matches([], 'mail.example.test', 'mail.example.test\0.evil')).toEqual({
      nameMatches: false,
      commonNameOnly: false,
    })
  })
})
