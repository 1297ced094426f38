import { createORPCClient, ORPCError, type ClientContext, type ClientLink } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import type { Change } from '../shared/contract/events.ts'
import type { Contract } from '../shared/contract/index.ts'

// How the engine is reached, and nothing else: over a message port on the desktop, over a WebSocket in a browser.
// Either is bound to one connection, so every new connection gets a fresh link. Calls wait for a connection whose
// change stream is open: whatever is asked through it can only miss changes that the stream then tells.

export type ConnectionState = 'connecting' | 'connected' | 'reconnecting' | 'signedOut'
type Client = ContractRouterClient<Contract>
type Link = ClientLink<ClientContext>

interface Connection {
  readonly link: Link
  /** Settles when the connection is lost. */
  readonly lost: Promise<void>
  close(): void
}

const longestPause = 5_000
/** Whether the page is shown by the desktop app, not by a browser. */
export const onDesktop = navigator.userAgent.includes('Electron') || location.protocol === 'file:'

let state: ConnectionState = 'connecting'
let current: Promise<Link>
let settleCurrent: (link: Link) => void = () => {}
const stateListeners = new Set<() => void>()
const changeListeners = new Set<(change: Change) => void>()
const reconnectListeners = new Set<() => void>()
awaitNextLink()

/** Every procedure of the contract. A call made while the connection is down waits for the next one. */
export const client: Client = createORPCClient<Client>({
  call: async (path, input, options) => (await current).call(path, input, options),
} satisfies Link)

/** The same for TanStack Query: keys and options per procedure. */
export const engine = createTanstackQueryUtils(client)

/** Connects, and stays connected until the page goes away. */
export async function stayConnected(): Promise<never> {
  for (let attempt = 0; ; attempt += 1) {
    const wasConnected = await connectOnce(attempt > 0)
    if (wasConnected) attempt = 0
    awaitNextLink()
    setState((await isSignedOut()) ? 'signedOut' : 'reconnecting')
    await pause(Math.min(longestPause, 200 * 2 ** attempt))
  }
}

export const connection = {
  state: (): ConnectionState => state,
  onState: (listener: () => void) => subscribe(stateListeners, listener),
  /** What the engine announces, in order, from every connection. */
  onChange: (listener: (change: Change) => void) => subscribe(changeListeners, listener),
  /** After a gap: changes may have been missed, ask again for what is shown. */
  onReconnected: (listener: () => void) => subscribe(reconnectListeners, listener),
}

/** What a failed call tells the person, as a sentence; null when the caller gave it up itself. */
export function errorSentence(error: unknown): string {
  if (error instanceof ORPCError && error.code === 'INTERNAL_SERVER_ERROR') {
    return 'Sandpost could not do this because of an error of its own. Try again; the log of the host has the details.'
  }
  if (error instanceof Error && error.message !== '') return error.message
  return 'Something went wrong. Try again.'
}

/** Whether a call failed because what was asked cannot be understood or is not allowed, e.g. a search. */
export function isBadRequest(error: unknown): boolean {
  return error instanceof ORPCError && error.code === 'BAD_REQUEST'
}

/** Whether a call failed because the thing asked for is gone. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ORPCError && error.code === 'NOT_FOUND'
}

/** Whether a change was refused because somebody else changed the thing in between. */
export function isConflict(error: unknown): boolean {
  return error instanceof ORPCError && error.code === 'CONFLICT'
}

/** Whether something leads outside this machine and has to be said on purpose. */
export function isOutside(error: unknown): boolean {
  return error instanceof ORPCError && error.code === 'OUTSIDE'
}

/** Whether a lost connection made a call fail: it is asked again by itself. */
export function isConnectionLoss(error: unknown): boolean {
  return !(error instanceof ORPCError)
}

async function connectOnce(again: boolean): Promise<boolean> {
  let opened: Connection | undefined
  try {
    const now = (opened = await (onDesktop ? connectPort() : connectSocket()))
    const direct = createORPCClient<Client>(now.link)
    const changes = await Promise.race([direct.events.stream(), now.lost])
    if (!changes) return false
    settleCurrent(now.link)
    setState('connected')
    if (again) for (const listener of reconnectListeners) listener()
    const reading = (async () => {
      for await (const change of changes) for (const listener of changeListeners) listener(change)
    })()
    await Promise.race([reading, now.lost]).catch(() => {})
    return true
  } catch {
    return false
  } finally {
    opened?.close()
  }
}

function connectSocket(): Promise<Connection> {
  const url = new URL('rpc', location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  url.hash = ''
  const websocket = new WebSocket(url)
  const link = new SocketLink({ websocket })
  const lost = new Promise<void>((resolve) => websocket.addEventListener('close', () => resolve(), { once: true }))
  return new Promise((resolve, reject) => {
    websocket.addEventListener('open', () => resolve({ link, lost, close: () => websocket.close() }), { once: true })
    websocket.addEventListener('close', () => reject(new Error('The connection could not be opened.')), { once: true })
  })
}

/** The preload script answers `engine:connect` with a port; the page has no other way to the engine. */
function connectPort(): Promise<Connection> {
  return new Promise((resolve) => {
    const receive = (event: MessageEvent) => {
      const port = event.data === 'engine:port' && event.source === window ? event.ports[0] : undefined
      if (!port) return
      window.removeEventListener('message', receive)
      const link = new PortLink({ port })
      const lost = new Promise<void>((settle) => port.addEventListener('close', () => settle(), { once: true }))
      port.start()
      resolve({ link, lost, close: () => port.close() })
    }
    window.addEventListener('message', receive)
    window.postMessage('engine:connect', '*')
  })
}

/** A host that was started anew may not know this browser any more; it then answers 401 to everything. */
async function isSignedOut(): Promise<boolean> {
  if (onDesktop) return false
  try {
    const response = await fetch('api/v1/system', { cache: 'no-store' })
    return response.status === 401 || response.status === 403
  } catch {
    return false
  }
}

function awaitNextLink(): void {
  current = new Promise((resolve) => (settleCurrent = resolve))
}

function setState(next: ConnectionState): void {
  if (next === state || (next === 'reconnecting' && state === 'connecting')) return
  state = next
  for (const listener of stateListeners) listener()
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
