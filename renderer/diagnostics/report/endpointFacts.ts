import type { Endpoint, Greeting, Handshake, Reach, StartTls } from '../../../shared/model/diagnosis/observation.ts'
import type { Fact } from '../../ui/Facts.tsx'
import { duration } from '../../ui/format.ts'

const reachWords: Readonly<Record<Reach['is'], string>> = {
  open: 'Open',
  closed: 'Closed: the host is there, nothing listens on this port',
  silent: 'No answer at all',
  noRoute: 'No route',
  forbidden: 'This machine forbids it',
  noFamily: 'This machine has no address of this family',
  reset: 'Reset',
  error: 'Failed',
}

const greetingWords: Readonly<Record<Greeting['is'], string>> = {
  smtp: 'SMTP',
  tls: 'Silent, and takes TLS',
  silent: 'Silent',
  closed: 'Hung up without a word',
  reset: 'Reset without a word',
  http: 'HTTP: a web server',
  ssh: 'SSH',
  imap: 'IMAP: a server for reading mail',
  pop3: 'POP3: a server for reading mail',
  ftp: 'FTP',
  binary: 'Something that is not text',
  other: 'Something else',
}

const endedWords = { closed: 'It hung up.', reset: 'It reset the connection.', silent: 'It fell silent.' } as const

const handshakeWords: Readonly<Record<NonNullable<Handshake['failed']>, string>> = {
  notTls: 'What answers is not TLS',
  closed: 'The server hung up',
  reset: 'The connection was reset',
  silent: 'No answer in time',
  alert: 'The server refused',
  version: 'No TLS version in common',
  cipher: 'No cipher suite in common',
  name: 'The server does not know the name',
  clientCertificate: 'The server wants a client certificate',
  library: 'This runtime refused: nothing is known of the server',
  other: 'It failed',
}

/** Address, and what became of the connection. */
export function connectionFacts({ address, family, port, reach, mode }: Endpoint): Fact[] {
  return [
    { name: 'Address', value: `${address} (IPv${family})`, mono: true },
    { name: 'Port', value: String(port), mono: true },
    {
      name: 'Connection',
      value: reach
        ? `${reachWords[reach.is]}${reach.code ? ` (${reach.code})` : ''}, ${duration(reach.milliseconds)}`
        : 'Not tried',
    },
    ...(mode ? [{ name: 'Begins', value: mode === 'tls' ? 'with TLS' : 'in clear' }] : []),
  ]
}

/** What answered, how quickly, and what is odd about it. */
export function greetingFacts(greeting: Greeting): Fact[] {
  const { is, code, firstByteMilliseconds, milliseconds, masked, protocolErrors, firstBytes } = greeting
  const first = firstByteMilliseconds === null ? '' : `, first byte after ${duration(firstByteMilliseconds)}`
  return [
    {
      name: 'Answers',
      value: `${greetingWords[is]}${code === null ? '' : ` (${code})`}${first}, complete after ${duration(milliseconds)}`,
    },
    ...(masked ? [{ name: 'Masked', value: 'Stars stand where the greeting was: a firewall rewrites it' }] : []),
    ...protocolErrors.map((error) => ({ name: 'Against the rules', value: error })),
    ...(firstBytes ? [{ name: 'First bytes', value: firstBytes, mono: true }] : []),
  ]
}

export function startTlsFacts({ offered, sentAnyway, code, reply, injected, ended, milliseconds }: StartTls): Fact[] {
  const answer = reply ?? (code === null ? null : String(code))
  return [
    {
      name: 'STARTTLS',
      value: `${offered ? 'Offered' : sentAnyway ? 'Not offered, sent all the same' : 'Not offered'}${
        answer === null ? '' : `: ${answer}`
      }${ended ? ` ${endedWords[ended]}` : ''} (${duration(milliseconds)})`,
    },
    ...(injected ? [{ name: 'Slipped in', value: injected, mono: true }] : []),
  ]
}

export function handshakeFacts(handshake: Handshake): Fact[] {
  const { ok, protocol, cipher, keyExchange, serverName, error, failed, milliseconds } = handshake
  return [
    {
      name: 'Handshake',
      value: ok
        ? `${protocol ?? 'TLS'} in ${duration(milliseconds)}`
        : `${handshakeWords[failed ?? 'other']} after ${duration(milliseconds)}`,
    },
    ...(cipher ? [{ name: 'Cipher suite', value: cipher, mono: true }] : []),
    ...(keyExchange ? [{ name: 'Key exchange', value: keyExchange, mono: true }] : []),
    ...(serverName ? [{ name: 'Server name', value: serverName, mono: true }] : []),
    ...(error ? [{ name: 'TLS library', value: `${error.code}: ${error.message}`, mono: true }] : []),
    ...(handshake.wantsClientCertificate ? [{ name: 'Client certificate', value: 'Wanted by the server' }] : []),
    ...(handshake.ocspStapled === null
      ? []
      : [{ name: 'OCSP staple', value: handshake.ocspStapled ? 'Sent along' : 'Not sent' }]),
  ]
}
