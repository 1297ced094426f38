import type { Endpoint } from '../../../../../shared/model/diagnosis/observation.ts'
import { gravity } from '../case.ts'
import { verb, type Group, type Rule } from '../finding.ts'
import { capital, duration, list, quoted } from '../words.ts'
import { onlyOldVersions } from './versions.ts'
import { handshakeError, offeredVersions } from './startTls.ts'

const grave: Rule['severity'] = (group, c) => gravity(c, group.endpoints)

type Failure = NonNullable<NonNullable<Endpoint['handshake']>['failed']>

function failed(endpoint: Endpoint, ...kinds: Failure[]): boolean {
  const { handshake } = endpoint
  return handshake !== null && !handshake.ok && kinds.includes(handshake.failed ?? 'other')
}

/** Outdated cryptography that OpenSSL 3.5 at level 2 refuses by name, whatever the server thinks of it. */
function outdated(endpoint: Endpoint): string | null {
  if (!failed(endpoint, 'library', 'other')) return null
  const text = handshakeError(endpoint)
  if (/DH_KEY_TOO_SMALL|dh key too small/i.test(text)) return 'Diffie-Hellman parameters below 2048 bits'
  if (/(EE|CA) (certificate )?key too (weak|small)|(EE|CA)_KEY_TOO_SMALL/i.test(text))
    return 'a certificate key below 2048 bits'
  if (/md too weak|digest algorithm too weak|CA_MD_TOO_WEAK/i.test(text))
    return 'a certificate signed with SHA-1 or MD5'
  return null
}

function cipherNames({ versions, deep }: Endpoint): string[] {
  const found = (deep?.versions ?? []).flatMap(({ ciphers }) => ciphers.map(({ name }) => name))
  return found.length > 0 ? found : versions.flatMap(({ cipher }) => cipher ?? [])
}

function error({ first }: Group): { evidence: string } {
  return { evidence: handshakeError(first) }
}

const said = (group: Group) =>
  quoted(group.first.handshake?.error?.message ?? group.first.handshake?.failed ?? 'no reason given')

