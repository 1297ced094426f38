import type { LoginReason } from '../../../shared/model/credential.ts'
import type { FaultStage } from '../../../shared/model/manners.ts'
import type { LoginFacts, SessionEnding, TlsFacts } from '../../../shared/model/session.ts'
import type { Identity } from './backend.ts'
import { readCommand } from './commandLine.ts'
import type { Result } from './commands/command.ts'
import { strikeIn } from './faults/strikeIn.ts'
import type { SessionHouse, Wire } from './house.ts'
import { LineReader } from './lineReader.ts'
import type { MessageReader } from './messageReader.ts'
import { type Origin, SessionRecord } from './record.ts'
import { hidden, showAuthCommand, showUnknownLine } from './redaction.ts'
import * as replies from './replies.ts'
import { reply, type SmtpReply } from './reply.ts'
import type { Transaction } from './transaction.ts'
import { Voice } from './voice.ts'

/** RFC 4954 4. */
const loginLimit = 12_288
/** A single line longer than this is no mistake. */
const endlessLine = 1_048_576
const longestShown = 200
/** First octet of a TLS record that carries a ClientHello (RFC 8446 5.1). */
const tlsHandshake = 0x16

const http = /^(GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|CONNECT|TRACE) \S+( HTTP\/|$)/

const anonymous: Identity = { credentialId: null, mode: 'sandbox', tags: [], unknownLogin: false }

/**
 * What the next bytes are: a command, the answer to a 334, a message. `busy`: the backend is asked and input waits in order.
 */
type Phase = 'handshake' | 'command' | 'answer' | 'message' | 'busy' | 'closing'

/** One client connection, from greeting to close: who speaks and what is being sent. Knows no sockets. */
export class SmtpSession {
  readonly house: SessionHouse
  readonly wire: Wire
  readonly record: SessionRecord
  /** Since when the client owes us something. */
  waitingSince: number
  identity: Identity = anonymous
  transaction: Transaction | null = null
  /** Transactions begun, for the limit per connection. */
  transactions = 0
  failedLogins = 0
  loginTried = false

  readonly #lines = new LineReader()
  #phase: Phase = 'command'
  /** Bytes that arrived in the same chunk behind the command being carried out. */
  #inputBehind = 0
  #unknownCommands = 0
  #answered: ((line: string) => Result) | null = null
  #message: { readonly reader: MessageReader; readonly done: () => Result } | null = null
  /** To be said when the backend has answered. */
  #lastReply: SmtpReply | null = null
  #gone = false
  /** What a fault says in place of the greeting. */
  #greeting: SmtpReply | null = null
  readonly #voice: Voice

  constructor(house: SessionHouse, wire: Wire, origin: Origin) {
    this.house = house
    this.wire = wire
    this.record = new SessionRecord(origin)
    this.#voice = new Voice(house, wire, this.record)
    this.waitingSince = this.record.now
  }

  get phase(): Phase {
    return this.#phase
  }

  /** Whether input may be handed over now. */
  get listening(): boolean {
    return this.#phase === 'command' || this.#phase === 'message' || this.#phase === 'answer'
  }

  get encrypted(): boolean {
    return this.record.facts.tls !== null
  }

  get hasLogin(): boolean {
    const { login } = this.record.facts
    return login !== null && login.result !== 'refused'
  }

  /** RFC 3207 4: STARTTLS ends a group of commands. What a client, or somebody in between, put behind it came in clear. */
  get hasInputBehind(): boolean {
    return this.#inputBehind > 0 || this.wire.inputWaiting
  }

  /** A connection is made: asked before its greeting, and before TLS where that comes first. */
  meet(): 'works' | 'fails' | 'cut' {
    const struck = this.strike('connect')
    if (struck === null) return 'cut'
    if (struck === 'tlsFails') return 'fails'
    if (struck !== 'nothing') this.#greeting = struck
    return 'works'
  }

