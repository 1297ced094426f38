import type { Envelope } from '../../../shared/model/envelope.ts'
import type { HeaderField, MailboxCounts, MessageDetail, MessageSummary } from '../../../shared/model/message.ts'
import type { Session, TranscriptLine } from '../../../shared/model/session.ts'

/** A file made from a message, for a download or a preview. */
export interface MessageFile {
  readonly bytes: Uint8Array
  readonly name: string
  readonly type: string
}

/** A message as it came. `receivedAt` in milliseconds. */
export interface StoredMessage {
  readonly bytes: Buffer
  readonly envelope: Envelope
  readonly subject: string
  readonly receivedAt: number
  readonly credentialId: string | null
}

export interface Page<T> {
  readonly items: T[]
  readonly nextCursor: string | null
  readonly total: number
}

export interface Selection {
  readonly ids?: readonly number[]
  readonly search?: string
}

/** A search text that cannot be understood, e.g. `before:soon`. The message tells what would be right. */
export class SearchError extends Error {}

/** The captured messages as the rest of the house sees them. Ids that do not exist give null. */
export interface Inbox {
  counts(): MailboxCounts
  list(query: { search: string; limit: number; cursor?: string }): Page<MessageSummary>
  /** Newest first. */
  ids(search: string): number[]
  summaries(ids: readonly number[]): MessageSummary[]
  /** Full MIME reading happens on the reading thread; hostile messages end in findings, not in a crash. */
  detail(id: number): Promise<MessageDetail | null>
  /** As it came, also while it is in the trash. */
  stored(id: number): StoredMessage | null
  raw(id: number): MessageFile | null
  html(id: number): Promise<MessageFile | null>
  text(id: number): Promise<MessageFile | null>
  part(id: number, partId: string): Promise<MessageFile | null>
  transcript(id: number): TranscriptLine[] | null
  update(id: number, change: { unread?: boolean; starred?: boolean; tags?: readonly string[] }): MessageSummary | null
  updateMany(selection: Selection, change: { unread?: boolean; starred?: boolean }): Promise<number>
  /** Says that these are different now, in something that is not the inbox's: their deliveries. */
  announceUpdated(ids: readonly number[]): void
  /** Moves to the trash; `undo` brings back what this call removed. */
  remove(selection: Selection): Promise<{ removed: number; undo: string }>
  restore(undo: string): Promise<number>
  /** The newest message with an id above `after` that matches, now; null when there is none. */
  newestMatch(search: string, after: number): number | null

  sessions(query: {
    limit: number
    cursor?: string
    show: 'all' | 'failed' | 'refusedLogins'
    search: string
    credential?: string
  }): Page<Session>
  sessionTranscript(id: number): { session: Session; lines: TranscriptLine[] } | null
}

/** The result of reading a message in full (MIME), made on the reading thread. */
export interface Reading {
  readonly headers: HeaderField[]
  readonly text: string | null
  readonly html: string | null
  readonly parts: MessageDetail['parts']
  readonly links: MessageDetail['links']
  readonly codes: string[]
  readonly findings: MessageDetail['findings']
}
