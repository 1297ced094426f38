import type { NameResolver } from '../nameResolver.ts'
import { draft, unknown, whyUnknown, type Draft } from './record.ts'
import { readTags, type Tags } from './tags.ts'

const policies: Readonly<Record<string, string>> = {
  none: 'nothing is done; reports only',
  quarantine: 'such mail is to be treated as suspicious',
  reject: 'such mail is to be refused',
}
/** DMARC asks at the domain and at its organisational domain; which that is, the list of public suffixes says, which we do not have. */
const mostParents = 4

/** What receivers should do with mail that is neither SPF- nor DKIM-aligned (RFC 7489, 9091). */
export async function checkDmarc(resolver: NameResolver, domain: string): Promise<Draft> {
  const name = `_dmarc.${domain}`
  const own = await ask(resolver, name)
  if (own.why !== null) return unknown('DMARC', name, own.why)
  if (own.records.length > 0) return judged(domain, domain, own.records)
  const parents = parentsOf(domain)
  const above = await Promise.all(parents.map((parent) => ask(resolver, `_dmarc.${parent}`)))
  const at = above.findIndex(({ records }) => records.length > 0)
  const parent = parents[at]
  if (parent !== undefined) return judged(domain, parent, above[at]?.records ?? [])
  const nearly = own.texts.filter((text) => /dmarc/i.test(text))
  return draft('DMARC', name, {
    state: nearly.length > 0 ? 'invalid' : 'notPublished',
    raw: nearly,
    problems: nearly.map((text) => `“${text.slice(0, 60)}” does not begin with v=DMARC1, and counts for nothing.`),
    summary:
      'No DMARC policy is published. Large providers ask for one from everybody who sends much, p=none at least.',
    todo: `Publish a TXT record at ${name}: v=DMARC1; p=none; rua=mailto:… to begin with.`,
  })
}

async function ask(
  resolver: NameResolver,
  name: string,
): Promise<{ records: string[]; texts: string[]; why: string | null }> {
  const { answer, texts } = await resolver.askText(name)
  return { records: texts.filter((text) => /^v\s*=\s*DMARC1\s*(?:;|$)/.test(text)), texts, why: whyUnknown(answer) }
}

/** Nearest first, never a name of one label. */
function parentsOf(domain: string): string[] {
  const labels = domain.split('.')
  return labels
    .slice(1, -1)
    .map((_, index) => labels.slice(index + 1).join('.'))
    .slice(-mostParents)
}

function judged(domain: string, at: string, records: readonly string[]): Draft {
  const name = `_dmarc.${at}`
  const tags = readTags(records[0] ?? '')
  const problems = [...tags.problems]
  const isInherited = at !== domain
  const own = tags.get('p')?.toLowerCase() ?? null
  const policy = isInherited ? (tags.get('sp')?.toLowerCase() ?? own) : own
  let isBroken = false
  if (records.length > 1) {
    isBroken = true
    problems.unshift(`There are ${records.length} DMARC records; receivers take none of them (RFC 7489 6.6.3).`)
  }
  if (own === null || !Object.hasOwn(policies, own)) {
    // With addresses for reports it counts as p=none (RFC 7489 6.6.3).
    isBroken = true
    problems.unshift(
      own === null
        ? 'p= is missing: it has to say none, quarantine or reject.'
        : `p=${own.slice(0, 30)} is no policy: it has to be none, quarantine or reject.`,
    )
  } else if (tags.all[1]?.name !== 'p') problems.push('p= should come right after v=DMARC1 (RFC 7489 6.4).')
  for (const tag of ['sp', 'np']) {
    const value = tags.get(tag)?.toLowerCase()
    if (value !== undefined && !Object.hasOwn(policies, value))
      problems.push(`${tag}=${value.slice(0, 30)} is no policy: it has to be none, quarantine or reject.`)
  }
  problems.push(...problemsOf(tags))
  const words =
    policy !== null && Object.hasOwn(policies, policy) ? policies[policy] : 'it cannot be told what is to be done'
  const from = isInherited
    ? ` There is none for ${domain} itself; that of ${at} counts, if ${at} is its organisational domain, which was not checked.`
    : ''
  return draft('DMARC', name, {
    state: isBroken ? 'invalid' : 'published',
    raw: [...records],
    parts: tags.all.map(({ name: tag, value }) => ({ part: `${tag}=${value}`, means: meaning(tag, value, at) })),
    problems,
    summary: isBroken
      ? `The DMARC record is published and broken.${from}`
      : `Mail that passes neither SPF nor DKIM in the name of the domain: ${words} (p=${policy}).${from}`,
    todo: isBroken
      ? 'Correct the record: v=DMARC1; p=none, quarantine or reject.'
      : policy === 'none'
        ? 'Once the reports are clean, move on to p=quarantine and p=reject: none protects nothing.'
        : '',
  })
}

