import { open, rename } from 'node:fs/promises'

/** Writes the whole file or nothing: a crash in between leaves the old one. The mode holds from the first byte on. */
export async function writeAtomically(path: string, text: string, mode: number): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  const file = await open(temporary, 'w', mode)
  try {
    // `open` takes the mode for new files only, and less the umask.
    await file.chmod(mode)
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
}
