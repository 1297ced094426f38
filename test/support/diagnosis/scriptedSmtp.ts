import { TLSSocket, type TLSSocketOptions } from 'node:tls'
import type { Socket } from 'node:net'
import { startFaultServer, type FaultOptions, type FaultServer, type Peer } from './faultServer.ts'

/**
 * What the server does at one point. A text is a reply: its lines are joined by CRLF and one is added. Bytes go out as they
 * are.
 */
export type Act =
  | string
  | Buffer
  | { readonly close: true | string }
  | { readonly reset: true | string }
  | { readonly silent: true }
  | { readonly after: number; readonly what: Act }
  | { readonly slowly: number; readonly text: string }

/** Closes in good order, after saying something or without a word. */
export const closes = (words: true | string = true): Act => ({ close: words })
/** The same with a reset: what was said arrives, what the client says next does not. */
export const resets = (words: true | string = true): Act => ({ reset: words })
export const silent: Act = { silent: true }
/** The same, but later. */
export const after = (milliseconds: number, what: Act): Act => ({ after: milliseconds, what })
/** Byte after byte, every so many milliseconds. */
export const slowly = (milliseconds: number, text: string): Act => ({ slowly: milliseconds, text })

/** How a command is answered: always the same, or by its line and the connection (counted from 1). */
export type Answer = Act | ((line: string, connection: number, encrypted: boolean) => Act)

/** Every field left out is answered as a healthy server does. */
export interface SmtpScript {
  readonly greeting?: Answer
  /** Keywords after EHLO; STARTTLS is added to those in clear when there is `tls`, unless `hideStartTls`. */
  readonly keywords?: readonly string[]
  /** Those within TLS, when they are others. */
  readonly keywordsInTls?: readonly string[]
  readonly hideStartTls?: boolean
  /** The whole answer to EHLO instead. */
  readonly ehlo?: Answer
  readonly helo?: Answer
  /** What is said to STARTTLS; TLS begins after it if it begins with 220. */
  readonly startTls?: Answer
  /** What is done in place of the handshake, once the 220 is out. */
  readonly insteadOfTls?: Act
  readonly auth?: Answer
  readonly mail?: Answer
  readonly rcpt?: Answer
  readonly tls?: TLSSocketOptions
  /** TLS from the first byte. */
  readonly implicit?: boolean
}

const plainKeywords = ['PIPELINING', 'SIZE 10485760', '8BITMIME', 'ENHANCEDSTATUSCODES']

/** An SMTP server that does, command by command, what the script says. It never takes a message: DATA is refused. */
export function startScriptedSmtp(script: SmtpScript, options?: FaultOptions): Promise<FaultServer> {
  return startFaultServer((peer) => {
    if (script.implicit && script.tls) {
      const secure = new TLSSocket(peer.socket, { isServer: true, ...script.tls })
      secure.on('error', () => peer.socket.destroy())
      secure.once('secure', () => converse(peer, script, secure))
    } else converse(peer, script, peer.socket)
  }, options)
}

