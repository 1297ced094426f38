import type { EnvelopeRecipient, EnvelopeSender } from '../../../../shared/model/envelope.ts'
import type { UpstreamProblem } from '../../../../shared/model/upstream.ts'
import type { ClientError, SmtpClient } from '../../mailer.ts'
import { isAscii, withAsciiDomain } from './asciiAddress.ts'
import { bothEnds } from '../../bothEnds.ts'
import { RelayError } from '../relayError.ts'
import type { UpstreamConfig } from '../tables/upstreams.ts'
import { Connections } from './connections.ts'
import { explainConnectFailure } from './failures.ts'
import { concernsMessage, failed, isSlowDown, outcomeOf, outcomeOfFailure, type TryOutcome } from './outcome.ts'
import type { Outgoing } from './outgoing.ts'
import { Rate } from './rate.ts'

/** One message to some recipients of the same upstream. */
export interface Load {
  readonly sender: EnvelopeSender
  readonly recipients: readonly EnvelopeRecipient[]
  readonly outgoing: Outgoing
  /** Asked when there is a connection, which may take a while: whether it may leave still. */
  readonly mayLeave: () => boolean
}

/** What was seen of the server while it was tried. */
export interface TryFacts {
  readonly address: string | null
  readonly tls: string | null
  readonly dialogue: string
  readonly milliseconds: number
}

export type LaneResult =
  /** One outcome per recipient, in their order. */
  | { readonly is: 'tried'; readonly outcomes: readonly TryOutcome[]; readonly facts: TryFacts }
  /** Nothing was at stake: it is as if it had not been tried. */
  | { readonly is: 'notTried' }

/** Every recipient keeps the dialogue of its transaction; together no more than that. */
const longestKept = 512 * 1024
const firstPauseMs = 2_000
const longestPauseMs = 300_000
const tlsPauseMs = 300_000
const slowDownMs = 60_000
const vaultLockedMs = 15_000

/**
 * The way through one upstream: its connections, how fast it may go, and why it stands still when it does. A problem of
 * the server concerns all that waits for it, so it stops the lane and not each message on its own.
 */
export class Lane {
  readonly #config: () => UpstreamConfig
  readonly #connections: Connections
  readonly #rate: Rate
  readonly #changed: () => void
  #running = 0
  #failures = 0
  #problem: UpstreamProblem | null = null
  /** On the clock of `performance.now`. */
  #pausedUntil = 0

