import type { Certificate, Endpoint } from '../../../../../shared/model/diagnosis/observation.ts'
import {
  certificateFaults,
  daysLeft,
  forbidsServers,
  hasWeakKey,
  hasWeakSignature,
  isExpired,
  isNotYetValid,
  isTrusted,
} from '../certificateFacts.ts'
import { gravity, type Case } from '../case.ts'
import type { Group, Rule } from '../finding.ts'
import { counted, day, list, quoted, short } from '../words.ts'

const grave: Rule['severity'] = (group, c) => gravity(c, group.endpoints)

function leafOf({ chain }: Endpoint): Certificate | null {
  return chain?.served[0] ?? null
}

/** The first certificate of the chain with that fault, its root left aside: clients have their own copy of that. */
function faulty(endpoint: Endpoint, has: (certificate: Certificate) => boolean): Certificate | null {
  const served = endpoint.chain?.served ?? []
  return served.find((certificate, index) => (index === 0 || !certificate.selfSigned) && has(certificate)) ?? null
}

/** A rule about the certificate itself: the same one on several ports is one cause. */
function about(
  rule: Omit<Rule, 'stage' | 'applies'> & { has: (certificate: Certificate, c: Case, endpoint: Endpoint) => boolean },
): Rule {
  const { has, ...rest } = rule
  return {
    ...rest,
    stage: 'certificate',
    applies: (endpoint, c) => {
      const certificate = faulty(endpoint, (candidate) => has(candidate, c, endpoint))
      return certificate === null ? null : `${rule.id} ${certificate.fingerprint} ${certificate.serial}`
    },
  }
}

function called(certificate: Certificate, group: Group): string {
  return certificate === leafOf(group.first)
    ? 'The certificate'
    : `The intermediate certificate ${quoted(certificate.name, 60)}`
}

/** The facts of a certificate, a line each. */
export function certificateLines(certificate: Certificate): string {
  return [
    `subject: ${certificate.subject}`,
    `issuer: ${certificate.issuer}`,
    `valid: ${certificate.validFrom} to ${certificate.validTo}`,
    `names: ${list(certificate.names) || 'none'}`,
    `key: ${certificate.key.type} ${certificate.key.curve ?? certificate.key.bits ?? ''}`.trim(),
    `signature: ${certificate.signature}`,
    `sha256: ${certificate.fingerprint}`,
  ].join('\n')
}

function found(group: Group, has: (certificate: Certificate) => boolean): Certificate {
  return (faulty(group.first, has) ?? leafOf(group.first)) as Certificate
}

/** RSA-1024 and SHA-1 may be served and accepted here, and refused by the app's runtime. */
const outdatedWhy =
  'It works with older runtimes and is refused since Node 22 and 24 (OpenSSL 3.5, security level 2), and by current browsers and systems.'

