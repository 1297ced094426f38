import type { Format } from './formats/index.ts'
import type { Answered } from './httpCall.ts'

/** The longest that an endpoint's own wish is followed. */
const longestRetryAfterMs = 24 * 3_600_000

/** What an attempt means for its call and its endpoint. */
export interface Outcome {
  readonly delivered: boolean
  /** Milliseconds until the next try; null when there is none. */
  readonly wait: number | null
  /** HTTP status or problem, in words. */
  readonly result: string
  /** It asks for less: overloaded, or in front of something that is. */
  readonly slowDown: boolean
  /** The endpoint asked to wait so long. */
  readonly retryAfterMs: number
  /** It says that it is gone for good. */
  readonly gone: boolean
}

/** Judges one attempt. `failedTries` counts those before. */
export function outcomeOf(
  format: Format,
  { status, headers, problem }: Answered,
  { failedTries, now, random }: { failedTries: number; now: number; random: number },
): Outcome {
  const delivered = status !== null && format.accepts(status)
  const retryAfterMs = delivered ? 0 : retryAfter(headers['retry-after'], now)
  const gone = status === 410
  const wait = delivered || gone ? null : format.wait(failedTries + 1, random)
  return {
    delivered,
    wait: wait === null ? null : Math.max(wait, retryAfterMs),
    result: problem ?? `HTTP ${status}${noteOf(format, status ?? 0)}`,
    // Standard Webhooks 1.0 names these three; 503 with Retry-After says the same.
    slowDown: status === 429 || status === 502 || status === 504 || (status === 503 && retryAfterMs > 0),
    retryAfterMs,
    gone,
  }
}

function noteOf(format: Format, status: number): string {
  if (status >= 300 && status < 400) return ': redirects are not followed'
  if (status >= 200 && status < 300 && !format.accepts(status)) return ': only 200 counts'
  return ''
}

/** Seconds or a date (RFC 9110 10.2.3), in milliseconds from now. */
function retryAfter(value: string | undefined, now: number): number {
  if (value === undefined) return 0
  const wanted = /^\d+$/.test(value.trim()) ? Number(value) * 1_000 : Date.parse(value) - now
  return Number.isNaN(wanted) ? 0 : Math.min(Math.max(0, wanted), longestRetryAfterMs)
}
