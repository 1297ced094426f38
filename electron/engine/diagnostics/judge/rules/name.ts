import type { NameObservation } from '../../../../../shared/model/diagnosis/observation.ts'
import type { Finding } from '../../../../../shared/model/diagnosis/report.ts'
import type { Case } from '../case.ts'
import { duration, isLoopback, list, quoted } from '../words.ts'

type Unresolved = Pick<Finding, 'id' | 'who' | 'title' | 'seen' | 'why' | 'todo'>

/** What the look-up of the name says. */
export function nameFindings(c: Case): Finding[] {
  const { name } = c.observations
  if (name === null) return []
  const about = (finding: Unresolved & Pick<Finding, 'severity' | 'expected'>): Finding => ({
    stage: 'name',
    endpoints: [],
    evidence: evidenceOf(name),
    page: 'name-does-not-resolve',
    ...finding,
  })
  const findings: Finding[] = []
  const unresolved = name.host === null ? null : c.endpoints.length > 0 ? unknownHere(name, c) : whyUnresolved(name, c)
  if (unresolved !== null)
    findings.push(about({ severity: 'problem', expected: `An address for ${c.host}.`, ...unresolved }))
  if (name.disagree && unresolved === null)
    findings.push(
      about({
        id: 'namesDisagree',
        // Who names a server of their own expects it to know better.
        severity: c.question.dnsServer === null ? 'warning' : 'info',
        who: 'network',
        title: `This machine and the name servers give different addresses for ${c.host}.`,
        seen: `This machine: ${list(name.system?.addresses ?? []) || 'none'}. Name servers: ${list(dnsAddresses(name)) || 'none'}.`,
        expected: 'The same addresses from both.',
        why: 'The hosts file, a VPN or a resolver of the company answers instead of the public name servers. Programs that ask the name servers themselves, as Nodemailer does, then go to another server than all others.',
        todo: 'Look for the name in the hosts file (/etc/hosts), and try without the VPN. If it is meant, leave it.',
      }),
    )
  const here = name.system?.addresses ?? []
  if (
    here.length > 0 &&
    here.every((address) => isLoopback(address) || address === '0.0.0.0' || address === '::') &&
    name.host !== null &&
    !/^localhost$|\.localhost$/i.test(name.host) &&
    !c.question.self
  )
    findings.push(
      about({
        id: 'namePointsHere',
        severity: 'warning',
        who: 'you',
        title: `${c.host} leads back to this machine itself.`,
        seen: `It resolves to ${list(here)}.`,
        expected: 'The public address of the mail server.',
        why: 'An entry in the hosts file or a filter of the network answers with the address of this machine, so that no connection can leave it.',
        todo: 'Remove the entry from the hosts file, or allow the name in the filter.',
      }),
    )
  const slow = name.system?.milliseconds ?? 0
  if (slow >= 2_000 && unresolved === null)
    findings.push(
      about({
        id: 'nameSlow',
        severity: 'warning',
        who: 'network',
        title: `Looking up ${c.host} took ${duration(slow)}.`,
        seen: `${duration(slow)} until this machine’s resolver answered.`,
        expected: 'Less than 100 ms.',
        why: 'Each new connection waits for it, and many at once can run into a timeout of the look-up (EDNS in Nodemailer).',
        todo: 'Set a name server that answers, or keep connections open (a pool).',
      }),
    )
  return findings
}

/** Looked up all the same, from name servers alone. Null: this machine knows it. */
function unknownHere({ system, dns }: NameObservation, c: Case): Unresolved | null {
  const published = dns.filter(({ type }) => type === 'A' || type === 'AAAA').flatMap(({ values }) => values)
  if (system === null || system.error === null || system.addresses.length > 0 || published.length === 0) return null
  const named = c.question.dnsServer !== null
  return {
    id: 'nameNotKnownHere',
    who: 'network',
    title: `This machine cannot look up ${c.host}: only the name ${named ? 'server that was named knows' : 'servers know'} it.`,
    seen: `This machine’s resolver: ${system.error}. ${named ? 'The name server that was named' : 'Name servers'}: ${list(published)}.`,
    why: 'Programs go by the resolver of this machine and get no address (ENOTFOUND). A VPN, a filter, or a name of another network is the usual cause.',
    todo: `Let this machine or container use ${named ? 'that name server' : 'a name server that knows the name'}, connect the VPN, or enter the name in the hosts file.`,
  }
}

