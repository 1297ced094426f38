import { closeNotify } from './alerts.ts'
import { ByteReader, LengthError } from './byteReader.ts'
import { readKeyExchange, readServerHello, type KeyExchange, type ServerHello } from './serverMessages.ts'

/** Of what a server sends before anything is encrypted, this much is read. */
export const mostBytes = 65_536
/** RFC 5246 6.2.3: what a record may hold at most. */
const longestRecord = 16_384 + 2_048
const mostCertificates = 16

const record = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 }
const message = { serverHello: 2, certificate: 11, keyExchange: 12, helloDone: 14, certificateStatus: 22 }

/**
 * Reads a server's answer to a ClientHello as far as it is in clear: its ServerHello and, before TLS 1.3, certificate,
 * OCSP response and key exchange. Takes bytes in pieces of any size; never holds more than `mostBytes` of them.
 */
export class ServerFlight {
  hello: ServerHello | null = null
  /** DER, as served; what came before a length that lied is kept. */
  certificates: Buffer[] = []
  stapled = false
  keyExchange: KeyExchange | null = null
  /** The last one that came; warnings do not end a flight. */
  alert: number | null = null
  /** Nothing more is wanted: it is whole, or it cannot be read on. */
  done = false
  /** What was wrong with it; null when nothing was. */
  broken: string | null = null
  /** What came first is not a record of TLS; the bytes. */
  notTls: Buffer | null = null

  // Both once and for all: bytes that come one by one must not be copied again each time.
  readonly #bytes = Buffer.allocUnsafe(mostBytes)
  #held = 0
  #read = 0
  readonly #messages = Buffer.allocUnsafe(mostBytes)
  #messagesHeld = 0
  #messagesRead = 0

  /** Takes what came. Once `done`, nothing more is read. */
  push(chunk: Buffer): void {
    if (this.done) return
    const room = mostBytes - this.#held
    this.#held += chunk.copy(this.#bytes, this.#held, 0, room)
    while (!this.done && this.#readRecord());
    if (!this.done && chunk.length > room) this.#stop(`more than ${mostBytes} bytes`)
  }

  #stop(why: string): void {
    this.broken = why
    this.done = true
  }

  /** False: more bytes are needed. */
  #readRecord(): boolean {
    const here = this.#bytes.subarray(this.#read, this.#held)
    const type = here[0]
    if (type === undefined) return false
    // Major version 3 is all there ever was; a greeting in clear betrays itself by its first byte.
    if (type < record.changeCipherSpec || type > record.applicationData || (here.length > 1 && here[1] !== 3)) {
      if (this.#read === 0) this.notTls = Buffer.from(here.subarray(0, 64))
      this.#stop(this.#read === 0 ? 'something that is not TLS' : 'a record of unknown kind')
      return false
    }
    if (here.length < 5) return false
    const length = here.readUInt16BE(3)
    if (length > longestRecord) {
      this.#stop('a record that is too long')
      return false
    }
    if (here.length < 5 + length) return false
    this.#read += 5 + length
    this.#take(type, here.subarray(5, 5 + length))
    return true
  }

  #take(type: number, body: Buffer): void {
    if (type === record.alert) this.#takeAlert(body)
    else if (type === record.applicationData) this.#stop('encrypted data before there is a key')
    else if (type === record.handshake) {
      this.#messagesHeld += body.copy(this.#messages, this.#messagesHeld)
      while (!this.done && this.#readMessage());
    }
  }

  #takeAlert(body: Buffer): void {
    const [level, code] = body
    if (level === undefined || code === undefined) return this.#stop('an alert that is too short')
    // A warning goes before it, of a name that is not known for one, and then the handshake goes on.
    if (code !== closeNotify || this.alert === null) this.alert = code
    if (level !== 1 || code === closeNotify) this.done = true
  }

  #readMessage(): boolean {
    const here = this.#messages.subarray(this.#messagesRead, this.#messagesHeld)
    if (here.length < 4) return false
    const length = here.readUIntBE(1, 3)
    if (length > mostBytes) {
      this.#stop(`a message of ${length} bytes`)
      return false
    }
    if (here.length < 4 + length) return false
    this.#messagesRead += 4 + length
    try {
      this.#takeMessage(here[0] ?? 0, here.subarray(4, 4 + length))
    } catch (error) {
      if (!(error instanceof LengthError)) throw error
      this.#stop(`a message with ${error.message}`)
    }
    return true
  }

  #takeMessage(type: number, body: Buffer): void {
    if (type === message.serverHello) {
      if (this.hello !== null) return this.#stop('a second ServerHello')
      this.hello = readServerHello(body)
      // What follows is encrypted, or a HelloRetryRequest waits for us.
      if (this.hello.version >= 0x0304) this.done = true
    } else if (this.hello === null) this.#stop(`message ${type} instead of a ServerHello`)
    else if (type === message.certificate) this.#takeCertificates(body)
    else if (type === message.certificateStatus) this.stapled = body[0] === 1 && body.length > 4
    else if (type === message.keyExchange) this.keyExchange = readKeyExchange(body, this.hello.suite)
    else if (type === message.helloDone) this.done = true
  }

  #takeCertificates(body: Buffer): void {
    const list = new ByteReader(new ByteReader(body).vector(3))
    while (list.left > 0 && this.certificates.length < mostCertificates)
      this.certificates.push(Buffer.from(list.vector(3)))
  }
}
