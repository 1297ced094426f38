import { connect, type Socket } from 'node:net'
import type { Reach } from '../../../../shared/model/diagnosis/observation.ts'
import { whenTimeIsUp } from '../patience.ts'

/** What the system's codes mean (measured on Linux; WSA codes come as the same names). */
const meanings: Readonly<Record<string, Reach['is']>> = {
  ECONNREFUSED: 'closed',
  ETIMEDOUT: 'silent',
  EHOSTUNREACH: 'noRoute',
  ENETUNREACH: 'noRoute',
  EHOSTDOWN: 'noRoute',
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  // Linux: a blackhole route.
  EINVAL: 'forbidden',
  EADDRNOTAVAIL: 'noFamily',
  EAFNOSUPPORT: 'noFamily',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
}

export interface Connected {
  readonly reach: Reach
  /** Null unless open. Paused: nothing that it sends is lost before somebody reads. The caller ends it. */
  readonly socket: Socket | null
}

/**
 * A TCP connection to one address, with our own time limit: Node's own happy eyeballs would give up after 250 ms and say
 * nothing of which address it was. Rejects only when `signal` aborts.
 */
export function connectTo(
  address: string,
  port: number,
  milliseconds: number,
  signal: AbortSignal,
): Promise<Connected> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const began = performance.now()
    const socket = connect({ host: address, port, family: address.includes(':') ? 6 : 4, autoSelectFamily: false })
    const callOff = whenTimeIsUp(milliseconds, () => settle({ is: 'silent', code: null }))
    const onAbort = () => {
      finish()
      socket.destroy()
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    socket.once('connect', () => settle({ is: 'open', code: null }))
    socket.on('error', onError)

    function onError(error: NodeJS.ErrnoException): void {
      const code = error.code ?? error.message
      settle({ is: meanings[code] ?? 'error', code })
    }

    function finish(): void {
      callOff()
      signal.removeEventListener('abort', onAbort)
      socket.off('error', onError)
      // An error after this belongs to whoever reads; without a reader it must not end the process.
      socket.on('error', () => undefined)
    }

    function settle(reach: Pick<Reach, 'is' | 'code'>): void {
      finish()
      const open = reach.is === 'open'
      if (open) {
        socket.pause()
        socket.setNoDelay(true)
      } else socket.destroy()
      resolve({ reach: { ...reach, milliseconds: performance.now() - began }, socket: open ? socket : null })
    }
  })
}