/** Null: it does resolve. */
function whyUnresolved(name: NameObservation, c: Case): Unresolved | null {
  const { system } = name
  if ((system?.addresses.length ?? 0) > 0) return null
  const published = dnsAddresses(name)
  const code = errorOf(name)
  if (system === null && published.length > 0) return null
  if (code === null && published.length === 0 && name.dns.length === 0) return null
  if (published.length > 0)
    return {
      id: 'nameNotKnownHere',
      who: 'network',
      title: `This machine cannot look up ${c.host}, although it is published.`,
      seen: `This machine’s resolver: ${code ?? 'no address'}. Name servers: ${list(published)}.`,
      why: 'Programs go by the resolver of this machine. A VPN, a filter or a broken resolver keeps the name from them.',
      todo: 'Check the DNS settings of this machine or container, and try without the VPN.',
    }
  const exchanges = name.dns.filter(({ type }) => type === 'MX').flatMap(({ values }) => values)
  if (exchanges.length > 0)
    return {
      id: 'mailDomain',
      who: 'you',
      title: `${c.host} is a mail domain, not the name of a server.`,
      seen: `It has no address, only mail exchangers: ${quoted(list(exchanges))}.`,
      why: 'Mail exchangers take mail for the domain from other servers. An app hands its mail to a submission server, which has a name of its own.',
      todo: 'Take the SMTP host from the pages of your provider, often smtp. followed by the domain.',
    }
  const unanswered = (id: string, who: Finding['who'], title: string, why: string, todo: string): Unresolved => ({
    id,
    who,
    title,
    seen: `${code ?? 'No address'} for ${c.host}.`,
    why,
    todo,
  })
  // Whatever a resolver says, this name is there: its provider publishes it.
  if (c.provider !== null && c.provider.hosts.includes(c.host.toLowerCase()))
    return unanswered(
      'providerNotFound',
      'network',
      `This machine cannot look up ${c.host}, the host of ${c.provider.title}.`,
      'The name does exist. Offline, behind a filter, or in a network whose name servers know its own names alone, no name of the Internet can be looked up.',
      'Check that this machine or container is online and which DNS server it uses; try another one, or another network.',
    )
  if (code === 'ESERVFAIL')
    return unanswered(
      'nameServersFail',
      'server',
      `The name servers fail to answer for ${c.host}.`,
      'The resolver could not get an answer from the name servers of that domain: they are down, or its DNSSEC signatures are broken (SERVFAIL).',
      'Try again later, or another resolver. If it stays, only the owner of the domain can mend it.',
    )
  if (code === 'EREFUSED')
    return unanswered(
      'resolverRefuses',
      'network',
      `The DNS server of this machine refuses to look up ${c.host}.`,
      'A name server answers REFUSED when it does not serve this network.',
      'Set a name server that serves this machine (in a container: its own DNS setting).',
    )
  if (code !== null && /TIME|AGAIN|ECONNREFUSED/.test(code))
    return unanswered(
      'resolverSilent',
      'network',
      `The DNS server of this machine does not answer for ${c.host}.`,
      'Without DNS no name can be turned into an address. The machine may be offline, or its name server unreachable.',
      'Check that this machine is online and which name server it has (/etc/resolv.conf on Linux; in a container its DNS setting).',
    )
  if (code === 'ENODATA')
    return unanswered(
      'nameWithoutAddress',
      'you',
      `The name ${c.host} exists, but has no address.`,
      'Only names with an A or AAAA record can be connected to.',
      'Check the spelling; take the SMTP host from the pages of your provider.',
    )
  return unanswered(
    'nameNotFound',
    'you',
    `The name ${c.host} does not exist.`,
    'No address is published for it. Mostly a letter is wrong, or a name that only exists in another network (a container, a VPN) is used here.',
    'Check the spelling of the host; take it from the pages of your provider.',
  )
}

/** The most telling error: what a name server said, before what the system makes of it. */
function errorOf({ system, dns }: NameObservation): string | null {
  const said = dns.filter(({ type }) => type === 'A' || type === 'AAAA').map(({ error }) => error)
  const code = said.find((error) => error !== null && error !== 'ENODATA') ?? said.find((error) => error !== null)
  const fallback = system?.error ?? code ?? null
  // getaddrinfo says EAI_AGAIN or ENOTFOUND for nearly everything.
  return code !== undefined && code !== null && (fallback === 'ENOTFOUND' || fallback === 'EAI_AGAIN') ? code : fallback
}

function dnsAddresses({ dns }: NameObservation): string[] {
  return dns.filter(({ type }) => type === 'A' || type === 'AAAA').flatMap(({ values }) => values)
}

function evidenceOf({ system, dns }: NameObservation): string {
  const resolver =
    system === null ? [] : [`system: ${system.error ?? list(system.addresses)} (${duration(system.milliseconds)})`]
  return [
    ...resolver,
    ...dns.map(
      ({ type, name, values, error, milliseconds }) =>
        `${type} ${name}: ${error ?? (list(values) || 'none')} (${duration(milliseconds)})`,
    ),
  ].join('\n')
}
