import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'

/** A server with one fault, on loopback. It counts, so that manners can be asserted. */
export interface FaultServer {
  readonly port: number
  readonly address: string
  /** TCP connections so far. */
  connections(): number
  /** Those that stand now. */
  open(): number
  /** The most that stood at one time. */
  mostOpen(): number
  /** What clients said, in order of arrival, the connection before each line: `1 EHLO client.test`. */
  readonly said: string[]
  /** Resolves once no connection stands. */
  idle(): Promise<void>
  close(): Promise<void>
}

/** One connection as a fault sees it. */
export interface Peer {
  readonly socket: Socket
  /** Which connection it is, counted from 1. */
  readonly number: number
  /** Notes a line of the client. */
  readonly heard: (line: string) => void
  /** Calls after so many milliseconds unless the connection has ended by then. */
  readonly later: (milliseconds: number, act: () => void) => void
}

export interface FaultOptions {
  readonly address?: string
  readonly port?: number
  /** Both sides may close on their own: a fault decides when it does. */
  readonly allowHalfOpen?: boolean
}

/** Serves each connection with `serve`. Port 0 unless told otherwise; every socket is gone after `close`. */
export async function startFaultServer(
  serve: (peer: Peer) => void,
  { address = '127.0.0.1', port = 0, allowHalfOpen = false }: FaultOptions = {},
): Promise<FaultServer> {
  const sockets = new Set<Socket>()
  const said: string[] = []
  const waiting = new Set<() => void>()
  let connections = 0
  let mostOpen = 0
  const server = createServer({ allowHalfOpen }, (socket) => {
    connections += 1
    const number = connections
    sockets.add(socket)
    mostOpen = Math.max(mostOpen, sockets.size)
    const timers = new Set<NodeJS.Timeout>()
    socket.on('error', () => undefined)
    socket.on('close', () => {
      sockets.delete(socket)
      for (const timer of timers) clearTimeout(timer)
      if (sockets.size === 0) for (const resolve of waiting) resolve()
    })
    serve({
      socket,
      number,
      heard: (line) => said.push(`${number} ${line}`),
      later: (milliseconds, act) => void timers.add(setTimeout(act, milliseconds)),
    })
  })
  server.listen(port, address)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    address,
    connections: () => connections,
    open: () => sockets.size,
    mostOpen: () => mostOpen,
    said,
    idle: async () => {
      if (sockets.size > 0) await new Promise<void>((resolve) => waiting.add(resolve))
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A port on which nothing listens: it was free a moment ago. */
export async function closedPort(address = '127.0.0.1'): Promise<number> {
  const server = await startFaultServer(() => undefined, { address })
  await server.close()
  return server.port
}
