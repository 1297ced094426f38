const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit' })
const dayAndMonth = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const fullDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' })
const exact = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
})
const whole = new Intl.NumberFormat()
const oneDigit = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 })

/** Short time for lists: `now`, `4 min`, `14:32`, `Tue 09:10`, `3 Mar`, `3 Mar 2024`. */
export function relativeTime(iso: string, now: number): string {
  const then = new Date(iso)
  const age = now - then.getTime()
  if (age < minute) return 'now'
  if (age < hour) return `${Math.floor(age / minute)} min`
  if (isSameDay(then, new Date(now))) return clock.format(then)
  if (age < 6 * day) return weekday.format(then)
  return then.getFullYear() === new Date(now).getFullYear() ? dayAndMonth.format(then) : fullDate.format(then)
}

/** How long until then: `now`, `in 40 s`, `in 4 min`, `in 3 h`, else the day. */
export function timeUntil(iso: string, now: number): string {
  const left = Date.parse(iso) - now
  if (left <= 0) return 'now'
  if (left < minute) return `in ${Math.ceil(left / 1_000)} s`
  if (left < hour) return `in ${Math.round(left / minute)} min`
  if (left < day) return `in ${Math.round(left / hour)} h`
  return left < 6 * day ? weekday.format(new Date(iso)) : dayAndMonth.format(new Date(iso))
}

/** Exact time with its zone, for details and on hover. */
export function exactTime(iso: string): string {
  return exact.format(new Date(iso))
}

/** Day alone, e.g. the end of a certificate. */
export function exactDay(iso: string): string {
  return fullDate.format(new Date(iso))
}

/** Sizes in kB and MB of 1,000 bytes, as file managers show them. */
export function fileSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  if (bytes < 999_500)
    return `${bytes < 9_950 ? oneDigit.format(bytes / 1_000) : whole.format(Math.round(bytes / 1_000))} kB`
  return `${oneDigit.format(bytes / 1_000_000)} MB`
}

/** A count with the thousands separators of the reader's locale. */
export function count(value: number): string {
  return whole.format(value)
}

/** Of the reader's locale, for fields that numbers are typed into. */
export const separators = { group: partOf('group', ' '), decimal: partOf('decimal', '.') }

/** `1 message`, `1,204 messages`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${whole.format(value)} ${value === 1 ? one : many}`
}

/** Milliseconds as a person says them: `8 ms`, `1.4 s`, `3 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`
  if (milliseconds < minute) return `${oneDigit.format(milliseconds / 1_000)} s`
  const minutes = Math.floor(milliseconds / minute)
  return `${minutes} min ${Math.round((milliseconds % minute) / 1_000)} s`
}

function partOf(type: 'group' | 'decimal', fallback: string): string {
  return oneDigit.formatToParts(1_234.5).find((part) => part.type === type)?.value ?? fallback
}

function isSameDay(one: Date, other: Date): boolean {
  return one.toDateString() === other.toDateString()
}
