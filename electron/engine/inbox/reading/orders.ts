import type { MessageSummary } from '../../../../shared/model/message.ts'
import type { MessageFile, Reading } from '../types.ts'

/** Engine thread -> reading thread. */
export type Order =
  | { readonly do: 'read'; readonly request: number; readonly id: number }
  | { readonly do: 'part'; readonly request: number; readonly id: number; readonly partId: string }
  /** There may be something new to index. */
  | { readonly do: 'index' }
  /** These messages are gone for good. */
  | { readonly do: 'forget'; readonly ids: readonly number[] }
  | { readonly do: 'close' }

export type Preview = Pick<MessageSummary, 'id' | 'attachments' | 'snippet'>

/** Reading thread -> engine thread. */
export type Report =
  | { readonly is: 'read'; readonly request: number; readonly reading: Reading | null }
  | { readonly is: 'part'; readonly request: number; readonly file: MessageFile | null }
  | { readonly is: 'previewed'; readonly previews: Preview[] }
  /** The WAL is long although everything else in it was moved: the writer should move the rest. */
  | { readonly is: 'walLong' }
  /** search.db is broken; nothing is indexed until it was made anew. */
  | { readonly is: 'damaged' }
  | { readonly is: 'closed' }

/** What the reading thread is started with. */
export interface ReadingOptions {
  readonly dataDir: string
  readonly shared: SharedArrayBuffer
  /** A message whose reading never came to an end: it is indexed by its header alone. */
  readonly skip: number | null
}
