import { describe, expect, it } from 'vitest'
import type { Endpoint, Observations } from '../../../shared/model/diagnosis/observation.ts'
import type { DiagnosisQuestion } from '../../../shared/model/diagnosis/question.ts'
import type { Judgement, Verdict } from '../../../shared/model/diagnosis/report.ts'
import {
  brokenHandshake,
  capabilities,
  chain,
  clearEndpoint,
  greeted,
  greeting,
  handshake,
  host,
  observations,
  stages,
  starttlsEndpoint,
  tlsEndpoint,
  unreached,
  untrusted,
  versions,
} from '../../support/observations.ts'
import { ahasend, ids, judged, sendgrid } from './judging.ts'
import type { ProviderFacts } from '../../../electron/engine/diagnostics/judge/judge.ts'

interface Expected {
  readonly is: Verdict['is']
  readonly who: Verdict['who']
  /** The finding that carries it. */
  readonly id: string
  /** Each has to be said in the verdict or in that finding. */
  readonly says: readonly RegExp[]
  readonly question?: Partial<DiagnosisQuestion>
  readonly provider?: ProviderFacts
}
type Row = [string, Observations, Expected]

const on587 = (changes: Partial<Endpoint>) => observations([starttlsEndpoint(587, changes)])
const ask587 = { ports: [587] }
const reply = (changes: Partial<NonNullable<Endpoint['startTls']>>): NonNullable<Endpoint['startTls']> => ({
  offered: true,
  sentAnyway: false,
  code: 220,
  reply: '220 go',
  injected: null,
  ended: null,
  milliseconds: 10,
  ...changes,
})
const unencrypted = { handshake: null, chain: null, versions: [], capabilitiesInTls: null }
const notNamed = (error: string, changes: Partial<Observations> = {}): Observations =>
  observations([], {
    name: {
      host,
      system: { addresses: [], error, milliseconds: 5 },
      dns: [{ type: 'A', name: host, values: [], error, milliseconds: 5 }],
      reverse: [],
      disagree: false,
    },
    ...changes,
  })
const afterStartTls = (endpoint: Partial<Endpoint>) => on587({ chain: null, capabilitiesInTls: null, ...endpoint })
const login = (code: number | null, text: string | null, cleaned = false) => ({
  tries: [
    {
      mechanism: 'PLAIN',
      cleaned,
      code,
      reply: text,
      ended: code === null ? ('closed' as const) : null,
      milliseconds: 9,
    },
  ],
  skipped: null,
})
const asked = { ports: [587], tryLogin: true, username: 'app' }
const dryRun = { from: 'app@example.test', to: 'somebody@example.test' }
const step = (command: string, code: number, text: string) => ({ command, code, reply: text, milliseconds: 8 })

