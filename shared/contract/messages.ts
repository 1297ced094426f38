import { z } from 'zod'
import { MailboxCounts, MessageDetail, MessageSummary } from '../model/message.ts'
import { TranscriptLine } from '../model/session.ts'
import { base, messageId, searchText, wholeNumber } from './base.ts'

const oneMessage = z.object({ id: messageId })
const tags = z.array(z.string().min(1).max(64)).max(32)

const reading = base.meta({ permission: 'messages.read' })
const deleting = base.meta({ permission: 'messages.delete' })
const sending = base.meta({ permission: 'mail.send' })

/** Files keep their name and type over every door: `Content-Disposition` and `Content-Type` over REST. */
export const messages = {
  /** Newest first, by keyset: a cursor stays valid while mail arrives and is deleted. */
  list: reading
    .route({ method: 'GET', path: '/messages', summary: 'List or search messages, newest first', tags: ['Messages'] })
    .input(
      z.object({ search: searchText, limit: wholeNumber(1, 500).default(50), cursor: z.string().max(64).optional() }),
    )
    .output(
      z.object({
        items: z.array(MessageSummary),
        nextCursor: z.string().nullable(),
        /** All that match the search, not this page alone. */
        total: z.number().int(),
      }),
    ),

  /** The ids of everything that matches, newest first: what a virtual list of any length scrolls over. */
  ids: reading
    .route({ method: 'GET', path: '/messages/ids', summary: 'Ids of all matching messages', tags: ['Messages'] })
    .input(z.object({ search: searchText }))
    .output(z.object({ ids: z.array(z.number().int()), counts: MailboxCounts })),

  /** Rows for a stretch of the list. Ids that are gone are left out. */
  summaries: reading
    .route({ method: 'POST', path: '/messages/summaries', summary: 'Summaries by id', tags: ['Messages'] })
    .input(z.object({ ids: z.array(messageId).max(500) }))
    .output(z.array(MessageSummary)),

  wait: reading
    .errors({ TIMED_OUT: { status: 408, message: 'No message matched in time.' } })
    .route({
      method: 'GET',
      path: '/messages/wait',
      summary: 'Wait until a message matches',
      description: 'Answers at once with the newest message that already matches, else with the first that comes.',
      tags: ['Messages'],
    })
    .input(
      z.object({
        search: searchText,
        /** Seconds. */
        timeout: wholeNumber(0, 600).default(30),
        /** Only messages with a greater id, to leave out what was there before. */
        after: wholeNumber(0, Number.MAX_SAFE_INTEGER).default(0),
      }),
    )
    .output(MessageDetail),

  get: reading
    .route({ method: 'GET', path: '/messages/{id}', summary: 'One message in full', tags: ['Messages'] })
    .input(oneMessage)
    .output(MessageDetail),

  raw: reading
    .route({ method: 'GET', path: '/messages/{id}/raw', summary: 'The exact bytes received', tags: ['Messages'] })
    .input(oneMessage)
    .output(z.file()),

  html: reading
    .route({
      method: 'GET',
      path: '/messages/{id}/html',
      summary: 'The HTML body as it was sent, not sanitised',
      tags: ['Messages'],
    })
    .input(oneMessage)
    .output(z.file()),

  text: reading
    .route({ method: 'GET', path: '/messages/{id}/text', summary: 'The plain text body', tags: ['Messages'] })
    .input(oneMessage)
    .output(z.file()),

  part: reading
    .route({ method: 'GET', path: '/messages/{id}/parts/{partId}', summary: 'One part, decoded', tags: ['Messages'] })
    .input(oneMessage.extend({ partId: z.string().min(1).max(1_024) }))
    .output(z.file()),

  transcript: reading
    .route({
      method: 'GET',
      path: '/messages/{id}/transcript',
      summary: 'The dialogue of the session that brought the message',
      tags: ['Messages'],
    })
    .input(oneMessage)
    .output(z.object({ lines: z.array(TranscriptLine) })),

  update: reading
    .route({ method: 'PATCH', path: '/messages/{id}', summary: 'Mark read, star, tag', tags: ['Messages'] })
    .input(
      oneMessage.extend({ unread: z.boolean().optional(), starred: z.boolean().optional(), tags: tags.optional() }),
    )
    .output(MessageSummary),

  /** The same for many: by ids, or everything that matches a search. */
  updateMany: reading
    .route({ method: 'POST', path: '/messages/update', summary: 'Mark many read, star them', tags: ['Messages'] })
    .input(
      z.object({
        ids: z.array(messageId).max(1_000_000).optional(),
        search: searchText.optional(),
        unread: z.boolean().optional(),
        starred: z.boolean().optional(),
      }),
    )
    .output(z.object({ updated: z.number().int() })),

  remove: deleting
    .route({ method: 'DELETE', path: '/messages/{id}', summary: 'Delete a message', tags: ['Messages'] })
    .input(oneMessage)
    .output(z.object({ removed: z.number().int(), undo: z.string() })),

  /** Deleted messages can be restored with `undo` for a while (ten minutes, until restart at the latest). */
  removeMany: deleting
    .route({
      method: 'DELETE',
      path: '/messages',
      summary: 'Delete all messages, or all that match a search',
      inputStructure: 'detailed',
      tags: ['Messages'],
    })
    .input(
      z.object({
        query: z.object({ search: searchText.optional() }).optional(),
        body: z.object({ ids: z.array(messageId).max(1_000_000).optional() }).optional(),
      }),
    )
    .output(z.object({ removed: z.number().int(), undo: z.string() })),

  restore: deleting
    .route({ method: 'POST', path: '/messages/restore', summary: 'Undo a deletion', tags: ['Messages'] })
    .input(z.object({ undo: z.string().max(64) }))
    .output(z.object({ restored: z.number().int() })),

  /** One RFC 5322 message from a file; it goes the same way as captured mail and is flagged `imported`. */
  import: sending
    .route({ method: 'POST', path: '/messages/import', summary: 'Import one .eml file', tags: ['Messages'] })
    .input(z.object({ file: z.file(), receivedAt: z.iso.datetime().optional() }))
    .output(MessageSummary),
}