export const certificateRules: readonly Rule[] = [
  about({
    id: 'certificateExpired',
    who: 'server',
    page: null,
    severity: grave,
    has: (certificate, { now }) => isExpired(certificate, now),
    say: (group, { now }) => {
      const certificate = found(group, (candidate) => isExpired(candidate, now))
      return {
        title: `${called(certificate, group)} of ${group.where} expired on ${day(certificate.validTo)}.`,
        seen: `Valid until ${day(certificate.validTo)}; today is ${day(now.toISOString())}.`,
        expected: 'A certificate that is valid today.',
        why: 'Every client that checks certificates refuses it (CERT_HAS_EXPIRED).',
        todo: 'The operator must renew it. If all sites look expired, the clock of this machine is wrong.',
        evidence: certificateLines(certificate),
      }
    },
  }),
  about({
    id: 'certificateNotYetValid',
    who: 'server',
    page: null,
    severity: grave,
    has: (certificate, { now }) => isNotYetValid(certificate, now),
    say: (group, { now }) => {
      const certificate = found(group, (candidate) => isNotYetValid(candidate, now))
      return {
        title: `${called(certificate, group)} of ${group.where} is valid from ${day(certificate.validFrom)} only.`,
        seen: `Valid from ${certificate.validFrom}; the clock of this machine says ${now.toISOString()}.`,
        expected: 'A certificate that is valid today.',
        why: 'It was made too early, or the clock of this machine is behind (CERT_NOT_YET_VALID).',
        todo: 'Check the clock of this machine first. If it is right, the operator has to put in the right certificate.',
        evidence: certificateLines(certificate),
      }
    },
  }),
  about({
    id: 'certificateEndsSoon',
    who: 'server',
    page: null,
    severity: (group, { now }) =>
      Math.min(...(group.first.chain?.served ?? []).map((one) => daysLeft(one, now))) < 14 ? 'warning' : 'info',
    has: (certificate, { now }) => !isExpired(certificate, now) && daysLeft(certificate, now) < 30,
    say: (group, { now }) => {
      const certificate = found(group, (one) => !isExpired(one, now) && daysLeft(one, now) < 30)
      const days = daysLeft(certificate, now)
      return {
        title: `${called(certificate, group)} of ${group.where} ends in ${counted(days, 'day')}, on ${day(certificate.validTo)}.`,
        seen: `Valid until ${day(certificate.validTo)}.`,
        expected: 'Renewed at least 14 days before, as automatic renewal does.',
        why: 'When it ends, every client that checks certificates stops sending at once.',
        todo: 'Tell the operator, or check that automatic renewal runs and the mail server reloads the new one.',
        evidence: certificateLines(certificate),
      }
    },
  }),
  {
    id: 'certificateName',
    stage: 'certificate',
    who: 'you',
    page: 'certificate-name',
    severity: grave,
    applies: ({ chain }) =>
      chain !== null &&
      chain.served.length > 0 &&
      !chain.nameMatches &&
      !chain.commonNameOnly &&
      `${chain.host} ${chain.served[0]?.fingerprint}`,
    say: (group) => {
      const certificate = leafOf(group.first) as Certificate
      const asked = short(group.first.chain?.host ?? '')
      const names = certificate.names.length > 0 ? certificate.names : [certificate.name]
      const usable = names.find((name) => !name.includes('*') && /\./.test(name)) ?? null
      const byAddress = /^[\d.]+$|:/.test(asked)
      return {
        title: `The certificate of ${group.where} is for ${short(list(names))}, not for ${asked}.`,
        seen: `Names in the certificate: ${quoted(list(names))}. Asked for: ${quoted(asked)}.`,
        expected: `${asked} among the names.`,
        why: byAddress
          ? 'The server was asked for by its address, and certificates are for names. Clients that check refuse it (ERR_TLS_CERT_ALTNAME_INVALID).'
          : 'Clients that check refuse it (ERR_TLS_CERT_ALTNAME_INVALID). On shared hosting the mail server often has the name of the machine, not that of your domain.',
        todo: `${usable === null ? 'Use a host that the certificate is for' : `Use ${short(usable, 60)} as the host, if that is the same server`}; or set the name to expect (Nodemailer: tls.servername). Do not switch the check off.`,
        evidence: certificateLines(certificate),
      }
    },
  },
  {
    id: 'commonNameOnly',
    stage: 'certificate',
    who: 'server',
    page: 'certificate-name',
    severity: 'warning',
    applies: ({ chain }) => chain !== null && chain.commonNameOnly && `${chain.served[0]?.fingerprint}`,
    say: (group) => ({
      title: `The certificate of ${group.where} has its name in the old place only (common name).`,
      seen: `Common name ${quoted(leafOf(group.first)?.name ?? '')}, no subjectAltName that matches.`,
      expected: 'The name among the subjectAltName entries (RFC 6125).',
      why: 'Node accepts that; Go, browsers and others refuse.',
      todo: 'The operator has to renew it with a subjectAltName.',
      evidence: leafOf(group.first) === null ? '' : certificateLines(leafOf(group.first) as Certificate),
    }),
  },
  about({
    id: 'weakKey',
    who: 'server',
    page: 'old-tls',
    severity: 'warning',
    has: hasWeakKey,
    say: (group) => {
      const certificate = found(group, hasWeakKey)
      return {
        title: `${called(certificate, group)} of ${group.where} has a key of ${certificate.key.bits} bits only.`,
        seen: `${certificate.key.type.toUpperCase()}, ${certificate.key.bits} bits.`,
        expected: 'RSA with 2048 bits or more, or EC with 256.',
        why: outdatedWhy,
        todo: 'The operator must renew it with 2048 bits or more.',
        evidence: certificateLines(certificate),
      }
    },
  }),
  about({
    id: 'weakSignature',
    who: 'server',
    page: 'old-tls',
    severity: 'warning',
    has: hasWeakSignature,
    say: (group) => {
      const certificate = found(group, hasWeakSignature)
      return {
        title: `${called(certificate, group)} of ${group.where} is signed with an outdated method (${short(certificate.signature, 40)}).`,
        seen: certificate.signature,
        expected: 'A signature with SHA-256 or better.',
        why: `SHA-1 and MD5 can be forged. ${outdatedWhy}`,
        todo: 'The operator must renew it.',
        evidence: certificateLines(certificate),
      }
    },
  }),
  {
    id: 'certificateNotForServers',
    stage: 'certificate',
    who: 'server',
    page: null,
    severity: grave,
    applies: (endpoint) => {
      const leaf = leafOf(endpoint)
      return leaf !== null && forbidsServers(leaf) && leaf.fingerprint + leaf.serial
    },
    say: (group) => ({
      title: `The certificate of ${group.where} is not made for servers.`,
      seen: `It may be used for ${list(leafOf(group.first)?.usage ?? [])} only.`,
      expected: 'serverAuth in its extended key usage.',
      why: 'Clients refuse a certificate for another purpose (INVALID_PURPOSE).',
      todo: 'The operator has to put in a server certificate.',
      evidence: certificateLines(leafOf(group.first) as Certificate),
    }),
  },
  {
    id: 'chainOutOfOrder',
    stage: 'certificate',
    who: 'server',
    page: 'incomplete-chain',
    severity: 'info',
    applies: ({ chain }) =>
      chain !== null && !chain.inOrder && chain.served.length > 1 && `${chain.served[0]?.fingerprint}`,
    say: (group) => ({
      title: `The certificates of ${group.where} are sent in the wrong order.`,
      seen: list(
        (group.first.chain?.served ?? []).map(({ name }) => short(name, 60)),
        'then',
      ),
      expected: 'The server’s own first, then each the issuer of the one before (RFC 5246 7.4.2).',
      why: 'Most clients sort them, some old ones give up.',
      todo: 'The operator has to put the chain file in order.',
      evidence: (group.first.chain?.served ?? []).map(certificateLines).join('\n\n'),
    }),
  },
  {
    id: 'certificateGood',
    stage: 'certificate',
    who: null,
    page: null,
    severity: 'good',
    applies: ({ chain, handshake }, { now }) =>
      handshake?.ok === true &&
      chain !== null &&
      chain.served.length > 0 &&
      isTrusted(chain) === true &&
      chain.nameMatches &&
      certificateFaults(chain, now).length === 0 &&
      `${chain.host} ${chain.served[0]?.fingerprint}`,
    say: (group, { now }) => {
      const leaf = leafOf(group.first) as Certificate
      return {
        title: `The certificate of ${group.where} is trusted, for the right name, and valid for ${counted(daysLeft(leaf, now), 'day')} more.`,
        seen: `Issued by ${short(leaf.issuerName, 60)}, valid until ${day(leaf.validTo)}.`,
        expected: 'Just that.',
        why: 'Nothing keeps a client that checks certificates from sending.',
        todo: '',
        evidence: certificateLines(leaf),
      }
    },
  },
]
