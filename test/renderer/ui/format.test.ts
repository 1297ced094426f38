import { describe, expect, test } from 'vitest'
import { counted, duration, fileSize, relativeTime } from '../../../renderer/ui/format.ts'

const now = new Date(2026, 4, 20, 15, 0, 0).getTime()
const ago = (milliseconds: number) => relativeTime(new Date(now - milliseconds).toISOString(), now)
const minute = 60_000

describe('words for numbers', () => {
  test('times are short in lists, and shorter the nearer they are', () => {
    expect(ago(0)).toBe('now')
    expect(ago(-5_000)).toBe('now')
    expect(ago(4 * minute)).toBe('4 min')
    expect(ago(3 * 60 * minute)).toMatch(/12.00/)
    expect(ago(26 * 60 * minute)).toMatch(/^\p{L}+.*13.00|01.00/u)
    expect(ago(400 * 24 * 60 * minute)).toContain('2025')
  })

  test('sizes are in kB and MB of a thousand', () => {
    expect(fileSize(0)).toBe('0 B')
    expect(fileSize(999)).toBe('999 B')
    expect(fileSize(1_000)).toBe('1 kB')
    expect(fileSize(25_819)).toBe('26 kB')
    expect(fileSize(999_499)).toBe('999 kB')
    expect(fileSize(999_500)).toBe('1 MB')
    expect(fileSize(36_700_160)).toMatch(/^36.7 MB$/)
  })

  test('one is one, others are many', () => {
    expect(counted(1, 'message')).toBe('1 message')
    expect(counted(0, 'message')).toBe('0 messages')
  })

  test('durations are read aloud as a person would', () => {
    expect(duration(8.4)).toBe('8 ms')
    expect(duration(1_400)).toMatch(/^1.4 s$/)
    expect(duration(185_000)).toBe('3 min 5 s')
  })
})
