import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { whenTimeIsUp } from '../patience.ts'
import { alertName, closeNotify, userCanceled } from './alerts.ts'
import { ServerFlight } from './flight.ts'
import { safeText } from './safeText.ts'

/**
 * Makes a connection that is ready for a ClientHello: TCP done, STARTTLS done where it has to be. Keeps its own time and
 * obeys the signal. Rejects with an Error when it cannot; one with `throttled: string` means that the server wants to be
 * left alone: everything stops then.
 */
export type OpenForTls = (signal: AbortSignal) => Promise<Socket>

/** How it ended: with an answer, in full or not, or without one. */
export type Ended = 'answered' | 'alert' | 'closed' | 'reset' | 'silent' | 'broken' | 'notOpened' | 'cancelled'

export interface Asked {
  readonly ended: Ended
  readonly flight: ServerFlight
  /** For `notOpened`, `reset` and `broken`: what was wrong, safe to be shown. */
  readonly why: string
  /** Since the hello was sent; 0 when it was not. */
  readonly milliseconds: number
  /** Why nothing more may be asked; null as long as it may. */
  readonly throttled: string | null
}

/**
 * Sends one ClientHello over a connection of its own and reads the answer, at most `timeoutMs` long from then, however
 * slowly it drips. The connection is closed when this resolves. Never rejects.
 */
export async function ask(open: OpenForTls, hello: Buffer, timeoutMs: number, signal: AbortSignal): Promise<Asked> {
  const flight = new ServerFlight()
  const without = (ended: Ended, why: string, throttled: string | null = null) => ({
    ended,
    flight,
    why,
    milliseconds: 0,
    throttled,
  })
  let socket: Socket
  try {
    socket = await openUnlessAborted(open, signal)
  } catch (error) {
    if (signal.aborted) return without('cancelled', 'cancelled')
    const throttled = throttledBy(error)
    return without('notOpened', safeText(error instanceof Error ? error.message : String(error), 300), throttled)
  }
  const started = performance.now()
  const { ended, why } = await exchange(socket, hello, flight, timeoutMs, signal)
  const milliseconds = performance.now() - started
  if (ended === 'answered') await closePolitely(socket, flight.hello?.version ?? 0x0303)
  await destroyed(socket)
  return { ended, flight, why, milliseconds, throttled: null }
}

/** In a few words, for people who know TLS. */
export function describeEnd({ ended, flight, why }: Asked): string {
  if (ended === 'alert' || (ended === 'closed' && flight.alert !== null)) return `alert ${alertName(flight.alert ?? 0)}`
  if (ended === 'closed') return 'closed without an answer'
  if (ended === 'silent') return 'no answer within the time'
  if (ended === 'reset') return `connection lost (${why})`
  if (ended === 'broken') return `answered with ${why}`
  if (ended === 'notOpened') return `not asked: ${why}`
  return ended
}

function throttledBy(error: unknown): string | null {
  if (!(error instanceof Error) || !('throttled' in error) || typeof error.throttled !== 'string') return null
  return safeText(error.throttled, 300)
}

/** What opens too late is closed at once, so that nothing is left behind. */
async function openUnlessAborted(open: OpenForTls, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted()
  const opening = open(signal)
  let stop = () => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason as Error)
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([opening, aborted])
  } catch (error) {
    opening.then(
      (late) => late.destroy(),
      () => {},
    )
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function exchange(socket: Socket, hello: Buffer, flight: ServerFlight, timeoutMs: number, signal: AbortSignal) {
  return new Promise<{ ended: Ended; why: string }>((resolve) => {
    const finish = (ended: Ended, why = '') => {
      callOff()
      signal.removeEventListener('abort', cancel)
      socket.off('data', read).off('end', closed).off('close', closed).off('error', failed)
      // Whatever happens to it from now on is of no interest.
      socket.on('error', () => {})
      resolve({ ended: flight.hello === null || ended === 'cancelled' ? ended : 'answered', why })
    }
    const read = (chunk: Buffer) => {
      flight.push(chunk)
      if (!flight.done) return
      if (flight.broken !== null) finish('broken', flight.broken)
      else finish(flight.hello === null ? 'alert' : 'answered')
    }
    const closed = () => finish('closed')
    const failed = (error: NodeJS.ErrnoException) => finish('reset', error.code ?? 'error')
    const cancel = () => finish('cancelled', 'cancelled')
    const callOff = whenTimeIsUp(timeoutMs, () => finish('silent'))
    signal.addEventListener('abort', cancel, { once: true })
    socket.on('data', read).on('end', closed).on('close', closed).on('error', failed)
    if (signal.aborted) cancel()
    else if (socket.destroyed) closed()
    // A socket that was paused stays so whoever listens.
    else socket.resume().write(hello)
  })
}

/** A warning "user_canceled" and the end of the connection (RFC 8446 6.1), so that no server logs an accident. */
function farewell(version: number): Buffer {
  const alert = [21, 3, Math.min(version & 0xff, 3), 0, 2, 1]
  return Buffer.from([...alert, userCanceled, ...alert, closeNotify])
}

/** The server is given this long to hang up as well. */
const farewellTime = 500

async function closePolitely(socket: Socket, version: number): Promise<void> {
  if (socket.destroyed) return
  const patience = new AbortController()
  const gone = new Promise<void>((resolve) => {
    socket.once('close', () => resolve())
  })
  // Unread bytes would turn the end into a reset.
  socket.resume().end(farewell(version))
  await Promise.race([gone, delay(farewellTime, undefined, { signal: patience.signal })])
  patience.abort()
}

async function destroyed(socket: Socket): Promise<void> {
  if (socket.closed) return
  const gone = new Promise<void>((resolve) => {
    socket.once('close', () => resolve())
  })
  socket.destroy()
  await gone
}
