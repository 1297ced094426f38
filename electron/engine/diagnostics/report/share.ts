import { Report, type Difference } from '../../../../shared/model/diagnosis/report.ts'
import { Disguise } from './disguise.ts'
import { namedIn } from './named.ts'
import { mapStrings } from './mapStrings.ts'

/**
 * The report without what names machines, people and companies: host names, addresses, user names and mail addresses are
 * replaced, the same one always by the same; certificates, fingerprints and serial numbers are left out. Ports, codes,
 * versions, ciphers, timings and the dates of certificates stay. Certificate authorities that Node trusts keep their names,
 * all others lose them.
 */
export function forSharing(report: Report): Report {
  const bare = withoutBinary(report)
  const disguise = new Disguise(namedIn(report))
  const shared = mapStrings(Report, bare, (text) => disguise.of(text)) as Report
  // What was typed may hold anything, a whole URL with its password for one.
  return { ...shared, question: { ...shared.question, host: shared.observations.host } }
}

/** Differences between two reports in the same disguise, whose words are the same for both of them. */
export function forSharingDifferences(
  differences: readonly Difference[],
  earlier: Report,
  later: Report,
): Difference[] {
  const [one, other] = [namedIn(earlier), namedIn(later)]
  const disguise = new Disguise({
    first: [...other.first, ...one.first],
    hosts: [...other.hosts, ...one.hosts],
    users: [...other.users, ...one.users],
    mailboxes: [...other.mailboxes, ...one.mailboxes],
    authorities: [...other.authorities, ...one.authorities],
  })
  return differences.map(({ is, stage, text, before, after }) => ({
    is,
    stage,
    text: disguise.of(text),
    before: disguise.of(before),
    after: disguise.of(after),
  }))
}

/** Without what is a fingerprint of its own, in whatever form. */
function withoutBinary(report: Report): Report {
  const { question, observations } = report
  return {
    ...report,
    id: null,
    question: { ...question, upstreamId: null, ca: null },
    observations: {
      ...observations,
      endpoints: observations.endpoints.map((endpoint) => ({
        ...endpoint,
        greeting: endpoint.greeting && { ...endpoint.greeting, firstBytes: null },
        chain: endpoint.chain && {
          ...endpoint.chain,
          served: endpoint.chain.served.map((one) => ({
            ...one,
            subject: `CN=${one.name}`,
            issuer: `CN=${one.issuerName}`,
            issuerUrl: null,
            serial: '',
            fingerprint: '',
            pem: '',
          })),
        },
      })),
    },
  }
}
