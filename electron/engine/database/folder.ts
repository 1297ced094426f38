import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { DataFolderError } from './failure.ts'

/** Makes the data folder when it is missing, for its owner alone: it holds other people's mail. */
export function prepareDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    chmodSync(dataDir, 0o700)
  } catch (error) {
    throw new DataFolderError(
      `The data folder ${dataDir} cannot be used (${reason(error)}). Make it writable for your user, or choose another with --data.`,
      { cause: error },
    )
  }
}

/** SQLite gives its -wal and -shm files the mode of the database file: made here with 0600 before SQLite opens it. */
export function prepareDataFile(path: string, dataDir: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600))
    chmodSync(path, 0o600)
  } catch (error) {
    throw new DataFolderError(
      `The data folder ${dataDir} cannot be written to (${reason(error)}). Make it and its files writable for your user, or choose another with --data.`,
      { cause: error },
    )
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
