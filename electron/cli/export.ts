import { once } from 'node:events'
import { createWriteStream, statSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { finished } from 'node:stream/promises'
import type { MessageSummary } from '../../shared/model/message.ts'
import { defaultDataDir } from '../host.ts'
import { parseFlags } from './flags.ts'
import { withMailStore, type MailStore } from './mailStore.ts'
import { toMbox } from './mbox.ts'
import { UsageError } from './run.ts'

const help = `Usage: sandpost export --to PLACE [options]

Writes messages, oldest first. A PLACE that is a folder, or ends with a slash, gets one .eml file each with the exact
bytes; any other is an mbox file.

  --search Q      which messages, as in the search box (default: all)
  --to PLACE      mbox file, or folder
  --data DIR      data folder (default: $SANDPOST_DATA, or the place of your system)
  --server URL    a running Sandpost instead, with its SANDPOST_API_KEY
  --help          this text
`

/** Summaries asked for at once. */
const pageSize = 500

type Write = (message: MessageSummary, bytes: Uint8Array) => Promise<void>

/** Exports what matches. */
export async function exportMessages(args: readonly string[], entryUrl: string): Promise<number> {
  const { values } = parseFlags('export', args, {
    search: { type: 'string', default: '' },
    to: { type: 'string' },
    data: { type: 'string' },
    server: { type: 'string' },
  })
  if (values.help) {
    process.stdout.write(help)
    return 0
  }
  const { to, search } = values
  if (to === undefined) throw new UsageError('--to is missing. See: sandpost export --help')
  const place = { server: values.server, dataDir: resolve(values.data ?? defaultDataDir()), entryUrl }
  const count = await withMailStore(place, (store) =>
    isFolder(to) ? exportToFolder(store, search, to) : exportToMbox(store, search, to),
  )
  process.stdout.write(`${count} ${count === 1 ? 'message' : 'messages'} exported to ${to}\n`)
  return 0
}

async function exportToFolder(store: MailStore, search: string, folder: string): Promise<number> {
  await mkdir(folder, { recursive: true })
  return forEach(store, search, (message, bytes) => writeFile(join(folder, `${message.id}.eml`), bytes))
}

async function exportToMbox(store: MailStore, search: string, path: string): Promise<number> {
  // Other people's mail: for its owner alone.
  const file = createWriteStream(path, { mode: 0o600 })
  await once(file, 'open')
  const count = await forEach(store, search, async (message, bytes) => {
    const sender = message.from?.address ?? ''
    if (!file.write(toMbox(bytes, sender, new Date(message.receivedAt)))) await once(file, 'drain')
  })
  file.end()
  await finished(file)
  return count
}

async function forEach(store: MailStore, search: string, write: Write): Promise<number> {
  const ids = (await store.ids(search)).toReversed()
  let count = 0
  for (let from = 0; from < ids.length; from += pageSize) {
    const page = ids.slice(from, from + pageSize)
    const summaries = new Map((await store.summaries(page)).map((summary) => [summary.id, summary]))
    for (const id of page) {
      const summary = summaries.get(id)
      // Deleted since the ids were listed.
      if (!summary) continue
      await write(summary, await store.raw(id))
      count += 1
    }
  }
  return count
}

function isFolder(place: string): boolean {
  return /[\\/]$/.test(place) || (statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false)
}
