import type { EnvelopeRecipient, EnvelopeSender } from '../../../shared/model/envelope.ts'
import type { LoginFacts, Session, SessionEnding, TlsFacts } from '../../../shared/model/session.ts'
import type { SmtpLimits } from '../../../shared/model/settings.ts'
import type { Identity, SmtpBackend } from './backend.ts'
import { ByteCollector } from './byteCollector.ts'
import type { Result } from './commands/command.ts'
import { commands } from './commands/index.ts'
import { DotReader } from './dotReader.ts'
import type { Gate } from './gate.ts'
import { LineReader } from './lineReader.ts'
import { hidden, showAuthCommand, showUnknownLine } from './redaction.ts'
import * as replies from './replies.ts'
import { type SmtpReply, replyLines } from './reply.ts'
import { nextSessionId } from './sessionIds.ts'
import { Transcript } from './transcript.ts'

/** RFC 5321 4.5.3.1.4 asks for 512 octets; parameters add to it. */
const commandLimit = 2_048
/** RFC 4954 4. */
const loginLimit = 12_288
/** A single line longer than this is no mistake. */
const endlessLine = 1_048_576

const longestShown = 200
/** First byte of a TLS record that carries a ClientHello (RFC 8446 5.1). */
const tlsHandshake = 0x16

const http = /^(GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|CONNECT|TRACE) \S+( HTTP\/|$)/
// oxlint-disable-next-line no-control-regex
const controlCharacters = /[\u0000-\u0008\u000a-\u001f\u007f]/

const anonymous: Identity = { credentialId: null, mode: 'sandbox', unknownLogin: false }

/** What a session needs to know of the server it belongs to. */
export interface SessionHouse {
  readonly hostname: string
  readonly backend: SmtpBackend
  readonly gate: Gate
  limits(): SmtpLimits
  loginRequired(): boolean
  loginWithoutTls(): boolean
  cramMd5(): boolean
}

/** What a session asks of its socket. */
export interface Wire {
  write(text: string): void
  /** Input may be handed on again. */
  resume(): void
  /** Whether bytes have arrived that were not handed on yet. */
  readonly inputWaiting: boolean
  /** Everything from here on is TLS. */
  startTls(): void
  /** Closes once everything written is out. */
  finish(): void
}

export interface Transaction {
  readonly mailFrom: EnvelopeSender
  readonly recipients: EnvelopeRecipient[]
  /** The message so far, once BDAT has begun. */
  chunks: ByteCollector | null
}

/** `busy`: waiting for the backend, input waits in order. */
export type Phase = 'handshake' | 'command' | 'answer' | 'data' | 'chunk' | 'busy' | 'closing'

/** One client connection, from greeting to close: who speaks, what is being sent, what has been said. Knows no sockets. */
export class SmtpSession {
  readonly house: SessionHouse
  readonly wire: Wire
  readonly startedAt: number
  readonly transcript: Transcript
  /** The time of the turn; set by the wire with each chunk. */
  now: number
  /** Since when the client owes us something. */
  waitingSince: number
  phase: Phase = 'command'
  clientName: string | null = null
  identity: Identity = anonymous
  transaction: Transaction | null = null
  /** Transactions begun, for the limit per connection. */
  transactions = 0
  failedLogins = 0
  loginTried = false

  /** Bytes that arrived in the same chunk behind the command being carried out. */
  #inputBehind = 0
  readonly #facts: Session
  readonly #lines = new LineReader()
  #unknownCommands = 0
  #data: DotReader | null = null
  #message: ByteCollector | null = null
  #chunkLeft = 0
  #chunkDone: (() => Result) | null = null
  #lastReply: SmtpReply | null = null
  #answer: ((line: string) => Result) | null = null

