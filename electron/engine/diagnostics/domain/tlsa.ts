import type { NameResolver } from '../nameResolver.ts'
import type { MailExchangers } from './mx.ts'
import { draft, unknown, whyUnknown, type Draft } from './record.ts'

const mostHosts = 5
const usages = [
  'a certificate of a public authority in the chain (PKIX-TA)',
  'the server’s certificate, publicly trusted (PKIX-EE)',
  'an authority of its own in the chain (DANE-TA)',
  'the server’s certificate (DANE-EE)',
]
const digests: Readonly<Record<string, { name: string; length: number }>> = {
  '1': { name: 'SHA-256', length: 64 },
  '2': { name: 'SHA-512', length: 128 },
}

/**
 * Certificates that the domain's mail exchangers are bound to (RFC 6698, 7672). They count only where the zone is signed by DNSSEC,
 * which Node cannot tell: published, never validated.
 */
export async function checkTlsa(
  resolver: NameResolver,
  domain: string,
  exchangers: Promise<MailExchangers>,
): Promise<Draft> {
  const { hosts, unknown: isUnknown } = await exchangers
  const asked = (hosts.length > 0 ? hosts : [domain]).slice(0, mostHosts)
  const name = `_25._tcp.${asked[0] ?? domain}`
  if (isUnknown)
    return unknown('TLSA', name, 'The mail exchangers of the domain are not known, and TLSA is about those.')
  const answers = await Promise.all(asked.map((host) => resolver.ask('TLSA', `_25._tcp.${host}`)))
  const lines = answers.flatMap((answer) => answer.values.map((value) => ({ at: answer.name, value })))
  const failed = answers.map(whyUnknown).find((why) => why !== null)
  if (lines.length === 0 && failed !== undefined) return unknown('TLSA', name, failed)
  if (lines.length === 0)
    return draft('TLSA', name, {
      state: 'notPublished',
      summary: 'No TLSA (DANE) is published for the mail exchangers. It needs DNSSEC; MTA-STS is the other way.',
    })
  const problems = lines.flatMap(({ at, value }) => problemsOf(value).map((problem) => `${at}: ${problem}`))
  const without = answers.filter(({ values }) => values.length === 0).map((answer) => answer.name)
  if (without.length > 0)
    problems.push(`There is none at ${without.join(', ')}: mail through that exchanger is not protected.`)
  const isBroken = lines.some(({ value }) => problemsOf(value).length > 0)
  return draft('TLSA', name, {
    state: isBroken ? 'invalid' : 'published',
    raw: lines.map(({ at, value }) => `${at} ${value}`),
    parts: lines.map(({ value }) => ({ part: value, means: meaning(value) })),
    problems,
    summary:
      'TLSA is published for the mail exchangers. Whether the zone is signed (DNSSEC) and the certificate matches was not checked.',
    todo: isBroken ? 'Correct the records: senders that use DANE may refuse to deliver.' : '',
  })
}

function problemsOf(value: string): string[] {
  const [usage = '', selector = '', match = '', data = ''] = value.split(' ')
  const problems: string[] = []
  if (usage === '0' || usage === '1') problems.push(`usage ${usage} is not for mail, and is ignored (RFC 7672 3.1.3).`)
  else if (usage !== '2' && usage !== '3') problems.push(`usage ${usage} is not known.`)
  if (selector !== '0' && selector !== '1') problems.push(`selector ${selector} is not known.`)
  const digest = Object.hasOwn(digests, match) ? digests[match] : undefined
  if (match !== '0' && digest === undefined) problems.push(`matching type ${match} is not known.`)
  if (digest && data.length !== digest.length)
    problems.push(`${digest.name} has ${digest.length / 2} bytes, this has ${Math.floor(data.length / 2)}.`)
  return problems
}

function meaning(value: string): string {
  const [usage = '', selector = '', match = ''] = value.split(' ')
  const whole = selector === '1' ? 'its public key' : 'the whole certificate'
  const how = Object.hasOwn(digests, match) ? `by ${digests[match]?.name}` : 'byte by byte'
  return `Binds to ${usages[Number(usage)] ?? 'something unknown'}: ${whole}, ${how}.`
}
