import type { NameResolver } from '../nameResolver.ts'
import { draft, unknown, whyUnknown, type Draft } from './record.ts'
import { askingTerms, isSpf, readSpf, type SpfTerm } from './spfSyntax.ts'

/** RFC 7208 4.6.4. */
const allowedLookups = 10
const allowedVoids = 2
/** Where we stop: a record that leads on and on is followed no further. */
const mostQuestions = 40
const deepest = 10

/** Which servers may send for the domain (RFC 7208), with the questions that receivers have to ask for it counted. */
export async function checkSpf(resolver: NameResolver, domain: string): Promise<Draft> {
  const { answer, texts } = await resolver.askText(domain)
  const why = whyUnknown(answer)
  if (why !== null) return unknown('SPF', domain, why)
  const records = texts.filter(isSpf)
  const [text] = records
  if (text === undefined) return missing(domain, texts)
  const { terms, errors, warnings } = readSpf(text)
  const count = newCount()
  await follow(resolver, domain, terms, count, [domain])
  const problems = [...errors, ...count.errors, ...warnings, ...count.warnings]
  if (records.length > 1)
    problems.unshift(
      `There are ${records.length} SPF records; receivers take none of them (permerror, RFC 7208 4.5). Join them into one.`,
    )
  if (count.lookups > allowedLookups)
    problems.unshift(
      `Receivers have to ask the DNS ${count.stopped ? 'more than ' : ''}${count.lookups} times; more than ${allowedLookups} is a permanent error, and the record counts for nothing (RFC 7208 4.6.4).`,
    )
  if (count.voids > allowedVoids)
    problems.push(
      `${count.voids} of the names in it do not exist; receivers may give up after ${allowedVoids} (RFC 7208 4.6.4).`,
    )
  const isBroken = records.length > 1 || errors.length > 0 || count.errors.length > 0 || count.lookups > allowedLookups
  return draft('SPF', domain, {
    state: isBroken ? 'invalid' : 'published',
    raw: records,
    parts: [
      { part: 'v=spf1', means: 'This is an SPF record.' },
      ...terms.map(({ text: part, means }) => ({ part, means })),
    ],
    problems,
    summary: isBroken
      ? 'The SPF record is published and broken: receivers treat it as an error, and mail may be refused for it.'
      : `${policyOf(terms)} Receivers ask the DNS ${count.lookups} of ${allowedLookups} allowed times for it${count.unknown > 0 ? ', as far as could be seen' : ''}.`,
    todo: isBroken
      ? 'Correct the record; take out what no longer sends for the domain.'
      : warnings.length > 0
        ? 'End the record with ~all or -all, and name every server that sends.'
        : '',
  })
}

function missing(domain: string, texts: readonly string[]): Draft {
  const nearly = texts.filter((text) => /^["'\s]*(v\s*=\s*)?spf/i.test(text))
  return draft('SPF', domain, {
    state: nearly.length > 0 ? 'invalid' : 'notPublished',
    raw: nearly,
    problems: nearly.map((text) => `“${text.slice(0, 60)}” is meant for SPF, but does not begin with “v=spf1 ”.`),
    summary:
      'No SPF record is published: nobody can tell which servers may send for the domain. Large providers refuse or sort out such mail.',
    todo: 'Publish one TXT record that begins with v=spf1, with the include that your provider names, and ~all at its end.',
  })
}

function policyOf(terms: readonly SpfTerm[]): string {
  const all = terms.find(({ name }) => name === 'all')
  if (all === undefined)
    return terms.some(({ name }) => name === 'redirect')
      ? 'Another domain’s record counts instead.'
      : 'It names servers, and says nothing about all others.'
  const other = {
    '-': 'All others are to be refused.',
    '~': 'All others are suspicious.',
    '?': 'It says nothing about all others.',
    '+': 'It lets everybody send.',
  }
  return `It names the servers that may send. ${other[all.qualifier]}`
}

interface Count {
  lookups: number
  voids: number
  /** Questions of ours; not all of them count. */
  asked: number
  /** What was not answered, or cannot be asked without a mail at hand (macros). */
  unknown: number
  stopped: boolean
  readonly errors: string[]
  readonly warnings: string[]
}

function newCount(): Count {
  return { lookups: 0, voids: 0, asked: 0, unknown: 0, stopped: false, errors: [], warnings: [] }
}

/** Everything counts, although a receiver stops at the first match: a sender's address may be in the last one. */
async function follow(
  resolver: NameResolver,
  domain: string,
  terms: readonly SpfTerm[],
  count: Count,
  path: readonly string[],
): Promise<void> {
  const hasAll = terms.some(({ name, isModifier }) => name === 'all' && !isModifier)
  const asking = terms.filter(
    ({ name, isModifier }) =>
      askingTerms.has(name) && isModifier === (name === 'redirect') && !(name === 'redirect' && hasAll),
  )
  count.lookups += asking.length
  await Promise.all(asking.map((term) => followTerm(resolver, domain, term, count, path)))
}

async function followTerm(
  resolver: NameResolver,
  domain: string,
  { name, value }: SpfTerm,
  count: Count,
  path: readonly string[],
): Promise<void> {
  const target = (value === '' ? domain : value).toLowerCase().replace(/\.$/, '')
  // ptr is about the sender's own address, macros about a mail: neither is at hand.
  if (name === 'ptr' || target.includes('%')) {
    count.unknown++
    return
  }
  if (count.asked >= mostQuestions || path.length > deepest) {
    count.stopped = true
    return
  }
  count.asked++
  if (name === 'include' || name === 'redirect') return followRecord(resolver, name, target, count, path)
  const answers =
    name === 'mx'
      ? [await resolver.ask('MX', target)]
      : await Promise.all([resolver.ask('A', target), resolver.ask('AAAA', target)])
  if (answers.some((answer) => whyUnknown(answer) !== null)) count.unknown++
  else if (answers.every(({ values }) => values.length === 0)) {
    count.voids++
    count.warnings.push(`“${name}” asks for ${target}, which has no ${name === 'mx' ? 'MX' : 'address'}.`)
  } else if (name === 'mx' && (answers[0]?.values.length ?? 0) > 10)
    count.errors.push(`${target} has more than 10 MX records (RFC 7208 4.6.4).`)
}

async function followRecord(
  resolver: NameResolver,
  name: 'include' | 'redirect',
  target: string,
  count: Count,
  path: readonly string[],
): Promise<void> {
  if (path.includes(target)) {
    count.errors.push(`${target} leads back to itself: ${[...path.slice(0, 4), target].join(' → ')}.`)
    return
  }
  const { answer, texts } = await resolver.askText(target)
  const why = whyUnknown(answer)
  if (why !== null) {
    count.unknown++
    count.warnings.push(`The record of ${target} could not be looked at. ${why}`)
    return
  }
  const records = texts.filter(isSpf)
  const [text] = records
  if (texts.length === 0) count.voids++
  if (text === undefined || records.length > 1) {
    count.errors.push(
      `${name} leads to ${target}, which has ${records.length === 0 ? 'no SPF record' : 'several SPF records'}: a permanent error (RFC 7208 ${name === 'include' ? '5.2' : '6.1'}).`,
    )
    return
  }
  const { terms, errors } = readSpf(text)
  count.errors.push(...errors.map((error) => `In the record of ${target}: ${error}`))
  await follow(resolver, target, terms, count, [...path, target])
}
