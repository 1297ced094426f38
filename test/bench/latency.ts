// Final dot to 250, message by message, with our own small client: smtp-source tells totals only.
import { type Socket, createConnection } from 'node:net'
import type { Server } from './servers.ts'
import { percentile } from './statistics.ts'

export interface Latency {
  readonly server: string
  readonly connections: number
  readonly p50: number
  readonly p99: number
}

const body = `From: app@example.test\r\nTo: to@example.test\r\nSubject: Measured\r\n\r\n${'x'.repeat(70)}\r\n`.padEnd(
  1_000,
  'y',
)
const message = Buffer.from(`${body}\r\n.\r\n`)

/** Milliseconds from the final dot to 250, all connections busy all the time. */
export async function measureLatency(server: Server, connections: number, each: number): Promise<Latency> {
  const samples = await Promise.all(Array.from({ length: connections }, () => sendMany(server.smtpPort, each)))
  const all = samples.flat()
  return { server: server.name, connections, p50: percentile(all, 0.5), p99: percentile(all, 0.99) }
}

async function sendMany(port: number, count: number): Promise<number[]> {
  const client = new SmtpClient(createConnection({ host: '127.0.0.1', port }))
  await client.reply()
  await client.command('EHLO bench.example.test\r\n')
  const samples: number[] = []
  for (let sent = 0; sent < count; sent++) samples.push(await client.send())
  await client.command('QUIT\r\n')
  return samples
}

/** Speaks just enough SMTP to time a message; any refusal ends the run. */
export class SmtpClient {
  readonly #socket: Socket
  #received = ''
  #waiting: ((line: string) => void) | null = null

  constructor(socket: Socket) {
    this.#socket = socket.setEncoding('latin1').setNoDelay(true)
    socket.on('data', (chunk: string) => {
      this.#received += chunk
      this.#deliver()
    })
  }

  reply(): Promise<string> {
    return new Promise((resolve) => {
      this.#waiting = resolve
      this.#deliver()
    })
  }

  command(text: string): Promise<string> {
    this.#socket.write(text)
    return this.reply()
  }

  /** Sends one message; resolves with the milliseconds from its final dot to the reply. */
  async send(): Promise<number> {
    await this.command('MAIL FROM:<app@example.test>\r\n')
    await this.command('RCPT TO:<to@example.test>\r\n')
    await this.command('DATA\r\n')
    const started = performance.now()
    this.#socket.write(message)
    await this.reply()
    return performance.now() - started
  }

  #deliver(): void {
    const last = /(?:^|\n)(\d{3}) [^\n]*\n$/.exec(this.#received)
    if (!last || !this.#waiting) return
    if (Number(last[1]) >= 400) throw new Error(`refused: ${this.#received.trim()}`)
    const resolve = this.#waiting
    this.#waiting = null
    const text = this.#received
    this.#received = ''
    resolve(text)
  }
}
