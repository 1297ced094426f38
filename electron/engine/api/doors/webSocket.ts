import { RPCHandler } from '@orpc/server/ws'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Caller } from '../caller.ts'
import { explainErrors } from '../errors.ts'
import type { Router } from '../router.ts'

/** Largest request over a socket: an imported message and its wrapping. */
const largestRequest = 64 * 1024 * 1024
/** Bytes waiting for a slow browser before its streams are held back. */
const mostBuffered = 1024 * 1024
const pingEveryMs = 30_000

/** The browser UI's door, `/rpc`. Whoever calls `accept` has checked host, origin and who asks. */
export function createWebSocketDoor(router: Router) {
  const handler = new RPCHandler(router, { clientInterceptors: [explainErrors] })
  const server = new WebSocketServer({ noServer: true, maxPayload: largestRequest, perMessageDeflate: false })
  const unanswered = new WeakSet<WebSocket>()

  // A browser that vanished without a word (sleep, cable) is noticed by its silence, and its streams end.
  const pings = setInterval(() => {
    for (const socket of server.clients) {
      if (unanswered.has(socket)) socket.terminate()
      unanswered.add(socket)
      socket.ping()
    }
  }, pingEveryMs)
  pings.unref()

  return {
    accept(request: IncomingMessage, stream: Duplex, head: Buffer, caller: Caller): void {
      server.handleUpgrade(request, stream, head, (socket) => {
        socket.on('pong', () => unanswered.delete(socket))
        // ws closes the connection after a protocol error by itself.
        socket.on('error', () => undefined)
        void handler.upgrade(heldBack(socket), { context: caller })
      })
    },
    close(): void {
      clearInterval(pings)
      for (const socket of server.clients) socket.close(1001, 'Sandpost is stopping')
      server.close()
    },
    /** Ends what is left after `close`. */
    terminate(): void {
      for (const socket of server.clients) socket.terminate()
    },
  }
}

/** oRPC waits for what `send` returns: it returns when the bytes are out, once too many are waiting. */
function heldBack(socket: WebSocket): Pick<WebSocket, 'addEventListener' | 'send'> {
  const send = (data: string | Uint8Array): Promise<void> | undefined => {
    if (socket.bufferedAmount < mostBuffered) {
      socket.send(data)
      return undefined
    }
    return new Promise((resolve) => socket.send(data, () => resolve()))
  }
  return { addEventListener: socket.addEventListener.bind(socket), send: send as WebSocket['send'] }
}
