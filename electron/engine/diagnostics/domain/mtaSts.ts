import type { NameResolver } from '../nameResolver.ts'
import type { MailExchangers } from './mx.ts'
import type { FetchPolicy } from './policyFetch.ts'
import { draft, isAbsent, unknown, whyUnknown, type Draft } from './record.ts'
import { readTags } from './tags.ts'

const modes: Readonly<Record<string, string>> = {
  enforce: 'Mail is not delivered to servers without valid TLS.',
  testing: 'Failures are reported; mail is delivered all the same.',
  none: 'The policy is withdrawn.',
}
/** RFC 8461 3.2: about a year. */
const longestAge = 31_557_600
const mostLines = 200

/** Whether senders must use TLS towards the domain (RFC 8461). `fetchPolicy` null: only the record is looked at. */
export async function checkMtaSts(
  resolver: NameResolver,
  domain: string,
  edges: { fetchPolicy: FetchPolicy | null; exchangers: Promise<MailExchangers>; signal: AbortSignal },
): Promise<Draft> {
  const name = `_mta-sts.${domain}`
  const { answer, texts } = await resolver.askText(name)
  const why = whyUnknown(answer)
  if (why !== null) return unknown('MTA-STS', name, why)
  const records = texts.filter((text) => /^v=STSv1\s*(?:;|$)/.test(text))
  const [text] = records
  if (isAbsent(answer) || text === undefined)
    return draft('MTA-STS', name, {
      state: texts.length > 0 ? 'invalid' : 'notPublished',
      raw: texts,
      problems: texts.length > 0 ? ['It does not begin with v=STSv1.'] : [],
      summary: 'No MTA-STS is published: servers that send to the domain may fall back to no encryption.',
    })
  const tags = readTags(text)
  const problems = [...tags.problems]
  if (records.length > 1)
    problems.push(`There are ${records.length} records; senders act as if there were none (RFC 8461 3.1).`)
  const id = tags.get('id')
  if (id === null || !/^[A-Za-z0-9]{1,32}$/.test(id))
    problems.push('id= has to be 1 to 32 letters and digits (RFC 8461 3.1).')
  const parts = tags.all.map(({ name: tag, value }) => ({
    part: `${tag}=${value}`,
    means:
      tag === 'v'
        ? 'MTA-STS is in use.'
        : tag === 'id'
          ? 'Number of the policy: it changes when the policy does.'
          : 'Not known to MTA-STS: ignored.',
  }))
  const { fetchPolicy, exchangers, signal } = edges
  const base = { raw: records, parts, problems }
  if (fetchPolicy === null)
    return draft('MTA-STS', name, {
      ...base,
      state: problems.length > 0 ? 'invalid' : 'published',
      summary: 'MTA-STS is announced. Its policy was not fetched.',
    })
  const fetched = await fetchPolicy(domain, resolver, signal)
  if ('problem' in fetched)
    return draft('MTA-STS', name, {
      ...base,
      problems: [...problems, fetched.problem],
      state: fetched.isServers ? 'invalid' : 'couldNotCheck',
      summary: fetched.isServers
        ? 'MTA-STS is announced, and there is no policy that counts.'
        : 'MTA-STS is announced; its policy could not be fetched.',
      todo: fetched.isServers
        ? `Serve the policy at https://mta-sts.${domain}/.well-known/mta-sts.txt, or take the record away.`
        : 'Try again.',
    })
  const policy = readPolicy(fetched.text)
  const { hosts } = await exchangers
  const left = hosts.filter((host) => !policy.mx.some((pattern) => matches(host, pattern)))
  if (policy.mode !== 'none' && left.length > 0)
    policy.problems.push(
      `${left.slice(0, 5).join(', ')} is an MX and not in the policy${policy.mode === 'enforce' ? ': no mail reaches it' : ''}.`,
    )
  const all = [...problems, ...policy.problems]
  return draft('MTA-STS', name, {
    raw: [...records, ...policy.lines],
    parts: [...parts, ...policy.parts],
    problems: all,
    state: all.length > 0 ? 'invalid' : 'published',
    summary:
      all.length > 0
        ? 'An MTA-STS policy is published and has mistakes.'
        : `An MTA-STS policy is published. ${modes[policy.mode] ?? ''}`,
    todo: all.length > 0 ? 'Correct record and policy; a new policy needs a new id.' : '',
  })
}

/** The policy's lines (RFC 8461 3.2), ended by LF or CRLF. Never throws. */
function readPolicy(text: string): {
  mode: string
  mx: string[]
  lines: string[]
  parts: { part: string; means: string }[]
  problems: string[]
} {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, mostLines)
  const problems: string[] = []
  const pairs = lines.flatMap((line) => {
    const colon = line.indexOf(':')
    if (colon > 0) return [{ key: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() }]
    problems.push(`“${line.slice(0, 60)}” is no “key: value”.`)
    return []
  })
  const first = (key: string) => pairs.find((one) => one.key === key)?.value ?? ''
  const mode = first('mode')
  const mx = pairs.filter(({ key }) => key === 'mx').map(({ value }) => value.toLowerCase())
  const age = first('max_age')
  if (first('version') !== 'STSv1') problems.push('The policy has to say “version: STSv1”.')
  if (!Object.hasOwn(modes, mode)) problems.push(`“mode: ${mode.slice(0, 30)}” has to be enforce, testing or none.`)
  if (mx.length === 0 && mode !== 'none') problems.push('The policy names no mx.')
  if (!/^\d{1,10}$/.test(age) || Number(age) > longestAge)
    problems.push(`max_age has to be a number of seconds up to ${longestAge}.`)
  else if (Number(age) < 86_400)
    problems.push('max_age is less than a day: senders forget the policy before it helps (RFC 8461 recommends weeks).')
  const parts = pairs.map(({ key, value }) => ({ part: `${key}: ${value}`, means: meaning(key, value) }))
  return { mode, mx, lines, parts, problems }
}

function meaning(key: string, value: string): string {
  if (key === 'mode') return Object.hasOwn(modes, value) ? (modes[value] ?? '') : 'Not a mode.'
  if (key === 'mx')
    return value.startsWith('*.')
      ? `Servers one level under ${value.slice(2)} may take the mail.`
      : `${value} may take the mail.`
  if (key === 'max_age') return `Senders keep it for ${value} seconds.`
  return key === 'version' ? 'This is a policy.' : 'Not known to MTA-STS: ignored.'
}

/** `*.example.com` stands for one label (RFC 8461 4.1). */
function matches(host: string, pattern: string): boolean {
  if (!pattern.startsWith('*.')) return host === pattern
  const dot = host.indexOf('.')
  return dot > 0 && host.slice(dot) === pattern.slice(1)
}
