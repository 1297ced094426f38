import { Failure } from './run.ts'

/** Of `sysexits`: 2, which is usual here, says of a server that it does not work. */
const usage = 64
const couldNotCheck = 3

/**
 * Why mail does not leave, from a terminal. 0 it works, 1 it works but, 2 it does not, 3 it could not be checked; 64 the
 * arguments are not right.
 */
export async function diagnose(args: readonly string[], entryUrl: string): Promise<number> {
  const [first, ...rest] = args
  try {
    switch (first) {
      case 'domain':
        return await (await import('./diagnose/domain.ts')).askDomain(rest)
      case 'history':
        return await (await import('./diagnose/history.ts')).listKept(rest, entryUrl)
      case 'show':
        return await (await import('./diagnose/history.ts')).showKept(rest, entryUrl)
      case 'compare':
        return await (await import('./diagnose/history.ts')).compareKept(rest, entryUrl)
      default:
        return await (await import('./diagnose/ask.ts')).askHosts(args, entryUrl)
    }
  } catch (error) {
    // 1 and 2 are answers here, and an error is none.
    if (!(error instanceof Failure)) throw new Failure((error as Error).message, couldNotCheck)
    throw error.exitCode > 2 ? error : new Failure(error.message, error.exitCode === 2 ? usage : couldNotCheck)
  }
}
