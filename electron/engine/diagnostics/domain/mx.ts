import { isIP } from 'node:net'
import type { NameResolver } from '../nameResolver.ts'
import { draft, isAbsent, unknown, whyUnknown, type Draft } from './record.ts'

const mostExchanges = 10

export interface MailExchangers {
  readonly record: Draft
  /** Host names, best first; empty for a domain without, or with a null MX. */
  readonly hosts: readonly string[]
  /** The DNS did not say. */
  readonly unknown: boolean
}

/** Who receives mail of the domain (RFC 5321 5.1), or that nobody does (RFC 7505). */
export async function checkMx(resolver: NameResolver, domain: string): Promise<MailExchangers> {
  const answer = await resolver.ask('MX', domain)
  const why = whyUnknown(answer)
  if (why !== null) return { record: unknown('MX', domain, why), hosts: [], unknown: true }
  if (isAbsent(answer)) return { record: await withoutMx(resolver, domain), hosts: [], unknown: false }
  const exchanges = answer.values.map((value) => {
    const [preference = '', host = ''] = value.split(' ')
    return { value, preference, host: host.toLowerCase() }
  })
  const isNull = ({ host }: { host: string }) => host === '.' || host === ''
  if (exchanges.every(isNull))
    return {
      record: draft('MX', domain, {
        raw: answer.values,
        parts: [{ part: answer.values[0] ?? '', means: 'Null MX: the domain says that it takes no mail (RFC 7505).' }],
        summary: 'The domain takes no mail. Answers and bounces to its addresses cannot arrive.',
      }),
      hosts: [],
      unknown: false,
    }
  const hosts = [...new Set(exchanges.filter((one) => !isNull(one)).map(({ host }) => host))].slice(0, mostExchanges)
  const problems = (await Promise.all(hosts.map((host) => problemsOf(resolver, host)))).flat()
  if (exchanges.some(isNull))
    problems.unshift('A null MX stands beside others: it has to be the only one (RFC 7505 3).')
  return {
    record: draft('MX', domain, {
      state: problems.length > 0 ? 'invalid' : 'published',
      raw: answer.values,
      parts: exchanges.map(({ value, preference, host }) => ({
        part: value,
        means: isNull({ host })
          ? 'Null MX: no mail is taken.'
          : `Mail goes to ${host}; lower numbers are tried first, this one is ${preference}.`,
      })),
      problems,
      summary: `Mail for the domain goes to ${hosts.slice(0, 3).join(', ')}${hosts.length > 3 ? ' and others' : ''}. That says nothing about sending.`,
      todo: problems.length > 0 ? 'Correct the MX records: answers and bounces may be lost.' : '',
    }),
    hosts,
    unknown: false,
  }
}

async function problemsOf(resolver: NameResolver, host: string): Promise<string[]> {
  if (isIP(host) !== 0) return [`${host} is an address; an MX has to be a name (RFC 5321 5.1).`]
  const [four, six, alias] = await Promise.all([
    resolver.ask('A', host),
    resolver.ask('AAAA', host),
    resolver.ask('CNAME', host),
  ])
  const problems: string[] = []
  if (alias.values.length > 0)
    problems.push(`${host} is an alias (CNAME); the name of an MX must not be one (RFC 2181 10.3).`)
  if (isAbsent(four) && isAbsent(six)) problems.push(`${host} has no address.`)
  return problems
}

/** Without MX the domain's own address takes the mail (RFC 5321 5.1). */
async function withoutMx(resolver: NameResolver, domain: string): Promise<Draft> {
  const [four, six] = await Promise.all([resolver.ask('A', domain), resolver.ask('AAAA', domain)])
  const hasAddress = four.values.length + six.values.length > 0
  return draft('MX', domain, {
    state: 'notPublished',
    summary: hasAddress
      ? 'No MX is published; mail for the domain goes to its own address.'
      : 'No MX and no address is published: nothing can be answered or bounced to this domain, and many servers refuse such senders.',
    todo: hasAddress ? '' : 'Publish an MX, or a null MX (0 .) when the domain takes no mail.',
  })
}
