import type { NameResolver } from '../nameResolver.ts'
import { draft, isAbsent, unknown, whyUnknown, type Draft } from './record.ts'
import { readTags } from './tags.ts'

/** Where other servers report that TLS towards the domain failed (RFC 8460 3). */
export async function checkTlsRpt(resolver: NameResolver, domain: string): Promise<Draft> {
  const name = `_smtp._tls.${domain}`
  const { answer, texts } = await resolver.askText(name)
  const why = whyUnknown(answer)
  if (why !== null) return unknown('TLS-RPT', name, why)
  const records = texts.filter((text) => /^v=TLSRPTv1\s*(?:;|$)/.test(text))
  const [text] = records
  if (isAbsent(answer) || text === undefined)
    return draft('TLS-RPT', name, {
      state: texts.length > 0 ? 'invalid' : 'notPublished',
      raw: texts,
      problems: texts.length > 0 ? ['It does not begin with v=TLSRPTv1.'] : [],
      summary: 'No address for TLS reports is published: failures of MTA-STS and DANE stay unseen.',
    })
  const tags = readTags(text)
  const problems = [...tags.problems]
  if (records.length > 1)
    problems.push(`There are ${records.length} records; senders act as if there were none (RFC 8460 3).`)
  const targets = (tags.get('rua') ?? '')
    .split(',')
    .map((uri) => uri.trim())
    .filter((uri) => uri !== '')
    .slice(0, 20)
  if (targets.length === 0) problems.push('rua= is missing: there is nowhere to report to.')
  for (const uri of targets) {
    if (!/^mailto:[^@\s]{1,255}@[^@\s]{1,255}$/i.test(uri) && !/^https:\/\/[^\s/]{1,255}/i.test(uri))
      problems.push(`“${uri.slice(0, 60)}” is neither a mailto: nor an https: address.`)
  }
  return draft('TLS-RPT', name, {
    raw: records,
    parts: tags.all.map(({ name: tag, value }) => ({
      part: `${tag}=${value}`,
      means: tag === 'v' ? 'Reports are wanted.' : tag === 'rua' ? 'Where they go.' : 'Not known to TLS-RPT: ignored.',
    })),
    problems,
    state: problems.length > 0 ? 'invalid' : 'published',
    summary:
      problems.length > 0
        ? 'The record for TLS reports is published and has mistakes.'
        : 'Reports about failed TLS are asked for.',
    todo: problems.length > 0 ? 'Correct it: v=TLSRPTv1; rua=mailto:…' : '',
  })
}
