import { SearchError } from '../types.ts'

const written = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?)?$/i

/** The first moment of what was written: a day (local time), `today`, `yesterday`, or a time of a day. */
export function instantOf(operator: string, value: string): number {
  return spanOf(operator, value).from
}

/** The stretch of time that was written: a whole day, or the minute or second of a time. */
export function spanOf(operator: string, value: string): { from: number; before: number } {
  const word = value.toLowerCase()
  if (word === 'today' || word === 'yesterday') {
    const now = new Date()
    return dayOf(now.getFullYear(), now.getMonth(), now.getDate() - (word === 'yesterday' ? 1 : 0))
  }
  const match = written.exec(value)
  if (match) {
    const [, year, month, day, hour, minute, second, zone] = match
    const date = dayOf(Number(year), Number(month) - 1, Number(day))
    const real = new Date(date.from).getDate() === Number(day) && Number(month) <= 12
    if (real && hour === undefined) return date
    const time = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}T${hour}:${minute}:${second ?? '00'}${zone?.toUpperCase() ?? ''}`
    const from = Date.parse(time)
    if (real && !Number.isNaN(from)) return { from, before: from + (second === undefined ? 60_000 : 1_000) }
  }
  throw new SearchError(
    `After ${operator}: write a day, such as ${operator}:2026-01-31, ${operator}:today or ${operator}:yesterday, or a time, such as ${operator}:2026-01-31T14:30.`,
  )
}

/** Days are not always 24 hours long. */
function dayOf(year: number, month: number, day: number): { from: number; before: number } {
  return { from: new Date(year, month, day).getTime(), before: new Date(year, month, day + 1).getTime() }
}
