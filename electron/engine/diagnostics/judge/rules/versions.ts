import type { Endpoint, TlsVersion } from '../../../../../shared/model/diagnosis/observation.ts'
import { gravity } from '../case.ts'
import { verb, type Group, type Rule } from '../finding.ts'
import { capital, list } from '../words.ts'

const old: readonly TlsVersion[] = ['TLSv1.1', 'TLSv1', 'SSLv3']

/** "TLS 1.2", "TLS 1.0", "SSL 3.0". */
export function versionName(version: string): string {
  return version === 'TLSv1' ? 'TLS 1.0' : version === 'SSLv3' ? 'SSL 3.0' : version.replace('v', ' ')
}

function answer({ versions }: Endpoint, version: TlsVersion): 'offered' | 'refused' | 'unknown' {
  return versions.find((entry) => entry.version === version)?.answer ?? 'unknown'
}

function offeredOld(endpoint: Endpoint): TlsVersion[] {
  return old.filter((version) => answer(endpoint, version) === 'offered')
}

/** It has old versions, and surely not the current ones. */
export function onlyOldVersions(endpoint: Endpoint): boolean {
  const current = answer(endpoint, 'TLSv1.2') === 'refused' && answer(endpoint, 'TLSv1.3') === 'refused'
  return current && offeredOld(endpoint).length > 0
}

function versionLines({ first }: Group): string {
  return first.versions
    .map(
      (entry) =>
        `${versionName(entry.version)}: ${entry.answer}${entry.cipher === null ? '' : ` ${entry.cipher}`}${entry.detail === '' ? '' : ` (${entry.detail})`}`,
    )
    .join('\n')
}

export const versionRules: readonly Rule[] = [
  {
    id: 'onlyOldTls',
    stage: 'versions',
    who: 'server',
    page: 'old-tls',
    severity: (group, c) => gravity(c, group.endpoints),
    applies: (endpoint) => onlyOldVersions(endpoint) && offeredOld(endpoint).join(),
    say: (group) => {
      const has = list(offeredOld(group.first).map(versionName))
      return {
        title: `${capital(group.where)} ${verb(group, 'speaks')} only ${has}, retired in 2021.`,
        seen: `${has} ${offeredOld(group.first).length === 1 ? 'is' : 'are'} offered; TLS 1.2 and 1.3 are refused.`,
        expected: 'TLS 1.2 or 1.3.',
        why: 'RFC 8996 retired TLS 1.0 and 1.1. Current apps refuse them: “unsupported protocol”, “version too low”.',
        todo: 'The operator has to update the server. Another port or host of the provider may be newer.',
        evidence: versionLines(group),
      }
    },
  },
  {
    id: 'oldTlsOffered',
    stage: 'versions',
    who: 'server',
    page: 'old-tls',
    severity: (group) =>
      group.endpoints.some((endpoint) => answer(endpoint, 'SSLv3') === 'offered') ? 'warning' : 'info',
    applies: (endpoint) => !onlyOldVersions(endpoint) && offeredOld(endpoint).join(),
    say: (group) => {
      const has = list(offeredOld(group.first).map(versionName))
      return {
        title: `${capital(group.where)} still ${verb(group, 'offers')} ${has}.`,
        seen: `${has} beside current versions.`,
        expected: 'TLS 1.2 and 1.3 only (RFC 8996).',
        why: 'Apps of today take the newest version both have, so that it keeps nobody from sending. Very old clients can still connect, and audits complain.',
        todo: 'Nothing in the app. An operator who has no old clients can switch them off.',
        evidence: versionLines(group),
      }
    },
  },
  {
    id: 'onlyTls13',
    stage: 'versions',
    who: null,
    page: 'old-tls',
    severity: 'info',
    applies: (endpoint) => answer(endpoint, 'TLSv1.3') === 'offered' && answer(endpoint, 'TLSv1.2') === 'refused',
    say: (group) => ({
      title: `${capital(group.where)} ${verb(group, 'speaks')} TLS 1.3 only.`,
      seen: 'TLS 1.3 is offered, TLS 1.2 refused.',
      expected: 'TLS 1.2 as well, where older clients are to be served.',
      why: 'Programs with an older TLS library (OpenSSL before 1.1.1, Java before 8u261) cannot connect.',
      todo: 'Nothing for current apps; see the table of who could connect.',
      evidence: versionLines(group),
    }),
  },
]
