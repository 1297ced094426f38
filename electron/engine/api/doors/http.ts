import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Receiver } from '../../delivery/webhooks/open.ts'
import type { Router } from '../router.ts'
import { commonHeaders, refuse, send, sendJson } from './answer.ts'
import { checkSource, type Refusal } from './guard.ts'
import { createPages } from './pages.ts'
import type { SignIn } from './signIn.ts'
import { answerSignIn, sendSignInPage } from './signInDoor.ts'
import type { createReception } from './visitor.ts'
import { answerWebhook, isReceiverPath } from './webhookReceiver.ts'
import type { createWebSocketDoor } from './webSocket.ts'

export interface HttpDoorOptions {
  readonly router: Router
  readonly webSocket: ReturnType<typeof createWebSocketDoor>
  readonly signIn: SignIn
  readonly receive: ReturnType<typeof createReception>
  readonly webhookReceiver: Receiver
  readonly rendererDir: string | null
  readonly version: string
  /** Names this host may be called by. */
  readonly names: () => readonly string[]
  readonly metrics: () => string
  /** Whether mail can be taken: what `/readyz` answers. */
  readonly isReady: () => boolean
}

export interface HttpDoor {
  readonly host: string
  readonly port: number
  close(): Promise<void>
}

/** Opens the HTTP door: UI, REST, WebSocket, health. Rejects with the system's error, e.g. EADDRINUSE. */
export async function openHttpDoor(host: string, port: number, options: HttpDoorOptions): Promise<HttpDoor> {
  const { webSocket, signIn } = options
  const pages = createPages(options.rendererDir)
  const rest = lazily(async () => (await import('./rest.ts')).createRestHandler(options.router))
  const openApi = lazily(async () => (await import('./openapi.ts')).createOpenApiDocument(options.version))
  let cookieName = ''

  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: 120_000,
    keepAliveTimeout: 5_000,
    connectionsCheckingInterval: 5_000,
  })
  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
      if (response.headersSent) response.destroy()
      else
        refuse(response, { status: 500, code: 'INTERNAL_SERVER_ERROR', message: 'Something went wrong in Sandpost.' })
    })
  })
  server.on('upgrade', upgrade)
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address() as AddressInfo
  // Cookies ignore ports: two hosts on one machine must not sign each other's browser out.
  cookieName = `sandpost_${address.port}`

  return {
    host,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        // What still runs (a wait, a stream of events) has no end of its own.
        setTimeout(() => server.closeAllConnections(), 500).unref()
      }),
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value)
    const refusal = checkSource(request, [host, ...options.names()])
    if (refusal) return refuse(response, refusal)

    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    if (path === '/livez') return send(response, 200, 'text/plain; charset=utf-8', 'alive\n')
    if (path === '/readyz') {
      const ready = options.isReady()
      return send(response, ready ? 200 : 503, 'text/plain; charset=utf-8', ready ? 'ready\n' : 'no listener is open\n')
    }
    if (path === '/metrics') return send(response, 200, 'text/plain; version=0.0.4; charset=utf-8', options.metrics())
    if (path === '/sign-in') return answerSignIn(request, response, signIn, cookieName)

    if (isReceiverPath(path)) return answerWebhook(request, response, options.webhookReceiver)

    const isApi = path === '/api' || path.startsWith('/api/')
    const visitor = await options.receive(request, cookieName)
    if (visitor.is === 'refused') return isApi ? refuse(response, visitor.refusal) : sendSignInPage(response)
    if (!isApi) return pages(request, response)
    response.setHeader('Cache-Control', 'no-store')
    if (path === '/api/v1/openapi.json' && request.method === 'GET') {
      return send(response, 200, 'application/json; charset=utf-8', await openApi())
    }
    if (await (await rest())(request, response, visitor.caller)) return undefined
    return sendJson(response, 404, {
      code: 'NOT_FOUND',
      message: `There is no ${request.method} ${path}. GET /api/v1/openapi.json lists what there is.`,
    })
  }

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on('error', () => stream.destroy())
    const path = (request.url ?? '').split('?', 1)[0]
    const elsewhere: Refusal = { status: 404, code: 'NOT_FOUND', message: 'The WebSocket is at /rpc.' }
    const refusal = checkSource(request, [host, ...options.names()]) ?? (path === '/rpc' ? null : elsewhere)
    if (refusal) return turnAway(stream, refusal)
    options.receive(request, cookieName).then(
      (visitor) =>
        visitor.is === 'caller'
          ? webSocket.accept(request, stream, head, visitor.caller)
          : turnAway(stream, visitor.refusal),
      () => stream.destroy(),
    )
    return undefined
  }

  function turnAway(stream: Duplex, refusal: Refusal): void {
    const body = JSON.stringify({ code: refusal.code, message: refusal.message })
    stream.end(
      `HTTP/1.1 ${refusal.status} Refused\r\nContent-Type: application/json\r\nConnection: close\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )
  }
}

/** Makes something once, when it is first asked for; a failure is not remembered. */
function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null
      throw error
    })
    return made
  }
}
