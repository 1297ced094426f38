/** Waits vary by so much, so that what failed together is not tried together. */
const jitter = 0.1

/** When the next try is, in milliseconds from now; null when there is none left. `tries` counts those that were made. */
export function nextWait(retryAfterSeconds: readonly number[], tries: number, random = Math.random): number | null {
  const seconds = retryAfterSeconds[tries - 1]
  if (seconds === undefined) return null
  return Math.round(seconds * 1_000 * (1 - jitter + 2 * jitter * random()))
}

/** No wait of this schedule is longer. */
export function longestWait(retryAfterSeconds: readonly number[]): number {
  return Math.max(0, ...retryAfterSeconds) * 1_000 * (1 + jitter)
}
