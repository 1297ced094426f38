import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { addressProblem, guardedLookup, hostOf, type Resolve } from './address.ts'
import type { Clock } from './clock.ts'

/** Of an answer so much is kept; the rest is not even read. */
const keptBytes = 16 * 1024

export interface Outgoing {
  readonly method: 'POST' | 'GET'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly timeoutMs: number
  /** It may leave this machine. */
  readonly outside: boolean
  readonly signal: AbortSignal
}

/** What came back. `status` null: no answer, and `problem` says why. */
export interface Answered {
  readonly milliseconds: number
  readonly status: number | null
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly problem: string | null
}

/**
 * Makes one HTTP request on a connection of its own; never rejects. Redirects are answers like others. `signal` ends it at once, `timeoutMs`
 * ends the whole of it, however little comes at a time.
 */
export function httpCall(outgoing: Outgoing, clock: Clock, resolve?: Resolve): Promise<Answered> {
  const host = hostOf(outgoing.url)
  const problem = isIP(host) === 0 ? null : addressProblem(host, outgoing.outside)
  const nothing = { milliseconds: 0, status: null, headers: {}, body: '' }
  if (problem !== null) return Promise.resolve({ ...nothing, problem })
  const started = performance.now()
  return new Promise((done) => {
    let request: ClientRequest
    try {
      request = open(outgoing, resolve)
    } catch (error) {
      // A URL that was stored and that this version of Node no longer takes.
      return done({ ...nothing, problem: (error as Error).message })
    }
    let finished = false
    const finish = (answer: Omit<Answered, 'milliseconds'>) => {
      if (finished) return
      finished = true
      stopTimer()
      request.destroy()
      done({ ...answer, milliseconds: Math.round(performance.now() - started) })
    }
    const fail = (why: string) => finish({ ...nothing, problem: why })
    let timedOut = () => fail(`There was no answer within ${outgoing.timeoutMs / 1_000} s.`)
    const stopTimer = clock.after(outgoing.timeoutMs, () => timedOut())
    request.on('error', (error) => fail(explained(error, outgoing.url)))
    request.on('upgrade', (response, socket) => {
      socket.destroy()
      finish(answerOf(response, Buffer.alloc(0)))
    })
    request.on('response', (response) => {
      const body = new Body(response, (bytes) => finish(answerOf(response, bytes)))
      timedOut = () => body.end()
    })
    request.end(outgoing.body)
    return undefined
  })
}

function open({ url, method, headers, outside, signal }: Outgoing, resolve: Resolve | undefined): ClientRequest {
  const start = url.startsWith('https:') ? httpsRequest : httpRequest
  return start(url, {
    method,
    headers,
    signal,
    // A connection of its own: which address is called is decided anew each time.
    agent: false,
    lookup: guardedLookup(outside, resolve),
    // On this machine nobody listens in, and certificates of development servers are rarely right.
    ...(!outside && { rejectUnauthorized: false }),
  })
}

/** What comes of an answer's body before its end, our limit, or its breaking off: the status counts in any case. */
class Body {
  readonly #chunks: Buffer[] = []
  readonly #done: (body: Buffer) => void

  constructor(response: IncomingMessage, done: (body: Buffer) => void) {
    this.#done = done
    let size = 0
    response.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk)
      size += chunk.length
      if (size >= keptBytes) this.end()
    })
    for (const event of ['end', 'error', 'close']) response.on(event, () => this.end())
  }

  end(): void {
    this.#done(Buffer.concat(this.#chunks).subarray(0, keptBytes))
  }
}

function answerOf(response: IncomingMessage, body: Buffer): Omit<Answered, 'milliseconds'> {
  const headers = Object.entries(response.headersDistinct).map(([name, values = []]) => [name, values.join(', ')])
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: body.toString('utf8'),
    problem: null,
  }
}

function explained(error: NodeJS.ErrnoException, url: string): string {
  const { host, protocol } = new URL(url)
  switch (error.code) {
    case 'ECONNREFUSED':
      return `Nothing listens at ${host}.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The name of ${host} cannot be resolved.`
    case 'ECONNRESET':
    case 'EPIPE':
      return 'The connection was closed before an answer came.'
    case 'EPROTO':
      return `There is no ${protocol.slice(0, -1)} at ${host}: ${error.message}`
    default:
      // With several addresses tried, Node's own message is empty.
      return error.message || `${host} cannot be reached (${error.code ?? error.name}).`
  }
}
