import type { Typed } from '../../ui/NumberBox.tsx'

export type Unit = 's' | 'min' | 'h'

/** A wait as it is typed. */
export interface Wait {
  readonly amount: Typed
  readonly unit: Unit
}

const secondsOf: Readonly<Record<Unit, number>> = { s: 1, min: 60, h: 3_600 }

/** Seconds in the largest unit that holds them whole. */
export function waitOf(seconds: number): Wait {
  if (seconds % 3_600 === 0) return { amount: seconds / 3_600, unit: 'h' }
  if (seconds % 60 === 0) return { amount: seconds / 60, unit: 'min' }
  return { amount: seconds, unit: 's' }
}

/** Null while nothing is typed. */
export function secondsIn({ amount, unit }: Wait): number | null {
  return amount === '' ? null : amount * secondsOf[unit]
}

/** `7 tries within about 23 hours`. */
export function waitsInWords(waits: readonly Wait[]): string {
  const seconds = waits.reduce((sum, wait) => sum + (secondsIn(wait) ?? 0), 0)
  if (waits.length === 0) return 'One try, then it is given up'
  const tries = `${waits.length + 1} tries within about`
  if (seconds < 120) return `${tries} ${seconds} seconds`
  if (seconds < 7_200) return `${tries} ${Math.round(seconds / 60)} minutes`
  if (seconds < 172_800) return `${tries} ${Math.round(seconds / 3_600)} hours`
  return `${tries} ${Math.round(seconds / 86_400)} days`
}
