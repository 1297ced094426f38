/** How often a watch asks, to choose from. */
export const intervals: readonly { readonly minutes: number; readonly word: string }[] = [
  { minutes: 5, word: 'Every 5 minutes' },
  { minutes: 15, word: 'Every 15 minutes' },
  { minutes: 60, word: 'Every hour' },
  { minutes: 360, word: 'Every 6 hours' },
  { minutes: 1_440, word: 'Once a day' },
]

/** `Every 15 minutes`, also for what scripts chose. */
export function intervalWord(minutes: number): string {
  return (
    intervals.find((one) => one.minutes === minutes)?.word ??
    (minutes === 1 ? 'Every minute' : `Every ${minutes.toLocaleString()} minutes`)
  )
}
