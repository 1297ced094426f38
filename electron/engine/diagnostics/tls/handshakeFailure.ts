import type { Handshake } from '../../../../shared/model/diagnosis/observation.ts'

type Cause = NonNullable<Handshake['failed']>

/** This side would not, whatever the server is like (OpenSSL's security level, BoringSSL's missing suites). */
const ours =
  /NO_PROTOCOLS_AVAILABLE|LEGACY_SIGALG|INVALID_COMMAND|KEY_TOO_(SMALL|WEAK)|MD_TOO_WEAK|NO_CIPHER_MATCH|NO_CIPHERS_AVAILABLE|LEGACY_RENEGOTIATION|WRONG_SIGNATURE_TYPE|UNSUPPORTED_ELLIPTIC_CURVE|ERR_INVALID_ARG/
/** What came was no TLS. */
const foreign =
  /WRONG_VERSION_NUMBER|HTTP_REQUEST|HTTPS_PROXY_REQUEST|PACKET_LENGTH_TOO_LONG|UNKNOWN_PROTOCOL|BAD_RECORD_TYPE/
const version = /UNSUPPORTED_PROTOCOL|VERSION_TOO_(LOW|HIGH)|WRONG_SSL_VERSION|INAPPROPRIATE_FALLBACK/
const cipher = /NO_SHARED_CIPHER|WRONG_CIPHER_RETURNED|UNKNOWN_CIPHER_RETURNED|UNSUPPORTED_CIPHER/

const alert = { handshakeFailure: 40, noCertificate: 41, badCertificate: 42, certificateUnknown: 46, accessDenied: 49 }
/** Before TLS 1.3 there was no alert of its own for a client certificate that is missing. */
const beforeCertificateRequired: readonly number[] = Object.values(alert)
const alertCauses = new Map<number, Cause>([
  [alert.handshakeFailure, 'cipher'],
  [70, 'version'],
  [71, 'cipher'],
  [112, 'name'],
  [116, 'clientCertificate'],
])

/**
 * What a handshake failed of, from the error of the TLS library: OpenSSL 3.0 and 3.5 and BoringSSL have different codes and
 * texts for the same. `sawCertificate`: the server's certificate had come by then.
 */
export function causeOf(error: NodeJS.ErrnoException, sawCertificate: boolean): Cause {
  const code = error.code ?? ''
  const words = `${code} ${error.message.replaceAll(' ', '_')}`.toUpperCase()
  const number = alertIn(words)
  if (number !== null) {
    if (sawCertificate && beforeCertificateRequired.includes(number)) return 'clientCertificate'
    return alertCauses.get(number) ?? 'alert'
  }
  // Node makes this one itself when the connection ends within the handshake: nobody sent a reset.
  if (code === 'ECONNRESET' && error.syscall === undefined) return 'closed'
  if (/^(ECONNRESET|EPIPE|ECONNABORTED|ETIMEDOUT)$/.test(code)) return 'reset'
  if (ours.test(words)) return 'library'
  if (foreign.test(words)) return 'notTls'
  if (version.test(words)) return 'version'
  if (cipher.test(words)) return 'cipher'
  if (/UNEXPECTED_EOF/.test(words)) return 'closed'
  return 'other'
}

const alertNames: readonly (readonly [RegExp, number])[] = [
  [/ALERT_PROTOCOL_VERSION/, 70],
  [/ALERT_HANDSHAKE_FAILURE/, alert.handshakeFailure],
  [/ALERT_INSUFFICIENT_SECURITY/, 71],
  [/UNRECOGNI[SZ]ED_NAME/, 112],
  [/CERTIFICATE_REQUIRED/, 116],
  [/ALERT_BAD_CERTIFICATE/, alert.badCertificate],
  [/ALERT_ACCESS_DENIED/, alert.accessDenied],
]

/** Number of the alert that the server sent; -1 for one without a known name; null for none. */
function alertIn(words: string): number | null {
  const numbered = /ALERT_NUMBER_(\d+)/.exec(words)?.[1]
  if (numbered !== undefined) return Number(numbered)
  const named = alertNames.find(([name]) => name.test(words))
  if (named) return named[1]
  return /(TLSV1|SSLV3|TLSV13|SSL\/TLS)_ALERT/.test(words) ? -1 : null
}
