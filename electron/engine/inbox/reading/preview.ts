import type { Envelope } from '../../../../shared/model/envelope.ts'
import { summarise } from '../header/summary.ts'
import type { IndexedMessage } from '../tables/searchTables.ts'
import { htmlToText } from './htmlText.ts'
import { countAttachments, readMessage } from './read.ts'

/** Enough to be found by; a body of 35 MB would fill the index with one message. */
const longestIndexed = 256 * 1024
const snippetLength = 140

/** What is searched and previewed of a message, from its bytes and envelope alone. */
export async function previewOf(
  id: number,
  bytes: Buffer,
  envelope: Envelope,
  { headerOnly }: { headerOnly: boolean },
): Promise<IndexedMessage> {
  const { from, to, subject } = summarise(bytes)
  const people = [
    ...to.flatMap(({ name, address }) => [name, address]),
    ...envelope.recipients.map(({ address }) => address),
  ]
  const { body, attachments } = headerOnly ? { body: '', attachments: 0 } : await bodyOf(bytes)
  return {
    id,
    subject,
    sender: from === null ? '' : `${from.name} ${from.address}`,
    recipients: people.join(' '),
    body,
    attachments,
    snippet: body
      .slice(0, snippetLength * 4)
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, snippetLength),
  }
}

async function bodyOf(bytes: Buffer): Promise<{ body: string; attachments: number }> {
  const { reading, leaves } = await readMessage(bytes)
  const plain = reading.text?.trim() ?? ''
  const body = plain === '' ? htmlToText((reading.html ?? '').slice(0, longestIndexed * 4)) : plain
  return { body: body.slice(0, longestIndexed), attachments: countAttachments(leaves.values()) }
}