  constructor(parts: {
    config: () => UpstreamConfig
    connect: () => Promise<SmtpClient>
    /** The problem came, or went. */
    problemChanged: () => void
  }) {
    this.#config = parts.config
    this.#changed = parts.problemChanged
    this.#rate = new Rate(parts.config)
    this.#connections = new Connections({
      connect: parts.connect,
      messagesPerConnection: () => parts.config().messagesPerConnection,
    })
  }

  get problem(): UpstreamProblem | null {
    return this.#problem
  }

  /** Milliseconds until another message may start: 0 now, Infinity when not before something else happens. */
  wait(): number {
    if (this.#config().paused || this.#problem?.is === 'login') return Number.POSITIVE_INFINITY
    const pause = this.#pausedUntil - performance.now()
    if (pause > 0) return pause
    // After a failure one goes ahead and the others wait for what it finds.
    const most = this.#failures > 0 ? 1 : this.#config().connections
    if (this.#running >= most) return Number.POSITIVE_INFINITY
    return this.#rate.wait()
  }

  /** Somebody has looked at it: go on now. */
  resume(): void {
    this.#pausedUntil = 0
    this.#failures = 0
    this.#setProblem(null)
  }

  /** The next connections are as the settings are now. */
  reset(): void {
    this.#connections.retire()
    this.resume()
  }

  /** No connection is used again; what is under way comes to its end. */
  retire(): void {
    this.#connections.retire()
  }

  /** Cuts off what is under way. */
  close(): void {
    this.#connections.close()
  }

  /** Takes a place in the lane, at once, so that nobody else takes it; `leave` gives it back. */
  enter(): void {
    this.#running += 1
    this.#rate.started()
  }

  leave(): void {
    this.#running -= 1
  }

  /** Within `enter` and `leave`. Never rejects. */
  async send(load: Load): Promise<LaneResult> {
    const started = performance.now()
    let lent
    try {
      lent = await this.#connections.borrow()
    } catch (error) {
      return this.#couldNotConnect(error as ClientError & { dialogue?: string }, load, started)
    }
    if (lent && !load.mayLeave()) this.#connections.giveBack(lent)
    if (!lent || !load.mayLeave()) return { is: 'notTried' }
    const { client } = lent
    const facts = (): TryFacts => ({
      address,
      tls,
      dialogue: bothEnds(client.takeDialogue(), longestKept / load.recipients.length),
      milliseconds: performance.now() - started,
    })
    const { address, tls } = client
    const fit = fitting(load, client, this.#config().verifyCertificate)
    if (typeof fit === 'string') {
      this.#connections.giveBack(lent)
      const outcome = failed(fit, 'This upstream cannot take such a message.')
      return { is: 'tried', outcomes: load.recipients.map(() => outcome), facts: facts() }
    }
    try {
      const result = await client.send(fit, load.outgoing.bytes, load.outgoing.has8Bit)
      lent.carried += 1
      this.#succeeded()
      this.#connections.giveBack(lent)
      const outcomes = fit.recipients.map(({ address: to }) => outcomeOf(result, to))
      const slow = outcomes.find(({ reply }) => isSlowDown(reply))
      if (slow) this.#slowDown(slow.reply)
      return { is: 'tried', outcomes, facts: facts() }
    } catch (error) {
      const failure = error as ClientError
      const seen = facts()
      return this.#brokeOff(failure, {
        load,
        seen,
        carried: lent.carried,
        taken: failure.reply === null && client.wasToldToGoOn,
        discard: () => this.#connections.discard(lent),
        keep: () => this.#connections.giveBack(lent),
      })
    }
  }

  #brokeOff(
    failure: ClientError,
    how: {
      load: Load
      seen: TryFacts
      carried: number
      /** The server may have the message although no answer to it came. */
      taken: boolean
      discard: () => void
      keep: () => void
    },
  ): LaneResult {
    const { load, seen, taken } = how
    const closed = !concernsMessage(failure) && (failure.reply === null || failure.reply.startsWith('421'))
    if (closed) how.discard()
    else how.keep()
    // The server was done with this connection, not with the message: a new one, at once, and no try is lost.
    if (closed && !taken && how.carried > 0) return { is: 'notTried' }
    let outcome = outcomeOfFailure(failure)
    if (taken)
      outcome = {
        ...outcome,
        explanation:
          'The connection broke off after the whole message was sent and before the answer came: the server may have taken it. It is tried again, so it may arrive twice.',
      }
    if (isSlowDown(outcome.reply)) this.#slowDown(outcome.reply)
    else if (closed) this.#pause('unreachable', `${this.#server()} breaks off connections: ${failure.message}`)
    return { is: 'tried', outcomes: load.recipients.map(() => outcome), facts: seen }
  }

  #couldNotConnect(error: ClientError & { dialogue?: string }, load: Load, started: number): LaneResult {
    if (error instanceof RelayError || error.code === 'VAULT_LOCKED') {
      const locked = error.code === 'VAULT_LOCKED'
      if (locked) this.#pauseFor(vaultLockedMs, 'busy', `${this.#server()} waits: ${error.message}`)
      else this.#setProblem({ is: 'login', text: error.message, since: new Date().toISOString(), untilAt: null })
      return { is: 'notTried' }
    }
    const failure = explainConnectFailure(error, this.#server())
    if (failure.is === 'login') {
      this.#failures += 1
      this.#setProblem({ is: 'login', text: failure.text, since: new Date().toISOString(), untilAt: null })
      return { is: 'notTried' }
    }
    if (failure.is === 'tls') {
      this.#failures += 1
      this.#pauseFor(tlsPauseMs, 'tls', failure.text)
      return { is: 'notTried' }
    }
    this.#pause(failure.is, failure.text)
    const outcome: TryOutcome = {
      is: 'deferred',
      reply: error.reply ?? error.message,
      explanation: failure.text,
      about: 'neither',
    }
    return {
      is: 'tried',
      outcomes: load.recipients.map(() => outcome),
      facts: { address: null, tls: null, dialogue: error.dialogue ?? '', milliseconds: performance.now() - started },
    }
  }

  #succeeded(): void {
    // Another connection may have been refused its login meanwhile: that stands until somebody has looked at it.
    if (this.#problem?.is === 'login') return
    this.#failures = 0
    if (this.#problem && this.#problem.is !== 'busy') this.#setProblem(null)
    else if (this.#problem && performance.now() >= this.#pausedUntil) this.#setProblem(null)
  }

  #slowDown(reply: string): void {
    this.#pauseFor(slowDownMs, 'busy', `${this.#server()} wants everything to go slower: ${reply}`)
  }

  /** Longer with every failure in a row. */
  #pause(is: UpstreamProblem['is'], text: string): void {
    this.#failures += 1
    this.#pauseFor(Math.min(longestPauseMs, firstPauseMs * 2 ** (this.#failures - 1)), is, text)
  }

  #pauseFor(milliseconds: number, is: UpstreamProblem['is'], text: string): void {
    if (this.#problem?.is === 'login') return
    this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + milliseconds)
    const since = this.#problem?.is === is ? this.#problem.since : new Date().toISOString()
    this.#setProblem({ is, text, since, untilAt: new Date(Date.now() + milliseconds).toISOString() })
  }

  #setProblem(problem: UpstreamProblem | null): void {
    if (problem === null && this.#problem === null) return
    this.#problem = problem
    this.#changed()
  }

  #server(): string {
    const { name, host, port } = this.#config()
    return `${name} (${host}:${port})`
  }
}

