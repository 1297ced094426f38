import { createServer } from 'node:net'
import { portOwner } from './portOwner.ts'

/** Why an address could not be bound, for people. */
export interface BindFailure {
  readonly message: string
  /** Offered, never silently used. */
  readonly nextFreePort: number | null
}

/** Turns the system's error into a sentence that says what happened and what to do. */
export async function explainBindFailure(cause: unknown, host: string, port: number): Promise<BindFailure> {
  const code = (cause as NodeJS.ErrnoException).code
  switch (code) {
    case 'EADDRINUSE': {
      const [owner, free] = await Promise.all([portOwner(port), nextFreePort(host, port)])
      const who = owner ? `by ${owner}` : 'by another program'
      const what = free === null ? 'choose another port' : `use port ${free}, which is free`
      return { message: `Port ${port} on ${host} is taken ${who}. Stop it, or ${what}.`, nextFreePort: free }
    }
    case 'EACCES':
      return {
        message: `This system does not let you open port ${port}. Ports below 1024 need administrator rights; choose a higher one.`,
        nextFreePort: await nextFreePort(host, Math.max(port, 1_023)),
      }
    case 'EADDRNOTAVAIL':
      return { message: `This machine has no address ${host}. Use 127.0.0.1, or 0.0.0.0 for all.`, nextFreePort: null }
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { message: `The name ${host} has no address here. Use 127.0.0.1.`, nextFreePort: null }
    default:
      return { message: `${host}:${port} cannot be opened: ${(cause as Error).message}.`, nextFreePort: null }
  }
}

/** Tries the ports after `taken` by binding them for a moment. */
async function nextFreePort(host: string, taken: number): Promise<number | null> {
  for (let port = taken + 1; port <= Math.min(taken + 50, 65_535); port++) {
    if (await canBind(host, port)) return port
  }
  return null
}

function canBind(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
