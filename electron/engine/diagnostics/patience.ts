/** How long each step is waited for, in milliseconds. */
export interface Patience {
  readonly dns: number
  readonly connect: number
  readonly greeting: number
  /** A port that says nothing for so long is spoken to, in TLS, on a second connection. */
  readonly silence: number
  readonly command: number
  readonly tls: number
}

/**
 * Calls `work` when the time is up and what has arrived by then was read: after a busy moment timers have their turn before
 * sockets, and who has answered would count as silent. Returns what calls it off.
 */
export function whenTimeIsUp(milliseconds: number, work: () => void): () => void {
  let reading: NodeJS.Immediate | undefined
  const timer = setTimeout(() => (reading = setImmediate(work)), milliseconds)
  return () => {
    clearTimeout(timer)
    clearImmediate(reading)
  }
}

/** RFC 5321 4.5.3.2 allows minutes; a person at a screen does not. A dead host is answered within ten seconds. */
export const patience: Patience = {
  dns: 5_000,
  connect: 9_000,
  greeting: 15_000,
  silence: 1_500,
  command: 15_000,
  tls: 10_000,
}
