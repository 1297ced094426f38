import type { Socket } from 'node:net'
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls'
import type { Session } from '../../../shared/model/session.ts'
import type { SessionHouse, Wire } from './house.ts'
import type { SmtpReply } from './reply.ts'
import { SmtpSession } from './session.ts'

/** Input that arrives while the backend is busy is kept up to here; then the socket is paused. */
const stashLimit = 65_536
/** How long a client may take to read the last reply and hang up. */
const lingerMilliseconds = 3_000
/** A handshake has nothing a human could be slow about. */
const handshakeMilliseconds = 60_000

/** A socket and the session that is held over it: brings bytes in order, replies in one write per turn, TLS in between. */
export class Connection implements Wire {
  readonly session: SmtpSession
  readonly #secureContext: SecureContext
  #socket: Socket
  #out = ''
  #stash: Buffer | null = null
  /** The client does not read its replies: nothing more is taken from it until it does. */
  #blocked = false
  #inputEnded = false
  #reading = false
  #closingSince = 0

  constructor(
    socket: Socket,
    house: SessionHouse,
    secureContext: SecureContext,
    origin: Pick<Session, 'listenerPort' | 'security'>,
  ) {
    this.#socket = socket
    this.#secureContext = secureContext
    this.session = new SmtpSession(house, this, {
      listenerPort: origin.listenerPort,
      security: origin.security,
      remoteAddress: (socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
      remotePort: socket.remotePort ?? 0,
    })
    // The raw socket closes last, also when it carries TLS.
    socket.once('close', () => this.session.ended())
    this.#listen(socket)
  }

  write(text: string): void {
    this.#out += text
    if (!this.#reading) this.#flush()
  }

  resume(): void {
    this.#reading = true
    const stash = this.#stash
    this.#stash = null
    if (stash !== null) this.#consume(stash)
    this.#reading = false
    this.#flush()
    if (!this.session.listening || this.#blocked || this.#stash !== null) return
    if (this.#inputEnded) this.session.clientClosed()
    else if (this.#socket.isPaused()) this.#socket.resume()
  }

  /** Greets, begins TLS where that comes first, or sends away whom the gate did not let in. */
  begin(refusal: SmtpReply | null): void {
    const { session } = this
    const plain = session.record.facts.security === 'starttls'
    if (refusal !== null) {
      session.record.note(refusal.lines.join(' '))
      session.close(plain ? refusal : null, 'refused')
      this.#socket.destroySoon()
    } else {
      const met = session.meet()
      if (met === 'cut') return
      if (plain) session.greet()
      else this.startTls(met)
    }
  }

  get inputWaiting(): boolean {
    return this.#stash !== null || this.#socket.readableLength > 0
  }

  startTls(how: 'works' | 'fails'): void {
    const { session } = this
    this.#flush()
    session.handshaking()
    const plain = this.#socket
    plain.removeAllListeners('data').removeAllListeners('end').removeAllListeners('drain')
    const secure = new TLSSocket(plain, {
      isServer: true,
      secureContext: how === 'works' ? this.#secureContext : withoutCertificate(),
    })
    secure.on('_tlsError', (error: Error) => this.#tlsFailed(error))
    secure.once('secure', () => {
      session.record.now = Date.now()
      session.secured({
        protocol: secure.getProtocol() ?? 'unknown',
        cipher: secure.getCipher()?.name ?? 'unknown',
        serverName: typeof secure.servername === 'string' ? secure.servername : null,
      })
      if (session.record.facts.security === 'tls') session.greet()
    })
    this.#socket = secure
    this.#listen(secure)
  }

  finish(): void {
    this.#flush()
    this.#stash = null
    this.#closingSince = Date.now()
    this.#socket.end()
    // Reading on: closing with unread input resets the connection, and the last reply could be lost with it.
    this.#socket.resume()
  }

  /** Called now and then: ends what has taken too long. */
  sweep(now: number): void {
    const { session } = this
    const limits = session.house.limits()
    const silence = now - session.waitingSince
    session.record.now = now
    if (session.phase === 'closing') {
      if (now - this.#closingSince > lingerMilliseconds) this.destroy()
    } else if (session.phase === 'handshake') {
      if (silence > Math.min(handshakeMilliseconds, limits.commandSeconds * 1_000)) {
        session.timeOut()
        this.destroy()
      }
    } else if (session.phase === 'message') {
      if (silence > limits.dataSeconds * 1_000) session.timeOut()
    } else if (session.phase !== 'busy' && silence > limits.commandSeconds * 1_000) session.timeOut()
  }

  shutDown(): void {
    this.session.record.now = Date.now()
    this.session.shutDown()
  }

  destroy(): void {
    this.#flush()
    this.#socket.destroy()
  }

  #listen(socket: Socket): void {
    socket.on('data', (chunk) => this.#onData(chunk))
    socket.on('end', () => this.#onEnd())
    socket.on('drain', () => {
      this.#blocked = false
      this.resume()
    })
    socket.on('error', () => socket.destroy())
  }

  #onData(chunk: Buffer): void {
    const { session } = this
    if (session.phase === 'closing') return
    if (!session.listening || this.#blocked) {
      this.#keep(chunk)
      return
    }
    session.record.now = Date.now()
    this.#reading = true
    this.#consume(chunk)
    this.#reading = false
    this.#flush()
  }

  #consume(chunk: Buffer): void {
    const { session } = this
    let at = 0
    while (at < chunk.length && session.listening) at = session.receive(chunk, at)
    if (at < chunk.length && session.phase !== 'closing') this.#keep(chunk.subarray(at))
  }

  #keep(chunk: Buffer): void {
    this.#stash = this.#stash === null ? chunk : Buffer.concat([this.#stash, chunk])
    if (this.#stash.length >= stashLimit) this.#socket.pause()
  }

  #flush(): void {
    if (this.#out === '') return
    const text = this.#out
    this.#out = ''
    if (this.#socket.writable && !this.#socket.write(text)) {
      this.#blocked = true
      this.#socket.pause()
    }
  }

  #onEnd(): void {
    this.#inputEnded = true
    if (this.session.phase === 'handshake') {
      this.#tlsFailed(new Error('the client closed the connection'))
      return
    }
    if (this.session.listening && this.#stash === null) this.session.clientClosed()
  }

  #tlsFailed(error: Error): void {
    this.session.record.now = Date.now()
    if (this.session.phase === 'handshake') {
      this.session.record.note(`TLS handshake failed: ${error.message}`)
      this.session.close(null, 'tlsFailed')
    }
    this.destroy()
  }
}

/** A handshake without a certificate always fails, with the alert that a real one would end with. */
function withoutCertificate(): SecureContext {
  return createSecureContext()
}
