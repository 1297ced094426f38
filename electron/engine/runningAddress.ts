import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// Where the Sandpost that uses a data folder answers: for commands that find the folder taken. Not a secret.

const nameOf = (dataDir: string) => join(dataDir, 'running.txt')

/** Null when it has no address any more. */
export function tellAddress(dataDir: string, url: string | null): void {
  try {
    if (url === null) rmSync(nameOf(dataDir), { force: true })
    else writeFileSync(nameOf(dataDir), `${url}\n`, { mode: 0o600 })
  } catch {
    // A convenience: a folder that cannot be written to has a notice of its own.
  }
}

/** May be that of a process that was killed: whoever uses it finds out. */
export function readAddress(dataDir: string): string | null {
  try {
    const url = readFileSync(nameOf(dataDir), 'utf8').trim()
    return /^http:\/\/[\w.[\]:-]+$/.test(url) ? url : null
  } catch {
    return null
  }
}
