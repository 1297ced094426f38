import { resolve } from 'node:path'
import { defaultDataDir } from '../host.ts'
import { parseFlags } from './flags.ts'
import { readMailFiles } from './mailFiles.ts'
import { withMailStore, type MailStore } from './mailStore.ts'
import { UsageError } from './run.ts'

const help = `Usage: sandpost import FILE… [options]

Puts messages into the inbox: .eml files, mbox files, Maildir folders, folders with .eml files.

  --data DIR      data folder (default: $SANDPOST_DATA, or the place of your system)
  --server URL    a running Sandpost instead, with its SANDPOST_API_KEY
  --help          this text
`

/** Messages on their way at once: they share commits to disk. */
const atOnce = 32

/** Imports every message of the files given. */
export async function importFiles(args: readonly string[], entryUrl: string): Promise<number> {
  const { values, positionals } = parseFlags(
    'import',
    args,
    { data: { type: 'string' }, server: { type: 'string' } },
    true,
  )
  if (values.help) {
    process.stdout.write(help)
    return 0
  }
  if (positionals.length === 0) throw new UsageError('No file was given. See: sandpost import --help')
  const place = { server: values.server, dataDir: resolve(values.data ?? defaultDataDir()), entryUrl }
  const count = await withMailStore(place, (store) => importAll(store, positionals))
  process.stdout.write(`${count} ${count === 1 ? 'message' : 'messages'} imported\n`)
  return 0
}

async function importAll(store: MailStore, paths: readonly string[]): Promise<number> {
  const underWay = new Set<Promise<void>>()
  let count = 0
  for (const path of paths) {
    for await (const { bytes, receivedAt } of readMailFiles(path)) {
      const one = store.import(bytes, receivedAt).finally(() => underWay.delete(one))
      underWay.add(one)
      count += 1
      if (underWay.size >= atOnce) await Promise.race(underWay)
    }
  }
  await Promise.all(underWay)
  return count
}
