/** Why the driver could not do it, as its result code: `SQLITE_FULL`, `SQLITE_IOERR_WRITE`…; null when it was not the driver. */
export function sqliteCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  return error.code.startsWith('SQLITE_') ? error.code : null
}

/** Whether the file itself is broken, not the request. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error)
  return code !== null && (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
}

/** The data folder cannot be used. The message is for the person who started Sandpost: what, why, what to do. */
export class DataFolderError extends Error {}

/** What keeps a file of the data folder from being used though it is whole, for people; null when it is something else. */
export function accessProblem(error: unknown, dataDir: string): DataFolderError | null {
  const code = sqliteCode(error)
  if (code?.startsWith('SQLITE_READONLY') || code?.startsWith('SQLITE_CANTOPEN') || code === 'SQLITE_PERM') {
    return new DataFolderError(
      `The data folder ${dataDir} cannot be written to. Make it and its files writable for your user, or choose another with --data.`,
      { cause: error },
    )
  }
  if (code === 'SQLITE_FULL') {
    return new DataFolderError(
      `The disk of the data folder ${dataDir} is full. Free some space, or choose another folder with --data.`,
      { cause: error },
    )
  }
  return null
}
