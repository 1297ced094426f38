/** What time it is, and what happens later. Handed in, so that a day of retries is a moment in a test. */
export interface Clock {
  /** Milliseconds. */
  now(): number
  /** Returns the function that calls it off. */
  after(milliseconds: number, work: () => void): () => void
}

/** The machine's. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, work) {
    const timer = setTimeout(work, milliseconds).unref()
    return () => clearTimeout(timer)
  },
}
