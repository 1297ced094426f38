import { createPublicKey } from 'node:crypto'
import type { NameResolver } from '../nameResolver.ts'
import { draft, isAbsent, unknown, whyUnknown, type Draft } from './record.ts'
import { readTags, type Tags } from './tags.ts'

/** What is tried when nobody names a selector: those that the providers tell their customers to publish. Paubox names none. */
const usual: readonly { readonly selector: string; readonly whose: string }[] = [
  { selector: 's1', whose: 'SendGrid' },
  { selector: 's2', whose: 'SendGrid' },
  { selector: 'ahasend', whose: 'AhaSend' },
  { selector: 'ahasend2', whose: 'AhaSend' },
  { selector: 'api', whose: 'Elastic Email' },
]

/**
 * The public keys for signatures of the domain (RFC 6376, 8301, 8463), one record each. Selectors cannot be listed: when none of
 * the usual ones is there, nothing is known.
 */
export async function checkDkim(
  resolver: NameResolver,
  domain: string,
  selectors: readonly string[],
): Promise<Draft[]> {
  if (selectors.length > 0)
    return Promise.all(
      [...new Set(selectors)].map((selector) => checkSelector(resolver, domain, bareSelector(selector, domain), null)),
    )
  const tried = await Promise.all(usual.map(({ selector, whose }) => checkSelector(resolver, domain, selector, whose)))
  const found = tried.filter(({ state }) => state === 'published' || state === 'invalid')
  if (found.length > 0) return found
  const failed = tried.find(({ state }) => state === 'couldNotCheck')
  if (failed) return [failed]
  const names = usual.map(({ selector, whose }) => `${selector} (${whose})`).join(', ')
  return [
    draft('DKIM', `*._domainkey.${domain}`, {
      state: 'couldNotCheck',
      summary: `There is no key under the usual selectors: ${names}. Selectors cannot be listed, so there may be keys under others.`,
      todo: 'Name your selector: it stands behind s= in the DKIM-Signature of a mail that was sent.',
    }),
  ]
}

/** `s1._domainkey.example.com` for `s1`: people paste the whole name. */
function bareSelector(selector: string, domain: string): string {
  const name = selector.trim().toLowerCase().replace(/\.$/, '')
  const end = `._domainkey.${domain}`
  return name.endsWith(end) ? name.slice(0, -end.length) : name.replace(/\._domainkey$/, '')
}

async function checkSelector(
  resolver: NameResolver,
  domain: string,
  selector: string,
  whose: string | null,
): Promise<Draft> {
  const name = `${selector}._domainkey.${domain}`
  if (!/^[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63}){0,5}$/.test(selector))
    return draft('DKIM', name, {
      state: 'couldNotCheck',
      summary: 'That is no selector: letters, digits, hyphens and dots.',
      todo: 'Take what stands behind s= in a DKIM-Signature.',
    })
  const { answer, texts } = await resolver.askText(name)
  const why = whyUnknown(answer)
  if (why !== null) return unknown('DKIM', name, why)
  const [text] = texts
  if (isAbsent(answer) || text === undefined)
    return draft('DKIM', name, {
      state: 'notPublished',
      summary: `No key is published under the selector ${selector}: signatures with it cannot be verified.`,
      todo: 'Publish the record that your provider shows, TXT or CNAME, or name another selector.',
    })
  const tags = readTags(text)
  const { problems, isBroken, key } = keyOf(tags)
  if (texts.length > 1)
    problems.push(`There are ${texts.length} records; which one receivers take is undefined (RFC 6376 3.6.2.2).`)
  const of = whose === null ? '' : ` It is one of those that ${whose} asks for.`
  return draft('DKIM', name, {
    state: isBroken ? 'invalid' : 'published',
    raw: texts,
    parts: tags.all.map(({ name: tag, value }) => ({ part: `${tag}=${value}`, means: meaning(tag, value, key) })),
    problems,
    summary:
      key === 'revoked'
        ? `The key under ${selector} was revoked: signatures with it are void.${of}`
        : isBroken
          ? `What is published under ${selector} is no usable key: signatures with it do not count.${of}`
          : `A key is published under ${selector} (${key}).${of}`,
    todo: problems.length > 0 ? 'Publish the key anew as your provider shows it; 2048 bits for RSA.' : '',
  })
}

