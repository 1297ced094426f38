import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs'
import { makeKey } from './keys.ts'

/** The key file cannot be used. The message says what to do, never what is in the file. */
export class KeyFileProblem extends Error {}

/** The file is there and holds no key. */
export class DamagedKeyFile extends KeyFileProblem {}

const heading =
  '# Sandpost vault key. Whoever has this file and vault.db can read what is sealed in it. Keep a copy elsewhere.'

/** The key in the file; null when there is no file. */
export function readKeyFile(path: string): Buffer | null {
  let text: string
  try {
    const { mode } = statSync(path)
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new KeyFileProblem(
        `The key file ${path} can be read by others on this machine, so it is not used. Run: chmod 600 "${path}"`,
      )
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof KeyFileProblem) throw error
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new KeyFileProblem(
      `The key file ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`,
    )
  }
  const line = text
    .split(/\r?\n/)
    .find((one) => one !== '' && !one.startsWith('#'))
    ?.trim()
  const key = Buffer.from(line ?? '', 'base64')
  if (key.length !== 32 || key.toString('base64') !== line)
    throw new DamagedKeyFile(
      `The key file ${path} is damaged. Put back a copy of it, or unlock with the recovery code.`,
    )
  return key
}

/** Puts a damaged file beside its place: somebody may still want to look at it. */
function setAside(path: string): void {
  renameSync(path, `${path}.damaged-${new Date().toISOString().replaceAll(':', '-')}`)
}

/** Makes the file, readable by its owner alone. Never overwrites one. */
export function makeKeyFile(path: string): Buffer {
  const key = makeKey()
  try {
    const file = openSync(path, 'wx', 0o600)
    try {
      writeSync(file, `${heading}\n${key.toString('base64')}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw new KeyFileProblem(
      `The key file ${path} cannot be made (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}). Make its folder writable, or name another place with SANDPOST_KEY_FILE.`,
    )
  }
  return key
}

/** Only once the vault is open: until then the file may be the only way in, and may be mended. */
export function replaceDamaged(path: string): void {
  try {
    readKeyFile(path)
  } catch (error) {
    if (!(error instanceof DamagedKeyFile)) throw error
    setAside(path)
  }
}
