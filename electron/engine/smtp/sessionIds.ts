let last = 0

/**
 * Ids grow with time and across restarts: microseconds since 1970, one more when the clock stands still or goes back.
 * They stay below 2^53 until the year 2255.
 */
export function nextSessionId(): number {
  last = Math.max(last + 1, Date.now() * 1000)
  return last
}
