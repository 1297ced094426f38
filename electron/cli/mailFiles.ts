import { createReadStream } from 'node:fs'
import { open, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { splitMbox } from './mbox.ts'
import { Failure } from './run.ts'

export interface FoundMessage {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly receivedAt: Date
}

/** The messages of an .eml file, an mbox, a Maildir, or a folder of .eml files. */
export async function* readMailFiles(path: string): AsyncGenerator<FoundMessage> {
  const facts = await stat(path).catch((error: Error) => {
    throw new Failure(`${path} cannot be read: ${error.message}`)
  })
  if (facts.isDirectory()) yield* fromFolder(path)
  else if (await isMbox(path)) {
    for await (const { bytes, date } of splitMbox(createReadStream(path))) {
      yield { bytes, receivedAt: date ?? dateOf(bytes) ?? facts.mtime }
    }
  } else yield await fromFile(path)
}

/** A Maildir keeps read mail in `cur` and the rest in `new`; what is in `tmp` is not there yet. */
async function* fromFolder(folder: string): AsyncGenerator<FoundMessage> {
  const names = (await readdir(folder)).sort()
  const maildir = names.filter((name) => name === 'cur' || name === 'new')
  if (maildir.length > 0) {
    for (const name of maildir) {
      const files = (await readdir(join(folder, name))).filter((file) => !file.startsWith('.')).sort()
      for (const file of files) yield await fromFile(join(folder, name, file))
    }
    return
  }
  const messages = names.filter((name) => name.toLowerCase().endsWith('.eml'))
  if (messages.length === 0) throw new Failure(`${folder} is neither a Maildir nor a folder with .eml files.`)
  for (const name of messages) yield await fromFile(join(folder, name))
}

async function fromFile(path: string): Promise<FoundMessage> {
  const bytes = await readFile(path)
  return { bytes, receivedAt: dateOf(bytes) ?? (await stat(path)).mtime }
}

async function isMbox(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(5), 0, 5, 0)
    return buffer.toString('latin1', 0, bytesRead) === 'From '
  } finally {
    await file.close()
  }
}

/** The Date field of a message's header; null when it has none that can be read. */
function dateOf(bytes: Buffer): Date | null {
  const header = bytes.toString('latin1', 0, 64 * 1024).split(/\r?\n\r?\n/, 1)[0] ?? ''
  const value = /^date:((?:.|\r?\n[ \t])*)/im.exec(header)?.[1]
  const date = new Date((value ?? '').replace(/\([^)]*\)/g, '').trim())
  return Number.isNaN(date.getTime()) ? null : date
}
