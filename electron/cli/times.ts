import { UsageError } from './run.ts'

const seconds = { s: 1, m: 60, h: 3_600, d: 86_400 } as const

/** `90s`, `15m`, `24h`, `30d` in seconds. */
export function duration(flag: string, text: string): number {
  const [, number = '', unit = 's'] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  if (number === '') throw new UsageError(`--${flag} takes a time such as 15m, 24h or 30d, not "${text}".`)
  return Number(number) * seconds[unit as keyof typeof seconds]
}

/** A date, or a time from now, as an ISO instant. */
export function instant(flag: string, text: string): string {
  if (/^\d+[smhd]$/.test(text)) return new Date(Date.now() + duration(flag, text) * 1_000).toISOString()
  const at = Date.parse(text)
  if (Number.isNaN(at))
    throw new UsageError(`--${flag} takes a date such as 2027-01-31, or a time from now such as 30d, not "${text}".`)
  return new Date(at).toISOString()
}
