import type { Change } from '../../../shared/contract/events.ts'
import type { MailboxCounts } from '../../../shared/model/message.ts'

/** Rows held for a subscriber that does not keep up. Beyond, it is told to ask again for what it shows. */
const mostRows = 2_000

type End = IteratorReturnResult<undefined>

/**
 * Changes on their way to one subscriber. Announcements that meet in the queue are merged; when too much has
 * gathered they collapse into one `resync`, so a slow subscriber costs a bounded amount of memory and loses nothing
 * it cannot ask for.
 */
export class ChangeQueue implements AsyncIterableIterator<Change, undefined, undefined> {
  readonly #counts: () => MailboxCounts
  readonly #onEnd: () => void
  #waiting: Change[] = []
  #rows = 0
  #reader: ((result: IteratorResult<Change, undefined>) => void) | null = null
  #ended = false

  constructor(options: { counts: () => MailboxCounts; onEnd: () => void }) {
    this.#counts = options.counts
    this.#onEnd = options.onEnd
  }

  push(change: Change): void {
    if (this.#ended) return
    if (this.#reader) {
      const reader = this.#reader
      this.#reader = null
      reader({ done: false, value: change })
      return
    }
    this.#rows += rowsOf(change)
    if (this.#rows > mostRows) this.#collapse(change)
    else if (!merge(this.#waiting, change)) this.#waiting.push(change)
  }

  next(): Promise<IteratorResult<Change, undefined>> {
    if (this.#ended) return Promise.resolve(end)
    const change = this.#waiting.shift()
    if (!change) return new Promise((resolve) => (this.#reader = resolve))
    this.#rows -= rowsOf(change)
    return Promise.resolve({ done: false, value: change })
  }

  /** Ends the subscription: by the client's leaving, or ours. */
  return(): Promise<End> {
    if (!this.#ended) {
      this.#ended = true
      this.#waiting = []
      this.#reader?.(end)
      this.#reader = null
      this.#onEnd()
    }
    return Promise.resolve(end)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.return().then(() => undefined)
  }

  /** What carries its whole state, or asks to ask again: the latest of each is kept. */
  #collapse(last: Change): void {
    const states = new Map<string, Change>()
    for (const change of [...this.#waiting, last]) {
      if (whole.has(change.type)) states.set(change.type, change)
    }
    this.#waiting = [{ type: 'resync', counts: this.#counts() }, ...states.values()]
    this.#rows = this.#waiting.length
  }
}

const whole = new Set<Change['type']>([
  'listenersChanged',
  'noticesChanged',
  'credentialsChanged',
  'vaultChanged',
  'sandboxLockChanged',
])

const end: End = { done: true, value: undefined }

/** Joins a change to the last waiting one of its kind, where nothing in between depends on their order. */
function merge(waiting: Change[], change: Change): boolean {
  const last = waiting.at(-1)
  if (!last) return false
  const at = waiting.length - 1
  if (last.type === 'messagesCaptured' && change.type === 'messagesCaptured')
    waiting[at] = { ...change, messages: [...last.messages, ...change.messages] }
  else if (last.type === 'messagesPreviewed' && change.type === 'messagesPreviewed')
    waiting[at] = { ...change, previews: [...last.previews, ...change.previews] }
  else if (last.type === 'messagesRemoved' && change.type === 'messagesRemoved')
    waiting[at] = { ...change, ids: [...last.ids, ...change.ids] }
  else return false
  return true
}

function rowsOf(change: Change): number {
  switch (change.type) {
    case 'messagesCaptured':
    case 'messagesUpdated':
      return change.messages.length
    case 'messagesPreviewed':
      return change.previews.length
    case 'messagesRemoved':
      return change.ids.length
    default:
      return 1
  }
}
