import { isIPv4, isIPv6 } from 'node:net'

/** One term of an SPF record (RFC 7208 4.6.1). */
export interface SpfTerm {
  readonly text: string
  readonly qualifier: '+' | '-' | '~' | '?'
  /** Lower case: `include`, `all`, `redirect` … */
  readonly name: string
  readonly isModifier: boolean
  /** After `:` or `=`, without the prefix length. Empty: the domain itself. */
  readonly value: string
  readonly means: string
}

export interface SpfRecord {
  readonly terms: readonly SpfTerm[]
  /** What makes receivers answer permerror, a sentence each. */
  readonly errors: readonly string[]
  /** What is allowed and unwise. */
  readonly warnings: readonly string[]
}

const results = {
  '+': 'may send',
  '-': 'must be refused',
  '~': 'is suspicious (soft fail)',
  '?': 'is neither allowed nor forbidden',
}
const mostTerms = 100
/** The terms that make receivers ask the DNS (RFC 7208 4.6.4). */
export const askingTerms: ReadonlySet<string> = new Set(['include', 'a', 'mx', 'ptr', 'exists', 'redirect'])

/** Whether a TXT record is one of SPF (RFC 7208 4.5). */
export function isSpf(text: string): boolean {
  return /^v=spf1(?: |$)/i.test(text)
}

/** Reads a record that `isSpf`. Never throws. */
export function readSpf(text: string): SpfRecord {
  const errors: string[] = []
  const warnings: string[] = []
  const words = text
    .split(' ')
    .slice(1)
    .filter((word) => word !== '')
  if (words.length > mostTerms) errors.push(`It has more than ${mostTerms} terms.`)
  const terms = words.slice(0, mostTerms).flatMap((word) => readTerm(word, errors) ?? [])
  const all = terms.findIndex(({ name, isModifier }) => name === 'all' && !isModifier)
  const redirects = terms.filter(({ name }) => name === 'redirect')
  if (redirects.length > 1 || terms.filter(({ name }) => name === 'exp').length > 1)
    errors.push('redirect and exp may come once each (RFC 7208 6).')
  if (all >= 0 && terms.slice(all + 1).some(({ isModifier }) => !isModifier))
    warnings.push('What stands after “all” is never looked at.')
  if (all >= 0 && redirects.length > 0) warnings.push('redirect beside “all” is never looked at (RFC 7208 6.1).')
  if (all < 0 && redirects.length === 0)
    warnings.push(
      'It has no “all” at its end: servers that are not named are neither allowed nor forbidden, which protects nothing.',
    )
  if (terms[all]?.qualifier === '+')
    warnings.push('“+all” lets everybody send for the domain: the record protects nothing.')
  if (terms[all]?.qualifier === '?') warnings.push('“?all” says nothing about servers that are not named.')
  if (terms.some(({ name }) => name === 'ptr')) warnings.push('“ptr” is slow and should not be used (RFC 7208 5.5).')
  return { terms, errors, warnings }
}

function readTerm(text: string, errors: string[]): SpfTerm | null {
  const shownText = text.slice(0, 80)
  const [, mark = '', name = '', separator = '', rest = ''] =
    /^([+?~-]?)([A-Za-z][\w.-]{0,40})([:=/]?)(.{0,512})$/.exec(text) ?? []
  if (name === '') {
    errors.push(`“${shownText}” is neither a mechanism nor a modifier.`)
    return null
  }
  const lower = name.toLowerCase()
  const qualifier = (mark || '+') as SpfTerm['qualifier']
  if (separator === '=') {
    if (mark !== '') errors.push(`“${shownText}”: a modifier has no sign before it.`)
    if ((lower === 'redirect' || lower === 'exp') && !isDomainSpec(rest))
      errors.push(`“${shownText}” does not name a domain.`)
    return { text, qualifier: '+', name: lower, isModifier: true, value: rest, means: modifierMeans(lower, rest) }
  }
  const term = { text, qualifier, name: lower, isModifier: false }
  const says = results[qualifier]
  const argument = separator === ':' ? rest : ''
  const isBare = separator === ''
  switch (lower) {
    case 'all':
      if (!isBare) errors.push(`“${shownText}”: “all” stands alone.`)
      return { ...term, value: '', means: `Everybody else ${says}.` }
    case 'include':
      if (!isDomainSpec(argument)) errors.push(`“${shownText}” does not name a domain.`)
      return { ...term, value: argument, means: `Whoever the SPF record of ${argument} allows ${says}.` }
    case 'exists':
      if (!isDomainSpec(argument)) errors.push(`“${shownText}” does not name a domain.`)
      return { ...term, value: argument, means: `When ${argument} has an address, the sender ${says}.` }
    case 'ip4':
    case 'ip6':
      if (separator !== ':' || !isNetwork(lower, argument))
        errors.push(`“${shownText}” is no ${lower === 'ip4' ? 'IPv4' : 'IPv6'} address or network.`)
      return { ...term, value: argument, means: `${argument} ${says}.` }
    case 'a':
    case 'mx':
    case 'ptr': {
      const [, domain = '', length = ''] = /^([^/]*)(.*)$/.exec(separator === '/' ? `/${rest}` : argument) ?? []
      if ((separator === ':' && !isDomainSpec(domain)) || (length !== '' && (lower === 'ptr' || !isDualLength(length))))
        errors.push(`“${shownText}” is not written as it has to be.`)
      const whose = domain === '' ? 'the domain itself' : domain
      const what =
        lower === 'a'
          ? `The addresses of ${whose}`
          : lower === 'mx'
            ? `The mail exchangers of ${whose}`
            : `Whoever has a name under ${whose}`
      return {
        ...term,
        value: domain,
        means: `${what}${length === '' ? '' : `, with their network ${length},`}: ${says}.`,
      }
    }
    default:
      errors.push(`“${shownText}” is no mechanism of SPF.`)
      return null
  }
}

function modifierMeans(name: string, value: string): string {
  if (name === 'redirect') return `The SPF record of ${value} counts instead.`
  if (name === 'exp') return `The explanation for refused mail is at ${value}.`
  return 'A modifier that SPF does not know: it is ignored.'
}

/** A name with a dot, or with macros (RFC 7208 7.1). */
function isDomainSpec(text: string): boolean {
  if (text === '' || text.length > 255 || /[\s/]/.test(text.replace(/%\{[^}]{0,20}\}/g, ''))) return false
  const macros: readonly string[] = text.match(/%(?:\{[slodiphcrtv]\d{0,3}r?[.\-+,/_=]{0,7}\}|[%_-])?/gi) ?? []
  if (macros.includes('%')) return false
  return macros.length > 0 || /^[\w-]{1,63}(?:\.[\w-]{1,63})+\.?$/.test(text)
}

function isNetwork(kind: 'ip4' | 'ip6', text: string): boolean {
  const [address = '', length, more] = text.split('/')
  const longest = kind === 'ip4' ? 32 : 128
  const isAddress = kind === 'ip4' ? isIPv4(address) : isIPv6(address)
  return (
    isAddress && more === undefined && (length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= longest))
  )
}

function isDualLength(text: string): boolean {
  const [, four = '0', six = '0'] = /^(?:\/(\d{1,2}))?(?:\/\/(\d{1,3}))?$/.exec(text) ?? [null, '99']
  return Number(four) <= 32 && Number(six) <= 128
}
