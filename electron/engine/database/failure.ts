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