  constructor(
    house: SessionHouse,
    wire: Wire,
    origin: Pick<Session, 'listenerPort' | 'security' | 'remoteAddress' | 'remotePort'>,
  ) {
    this.house = house
    this.wire = wire
    this.startedAt = this.now = this.waitingSince = Date.now()
    this.transcript = new Transcript(this.startedAt)
    this.#facts = {
      id: nextSessionId(),
      listenerPort: origin.listenerPort,
      security: origin.security,
      remoteAddress: origin.remoteAddress,
      remotePort: origin.remotePort,
      startedAt: new Date(this.startedAt).toISOString(),
      endedAt: null,
      ending: 'open',
      clientName: null,
      tls: null,
      login: null,
      messages: 0,
      refusals: 0,
      lastRefusal: null,
    }
  }

  get id(): number {
    return this.#facts.id
  }

  get remoteAddress(): string {
    return this.#facts.remoteAddress
  }

  get encrypted(): boolean {
    return this.#facts.tls !== null
  }

  /** Whether input may be handed over now. */
  get listening(): boolean {
    const { phase } = this
    return phase === 'command' || phase === 'data' || phase === 'chunk' || phase === 'answer'
  }

  /** The facts as they are now. */
  snapshot(): Session {
    return { ...this.#facts, clientName: this.clientName }
  }

  greet(): void {
    this.phase = 'command'
    this.send({ code: 220, enhancedCode: null, lines: [`${this.house.hostname} ESMTP Sandpost`] })
  }

  /** Takes what it can of the chunk and returns where it stopped. */
  receive(chunk: Buffer, at: number): number {
    if (this.phase === 'data') return this.#receiveData(chunk, at)
    if (this.phase === 'chunk') return this.#receiveChunk(chunk, at)
    return this.#receiveLine(chunk, at)
  }

  send(reply: SmtpReply): void {
    let text = ''
    for (const line of replyLines(reply)) {
      this.transcript.add('server', line, this.encrypted, this.now)
      text += `${line}\r\n`
    }
    if (reply.code >= 400) {
      this.#facts.refusals += 1
      this.#facts.lastRefusal = replyLines(reply).at(-1) ?? null
    }
    this.waitingSince = this.now
    this.wire.write(text)
  }

  note(text: string): void {
    this.transcript.add('note', `[${text}]`, this.encrypted, this.now)
  }

  /** Says the reply, if any, and closes. */
  close(reply: SmtpReply | null, ending: SessionEnding): void {
    if (this.phase === 'closing') return
    if (reply !== null) this.send(reply)
    this.phase = 'closing'
    this.#facts.ending = ending
    this.#forgetTransaction()
    this.wire.finish()
  }

  /** The socket is gone: hands over what is left of the transcript. */
  ended(): void {
    if (this.#facts.ending === 'open') this.#facts.ending = 'clientClosed'
    this.phase = 'closing'
    this.#forgetTransaction()
    this.#facts.endedAt = new Date().toISOString()
    this.house.backend.sessionEnded(this.snapshot(), this.transcript.drain())
  }

  /** The client has closed its side. */
  clientClosed(): void {
    this.#noteUnfinished('Client closed the connection')
    this.close(null, 'clientClosed')
  }

  /** The server stops. A message that the backend has in hand gets its answer first. */
  shutDown(reply: SmtpReply): void {
    if (this.phase === 'busy') this.#lastReply = reply
    else if (this.phase === 'handshake') this.close(null, 'serverStopped')
    else this.close(reply, 'serverStopped')
  }

  timeOut(): void {
    this.#noteUnfinished('Timeout')
    this.close(this.phase === 'handshake' ? null : replies.timedOut, 'timedOut')
  }

  /** RFC 3207 4.2: what the client said before TLS counts for nothing. */
  secured(tls: TlsFacts): void {
    this.#facts.tls = tls
    this.note(`TLS established: ${tls.protocol}, ${tls.cipher}${tls.serverName === null ? '' : `, ${tls.serverName}`}`)
    this.clientName = null
    this.#facts.login = null
    this.identity = anonymous
    this.transaction = null
    this.phase = 'command'
    this.waitingSince = this.now
  }

  loggedIn(login: LoginFacts, identity: Identity | null): void {
    this.#facts.login = login
    if (identity !== null) this.identity = identity
  }

  /** RFC 3207 4: STARTTLS ends a group of commands. What a client, or somebody in between, put behind it came in clear. */
  get hasInputBehind(): boolean {
    return this.#inputBehind > 0 || this.wire.inputWaiting
  }

  get hasLogin(): boolean {
    const login = this.#facts.login
    return login !== null && login.result !== 'refused'
  }

  /** The next line is not a command but the answer to a 334. */
  awaitAnswer(answer: (line: string) => Result): void {
    this.phase = 'answer'
    this.#answer = answer
  }

  /** What follows is the message, up to the final dot. */
  readData(): void {
    this.#message = new ByteCollector(this.house.limits().messageBytes)
    this.#data = new DotReader(this.#message)
    this.phase = 'data'
  }

  /** What follows are `size` octets for `into`; null throws them away. Then `done`. */
  readChunk(size: number, into: ByteCollector | null, done: () => Result): void {
    this.#message = into
    this.#chunkLeft = size
    this.#chunkDone = done
    this.phase = 'chunk'
    if (size === 0) this.#finishChunk()
  }

  /** Hands the message over and answers with what the backend says. */
  deliver(message: ByteCollector): void {
    const { mailFrom, recipients } = this.transaction as Transaction
    this.#forgetTransaction()
    if (message.overflowed) {
      this.phase = 'command'
      this.send(replies.tooLarge)
      return
    }
    this.phase = 'busy'
    this.house.backend
      .accept({
        bytes: message.take(),
        envelope: { mailFrom, recipients },
        identity: this.identity,
        session: this.snapshot(),
        transcript: this.transcript.drain(),
      })
      .then(this.#delivered, this.#broken)
  }

  readonly #delivered = (reply: SmtpReply): void => {
    if (reply.code < 300) this.#facts.messages += 1
    this.#answered(reply)
  }

  /** The rule is that the backend never rejects. If it does, the client must not wait for ever, nor take it for a 250. */
  readonly #broken = (): void => this.#answered(replies.localError)

  readonly #answered = (reply: SmtpReply): void => {
    if (this.phase !== 'busy') return
    this.now = Date.now()
    this.phase = 'command'
    this.#respond(reply)
    if (this.#lastReply !== null) this.close(this.#lastReply, 'serverStopped')
    else this.wire.resume()
  }

  #respond(result: Result): void {
    if (result === null) return
    if (result instanceof Promise) {
      this.phase = 'busy'
      result.then(this.#answered, this.#broken)
      return
    }
    if (result.code === 421) this.close(result, result === replies.tooManyLogins ? 'tooManyErrors' : 'refused')
    else this.send(result)
  }

  #receiveLine(chunk: Buffer, at: number): number {
    const lines = this.#lines
    const answering = this.phase === 'answer'
    if (chunk[at] === tlsHandshake && lines.unfinished === 0 && !answering) {
      this.note('Client began TLS without STARTTLS: this port wants STARTTLS first, or use the port for implicit TLS')
      this.close(null, 'tlsFailed')
      return chunk.length
    }
    const line = lines.next(chunk, at, loginLimit)
    this.#inputBehind = chunk.length - lines.at
    if (line.is === 'incomplete') {
      if (lines.unfinished > endlessLine) this.close(replies.tooManyErrors, 'tooManyErrors')
    } else if (line.is === 'bareLineFeed') this.#unusable(line.bytes.toString(), replies.bareLineFeed)
    else if (line.is === 'tooLong') {
      const reply = answering ? replies.loginLineTooLong : replies.lineTooLong
      this.#unusable(line.beginning.toString('latin1', 0, longestShown), reply, line.length)
    } else if (answering) this.#answerWith(line.bytes.toString('latin1'))
    else this.#command(line.bytes.toString())
    return lines.at
  }

  #command(line: string): void {
    if (line.length > commandLimit && !/^AUTH /i.test(line)) {
      this.#unusable(line.slice(0, longestShown), replies.lineTooLong, line.length)
      return
    }
    if (controlCharacters.test(line)) {
      this.#unusable(line, replies.controlCharacter)
      return
    }
    const space = line.indexOf(' ')
    const verb = (space === -1 ? line : line.slice(0, space)).toUpperCase()
    const command = commands.get(verb)
    if (command === undefined) {
      this.#unusable(line, replies.unknownCommand)
      return
    }
    const shown = verb === 'AUTH' ? showAuthCommand(line) : line
    this.transcript.add('client', shown, this.encrypted, this.now)
    this.#respond(command(this, space === -1 ? '' : line.slice(space + 1).trim()))
  }

  #answerWith(line: string): void {
    this.transcript.add('client', hidden, this.encrypted, this.now)
    const answer = this.#answer as (line: string) => Result
    this.#answer = null
    this.phase = 'command'
    this.#respond(answer(line))
  }

  /** A line that is no command, or cannot be taken for one. */
  #unusable(line: string, reply: SmtpReply, length = 0): void {
    const shown = this.phase === 'answer' ? hidden : showUnknownLine(line, this.loginTried)
    this.transcript.add('client', length > 0 ? `${shown} [${length} bytes]` : shown, this.encrypted, this.now)
    this.phase = 'command'
    this.#answer = null
    this.#unknownCommands += 1
    if (http.test(line)) this.close(replies.spokeHttp, 'refused')
    else if (this.#unknownCommands >= this.house.limits().unknownCommands) {
      this.send(reply)
      this.close(replies.tooManyErrors, 'tooManyErrors')
    } else this.send(reply)
  }

  #receiveData(chunk: Buffer, at: number): number {
    this.waitingSince = this.now
    const end = (this.#data as DotReader).feed(chunk, at)
    if (end === -1) return chunk.length
    const message = this.#message as ByteCollector
    this.note(`message data: ${message.length} bytes`)
    this.deliver(message)
    return end
  }

  #receiveChunk(chunk: Buffer, at: number): number {
    this.waitingSince = this.now
    const end = Math.min(chunk.length, at + this.#chunkLeft)
    this.#message?.add(chunk.subarray(at, end))
    this.#chunkLeft -= end - at
    if (this.#chunkLeft === 0) this.#finishChunk()
    return end
  }

  #finishChunk(): void {
    const done = this.#chunkDone as () => Result
    this.#chunkDone = null
    this.#message = null
    this.phase = 'command'
    this.#respond(done())
  }

  #forgetTransaction(): void {
    this.transaction = null
    this.#data = null
    this.#message = null
  }

  #noteUnfinished(what: string): void {
    if (this.phase === 'data')
      this.note(`${what} before the final dot, ${this.#message?.length ?? 0} bytes thrown away`)
    else if (this.phase === 'chunk') this.note(`${what} with ${this.#chunkLeft} bytes of a BDAT chunk missing`)
    else this.note(what)
  }
}
