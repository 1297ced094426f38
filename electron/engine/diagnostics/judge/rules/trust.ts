import type { Chain, Endpoint } from '../../../../../shared/model/diagnosis/observation.ts'
import { isTrusted, trustedBy } from '../certificateFacts.ts'
import { gravity, type Case } from '../case.ts'
import type { Group, Rule } from '../finding.ts'
import { capital, quoted, short } from '../words.ts'
import { certificateLines } from './certificate.ts'

type Cause = 'sandpost' | 'selfSigned' | 'missingIssuer' | 'interception' | 'systemOnly' | 'ownCa' | 'unknownRoot'

/** Why Node does not trust the chain; null: it does, or it is not known. */
function causeOf({ chain }: Endpoint, c: Case): Cause | null {
  const [leaf] = chain?.served ?? []
  if (chain === null || leaf === undefined) return null
  const trusted = isTrusted(chain)
  // It may be trusted here just because the interceptor’s root was installed.
  if (chain.interceptor !== null) return 'interception'
  if (trusted !== false) return null
  if (trustedBy(chain, 'system') === true && c.question.ca === null) return 'systemOnly'
  if (leaf.selfSigned) return 'selfSigned'
  // Public authorities say where the issuer's certificate is (AIA) and sign with an intermediate: alone it is forgotten.
  // With one served, or without that, the root itself is what nobody knows.
  if (chain.missingIssuer !== null && chain.served.length === 1 && leaf.issuerUrl !== null) return 'missingIssuer'
  if (c.question.ca !== null) return 'ownCa'
  return leaf.issuerName.startsWith('Sandpost local CA') ? 'sandpost' : 'unknownRoot'
}

function applies(cause: Cause): Rule['applies'] {
  return (endpoint, c) => causeOf(endpoint, c) === cause && `${endpoint.chain?.served[0]?.fingerprint}`
}

const grave: Rule['severity'] = (group, c) => gravity(c, group.endpoints)

function chainOf({ first }: Group): Chain {
  return first.chain as Chain
}

/** The topmost issuer that is known by name. */
function rootName(chain: Chain): string {
  const last = chain.served.at(-1)
  return short(
    chain.interceptor ??
      chain.trust.find(({ root }) => root !== null)?.root ??
      last?.issuerName ??
      'an unknown authority',
    60,
  )
}

function evidence(group: Group): string {
  const chain = chainOf(group)
  return [
    ...chain.served.map(({ name, issuerName }, index) => `${index} ${name} (issued by ${issuerName})`),
    ...chain.trust.map(
      ({ store, trusted, why }) =>
        `${store}: ${trusted === null ? 'not known' : trusted ? 'trusted' : 'not trusted'}${why === null ? '' : `, ${why}`}`,
    ),
    chain.served[0] === undefined ? '' : certificateLines(chain.served[0]),
  ].join('\n')
}

const extraCa =
  'Give Node the root as a file: NODE_EXTRA_CA_CERTS=root.pem, or start Node 22.15 or later with --use-system-ca if the root is in the store of the system.'