/** The envelope as this server can take it, or why it cannot: RFC 6531 3.6, RFC 6152 3, RFC 3030 3, RFC 8689 4. */
function fitting(
  load: Load,
  client: SmtpClient,
  verified: boolean,
): { sender: EnvelopeSender; recipients: EnvelopeRecipient[] } | string {
  const { sender, recipients, outgoing } = load
  const utf8 = client.offers('SMTPUTF8')
  const inAscii = (address: string): string | null => {
    if (isAscii(address) || utf8) return address
    const ascii = withAsciiDomain(address)
    return isAscii(ascii) ? ascii : null
  }
  const from = inAscii(sender.address)
  if (from === null) return '553 5.6.7 The sender address needs SMTPUTF8, which the upstream does not offer'
  const to: EnvelopeRecipient[] = []
  for (const recipient of recipients) {
    const address = inAscii(recipient.address)
    if (address === null) return '553 5.6.7 A recipient address needs SMTPUTF8, which the upstream does not offer'
    to.push({ ...recipient, address })
  }
  // RFC 8689 4.2.1: TLS with a server that has proven who it is, and that promises the same.
  if (sender.requiretls === true && (client.tls === null || !verified || !client.offers('REQUIRETLS')))
    return '550 5.7.30 The message demands TLS all the way (REQUIRETLS), and this upstream cannot promise it'
  if (sender.body === 'BINARYMIME') return '554 5.6.1 The message is BINARYMIME, which is not passed on'
  if (sender.smtputf8 === true && outgoing.has8BitHeader && !utf8)
    return '554 5.6.9 The header needs SMTPUTF8, which the upstream does not offer'
  if (outgoing.has8Bit && !client.offers('8BITMIME'))
    return '554 5.6.3 The message needs 8BITMIME, which the upstream does not offer'
  return { sender: { ...sender, address: from }, recipients: to }
}
