import type { X509Certificate } from 'node:crypto'
import type { Socket } from 'node:net'
import tls, { type TLSSocket } from 'node:tls'
import type { Handshake } from '../../../../shared/model/diagnosis/observation.ts'
import { causeOf } from './handshakeFailure.ts'
import { nameToSend } from './hello.ts'
import { safeText } from './safeText.ts'

export interface HandshakeOptions {
  /** Sent as SNI unless it is null or an address. */
  readonly serverName: string | null
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

export interface MadeHandshake {
  readonly observation: Handshake
  /** DER of the chain as served; empty when it did not come so far. */
  readonly served: Buffer[]
  /** Ready for the dialogue, not read from yet; null when the handshake failed, and then nothing is left open. */
  readonly socket: TLSSocket | null
}

const mostServed = 16

/**
 * A handshake as a normal client of this runtime makes it, over a connection that stands. It goes on whatever the
 * certificate is: that is for `examineChain` to say. Never rejects.
 */
export async function handshake(
  plain: Socket,
  { serverName, timeoutMs, signal }: HandshakeOptions,
): Promise<MadeHandshake> {
  const started = performance.now()
  const name = nameToSend(serverName)
  let socket: TLSSocket
  try {
    socket = tls.connect({
      socket: plain,
      rejectUnauthorized: false,
      // Names are for `examineChain` too; and what Node does here would empty what is read below.
      checkServerIdentity: () => undefined,
      requestOCSP: true,
      ...(name !== null && { servername: name }),
    })
  } catch (error) {
    plain.destroy()
    return failure({ ended: 'error', error: asError(error), sawCertificate: false }, name, performance.now() - started)
  }
  const seen: Seen = { ocspStapled: null }
  socket.on('OCSPResponse', (response: Buffer | null) => {
    seen.ocspStapled = response !== null && response.length > 0
  })
  const outcome = await finish(socket, timeoutMs, signal, started)
  const milliseconds = performance.now() - started
  const served = servedTo(socket)
  if (outcome.ended === 'done') {
    return { observation: success(socket, name, seen, outcome.handshakeMs), served, socket }
  }
  socket.destroy()
  plain.destroy()
  const failed = failure({ ...outcome, sawCertificate: served.length > 0 }, name, milliseconds)
  return { ...failed, served }
}

interface Seen {
  ocspStapled: boolean | null
}

type Outcome =
  | { readonly ended: 'done'; readonly handshakeMs: number }
  | { readonly ended: 'error'; readonly error: NodeJS.ErrnoException }
  | { readonly ended: 'closed' | 'silent' | 'cancelled' }

/** In TLS 1.3 a server refuses a client without a certificate only after the client is done: so long is waited for that. */
const refusalTime = 500

function finish(socket: TLSSocket, timeoutMs: number, signal: AbortSignal, started: number): Promise<Outcome> {
  return new Promise((resolve) => {
    let handshakeMs = 0
    const end = (outcome: Outcome) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', cancel)
      socket.off('secureConnect', secured).off('session', accepted).off('error', failed)
      socket.off('end', ended).off('close', closed)
      if (outcome.ended !== 'done') socket.on('error', () => {})
      // Within the event `session` OpenSSL is still at work: what is written then is never sent (Node 20 to 24).
      setImmediate(resolve, outcome)
    }
    const accepted = () => {
      if (handshakeMs > 0) end({ ended: 'done', handshakeMs })
    }
    const secured = () => {
      handshakeMs = performance.now() - started
      if (socket.getProtocol() !== 'TLSv1.3') return accepted()
      // A ticket says that the server is content; one that sends none has had the time for an answer.
      clearTimeout(timer)
      timer = setTimeout(accepted, Math.min(refusalTime, 2 * handshakeMs + 50))
    }
    const failed = (error: NodeJS.ErrnoException) => end({ ended: 'error', error })
    // Within the handshake Node makes an error of it, which says more.
    const ended = () => {
      if (handshakeMs > 0) closed()
    }
    const closed = () => end({ ended: 'closed' })
    const cancel = () => end({ ended: 'cancelled' })
    let timer = setTimeout(() => end({ ended: 'silent' }), timeoutMs)
    signal.addEventListener('abort', cancel, { once: true })
    socket.on('secureConnect', secured).on('session', accepted).on('error', failed)
    socket.on('end', ended).on('close', closed)
    if (signal.aborted) cancel()
    else if (socket.destroyed) closed()
  })
}

function success(socket: TLSSocket, serverName: string | null, seen: Seen, milliseconds: number): Handshake {
  return {
    ok: true,
    protocol: socket.getProtocol(),
    cipher: socket.getCipher().standardName,
    keyExchange: keyExchangeOf(socket),
    serverName,
    error: null,
    failed: null,
    wantsClientCertificate: false,
    ocspStapled: seen.ocspStapled,
    milliseconds,
  }
}

interface Failed {
  readonly ended: Exclude<Outcome['ended'], 'done'>
  readonly error?: NodeJS.ErrnoException
  readonly sawCertificate: boolean
}

function failure(
  { ended, error, sawCertificate }: Failed,
  serverName: string | null,
  milliseconds: number,
): MadeHandshake {
  const failed = error ? causeOf(error, sawCertificate) : ended === 'closed' || ended === 'silent' ? ended : 'other'
  const observation: Handshake = {
    ok: false,
    protocol: null,
    cipher: null,
    keyExchange: null,
    serverName,
    error: error
      ? { code: safeText(error.code ?? 'ERROR', 100), message: safeText(error.message.trim(), 500) }
      : ended === 'cancelled'
        ? { code: 'ABORT_ERR', message: 'cancelled' }
        : null,
    failed,
    wantsClientCertificate: failed === 'clientCertificate',
    ocspStapled: null,
    milliseconds,
  }
  return { observation, served: [], socket: null }
}

/** `X25519`, `DH 2048`; null for RSA, and where the runtime does not say. */
function keyExchangeOf(socket: TLSSocket): string | null {
  try {
    const info: Partial<tls.EphemeralKeyInfo> | null = socket.getEphemeralKeyInfo()
    if (info?.name) return info.name
    return info?.type && info.size ? `${info.type} ${info.size}` : null
  } catch {
    return null
  }
}

/** `getPeerCertificate(true)` would add issuers that it found on this machine. Positions, not signatures, link these. */
function servedTo(socket: TLSSocket): Buffer[] {
  const served: Buffer[] = []
  let certificate: X509Certificate | undefined = socket.getPeerX509Certificate()
  while (certificate && served.length < mostServed) {
    served.push(certificate.raw)
    certificate = certificate.issuerCertificate
  }
  return served
}

function asError(error: unknown): NodeJS.ErrnoException {
  return error instanceof Error ? error : new Error(String(error))
}
