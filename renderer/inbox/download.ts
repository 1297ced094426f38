import { client } from '../client.ts'
import { saveFile } from '../ui/saveFile.ts'
import { mboxEntry } from './mbox.ts'

/** Saves messages as files: one as .eml with its exact bytes, several as one mailbox (mboxrd). */
export async function downloadMessages(ids: readonly number[]): Promise<void> {
  const [first] = ids
  if (first === undefined) return
  if (ids.length === 1) {
    const file = await client.messages.raw({ id: first })
    saveFile(file, file.name || `message-${first}.eml`)
    return
  }
  const pieces: BlobPart[] = []
  for (const id of ids) {
    // One at a time: memory holds one message beyond the file itself.
    // oxlint-disable-next-line no-await-in-loop
    const file = await client.messages.raw({ id })
    // oxlint-disable-next-line no-await-in-loop
    pieces.push(...mboxEntry(new Uint8Array(await file.arrayBuffer())))
  }
  saveFile(new Blob(pieces, { type: 'application/mbox' }), `sandpost-${ids.length}.mbox`)
}