const rows: Row[] = [
  [
    '1: closed port',
    observations([unreached(587, 'closed', 'ECONNREFUSED')]),
    {
      is: 'doesNotWork',
      who: 'you',
      id: 'portClosed',
      says: [/nothing is listening on port 587 of smtp\.example\.com/i, /ECONNREFUSED/],
      question: ask587,
    },
  ],
  [
    '1: closed port of a provider',
    observations([unreached(465, 'closed', 'ECONNREFUSED')]),
    {
      is: 'doesNotWork',
      who: 'you',
      id: 'portClosed',
      says: [/AhaSend \(EU\) takes mail on 587, 2525 and 25/, /does not take mail on port 465/],
      question: { ports: [465] },
      provider: ahasend,
    },
  ],
  [
    '2: blocked port',
    observations([unreached(587, 'silent')]),
    {
      is: 'doesNotWork',
      who: 'network',
      id: 'portSilent',
      says: [/no answer at all/i, /drops/, /2525/, /HTTPS API/],
      question: ask587,
    },
  ],
  [
    '3: no route',
    observations([unreached(587, 'noRoute', 'EHOSTUNREACH')]),
    { is: 'doesNotWork', who: 'network', id: 'noRoute', says: [/no route/, /VPN/], question: ask587 },
  ],
  [
    '3: denied by this machine',
    observations([unreached(587, 'forbidden', 'EACCES')]),
    {
      is: 'doesNotWork',
      who: 'you',
      id: 'connectForbidden',
      says: [/forbids/, /antivirus/, /EACCES/],
      question: ask587,
    },
  ],
  [
    '3: discarded by this machine',
    observations([unreached(587, 'error', 'EINVAL')]),
    { is: 'doesNotWork', who: 'you', id: 'connectFailed', says: [/blackhole/], question: ask587 },
  ],
  [
    '3: local network on macOS',
    observations([unreached(587, 'noRoute', 'EHOSTUNREACH', '192.168.1.9')], {
      machine: { ...observations([]).machine, platform: 'darwin' },
    }),
    { is: 'doesNotWork', who: 'network', id: 'noRoute', says: [/Local Network/], question: ask587 },
  ],
  [
    '4: the name does not exist',
    notNamed('ENOTFOUND'),
    {
      is: 'doesNotWork',
      who: 'you',
      id: 'nameNotFound',
      says: [/the name smtp\.example\.com does not exist/i, /spelling/],
    },
  ],
  [
    '4: the name of a known provider is not found: it is there, so this network does not look up names',
    notNamed('ENOTFOUND'),
    {
      is: 'doesNotWork',
      who: 'network',
      id: 'providerNotFound',
      says: [/cannot look up smtp\.example\.com, the host of Twilio SendGrid/, /online/],
      provider: { ...sendgrid, hosts: ['smtp.example.com'] },
    },
  ],
  [
    '4: SERVFAIL',
    notNamed('ESERVFAIL'),
    { is: 'doesNotWork', who: 'server', id: 'nameServersFail', says: [/SERVFAIL/] },
  ],
  ['4: REFUSED', notNamed('EREFUSED'), { is: 'doesNotWork', who: 'network', id: 'resolverRefuses', says: [/refuses/] }],
  [
    '4: the DNS server does not answer',
    notNamed('ETIMEOUT'),
    { is: 'doesNotWork', who: 'network', id: 'resolverSilent', says: [/DNS server of this machine does not answer/] },
  ],
  [
    '5: the host had a scheme',
    observations([starttlsEndpoint()], {
      notes: [
        {
          id: 'schemeInHost',
          field: 'host',
          severity: 'cleaned',
          text: 'The host has a scheme. An app wants the name alone.',
        },
      ],
    }),
    {
      is: 'doesNotWork',
      who: 'you',
      id: 'schemeInHost',
      says: [/put it right in the app’s settings/i],
      question: ask587,
    },
  ],
  [
    '6: IPv6 dead, IPv4 fine',
    observations([starttlsEndpoint(), unreached(587, 'silent', null, '2001:db8::1')]),
    { is: 'worksBut', who: 'network', id: 'ipv6Dead', says: [/IPv4 works/, /family: 4/, /AAAA/], question: ask587 },
  ],
  [
    '6: IPv4 dead, IPv6 fine',
    observations([starttlsEndpoint(587, {}, '2001:db8::1'), unreached(587, 'closed', 'ECONNREFUSED')]),
    { is: 'worksBut', who: 'network', id: 'ipv4Dead', says: [/IPv6 works/, /family: 6/], question: ask587 },
  ],
  [
    '7: connecting takes longer than Node waits',
    observations([
      starttlsEndpoint(587, { reach: { is: 'open', code: null, milliseconds: 400 } }),
      starttlsEndpoint(587, {}, '192.0.2.2'),
    ]),
    {
      is: 'worksBut',
      who: 'you',
      id: 'connectSlowerThanNodeWaits',
      says: [/setDefaultAutoSelectFamilyAttemptTimeout/, /400 ms/, /AggregateError/],
      question: ask587,
    },
  ],
  [
    '8: never a banner',
    observations([
      greeted(587, { is: 'silent', code: null, lines: [], firstByteMilliseconds: null, milliseconds: 15_000 }),
    ]),
    {
      is: 'doesNotWork',
      who: 'server',
      id: 'silentService',
      says: [/stays silent/, /15\.0 s/, /overloaded/],
      question: ask587,
    },
  ],
  [
    '9: plain client on implicit TLS',
    observations([tlsEndpoint(465)]),
    {
      is: 'doesNotWork',
      who: 'you',
      id: 'implicitTlsExpected',
      says: [
        /port 465 of smtp\.example\.com expects encryption from the first byte; the app is set to STARTTLS/,
        /secure: true/,
        /587/,
      ],
      question: { ports: [465], security: 'starttls' },
    },
  ],
  [
    '10: TLS client on STARTTLS',
    observations([starttlsEndpoint(587)]),
    {
      is: 'doesNotWork',
      who: 'you',
      id: 'startTlsExpected',
      says: [/secure: false and requireTLS: true/, /wrong version number/, /465/],
      question: { ports: [587], security: 'tls' },
    },
  ],
  [
    '11: reset on accept',
    observations([greeted(587, { is: 'reset', code: null, lines: [], firstByteMilliseconds: null })]),
    { is: 'doesNotWork', who: 'server', id: 'hungUp', says: [/hung up at once/, /blocked/, /proxy/], question: ask587 },
  ],
  [
    '11: closed on accept',
    observations([greeted(587, { is: 'closed', code: null, lines: [], firstByteMilliseconds: null })]),
    { is: 'doesNotWork', who: 'server', id: 'hungUp', says: [/hung up at once/], question: ask587 },
  ],
  [
    '12: reset at EHLO',
    on587({
      ...unencrypted,
      startTls: null,
      stages: stages('capabilities'),
      capabilities: capabilities([], [], { code: null, lines: [], ended: 'reset' }),
    }),
    {
      is: 'doesNotWork',
      who: 'network',
      id: 'droppedAfterGreeting',
      says: [/after EHLO/, /firewall/, /another network/],
      question: ask587,
    },
  ],
  [
    '13: slow banner',
    on587({ greeting: greeting({ firstByteMilliseconds: 3_240, milliseconds: 3_270 }) }),
    { is: 'worksBut', who: 'you', id: 'slowGreeting', says: [/greetingTimeout/, /3\.3 s/], question: ask587 },
  ],
  [
    '13: a banner that drips without end',
    observations([
      greeted(587, { is: 'silent', code: null, lines: [], firstByteMilliseconds: 200, milliseconds: 15_000 }),
    ]),
    { is: 'doesNotWork', who: 'you', id: 'greetingTooSlow', says: [/slowly/], question: ask587 },
  ],
  [
    '14: 421 at banner',
    observations([greeted(587, { code: 421, lines: ['421 4.7.0 Too many connections'] })]),
    {
      is: 'doesNotWork',
      who: 'you',
      id: 'turnedAwayForNow',
      says: [/for now/, /wait/i, /maxConnections/],
      question: ask587,
    },
  ],
  [
    '15: 554 at banner',
    observations([greeted(25, { code: 554, lines: ['554 5.7.1 No'] })]),
    {
      is: 'doesNotWork',
      who: 'server',
      id: 'turnedAwayForGood',
      says: [/refuses this network/, /reputation/],
      question: { ports: [25] },
    },
  ],
  [
    '16: masked by a firewall',
    observations([
      clearEndpoint(587, ['PIPELINING', 'XXXXXXXA'], {
        greeting: greeting({ lines: ['220 ****************'], masked: true }),
      }),
    ]),
    {
      is: 'doesNotWork',
      who: 'network',
      id: 'inspectionFirewall',
      says: [/no inspect esmtp/, /465/],
      question: ask587,
    },
  ],
  [
    '17: HTTP',
    observations([greeted(587, { is: 'http', code: null, lines: ['HTTP/1.1 400 Bad Request'] })]),
    {
      is: 'doesNotWork',
      who: 'you',
      id: 'notAMailServer',
      says: [/a web server answers/i, /not a mail server/],
      question: ask587,
    },
  ],
  [
    '18: IMAP',
    observations([greeted(143, { is: 'imap', code: null, lines: ['* OK ready'] })]),
    {
      is: 'doesNotWork',
      who: 'you',
      id: 'notAMailServer',
      says: [/IMAP server \(for reading mail\)/, /587 or 465/],
      question: { ports: [143] },
    },
  ],
  [
    '18: binary',
    observations([greeted(587, { is: 'binary', code: null, lines: [], firstBytes: '00ff' })]),
    { is: 'doesNotWork', who: 'you', id: 'notAMailServer', says: [/not a mail server/], question: ask587 },
  ],
  [
    '19: STARTTLS not offered',
    observations([clearEndpoint(587)]),
    {
      is: 'worksBut',
      who: 'server',
      id: 'startTlsMissing',
      says: [/cannot encrypt/, /do not send passwords here/i],
      question: ask587,
    },
  ],
  [
    '19: STARTTLS not offered, and asked for',
    observations([clearEndpoint(587)]),
    {
      is: 'doesNotWork',
      who: 'server',
      id: 'startTlsMissing',
      says: [/cannot encrypt/],
      question: { ports: [587], security: 'starttls' },
    },
  ],
  [
    '20: STARTTLS hidden, and works when it is sent',
    on587({ capabilities: capabilities(['PIPELINING'], []), startTls: reply({ offered: false, sentAnyway: true }) }),
    {
      is: 'worksBut',
      who: 'network',
      id: 'startTlsStripped',
      says: [/removes encryption/, /requireTLS/],
      question: ask587,
    },
  ],
  [
    '20: STARTTLS missing on 587 of a provider that has it, and good TLS on 465',
    observations([clearEndpoint(587), { ...tlsEndpoint(465), elsewhere: true }]),
    {
      is: 'doesNotWork',
      who: 'network',
      id: 'startTlsStripped',
      says: [/Port 465 of the same host has good TLS/, /Twilio SendGrid offers STARTTLS on this port/],
      question: { ports: [587], security: 'starttls' },
      provider: sendgrid,
    },
  ],
  [
    '21: STARTTLS 454',
    on587({ ...unencrypted, startTls: reply({ code: 454, reply: '454 4.7.0 TLS not available' }) }),
    {
      is: 'doesNotWork',
      who: 'server',
      id: 'startTlsRefused',
      says: [/TLS setup is broken \(454\)/, /only its operator/i, /465/],
      question: ask587,
    },
  ],
  ...(['closed', 'reset', 'silent', 'notTls'] as const).map((failed): Row => [
    `22: after STARTTLS ${failed}`,
    afterStartTls({ handshake: brokenHandshake(failed) }),
    {
      is: 'doesNotWork',
      who: 'server',
      id: 'startTlsBreaks',
      says: [/agreed to encrypt, then/, /it offers TLS 1\.3 and TLS 1\.2/],
      question: ask587,
    },
  ]),
  [
    '23: response injection',
    on587({ ...unencrypted, startTls: reply({ injected: '250 injected\\x0d\\x0a' }) }),
    {
      is: 'doesNotWork',
      who: 'network',
      id: 'startTlsInjected',
      says: [/unencrypted data was slipped in/i, /do not use this path/i],
      question: ask587,
    },
  ],
  [
    '24: expired',
    on587({ chain: chain({}, { validTo: '2026-11-01T00:00:00.000Z' }) }),
    {
      is: 'doesNotWork',
      who: 'server',
      id: 'certificateExpired',
      says: [/expired on 2026-11-01/, /clock/, /renew/],
      question: ask587,
    },
  ],
  [
    '24: not yet valid',
    on587({ chain: chain({}, { validFrom: '2026-12-01T00:00:00.000Z' }) }),
    { is: 'doesNotWork', who: 'server', id: 'certificateNotYetValid', says: [/2026-12-01/, /clock/], question: ask587 },
  ],
  [
    '24: five days left',
    on587({ chain: chain({}, { validTo: '2026-11-26T12:00:00.000Z' }) }),
    { is: 'worksBut', who: 'server', id: 'certificateEndsSoon', says: [/ends in 5 days/], question: ask587 },
  ],
  [
    '25: wrong name',
    on587({ chain: chain({ nameMatches: false }, { names: ['other.example'], name: 'other.example' }) }),
    {
      is: 'doesNotWork',
      who: 'you',
      id: 'certificateName',
      says: [/is for other\.example, not for smtp\.example\.com/, /use other\.example as the host/i, /shared hosting/],
      question: ask587,
    },
  ],
  [
    '25: common name only',
    on587({ chain: chain({ nameMatches: false, commonNameOnly: true }, { names: [] }) }),
    { is: 'worksBut', who: 'server', id: 'commonNameOnly', says: [/subjectAltName/, /Node accepts/], question: ask587 },
  ],
  [
    '26: self-signed',
    on587({
      chain: {
        ...chain({ trust: untrusted }),
        served: [{ ...chain().served[0]!, selfSigned: true, issuerName: host }],
      },
    }),
    {
      is: 'doesNotWork',
      who: 'you',
      id: 'certificateSelfSigned',
      says: [/made by the server itself/, /tls\.ca/, /rather than switching checks off/],
      question: ask587,
    },
  ],
  [
    '27: missing intermediate',
    on587({ chain: chain({ trust: untrusted, served: [chain().served[0]!], missingIssuer: 'Example R1' }) }),
    {
      is: 'doesNotWork',
      who: 'server',
      id: 'incompleteChain',
      says: [/forgot to send the certificate of “Example R1”/, /http:\/\/r1\.example\.net\/r1\.der/, /browsers/i],
      question: ask587,
    },
  ],
  [
    '28: private authority',
    on587({ chain: chain({ trust: untrusted, missingIssuer: 'Example Root' }) }),
    {
      is: 'doesNotWork',
      who: 'you',
      id: 'unknownRoot',
      says: [/“Example Root”/, /NODE_EXTRA_CA_CERTS/, /--use-system-ca/],
      question: ask587,
    },
  ],
  [
    '28: interception',
    on587({ chain: chain({ trust: untrusted, interceptor: 'Avast Web/Mail Shield Root' }) }),
    {
      is: 'doesNotWork',
      who: 'network',
      id: 'interception',
      says: [/Avast Web\/Mail Shield Root/, /NODE_EXTRA_CA_CERTS/],
      question: ask587,
    },
  ],
  [
    '28: trusted by the system and not by Node',
    on587({
      chain: chain({
        trust: [
          { store: 'node', trusted: false, root: null, why: null },
          { store: 'system', trusted: true, root: 'Corp Root', why: null },
        ],
      }),
    }),
    { is: 'worksBut', who: 'you', id: 'trustedBySystemOnly', says: [/--use-system-ca/, /Corp Root/], question: ask587 },
  ],
  [
    '29: RSA-1024',
    on587({ chain: chain({}, { key: { type: 'rsa', bits: 1_024, curve: null } }) }),
    { is: 'worksBut', who: 'server', id: 'weakKey', says: [/1024 bits/, /Node 22 and 24/, /2048/], question: ask587 },
  ],
  [
    '29: SHA-1',
    on587({ chain: chain({}, { signature: 'sha1WithRSAEncryption' }) }),
    {
      is: 'worksBut',
      who: 'server',
      id: 'weakSignature',
      says: [/sha1WithRSAEncryption/, /SHA-256/],
      question: ask587,
    },
  ],
  [
    '29: DH-1024',
    afterStartTls({ handshake: brokenHandshake('library', 'ERR_SSL_DH_KEY_TOO_SMALL', 'dh key too small') }),
    {
      is: 'doesNotWork',
      who: 'server',
      id: 'outdatedCryptography',
      says: [/Diffie-Hellman/, /Node 22 and 24/],
      question: ask587,
    },
  ],
  [
    '30: TLS 1.0 only',
    afterStartTls({
      handshake: brokenHandshake('version', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tlsv1 alert protocol version'),
      versions: versions('TLSv1'),
    }),
    {
      is: 'doesNotWork',
      who: 'server',
      id: 'onlyOldTls',
      says: [/speaks only TLS 1\.0, retired in 2021/, /RFC 8996/],
      question: ask587,
    },
  ],
  [
    '31: no common cipher',
    afterStartTls({
      handshake: brokenHandshake('cipher', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'handshake failure'),
      versions: [
        {
          version: 'TLSv1.2',
          answer: 'offered',
          cipher: 'TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA',
          group: null,
          detail: '',
          milliseconds: 9,
        },
      ],
    }),
    {
      is: 'doesNotWork',
      who: 'server',
      id: 'noCommonCipher',
      says: [/no encryption method in common/, /CAMELLIA/],
      question: ask587,
    },
  ],
  [
    '32: client certificate',
    afterStartTls({
      handshake: brokenHandshake(
        'clientCertificate',
        'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
        'tlsv13 alert certificate required',
      ),
    }),
    {
      is: 'doesNotWork',
      who: 'account',
      id: 'clientCertificateWanted',
      says: [/wants a client certificate/],
      question: ask587,
    },
  ],
  [
    '33: SNI refused',
    afterStartTls({
      handshake: {
        ...brokenHandshake('name', 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'unrecognized name'),
        serverName: host,
      },
    }),
    {
      is: 'doesNotWork',
      who: 'you',
      id: 'serverNameUnknown',
      says: [/does not know the name smtp\.example\.com/],
      question: ask587,
    },
  ],
  [
    '34: AUTH missing',
    on587({
      capabilitiesInTls: capabilities(['PIPELINING'], []),
      login: { tries: [], skipped: 'The server offers no login here.' },
    }),
    {
      is: 'doesNotWork',
      who: 'you',
      id: 'authMissing',
      says: [/no login is offered/i, /587 or 465/, /proves nothing/],
      question: asked,
    },
  ],
  [
    '35: AUTH only after TLS',
    on587({}),
    { is: 'works', who: null, id: 'authOnlyInTls', says: [/after STARTTLS only/], question: ask587 },
  ],
  [
    '35: AUTH before TLS',
    on587({ capabilities: capabilities(['STARTTLS', 'AUTH PLAIN'], ['PLAIN']) }),
    { is: 'worksBut', who: 'server', id: 'authBeforeTls', says: [/in clear/, /requireTLS: true/], question: ask587 },
  ],
  [
    '36: only XOAUTH2',
    on587({
      capabilitiesInTls: capabilities(['AUTH XOAUTH2'], ['XOAUTH2']),
      login: { tries: [], skipped: 'XOAUTH2 alone.' },
    }),
    {
      is: 'doesNotWork',
      who: 'account',
      id: 'onlyTokens',
      says: [/passwords are not accepted/i, /OAuth2/, /app password/],
      question: asked,
    },
  ],
  [
    '37: 535',
    on587({ login: login(535, '535 5.7.8 Authentication failed') }),
    {
      is: 'doesNotWork',
      who: 'account',
      id: 'loginRefused',
      says: [/does not accept user name and password \(535\)/, /535 5\.7\.8/],
      question: asked,
    },
  ],
  [
    '37: 535 of a provider with a literal user name',
    on587({ login: login(535, '535 no') }),
    {
      is: 'doesNotWork',
      who: 'account',
      id: 'loginRefused',
      says: [/the word apikey/],
      question: asked,
      provider: sendgrid,
    },
  ],
  [
    '37: 535 5.7.139',
    on587({ login: login(535, '535 5.7.139 Authentication unsuccessful') }),
    { is: 'doesNotWork', who: 'account', id: 'loginRefused', says: [/switched off/, /administrator/], question: asked },
  ],
  [
    '37: 534',
    on587({ login: login(534, '534 5.7.9 Application-specific password required') }),
    { is: 'doesNotWork', who: 'account', id: 'loginRefused', says: [/app password/], question: asked },
  ],
  [
    '37: 454',
    on587({ login: login(454, '454 4.7.0 Temporary authentication failure') }),
    {
      is: 'doesNotWork',
      who: 'server',
      id: 'loginRefused',
      says: [/cannot check logins for now/, /says nothing about the password/],
      question: asked,
    },
  ],
  [
    '37: 432',
    on587({ login: login(432, '432 4.7.12 A password transition is needed') }),
    { is: 'doesNotWork', who: 'account', id: 'loginRefused', says: [/new kind of password/], question: asked },
  ],
  [
    '37: 421',
    on587({ login: login(421, '421 4.7.0 Too many') }),
    { is: 'doesNotWork', who: 'server', id: 'loginRefused', says: [/wait/i], question: asked },
  ],
  [
    '37: 530',
    on587({ login: login(530, '530 5.7.0 Must issue a STARTTLS command first') }),
    { is: 'doesNotWork', who: 'you', id: 'loginRefused', says: [/wants encryption/], question: asked },
  ],
  [
    '37: 538',
    on587({ login: login(538, '538 5.7.11 Encryption required') }),
    { is: 'doesNotWork', who: 'you', id: 'loginRefused', says: [/wants encryption/], question: asked },
  ],
  [
    '37: 503',
    on587({ login: login(503, '503 5.5.1 AUTH not available') }),
    { is: 'doesNotWork', who: 'you', id: 'loginRefused', says: [/not available/], question: asked },
  ],
  [
    '37: 500 of AhaSend is a wrong login',
    on587({ login: login(500, '500 no') }),
    {
      is: 'doesNotWork',
      who: 'account',
      id: 'loginRefused',
      says: [/AhaSend answers 500 to a wrong login/],
      question: asked,
      provider: ahasend,
    },
  ],
  [
    '37: hangs up',
    on587({ login: login(null, null) }),
    { is: 'doesNotWork', who: 'server', id: 'loginRefused', says: [/hung up during the login/], question: asked },
  ],
  [
    '38: refused as given, accepted without the newline',
    observations(
      [
        starttlsEndpoint(587, {
          login: { tries: [login(535, '535 no').tries[0]!, login(235, '235 ok', true).tries[0]!], skipped: null },
        }),
      ],
      {
        notes: [
          {
            id: 'newlineInPassword',
            field: 'password',
            severity: 'cleaned',
            text: 'The password ends with a line break. Use printf instead of echo.',
          },
        ],
      },
    ),
    {
      is: 'doesNotWork',
      who: 'you',
      id: 'loginNeedsCleanPassword',
      says: [/ends with a line break/, /printf/],
      question: asked,
    },
  ],
  [
    '39: sender not verified',
    on587({ dryRun: [step('MAIL FROM:<app@example.test>', 550, '550 5.7.1 not a verified Sender Identity')] }),
    {
      is: 'doesNotWork',
      who: 'account',
      id: 'senderRefused',
      says: [/verify the From domain or address in Twilio SendGrid/i, /app@example\.test/],
      question: { ports: [587], dryRun },
      provider: sendgrid,
    },
  ],
  [
    '40: greylisted',
    on587({ dryRun: [step('MAIL FROM:<a@b.c>', 250, '250 ok'), step('RCPT TO:<d@e.f>', 450, '450 4.7.1 Greylisted')] }),
    {
      is: 'worksBut',
      who: 'server',
      id: 'dryRunLater',
      says: [/greylisting/i, /try again/],
      question: { ports: [587], dryRun },
    },
  ],
  [
    '40: relay denied',
    on587({
      dryRun: [step('MAIL FROM:<a@b.c>', 250, '250 ok'), step('RCPT TO:<d@e.f>', 550, '550 5.7.1 Relaying denied')],
    }),
    { is: 'doesNotWork', who: 'you', id: 'relayDenied', says: [/log in/i], question: { ports: [587], dryRun } },
  ],
  [
    '41: tarpit',
    on587({ capabilitiesInTls: capabilities(['AUTH PLAIN'], ['PLAIN'], { milliseconds: 1_003 }) }),
    { is: 'worksBut', who: 'server', id: 'slowReplies', says: [/slowly: 1\.0 s/], question: ask587 },
  ],
  [
    '42: LF alone',
    on587({ greeting: greeting({ protocolErrors: ['Lines end in LF alone instead of CRLF (RFC 5321 2.3.8)'] }) }),
    { is: 'worksBut', who: 'server', id: 'protocolBroken', says: [/LF alone/], question: ask587 },
  ],
  [
    '42: an endless answer to EHLO',
    on587({
      ...unencrypted,
      startTls: null,
      stages: stages('capabilities'),
      capabilities: capabilities([], [], { protocolErrors: ['A reply that does not end, even after 100 lines'] }),
    }),
    { is: 'doesNotWork', who: 'server', id: 'protocolBroken', says: [/does not end/], question: ask587 },
  ],
  [
    '43: HELO only',
    observations([clearEndpoint(587, [], { capabilities: capabilities([], [], { command: 'HELO' }) })]),
    {
      is: 'worksBut',
      who: 'server',
      id: 'heloOnly',
      says: [/only the old HELO/, /do not send passwords here/],
      question: ask587,
    },
  ],
  [
    '43: name refused',
    on587({
      ...unencrypted,
      startTls: null,
      stages: stages('capabilities'),
      capabilities: capabilities([], [], { code: 550, lines: ['550 bad name'] }),
    }),
    {
      is: 'doesNotWork',
      who: 'you',
      id: 'nameRefused',
      says: [/Nodemailer: name/, /client\.example\.net/],
      question: ask587,
    },
  ],
  [
    '43: 421 to EHLO',
    on587({
      ...unencrypted,
      startTls: null,
      stages: stages('capabilities'),
      capabilities: capabilities([], [], { code: 421, lines: ['421 busy'] }),
    }),
    { is: 'doesNotWork', who: 'you', id: 'busyAtEhlo', says: [/wait/i], question: ask587 },
  ],
  [
    '44: rate limit',
    on587({ throttled: '421 4.7.0 Too many connections' }),
    {
      is: 'worksBut',
      who: 'you',
      id: 'throttled',
      says: [/421 4\.7\.0/, /5,000 messages a connection/],
      question: ask587,
      provider: sendgrid,
    },
  ],
  [
    '45: secure is the text "false"',
    observations([starttlsEndpoint()], {
      notes: [
        {
          id: 'secureIsText',
          field: 'security',
          severity: 'problem',
          text: '"false" is text, and text counts as true. Write false without quotation marks.',
        },
      ],
    }),
    {
      is: 'doesNotWork',
      who: 'you',
      id: 'secureIsText',
      says: [/counts as true/, /without quotation marks/],
      question: ask587,
    },
  ],
  [
    '45: an empty host is this computer',
    observations([unreached(587, 'closed', 'ECONNREFUSED', '127.0.0.1')], { host: '127.0.0.1' }),
    {
      is: 'doesNotWork',
      who: 'you',
      id: 'portClosed',
      says: [/an empty host/i, /host\.docker\.internal/],
      question: ask587,
    },
  ],
]

describe('every situation of the failure catalogue', () => {
  it.each(rows)('%s', (_name, seen, { is, who, id, says, question, provider = null }) => {
    const judgement = judged(seen, question, { provider })
    expectAnswer(judgement, { is, who, id, says })
  })
})

function expectAnswer(judgement: Judgement, { is, who, id, says }: Omit<Expected, 'question'>): void {
  const { verdict, findings } = judgement
  const finding = findings.find((one) => one.id === id)
  expect({ is: verdict.is, who: verdict.who, found: finding?.id }, ids(judgement).join()).toEqual({
    is,
    who,
    found: id,
  })
  // One cause, one finding.
  expect(findings.filter((one) => one.id === id)).toHaveLength(1)
  const words = [verdict.sentence, verdict.todo, ...Object.values(finding ?? {})].join('\n')
  for (const pattern of says) expect(words).toMatch(pattern)
  if (is === 'doesNotWork') expect(findings[0]?.severity).toBe('problem')
}

describe('what people ask most', () => {
  const answer = (seen: Observations, asking: Partial<DiagnosisQuestion>) => {
    const { verdict, settings } = judged(seen, asking)
    return { ...verdict, settings }
  }

  it('“Greeting never received”: the port, the setting and what to change', () => {
    const { is, sentence, todo, settings } = answer(observations([tlsEndpoint(465)]), {
      ports: [465],
      security: 'none',
    })
    expect(is).toBe('doesNotWork')
    expect(sentence).toBe(
      'Does not work: port 465 of smtp.example.com expects encryption from the first byte; the app is set to no encryption.',
    )
    expect(todo).toContain('secure: true')
    expect(settings).toMatchObject([{ port: 465, security: 'tls', recommended: true }])
  })

  it('“Greeting never received” now and then: one address of several', () => {
    const dead = greeted(
      587,
      { is: 'silent', code: null, lines: [], firstByteMilliseconds: null, milliseconds: 15_000 },
      '192.0.2.4',
    )
    const good = ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map((address) => starttlsEndpoint(587, {}, address))
    const { is, sentence } = answer(observations([...good, dead]), ask587)
    expect(is).toBe('worksBut')
    expect(sentence).toContain('1 of 4 addresses of smtp.example.com cannot be used: about one connection in 4 fails')
  })

  it('“works locally, not on the server”: every port silent', () => {
    const silent = [587, 465, 2525, 25].map((port) => unreached(port, 'silent'))
    const { is, who, sentence, todo } = answer(observations(silent), {})
    expect({ is, who }).toEqual({ is: 'doesNotWork', who: 'network' })
    expect(sentence).toContain('no answer from smtp.example.com on any of its mail ports')
    expect(todo).toContain('HTTPS API')
  })

  it('“works locally, not on the server”: only 2525 answers', () => {
    const silent = [587, 465, 25].map((port) => unreached(port, 'silent'))
    const { is, who, todo, settings } = answer(observations([...silent, starttlsEndpoint(2525)]), {})
    expect({ is, who }).toEqual({ is: 'worksBut', who: 'network' })
    expect(todo).toContain('2525')
    expect(settings[0]).toMatchObject({ port: 2525, security: 'starttls', recommended: true })
  })

  it('only port 25 silent is what networks do: no reason to worry', () => {
    const judgement = judged(observations([starttlsEndpoint(587), unreached(25, 'silent')]))
    expect(judgement.verdict.is).toBe('works')
    expect(judgement.findings.find(({ id }) => id === 'port25Blocked')).toMatchObject({ severity: 'info' })
  })

  it('“Which port should I use?”: TLS from the first byte where it works, else STARTTLS', () => {
    const all = [starttlsEndpoint(25), starttlsEndpoint(2525), starttlsEndpoint(587), tlsEndpoint(465)]
    for (const port of [465, 587, 2525, 25]) {
      const left = all.filter(
        (one) => one.port === port || all.indexOf(one) < all.findIndex((other) => other.port === port),
      )
      expect(judged(observations(left)).settings.find(({ recommended }) => recommended)?.port).toBe(port)
    }
  })

  it('a provider does not document a port: another one is recommended', () => {
    const judgement = judged(observations([tlsEndpoint(465), starttlsEndpoint(587)]), {}, { provider: ahasend })
    expect(judgement.settings[0]).toMatchObject({ port: 587, recommended: true })
  })

  it('the port that was asked for fails and another works: does not work, and says which does', () => {
    const elsewhere = { ...starttlsEndpoint(2525), elsewhere: true }
    const { is, todo } = answer(observations([unreached(587, 'silent'), elsewhere]), ask587)
    expect(is).toBe('doesNotWork')
    expect(todo).toContain('smtp.example.com:2525 with STARTTLS')
  })

  it('nobody named a port: one that works is enough, and the others do not frighten', () => {
    const judgement = judged(
      observations([starttlsEndpoint(587), unreached(465, 'closed', 'ECONNREFUSED'), clearEndpoint(25)]),
    )
    expect(judgement.verdict.is).toBe('works')
    expect(judgement.findings.filter(({ severity }) => severity === 'problem' || severity === 'warning')).toEqual([])
  })

  it('STARTTLS is set and no port named: that 465 begins with TLS is no mistake of the app', () => {
    const judgement = judged(observations([starttlsEndpoint(587), tlsEndpoint(465)]), { security: 'starttls' })
    expect(judgement.verdict).toMatchObject({ is: 'works', sentence: expect.stringContaining(':587') as string })
    expect(ids(judgement)).not.toContain('implicitTlsExpected')
  })

  it('no IPv6 in a container is worth knowing, and no problem', () => {
    const judgement = judged(
      observations([starttlsEndpoint(), unreached(587, 'noFamily', 'EADDRNOTAVAIL', '2001:db8::1')]),
    )
    expect(judgement.verdict.is).toBe('works')
    expect(judgement.findings.find(({ id }) => id === 'noIpv6Here')).toMatchObject({ severity: 'info' })
  })

  it('a server that was reached without a login test: nothing is said of the password', () => {
    expect(answer(observations([starttlsEndpoint()]), ask587).sentence).toBe(
      'Works: smtp.example.com:587 with STARTTLS and a certificate that is trusted; the login was not tested.',
    )
  })

  it('an app in a container and Sandpost on 127.0.0.1 of the host', () => {
    const listeners = [{ host: '127.0.0.1', port: 2525, security: 'starttls' as const, open: true }]
    const judgement = judged(observations([], { host: '', name: null, listeners }), { host: '', self: true })
    const finding = judgement.findings.find(({ id }) => id === 'onlyLoopback')
    expect(finding?.todo).toMatch(/0\.0\.0\.0.*host\.docker\.internal.*--add-host/)
    expect(finding?.page).toBe('reach-sandpost-from-a-container')
  })
})

describe('what could not be found out is not called a failure', () => {
  it('this runtime refused the handshake', () => {
    const judgement = judged(
      afterStartTls({
        handshake: brokenHandshake('library', 'ERR_SSL_NO_PROTOCOLS_AVAILABLE', 'no protocols available'),
      }),
      ask587,
    )
    expect(judgement.verdict.is).toBe('couldNotCheck')
    expect(judgement.findings.find(({ id }) => id === 'libraryRefused')?.title).toContain(
      'says nothing about the server',
    )
  })

  it('it was stopped before anything was seen', () => {
    const judgement = judged(observations([{ ...unreached(587, 'silent'), reach: null }]), ask587, {
      state: 'cancelled',
    })
    expect(judgement.verdict).toMatchObject({
      is: 'couldNotCheck',
      sentence: expect.stringContaining('stopped') as string,
    })
  })

  it('while it runs, it says what is being done and concludes nothing', () => {
    const running = {
      ...starttlsEndpoint(),
      chain: null,
      stages: stages('certificate').map((one) =>
        one.state === 'failed' ? { ...one, state: 'running' as const } : one,
      ),
    }
    const judgement = judged(observations([running]), ask587, { state: 'running' })
    expect(judgement.verdict).toEqual({
      is: 'couldNotCheck',
      who: null,
      sentence: 'Looking at smtp.example.com: reading the certificate on port 587 …',
      todo: '',
    })
  })

  it('trust that no store could tell is not called trusted', () => {
    const unknown = chain({ trust: [{ store: 'node', trusted: null, root: null, why: null }] })
    expect(judged(on587({ chain: unknown }), ask587).verdict.is).toBe('couldNotCheck')
  })
})

it('the same certificate on two ports is one finding about both', () => {
  const expired = chain({}, { validTo: '2026-11-01T00:00:00.000Z' })
  const { findings } = judged(
    observations([starttlsEndpoint(587, { chain: expired }), tlsEndpoint(465, { chain: expired })]),
  )
  const found = findings.filter(({ id }) => id === 'certificateExpired')
  expect(found).toHaveLength(1)
  expect(found[0]?.endpoints).toEqual(['192.0.2.1|587', '192.0.2.1|465'])
  expect(found[0]?.title).toContain('ports 587 and 465')
})

it('an authority of one’s own that was given makes a private certificate good', () => {
  const own = chain({ trust: [...untrusted, { store: 'own', trusted: true, root: 'Lab Root', why: null }] })
  expect(judged(on587({ chain: own }), { ...ask587, ca: 'PEM' }).verdict.is).toBe('works')
})

it('a handshake that wants no client certificate after all is no finding', () => {
  expect(ids(judged(on587({ handshake: handshake({ wantsClientCertificate: true }) }), ask587))).not.toContain(
    'clientCertificateWanted',
  )
})