/** Mistakes in what is beside the policy. */
function problemsOf(tags: Tags): string[] {
  const problems: string[] = []
  const percent = tags.get('pct')
  if (percent !== null && !(/^\d{1,3}$/.test(percent) && Number(percent) <= 100))
    problems.push('pct= has to be a number from 0 to 100.')
  else if (percent !== null && Number(percent) < 100)
    problems.push(`pct=${percent}: the policy is for ${percent} of 100 mails only.`)
  for (const tag of ['adkim', 'aspf']) {
    const value = tags.get(tag)
    if (value !== null && !/^[rs]$/i.test(value)) problems.push(`${tag}= has to be r (relaxed) or s (strict).`)
  }
  for (const tag of ['rua', 'ruf']) {
    for (const uri of tags.get(tag)?.split(',').slice(0, 20) ?? []) {
      const to = domainOf(uri)
      if (to === null) problems.push(`“${uri.trim().slice(0, 60)}” in ${tag}= is no mailto: address.`)
    }
  }
  return problems
}

/** The domain of a `mailto:` with or without the limit of its size; null for what is none. */
function domainOf(uri: string): string | null {
  const address = uri.trim().replace(/!\d{1,20}[kmgt]?$/i, '')
  return /^mailto:[^@\s,!]{1,255}@([^@\s,!?]{1,255})/i.exec(address)?.[1]?.toLowerCase() ?? null
}

/** Who takes reports of another domain has to say so (RFC 7489 7.1). */
function agreement(value: string, at: string): string {
  const strangers = value
    .split(',')
    .slice(0, 20)
    .map(domainOf)
    .filter((to) => to !== null && to !== at && !to.endsWith(`.${at}`) && !at.endsWith(`.${to}`))
  const records = [...new Set(strangers)].map((to) => `${at}._report._dmarc.${to}`)
  return records.length === 0
    ? ''
    : ` Whoever takes them has to agree by a record at ${records.join(', ')}, which was not checked.`
}

function meaning(tag: string, value: string, at: string): string {
  const policy = Object.hasOwn(policies, value.toLowerCase()) ? (policies[value.toLowerCase()] ?? '') : 'not a policy'
  switch (tag) {
    case 'v':
      return 'This is a DMARC record.'
    case 'p':
      return `For mail of ${at} that passes neither SPF nor DKIM in its name: ${policy}.`
    case 'sp':
      return `For mail of its subdomains: ${policy}.`
    case 'np':
      return `For mail of subdomains that do not exist (RFC 9091): ${policy}.`
    case 'psd':
      return 'Whether this is a public suffix, under which others register (RFC 9091).'
    case 'pct':
      return `For ${value} of 100 mails.`
    case 'rua':
      return `Where daily reports go.${agreement(value, at)}`
    case 'ruf':
      return `Where reports about single mails go; few receivers send any.${agreement(value, at)}`
    case 'adkim':
      return value.toLowerCase() === 's'
        ? 'The domain of DKIM has to be the very same.'
        : 'The domain of DKIM may be a related one.'
    case 'aspf':
      return value.toLowerCase() === 's'
        ? 'The domain of SPF has to be the very same.'
        : 'The domain of SPF may be a related one.'
    case 'fo':
      return 'When reports about single mails are wanted.'
    case 'rf':
      return 'Format of reports about single mails.'
    case 'ri':
      return `Reports every ${value} seconds.`
    default:
      return 'Not known to DMARC: ignored.'
  }
}
