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
    const timer = clock.after(outgoing.timeoutMs, () => request.destroy(new TimedOut(outgoing.timeoutMs)))
    let finished = false
    const finish = (answer: Omit<Answered, 'milliseconds'>) => {
      if (finished) return
      finished = true
      timer()
      request.destroy()
      done({ ...answer, milliseconds: Math.round(performance.now() - started) })
    }
    request.on('error', (error) => finish({ ...nothing, problem: explained(error, outgoing.url) }))
    request.on('response', (response) => readBody(response, (body) => finish(answerOf(response, body))))
    request.end(outgoing.body)
    return undefined
  })
}

class TimedOut extends Error {
  constructor(timeoutMs: number) {
    super(`There was no answer within ${timeoutMs / 1_000} s.`)
  }
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

/** Calls back once, with what came before the end, the limit, or the breaking off. */
function readBody(response: IncomingMessage, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = []
  let size = 0
  const end = () => done(Buffer.concat(chunks).subarray(0, keptBytes))
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    size += chunk.length
    if (size >= keptBytes) end()
  })
  response.on('end', end)
  // It was answered: that the body broke off changes nothing about the status.
  response.on('error', end)
  response.on('close', end)
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