export const trustRules: readonly Rule[] = [
  {
    id: 'certificateSelfSigned',
    stage: 'certificate',
    who: 'you',
    page: 'self-signed-certificate',
    severity: grave,
    applies: applies('selfSigned'),
    say: (group) => ({
      title: `The certificate of ${group.where} was made by the server itself.`,
      seen: `Self-signed by ${quoted(chainOf(group).served[0]?.issuerName ?? '', 60)}; no authority vouches for it.`,
      expected: 'A certificate of an authority that clients know.',
      why: 'Anybody could have made it, so clients that check refuse it (DEPTH_ZERO_SELF_SIGNED_CERT).',
      todo: 'For a test server, let the app trust this one certificate (Node: tls.ca) rather than switching checks off. On a server for real use the operator should get one of a public authority.',
      evidence: evidence(group),
    }),
  },
  {
    id: 'incompleteChain',
    stage: 'certificate',
    who: 'server',
    page: 'incomplete-chain',
    severity: grave,
    applies: applies('missingIssuer'),
    say: (group) => {
      const chain = chainOf(group)
      const url = chain.served.at(-1)?.issuerUrl ?? null
      return {
        title: `The server on ${group.where} forgot to send the certificate of ${quoted(chain.missingIssuer ?? '', 60)}.`,
        seen: `${chain.served.length === 1 ? 'Only its own certificate was' : `${chain.served.length} certificates were`} sent; the issuer ${quoted(chain.missingIssuer ?? '', 60)} is neither among them nor a known root.`,
        expected: 'The full chain, the root alone left out.',
        why: 'Browsers fetch what is missing and hide it; Node, Python, Java and most others do not (UNABLE_TO_VERIFY_LEAF_SIGNATURE, “unable to verify the first certificate”).',
        todo: `The operator has to install the full chain (fullchain.pem).${url === null ? '' : ` What is missing is at ${short(url)}.`} Until then the app can be given the missing certificate: NODE_EXTRA_CA_CERTS.`,
        evidence: evidence(group),
      }
    },
  },
  {
    id: 'interception',
    stage: 'certificate',
    who: 'network',
    page: 'self-signed-certificate',
    severity: (group, c) => (isTrusted(chainOf(group)) === true ? 'warning' : gravity(c, group.endpoints)),
    applies: applies('interception'),
    say: (group) => ({
      title: `${capital(rootName(chainOf(group)))} opens the encrypted connection to ${group.where}.`,
      seen: `The certificate is signed by ${quoted(rootName(chainOf(group)))}, not by a public authority.`,
      expected: 'The certificate of the server itself, from a public authority.',
      why: 'An antivirus program or a company proxy signs in the name of the server to read along. Its root is in the store of the system, which Node does not use by itself (SELF_SIGNED_CERT_IN_CHAIN).',
      todo: `Switch the mail scanning off for this program or host, or trust the root. ${extraCa}`,
      evidence: evidence(group),
    }),
  },
  {
    id: 'trustedBySystemOnly',
    stage: 'certificate',
    who: 'you',
    page: 'self-signed-certificate',
    severity: 'warning',
    applies: applies('systemOnly'),
    say: (group) => ({
      title: `This system trusts the certificate of ${group.where}, Node does not.`,
      seen: `It leads to ${quoted(rootName(chainOf(group)))}, which is in the store of the system alone.`,
      expected: 'A root that comes with Node.',
      why: 'A root that was added to the system (company proxy, antivirus, an authority of one’s own) is unknown to Node, which brings its own list. Programs that use the system’s store get along.',
      todo: extraCa,
      evidence: evidence(group),
    }),
  },
  {
    id: 'ownCaDoesNotSign',
    stage: 'certificate',
    who: 'you',
    page: 'self-signed-certificate',
    severity: grave,
    applies: applies('ownCa'),
    say: (group) => ({
      title: `The authority that was given did not sign the certificate of ${group.where}.`,
      seen: `It is issued by ${quoted(chainOf(group).served.at(-1)?.issuerName ?? '', 60)}.`,
      expected: 'A chain that ends at the given authority.',
      why: 'With an authority of one’s own (tls.ca) only that one counts; all others are left out.',
      todo: 'Give the root of this server, or leave it out if the server has a public certificate.',
      evidence: evidence(group),
    }),
  },
  {
    id: 'sandpostCa',
    stage: 'certificate',
    who: 'you',
    page: 'self-signed-certificate',
    severity: grave,
    applies: applies('sandpost'),
    say: (group) => ({
      title: `The certificate of ${group.where} comes from a Sandpost, whose authority has to be trusted first.`,
      seen: `Signed by ${quoted(rootName(chainOf(group)))}, which that Sandpost made for itself.`,
      expected: 'An app that was told to trust that authority, or that connects without TLS on this machine.',
      why: 'Every Sandpost has an authority of its own, so that nobody else can sign for it. Clients that check certificates refuse what they were not told to trust.',
      todo: 'Download the CA certificate in Settings > Certificate, and give it to the app (Node: NODE_EXTRA_CA_CERTS=sandpost-ca.pem).',
      evidence: evidence(group),
    }),
  },
  {
    id: 'unknownRoot',
    stage: 'certificate',
    who: 'you',
    page: 'self-signed-certificate',
    severity: grave,
    applies: applies('unknownRoot'),
    say: (group) => ({
      title: `The certificate of ${group.where} comes from ${quoted(rootName(chainOf(group)), 60)}, which nobody here knows.`,
      seen: `Signed by ${quoted(rootName(chainOf(group)), 60)}; it is neither in Node’s list nor in the store of this system.`,
      expected: 'A root that clients know.',
      why: `It is an authority of one’s own (a company, a lab), or something inspects the connection and its root is not installed (${chainOf(group).servesRoot ? 'SELF_SIGNED_CERT_IN_CHAIN' : 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'}).`,
      todo: `If it is the authority of your company, get its root from there. ${extraCa}`,
      evidence: evidence(group),
    }),
  },
]
