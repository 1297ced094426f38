import type { Report } from '../../../shared/model/diagnosis/report.ts'

/** A diagnosis that runs: what it has seen so far, and who follows it. */
export class ActiveRun {
  readonly id: number
  readonly done: Promise<Report>
  readonly #stop = new AbortController()
  #latest: Report
  #ended = false
  readonly #followers = new Set<() => void>()

  /** `begun` is the report as it stood when it began; `run` does the work until `signal` aborts. */
  constructor(
    begun: Report & { readonly id: number },
    run: (signal: AbortSignal, onProgress: (report: Report) => void) => Promise<Report>,
    external?: AbortSignal,
  ) {
    this.id = begun.id
    this.#latest = begun
    const signal = external ? AbortSignal.any([this.#stop.signal, external]) : this.#stop.signal
    this.done = run(signal, (report) => this.#show({ ...report, id: begun.id }))
      .then((report) => {
        this.#latest = { ...report, id: begun.id }
        return this.#latest
      })
      .finally(() => {
        this.#ended = true
        this.#wake()
      })
  }

  get latest(): Report {
    return this.#latest
  }

  cancel(): void {
    this.#stop.abort(new DOMException('Stopped', 'AbortError'))
  }

  /**
   * Whoever is slow gets the latest and misses what was between. Ends with the whole report, or with `signal`; rejects when
   * the run does.
   */
  async *follow(signal?: AbortSignal): AsyncGenerator<Report, void> {
    let shown: Report | null = null
    for (;;) {
      if (signal?.aborted) return
      if (shown !== this.#latest) {
        shown = this.#latest
        yield shown
      } else if (this.#ended) {
        await this.done
        return
      } else await this.#next(signal)
    }
  }

  #next(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#followers.delete(done)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      this.#followers.add(done)
      signal?.addEventListener('abort', done, { once: true })
    })
  }

  #show(report: Report): void {
    this.#latest = report
    this.#wake()
  }

  #wake(): void {
    for (const follower of this.#followers) follower()
  }
}