/** One conversation over a connection that stands, from the greeting on. */
export function converse(peer: Peer, script: SmtpScript, first: Socket): void {
  let socket = first
  let input = ''

  function listen(): void {
    socket.on('data', (chunk: Buffer) => {
      input = (input + chunk.toString('latin1')).slice(-100_000)
      for (let at = input.indexOf('\n'); at >= 0; at = input.indexOf('\n')) {
        const line = input.slice(0, at).replace(/\r$/, '')
        input = input.slice(at + 1)
        peer.heard(line)
        command(line)
      }
    })
    socket.on('error', () => undefined)
  }

  function answer(how: Answer, line: string): void {
    act(peer, socket, typeof how === 'function' ? how(line, peer.number, socket instanceof TLSSocket) : how)
  }

  function command(line: string): void {
    const verb = line.split(' ', 1)[0]?.toUpperCase() ?? ''
    if (verb === 'EHLO') answer(script.ehlo ?? capabilities(script, socket instanceof TLSSocket), line)
    else if (verb === 'HELO') answer(script.helo ?? '250 mail.test', line)
    else if (verb === 'STARTTLS') startTls(line)
    else if (verb === 'AUTH') answer(script.auth ?? '503 5.5.1 AUTH not enabled', line)
    else if (verb === 'MAIL') answer(script.mail ?? '250 2.1.0 Ok', line)
    else if (verb === 'RCPT') answer(script.rcpt ?? '250 2.1.5 Ok', line)
    else if (verb === 'DATA') answer('554 5.7.1 This server takes no message', line)
    else if (verb === 'RSET' || verb === 'NOOP') answer('250 2.0.0 Ok', line)
    else if (verb === 'QUIT') answer(closes('221 2.0.0 Bye'), line)
    // The second line of AUTH LOGIN, or of PLAIN without an initial response.
    else if (/^[A-Za-z0-9+/=]+$/.test(line) && script.auth !== undefined) answer(script.auth, line)
    else answer('500 5.5.2 Command not recognized', line)
  }

  function startTls(line: string): void {
    if (script.tls === undefined && script.startTls === undefined) {
      answer('502 5.5.1 Command not implemented', line)
      return
    }
    const how = script.startTls ?? '220 2.0.0 Ready to start TLS'
    answer(how, line)
    if (!(how instanceof Buffer || typeof how === 'string') || !how.toString('latin1').startsWith('220')) return
    if (script.insteadOfTls !== undefined) {
      first.removeAllListeners('data')
      const { insteadOfTls } = script
      // Whatever a client sends next is its ClientHello.
      first.once('data', () => act(peer, first, insteadOfTls))
    } else if (script.tls) {
      first.removeAllListeners('data')
      input = ''
      const secure = new TLSSocket(first, { isServer: true, ...script.tls })
      secure.on('error', () => first.destroy())
      socket = secure
      listen()
    }
  }

  listen()
  answer(script.greeting ?? '220 mail.test ESMTP', '')
}

function act(peer: Peer, socket: Socket, what: Act): void {
  if (socket.destroyed) return
  if (typeof what === 'string') socket.write(`${what.replaceAll('\n', '\r\n')}\r\n`, 'latin1')
  else if (what instanceof Buffer) socket.write(what)
  else if ('close' in what) {
    if (what.close === true) socket.end()
    else socket.end(`${what.close.replaceAll('\n', '\r\n')}\r\n`)
  } else if ('reset' in what) {
    if (what.reset === true) peer.socket.resetAndDestroy()
    else {
      // A reset on the heels of the words may overtake them.
      socket.removeAllListeners('data')
      socket.write(`${what.reset.replaceAll('\n', '\r\n')}\r\n`)
      peer.later(100, () => peer.socket.resetAndDestroy())
    }
  } else if ('after' in what) peer.later(what.after, () => act(peer, socket, what.what))
  else if ('slowly' in what) drip(peer, socket, what.slowly, `${what.text}\r\n`)
}

function drip(peer: Peer, socket: Socket, milliseconds: number, text: string, at = 0): void {
  if (at >= text.length || socket.destroyed) return
  socket.write(text.charAt(at), 'latin1')
  peer.later(milliseconds, () => drip(peer, socket, milliseconds, text, at + 1))
}

function capabilities(script: SmtpScript, encrypted: boolean): string {
  const usual = script.keywords ?? plainKeywords
  const keywords = [...(encrypted ? (script.keywordsInTls ?? usual) : usual)]
  const hasTls = script.tls !== undefined || script.startTls !== undefined
  if (hasTls && !encrypted && !script.implicit && !script.hideStartTls) keywords.push('STARTTLS')
  return reply(250, ['mail.test', ...keywords])
}

/** A reply of several lines: `250-a`, `250 b`. */
export const reply = (code: number, lines: readonly string[]): string =>
  lines.map((line, index) => `${code}${index < lines.length - 1 ? '-' : ' '}${line}`).join('\n')