/** `key`: what it is in words, `revoked` for an empty one. */
function keyOf(tags: Tags): { problems: string[]; isBroken: boolean; key: string } {
  const problems = [...tags.problems]
  const version = tags.get('v')
  const type = (tags.get('k') ?? 'rsa').toLowerCase()
  const data = tags.get('p')
  const broken = (problem: string) => ({ problems: [problem, ...problems], isBroken: true, key: 'unknown' })
  if (version !== null && version !== 'DKIM1')
    return broken(`It begins with v=${version.slice(0, 30)}; it has to be v=DKIM1, or nothing.`)
  if (version !== null && tags.all[0]?.name !== 'v') return broken('v=DKIM1 has to come first (RFC 6376 3.6.1).')
  if (data === null) return broken('It has no key: p= is missing.')
  if (data === '')
    return {
      problems: ['The key was revoked: p= is empty (RFC 6376 3.6.1).', ...problems],
      isBroken: true,
      key: 'revoked',
    }
  if (type !== 'rsa' && type !== 'ed25519')
    return broken(`Keys of type ${type.slice(0, 30)} are not known; it has to be rsa or ed25519.`)
  const hashes = tags
    .get('h')
    ?.toLowerCase()
    .split(':')
    .map((one) => one.trim())
  if (hashes && !hashes.includes('sha256'))
    problems.push('h= leaves out sha256, and SHA-1 must not be used any more (RFC 8301 3.1): no signature can count.')
  const services = tags
    .get('s')
    ?.toLowerCase()
    .split(':')
    .map((one) => one.trim())
  if (services && !services.includes('*') && !services.includes('email'))
    problems.push('s= says that the key is not for mail.')
  const flags =
    tags
      .get('t')
      ?.toLowerCase()
      .split(':')
      .map((one) => one.trim()) ?? []
  if (flags.includes('y'))
    problems.push('t=y says that DKIM is only being tested: receivers treat the mail as if it were not signed.')
  const bytes = data.replace(/\s+/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(bytes))
    return broken('The key is not in base64. It may have been cut, or have quotation marks in it.')
  if (type === 'ed25519') {
    const { length } = Buffer.from(bytes, 'base64')
    return length === 32
      ? { problems, isBroken: false, key: 'Ed25519' }
      : broken(`A key for Ed25519 has 32 bytes, this one ${length} (RFC 8463 4).`)
  }
  const bits = rsaBits(Buffer.from(bytes, 'base64'))
  if (bits === null) return broken('The key cannot be read: it is no RSA key, or cut off.')
  if (bits < 1_024) return broken(`The RSA key has ${bits} bits; less than 1024 must not be accepted (RFC 8301 3.2).`)
  if (bits < 2_048) problems.push(`The RSA key has ${bits} bits; 2048 are what is expected today (RFC 8301 3.2).`)
  const isBroken = hashes !== undefined && !hashes.includes('sha256')
  return { problems, isBroken, key: `RSA, ${bits} bits` }
}

/** SubjectPublicKeyInfo, as everybody publishes it, or RSAPublicKey, as RFC 6376 has it. Null for neither. */
function rsaBits(der: Buffer): number | null {
  for (const type of ['spki', 'pkcs1'] as const) {
    try {
      const key = createPublicKey({ key: der, format: 'der', type })
      if (key.asymmetricKeyType === 'rsa') return key.asymmetricKeyDetails?.modulusLength ?? null
    } catch {
      // The other form may be the right one.
    }
  }
  return null
}

function meaning(tag: string, value: string, key: string): string {
  switch (tag) {
    case 'v':
      return 'This is a DKIM key.'
    case 'k':
      return `Type of the key: ${value}.`
    case 'p':
      return value === '' ? 'The key was revoked.' : `The public key: ${key}.`
    case 'h':
      return `Hashes that may be used: ${value}.`
    case 's':
      return value === '*' ? 'For every kind of service.' : `For: ${value}.`
    case 't':
      return (
        [value.includes('y') ? 'Only being tested.' : '', value.includes('s') ? 'Not for addresses of subdomains.' : '']
          .join(' ')
          .trim() || 'Flags.'
      )
    case 'n':
      return 'A note for people.'
    case 'g':
      return 'Of an older standard (RFC 4871): ignored.'
    default:
      return 'Not known to DKIM: ignored.'
  }
}