export const handshakeRules: readonly Rule[] = [
  {
    id: 'handshakeBreaks',
    stage: 'handshake',
    who: 'server',
    page: null,
    severity: grave,
    // After STARTTLS it is `startTlsBreaks`.
    applies: (endpoint) =>
      endpoint.mode === 'tls' && failed(endpoint, 'closed', 'reset', 'silent', 'notTls') && endpoint.handshake!.failed,
    say: (group) => {
      const how = group.first.handshake?.failed
      const did =
        how === 'silent'
          ? 'fell silent'
          : how === 'reset'
            ? 'reset the connection'
            : how === 'notTls'
              ? 'stopped speaking TLS'
              : 'closed the connection'
      return {
        title: `The TLS handshake with ${group.where} breaks off: the server ${did}.`,
        seen: `After ${duration(group.first.handshake?.milliseconds ?? 0)} the server ${did}.${offeredVersions(group.first)}`,
        expected: 'A handshake that comes to its end.',
        why: 'The TLS settings of both do not go together, or a firewall or proxy on the way cuts the handshake.',
        todo: 'Try 587 with STARTTLS and another network. If it fails everywhere, the operator has to look at the TLS settings.',
        ...error(group),
      }
    },
  },
  {
    id: 'noCommonCipher',
    stage: 'handshake',
    who: 'server',
    page: 'old-tls',
    severity: grave,
    applies: (endpoint) => failed(endpoint, 'cipher') && outdated(endpoint) === null,
    say: (group) => {
      const has = cipherNames(group.first)
      return {
        title: `${capital(group.where)} and this client have no encryption method in common.`,
        seen: `The handshake was refused: ${said(group)}.${has.length === 0 ? '' : ` The server has ${list(has)}.`}`,
        expected: 'A suite with AES-GCM or ChaCha20 and ECDHE, as every current library has.',
        why: 'The server is restricted to suites that current libraries have dropped.',
        todo: 'Only its operator can allow current suites. Another port or host of the provider may have them.',
        ...error(group),
      }
    },
  },
  {
    id: 'tlsVersionRefused',
    stage: 'handshake',
    who: 'server',
    page: 'old-tls',
    severity: grave,
    applies: (endpoint) => failed(endpoint, 'version') && !onlyOldVersions(endpoint),
    say: (group) => ({
      title: `${capital(group.where)} ${verb(group, 'refuses')} the TLS versions of this client.`,
      seen: `The handshake was refused: ${said(group)}.${offeredVersions(group.first)}`,
      expected: 'TLS 1.2 or 1.3.',
      why: 'Client and server have no version in common. Current libraries begin at TLS 1.2 (RFC 8996).',
      todo: 'The operator has to allow TLS 1.2 or 1.3. Where the app sets a version by hand, leave that out.',
      ...error(group),
    }),
  },
  {
    id: 'clientCertificateWanted',
    stage: 'handshake',
    who: 'account',
    page: null,
    severity: grave,
    applies: (endpoint) =>
      failed(endpoint, 'clientCertificate') ||
      (endpoint.handshake?.ok === true &&
        endpoint.handshake.wantsClientCertificate &&
        endpoint.capabilitiesInTls !== null &&
        endpoint.capabilitiesInTls.ended !== null),
    say: (group) => ({
      title: `${capital(group.where)} ${verb(group, 'wants')} a client certificate.`,
      seen: `The server ended the handshake: ${said(group)}.`,
      expected: 'A handshake without one; logins by user name and password.',
      why: 'This port is for machines that prove who they are by a certificate (mutual TLS).',
      todo: 'Give the app the client certificate and key of the account, or use the port for logins (587 or 465).',
      ...error(group),
    }),
  },
  {
    id: 'serverNameUnknown',
    stage: 'handshake',
    who: 'you',
    page: 'certificate-name',
    severity: grave,
    applies: (endpoint) => failed(endpoint, 'name'),
    say: (group, c) => ({
      title: `The server on ${group.where} does not know the name ${group.first.handshake?.serverName ?? c.host}.`,
      seen: `It refused the name in the handshake: ${said(group)}.`,
      expected: 'A certificate for that name.',
      why: 'The host or its address is a wrong or old one, or the name was never set up on that server.',
      todo: 'Check the host; take it from the pages of your provider. Where only the address is known, set the server name (tls.servername) to the one of the certificate.',
      ...error(group),
    }),
  },
  {
    id: 'outdatedCryptography',
    stage: 'handshake',
    who: 'server',
    page: 'old-tls',
    severity: grave,
    applies: outdated,
    say: (group) => ({
      title: `${capital(group.where)} ${verb(group, 'uses')} outdated cryptography: ${outdated(group.first)}.`,
      seen: `This runtime ended the handshake: ${said(group)}.`,
      expected: '2048 bits or more, and SHA-256.',
      why: 'It works with older runtimes and is refused since Node 22 and 24 (OpenSSL 3.5, security level 2): it “broke after the upgrade”.',
      todo: 'The operator must renew it with 2048 bits or more. Lowering the security level in the app protects less and is a stopgap.',
      ...error(group),
    }),
  },
  {
    id: 'libraryRefused',
    stage: 'handshake',
    who: null,
    page: null,
    severity: 'warning',
    applies: (endpoint) => failed(endpoint, 'library') && outdated(endpoint) === null,
    say: (group) => ({
      title: `The TLS library of this program refused the handshake with ${group.where}; that says nothing about the server.`,
      seen: `${said(group)}.${offeredVersions(group.first)}`,
      expected: 'A handshake that comes to its end.',
      why: 'Libraries differ in what they still accept. Another program may get along with it.',
      todo: 'Ask openssl s_client (command below), and look at the table of versions.',
      ...error(group),
    }),
  },
  {
    id: 'handshakeRefused',
    stage: 'handshake',
    who: 'server',
    page: null,
    severity: grave,
    applies: (endpoint) =>
      failed(endpoint, 'alert', 'other') && outdated(endpoint) === null && !onlyOldVersions(endpoint),
    say: (group) => ({
      title: `The TLS handshake with ${group.where} fails.`,
      seen: `${said(group)}.${offeredVersions(group.first)}`,
      expected: 'A handshake that comes to its end.',
      why: 'The server refused with an alert, or sent what is no proper TLS.',
      todo: 'Show the operator the evidence below; try another port until then.',
      ...error(group),
    }),
  },
]
