import type { Socket } from 'node:net'
import { whenTimeIsUp } from '../patience.ts'
import { mayBecomeReply, parseReply, type ParsedReply } from './replyParser.ts'
import type { Journal } from './journal.ts'

/** What was heard within the time. */
export interface Heard {
  /** Null: no SMTP reply. */
  readonly code: number | null
  /** Safe to be shown. */
  readonly lines: readonly string[]
  readonly protocolErrors: readonly string[]
  /** How it ended before a whole reply was there; null when one came, or something that is none. */
  readonly ended: 'closed' | 'reset' | 'silent' | null
  /** No further reply can be told from the rest of this one. */
  readonly broken: boolean
  /** The first bytes as they came, when it was no SMTP reply. */
  readonly foreign: Buffer | null
  readonly firstByteMilliseconds: number | null
  readonly milliseconds: number
}

/** Half a line that cannot become an SMTP reply is looked at when nothing more came for so long. */
const settleMilliseconds = 250

/** A dialogue over one connection: a command at a time, every reply read to its end, bounded and written down. */
export class Conversation {
  readonly socket: Socket
  readonly journal: Journal
  readonly encrypted: boolean
  #bytes: Buffer = Buffer.alloc(0)
  #gone: 'closed' | 'reset' | null = null
  #broken = false
  #released = false
  #wake: (() => void) | null = null

  /** `socket` stands. It is read only while a reply is waited for: a flood stays in the kernel. */
  constructor(socket: Socket, journal: Journal, encrypted: boolean) {
    this.socket = socket
    this.journal = journal
    this.encrypted = encrypted
    socket.pause()
    socket.on('data', this.#onData)
    socket.on('end', this.#onEnd)
    socket.on('close', this.#onEnd)
    socket.on('error', this.#onError)
    // `on('data')` lets it flow.
    socket.pause()
  }

  /** What came after the last reply, unasked. */
  get ahead(): Buffer {
    return this.#bytes
  }

  /** Whether commands make sense still. */
  get usable(): boolean {
    return this.#gone === null && !this.#broken && !this.#released && !this.socket.destroyed
  }

  /** The next reply. Rejects only when `signal` aborts. */
  async hear(milliseconds: number, signal: AbortSignal): Promise<Heard> {
    const began = performance.now()
    let firstByteAt: number | null = this.#bytes.length > 0 ? began : null
    const deadline = began + milliseconds
    let reply = parseReply(this.#bytes)
    for (;;) {
      signal.throwIfAborted()
      if (reply.state !== 'more' || this.#gone !== null) break
      const now = performance.now()
      const left = deadline - now
      if (left <= 0) break
      const before = this.#bytes.length
      // What cannot be the beginning of a reply code is not waited for any longer than it takes to arrive.
      const foreign = before > 0 && reply.lines.length === 0 && !mayBecomeReply(this.#bytes)
      const quiet = await this.#more(foreign ? Math.min(left, settleMilliseconds) : left, signal)
      firstByteAt ??= this.#bytes.length > 0 ? performance.now() : null
      reply = parseReply(this.#bytes)
      if (quiet && foreign && this.#bytes.length === before) break
    }
    this.socket.pause()
    return this.#heard(reply, began, firstByteAt)
  }

  /** Sends a line; `shown` stands in the transcript in its place. */
  say(line: string, shown = line): void {
    this.journal.client(shown, this.encrypted)
    if (this.usable) this.socket.write(`${line}\r\n`)
  }

  async ask(line: string, milliseconds: number, signal: AbortSignal, shown = line): Promise<Heard> {
    this.say(line, shown)
    return this.hear(milliseconds, signal)
  }

  /** Hands the socket on, to TLS for one: from now on nothing is read here. */
  release(): Socket {
    this.#released = true
    this.socket.off('data', this.#onData)
    this.socket.off('end', this.#onEnd)
    this.socket.off('close', this.#onEnd)
    this.socket.off('error', this.#onError)
    this.socket.on('error', () => undefined)
    return this.socket
  }

  /** Says QUIT where that can still be understood, and hangs up without waiting long for the goodbye. */
  quit(): void {
    if (this.#released) return
    if (this.usable) {
      this.say('QUIT')
      this.socket.end()
      const { socket } = this
      const timer = setTimeout(() => socket.destroy(), 1_000)
      timer.unref()
      socket.once('close', () => clearTimeout(timer))
      socket.resume()
    } else this.socket.destroy()
  }

  #heard(reply: ParsedReply, began: number, firstByteAt: number | null): Heard {
    const whole = reply.state === 'complete'
    // The beginning of a reply that came too slowly is one, all the same.
    const isForeign =
      reply.state === 'foreign' ||
      (reply.state === 'more' && this.#bytes.length > 0 && reply.code === null && !mayBecomeReply(this.#bytes))
    const foreign = isForeign ? Buffer.from(this.#bytes.subarray(0, 512)) : null
    const { journal } = this
    const heard = [...reply.lines]
    if (reply.state === 'more' && !isForeign && this.#bytes.length > reply.length)
      heard.push(this.#bytes.toString('utf8', reply.length, reply.length + 512))
    const lines = heard.map((line) => journal.safe(line))
    for (const line of heard) journal.server(line, this.encrypted)
    if (foreign !== null && reply.lines.length === 0)
      journal.note(`Not SMTP: ${foreign.toString('latin1').slice(0, 80)}`)
    this.#broken ||= reply.state === 'broken'
    this.#bytes = this.#bytes.subarray(reply.length)
    const ended = whole || foreign !== null || reply.state === 'broken' ? null : (this.#gone ?? 'silent')
    if (ended !== null) journal.note(endings[ended])
    return {
      code: ended === null ? reply.code : null,
      lines,
      protocolErrors: reply.protocolErrors,
      ended,
      broken: this.#broken,
      foreign,
      firstByteMilliseconds: firstByteAt === null ? null : firstByteAt - began,
      milliseconds: performance.now() - began,
    }
  }

  /** Resolves when more came or it ended; true when neither happened within the time. */
  #more(milliseconds: number, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const done = (quiet: boolean) => {
        callOff()
        signal.removeEventListener('abort', onAbort)
        this.#wake = null
        resolve(quiet)
      }
      const onAbort = () => {
        callOff()
        this.#wake = null
        reject(signal.reason as Error)
      }
      const callOff = whenTimeIsUp(milliseconds, () => done(true))
      signal.addEventListener('abort', onAbort, { once: true })
      this.#wake = () => done(false)
      this.socket.resume()
    })
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk])
    if (this.#wake === null) this.socket.pause()
    this.#wake?.()
  }

  readonly #onEnd = (): void => {
    this.#gone ??= 'closed'
    this.#wake?.()
  }

  readonly #onError = (): void => {
    this.#gone ??= 'reset'
    this.#wake?.()
  }
}

const endings = {
  closed: 'The server closed the connection.',
  reset: 'The connection was reset.',
  silent: 'No answer within the time that was given.',
} as const
