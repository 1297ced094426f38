import { connect, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'

/** A client that says exactly what it is told, byte for byte, and reads replies as the server sends them. */
export class SmtpSocket {
  #socket: Socket
  #received = ''
  #ended = false
  #wake: (() => void) | null = null

  constructor(socket: Socket) {
    this.#socket = socket
    this.#attach(socket)
  }

  /** Resolves once connected; the greeting has yet to be read. `localAddress`: where it comes from. */
  static async open(port: number, localAddress?: string): Promise<SmtpSocket> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, localAddress })
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    return new SmtpSocket(socket)
  }

  /** Connected, greeted, EHLO said. */
  static async ready(port: number, localAddress?: string): Promise<SmtpSocket> {
    const client = await SmtpSocket.open(port, localAddress)
    await client.reply()
    await client.say('EHLO client.test')
    return client
  }

  get socket(): Socket {
    return this.#socket
  }

  write(bytes: string | Uint8Array): void {
    this.#socket.write(bytes)
  }

  /** Sends a line and resolves to its reply: all its lines, joined by LF. */
  async say(line: string): Promise<string> {
    this.write(`${line}\r\n`)
    return this.reply()
  }

  /** Says the lines one after the other and resolves to the last reply. */
  async sayAll(...lines: string[]): Promise<string> {
    let last = ''
    for (const line of lines) last = await this.say(line)
    return last
  }

  /** The next reply; rejects when the server closes without one. */
  async reply(): Promise<string> {
    for (;;) {
      const whole = /^(?:\d{3}-[^\r\n]*\r\n)*\d{3}(?: [^\r\n]*)?\r\n/.exec(this.#received)
      if (whole !== null) {
        this.#received = this.#received.slice(whole[0].length)
        return whole[0].trimEnd().replaceAll('\r\n', '\n')
      }
      if (this.#ended) throw new Error(`closed without a reply, after ${JSON.stringify(this.#received)}`)
      await this.#change()
    }
  }

  /** Resolves to all that the server still says, once it has closed its side. */
  async untilClosed(): Promise<string> {
    while (!this.#ended) await this.#change()
    const rest = this.#received
    this.#received = ''
    return rest
  }

  /** Begins TLS where the connection stands. */
  async startTls(options: ConnectionOptions): Promise<void> {
    this.#socket.removeAllListeners('data')
    const secure = connectTls({ ...options, socket: this.#socket })
    await new Promise<void>((resolve, reject) => secure.once('secureConnect', resolve).once('error', reject))
    this.#socket = secure
    this.#attach(secure)
  }

  /** Closes our side only. */
  end(): void {
    this.#socket.end()
  }

  /** Breaks the connection off. */
  destroy(): void {
    this.#socket.destroy()
  }

  /** Breaks the connection off with a TCP reset. */
  reset(): void {
    this.#socket.resetAndDestroy()
  }

  #attach(socket: Socket): void {
    const over = (): void => {
      this.#ended = true
      this.#wake?.()
    }
    socket.on('data', (chunk) => {
      this.#received += chunk.toString()
      this.#wake?.()
    })
    socket.on('end', over).on('close', over).on('error', over)
  }

  #change(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve))
  }
}