  greet(): void {
    this.#phase = 'command'
    const { hostname, manners } = this.house
    const right = manners === null ? `${hostname} ESMTP Sandpost` : manners.greeting.replace('{host}', hostname)
    if (this.#greeting === null) this.#respond(reply(220, null, right))
    else this.part(this.#greeting, 'refused')
  }

  /** Takes what it can of the chunk and returns where it stopped. */
  receive(chunk: Buffer, at: number): number {
    return this.#phase === 'message' ? this.#receiveMessage(chunk, at) : this.#receiveLine(chunk, at)
  }

  send(answer: SmtpReply): void {
    this.waitingSince = this.record.now
    this.#voice.say(answer)
  }

  /** Sends it, as late as a fault may want it, and then goes on. Input waits. */
  say(answer: SmtpReply | null, then: () => void): void {
    if (!this.#voice.isPaced) {
      if (answer !== null) this.send(answer)
      then()
      return
    }
    const phase = this.#phase
    this.#phase = 'busy'
    this.#voice.sayPaced(answer, () => {
      this.waitingSince = this.record.now
      this.#phase = phase
      if (this.#lastReply === null) then()
      this.#goOn()
    })
  }

  /** Says the last reply and closes. */
  part(answer: SmtpReply, ending: SessionEnding): void {
    this.say(answer, () => this.close(null, ending))
  }

  /**
   * Whether a fault strikes here, and what the command comes to then: another reply, or null when there is none and the
   * connection is broken off. After `nothing` and `tlsFails` the command goes on; its reply may be late.
   */
  strike(stage: FaultStage, recipients: readonly string[] = []): SmtpReply | null | 'nothing' | 'tlsFails' {
    const struck = this.house.faults.active ? strikeIn(this, stage, recipients) : null
    if (struck === null) return 'nothing'
    this.#voice.setPace(struck.pace)
    if (struck.instead === 'tlsFailure') return 'tlsFails'
    if (struck.instead !== 'disconnect') return struck.instead ?? 'nothing'
    this.say(null, () => this.#cut())
    return null
  }

  /** The next line is not a command but the answer to a 334. */
  awaitAnswer(answered: (line: string) => Result): void {
    this.#phase = 'answer'
    this.#answered = answered
  }

  /** What follows is the reader's. Then `done`. */
  readMessage(reader: MessageReader, done: () => Result): void {
    this.#phase = 'message'
    this.#message = { reader, done }
  }

  loggedIn(login: LoginFacts, identity: Identity | null): void {
    this.record.loggedIn(login)
    if (identity !== null) this.identity = identity
  }

  /** A login that did not come so far as to be asked about. */
  loginFailedEarly(mechanism: string, reason: LoginReason, explanation: string): void {
    this.record.loggedIn({ mechanism, username: '', result: 'refused', credentialId: null, reason, explanation })
  }

  handshaking(): void {
    this.#phase = 'handshake'
    this.waitingSince = Date.now()
  }

  secured(tls: TlsFacts): void {
    this.record.secured(tls)
    this.identity = anonymous
    this.transaction = null
    this.#phase = 'command'
    this.waitingSince = this.record.now
  }

  /** Says the reply, if any, and closes. */
  close(answer: SmtpReply | null, ending: SessionEnding): void {
    if (this.#phase === 'closing') return
    if (answer !== null) this.send(answer)
    this.#phase = 'closing'
    this.record.ends(ending)
    this.transaction = null
    this.#message = null
    this.wire.finish()
  }

  /** The client has closed its side. */
  clientClosed(): void {
    this.record.note(`Client closed the connection${this.#shortfall()}`)
    this.close(null, 'clientClosed')
  }

  timeOut(): void {
    this.record.note(`Timeout${this.#shortfall()}`)
    this.close(this.#phase === 'handshake' ? null : replies.timedOut, 'timedOut')
  }

  /** The server stops. A message that the backend has in hand gets its answer first. */
  shutDown(): void {
    if (this.#phase === 'busy') {
      this.#lastReply = replies.shuttingDown
      this.#voice.hurry()
    } else this.close(this.#phase === 'handshake' ? null : replies.shuttingDown, 'serverStopped')
  }

  /** The socket is gone. A message that the backend has in hand is still waited for: the record must tell what became of it. */
  ended(): void {
    if (this.#phase === 'busy' && !this.#voice.isSpeaking) {
      this.#gone = true
      return
    }
    this.#voice.stop()
    if (this.record.facts.ending === 'open') this.record.note(`Connection lost${this.#shortfall()}`)
    this.#phase = 'closing'
    this.#message = null
    this.record.over()
    this.house.backend.sessionEnded(this.record.snapshot(), this.record.transcript.drain())
  }

  /** The backend never rejects. If it does, the client must not wait for ever, nor take it for a 250. */
  readonly #broken = (): void => this.#resume(replies.localError)

  readonly #resume = (answer: SmtpReply): void => {
    if (this.#phase !== 'busy') return
    this.record.now = Date.now()
    this.#phase = 'command'
    if (this.#gone) {
      this.record.note(`Client was gone before the answer: ${answer.code} ${answer.lines[0] ?? ''}`)
      this.record.ends('clientClosed')
      this.ended()
      return
    }
    this.#respond(answer)
    if (this.#lastReply !== null) this.#voice.hurry()
    if (!this.#voice.isSpeaking) this.#goOn()
  }

  #goOn(): void {
    if (this.#lastReply !== null) this.close(this.#lastReply, 'serverStopped')
    else this.wire.resume()
  }

  /** A fault ends the connection. What is left of the input is carried out no more. */
  #cut(): void {
    this.#phase = 'closing'
    this.transaction = null
    this.record.ends('refused')
    this.wire.destroy()
  }

  #respond(result: Result): void {
    if (result === null) return
    if (result instanceof Promise) {
      this.#phase = 'busy'
      result.then(this.#resume, this.#broken)
    } else if (this.#voice.worded(result).code === 421) {
      this.part(result, result === replies.tooManyLogins ? 'tooManyErrors' : 'refused')
    } else this.say(result, () => undefined)
  }

  #receiveLine(chunk: Buffer, at: number): number {
    const lines = this.#lines
    const answering = this.#phase === 'answer'
    if (chunk[at] === tlsHandshake && lines.unfinished === 0 && !answering) {
      this.record.note('Client began TLS without STARTTLS: send STARTTLS first, or use the port for implicit TLS')
      this.close(null, 'tlsFailed')
      return chunk.length
    }
    const line = lines.next(chunk, at, loginLimit)
    this.#inputBehind = chunk.length - lines.at
    if (line.is === 'incomplete') {
      if (lines.unfinished > endlessLine) this.close(replies.tooManyErrors, 'tooManyErrors')
    } else if (line.is === 'bareLineFeed') this.#unusable(line.bytes.toString(), replies.bareLineFeed)
    else if (line.is === 'tooLong') {
      const answer = answering ? replies.loginLineTooLong : replies.lineTooLong
      this.#unusable(line.beginning.toString('latin1', 0, longestShown), answer, line.length)
    } else if (answering) this.#takeAnswer(line.bytes.toString('latin1'))
    else this.#takeCommand(line.bytes.toString())
    return lines.at
  }

  #takeCommand(line: string): void {
    const read = readCommand(line)
    if (read.is === 'unusable') {
      if (read.tooLong) this.#unusable(line.slice(0, longestShown), read.answer, line.length)
      else this.#unusable(line, read.answer)
      return
    }
    this.record.heard(read.verb === 'AUTH' ? showAuthCommand(line) : line)
    this.#respond(read.command(this, read.argument))
  }

  #takeAnswer(line: string): void {
    this.record.heard(hidden)
    const answered = this.#answered as (line: string) => Result
    this.#answered = null
    this.#phase = 'command'
    this.#respond(answered(line))
  }

  /** A line that is no command, or cannot be taken for one. */
  #unusable(line: string, answer: SmtpReply, length = 0): void {
    const shown = this.#phase === 'answer' ? hidden : showUnknownLine(line, this.loginTried)
    this.record.heard(length > 0 ? `${shown} [${length} bytes]` : shown)
    this.#phase = 'command'
    this.#answered = null
    this.#unknownCommands += 1
    if (http.test(line)) {
      this.close(replies.spokeHttp, 'refused')
      return
    }
    this.send(answer)
    if (this.#unknownCommands >= this.house.limits().unknownCommands) this.close(replies.tooManyErrors, 'tooManyErrors')
  }

  #receiveMessage(chunk: Buffer, at: number): number {
    this.waitingSince = this.record.now
    const message = this.#message as { reader: MessageReader; done: () => Result }
    const end = message.reader.feed(chunk, at)
    if (end === -1) return chunk.length
    this.#message = null
    this.#phase = 'command'
    this.#respond(message.done())
    return end
  }

  #shortfall(): string {
    return this.#message === null ? '' : `: ${this.#message.reader.shortfall()}`
  }
}
