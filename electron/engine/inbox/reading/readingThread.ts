import { Worker } from 'node:worker_threads'
import type { MailDatabase } from '../../database/open.ts'
import type { MessageFile, Reading } from '../types.ts'
import type { Order, Preview, ReadingOptions, Report } from './orders.ts'
import { SharedState } from './shared.ts'

type Answer = { readonly reading?: Reading | null; readonly file?: MessageFile | null }

interface Waiting {
  readonly id: number
  /** With null: the thread had to be ended. */
  answer(answer: Answer | null): void
}

/** How often the engine looks whether the thread hangs. */
const lookMs = 1_000
const restartMs = 1_000

/** The engine's side of the reading thread: orders, answers, and a new thread when one hangs or dies. */
export class ReadingThread {
  readonly #db: MailDatabase
  readonly #worker: URL
  readonly #timeLimitMs: number
  readonly #previewed: (previews: Preview[]) => void
  readonly #shared = new SharedState()
  readonly #waiting = new Map<number, Waiting>()
  #thread: Worker
  #lastRequest = 0
  #watch: NodeJS.Timeout
  #closing: (() => void) | null = null
  #closed = false

  constructor(parts: { db: MailDatabase; worker: URL; timeLimitMs: number; previewed: (previews: Preview[]) => void }) {
    this.#db = parts.db
    this.#worker = parts.worker
    this.#timeLimitMs = parts.timeLimitMs
    this.#previewed = parts.previewed
    this.#thread = this.#start(null)
    this.#watch = setInterval(() => this.#look(), Math.min(lookMs, parts.timeLimitMs)).unref()
    parts.db.onCommit(() => {
      this.#shared.lastCommit = Date.now()
      if (!this.#closed && this.#shared.wake()) this.#order({ do: 'index' })
    })
  }

  /** Null when there is no such message; `hung` when reading it never came to an end. */
  async read(id: number): Promise<Reading | 'hung' | null> {
    const answer = await this.#ask(id, (request) => ({ do: 'read', request, id }))
    return answer === null ? 'hung' : (answer.reading ?? null)
  }

  async part(id: number, partId: string): Promise<MessageFile | null> {
    const answer = await this.#ask(id, (request) => ({ do: 'part', request, id, partId }))
    return answer?.file ?? null
  }

  /** These messages are gone for good. */
  forget(ids: readonly number[]): void {
    this.#order({ do: 'forget', ids })
  }

  /** search.db was found broken: ends the thread, makes the file anew and starts over. */
  async rebuild(): Promise<void> {
    if (this.#closed) return
    const broken = this.#thread
    await this.#end(broken)
    // Two readers can find the damage at once; the second has nothing left to do.
    if (this.#thread !== broken || this.#closed) return
    this.#db.discardSearch()
    this.#restart(null)
  }

  async close(): Promise<void> {
    clearInterval(this.#watch)
    this.#closed = true
    const closed = new Promise<void>((resolve) => {
      this.#closing = resolve
    })
    this.#order({ do: 'close' })
    const late = setTimeout(() => this.#closing?.(), 2_000)
    await closed
    clearTimeout(late)
    await this.#end(this.#thread)
  }

  #ask(id: number, order: (request: number) => Order): Promise<Answer | null> {
    return new Promise((resolve) => {
      const request = ++this.#lastRequest
      const timer = setTimeout(() => void this.#hung(id), this.#timeLimitMs)
      this.#waiting.set(request, {
        id,
        answer: (answer) => {
          clearTimeout(timer)
          this.#waiting.delete(request)
          resolve(answer)
        },
      })
      this.#order(order(request))
    })
  }

  #order(order: Order): void {
    this.#thread.postMessage(order)
  }

  #start(skip: number | null): Worker {
    const options: ReadingOptions = { dataDir: this.#db.dataDir, shared: this.#shared.buffer, skip }
    const thread = new Worker(this.#worker, { workerData: options })
    thread.on('message', (report: Report) => this.#hear(report))
    // Not expected; a thread that dies of a message must not take the engine with it.
    thread.on('error', () => {
      this.#answerNobody()
      // Not at once: whatever it died of may still be there.
      setTimeout(() => {
        if (this.#thread === thread && !this.#closed) this.#restart(this.#shared.indexing.id || null)
      }, restartMs).unref()
    })
    thread.on('exit', () => this.#closing?.())
    return thread
  }

  #restart(skip: number | null): void {
    this.#answerNobody()
    this.#shared.indexing = { id: 0, since: 0 }
    this.#thread = this.#start(skip)
  }

  /** The thread that was asked is no more. */
  #answerNobody(): void {
    for (const waiting of this.#waiting.values()) waiting.answer(null)
  }

  #hear(report: Report): void {
    switch (report.is) {
      case 'read':
        this.#waiting.get(report.request)?.answer({ reading: report.reading })
        return
      case 'part':
        this.#waiting.get(report.request)?.answer({ file: report.file })
        return
      case 'previewed':
        this.#previewed(report.previews)
        return
      case 'walLong':
        this.#db.checkpoint()
        return
      case 'damaged':
        void this.rebuild()
        return
      case 'closed':
        this.#closing?.()
    }
  }

  #look(): void {
    const { id, since } = this.#shared.indexing
    if (since > 0 && Date.now() - since > this.#timeLimitMs) void this.#hung(id)
  }

  async #hung(id: number): Promise<void> {
    const thread = this.#thread
    await this.#end(thread)
    if (this.#thread === thread && !this.#closed) this.#restart(id)
  }

  async #end(thread: Worker): Promise<void> {
    await thread.terminate()
  }
}
